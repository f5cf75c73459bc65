"""Commitments, figures and verdicts of the light tests, made from a few words."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import resources
from db.rules.kinds import IndicatorType, Light, MilestoneKind, Nature, Op
from db.rules.lights import LightRules, judge
from db.rules.milestones import Commitment, Figure, Standing, Verdict
from db.rules.wording import sentence

DATA = json.loads((Path(resources.__file__).parent / "rules" / "lights.json").read_text(encoding="utf-8"))
RULES = LightRules.from_json(DATA)


def day(text: str) -> date:
    return date.fromisoformat(text)


def fig(as_at: str, value: str, nature: Nature = Nature.QUICK) -> Figure:
    return Figure(day(as_at), Decimal(value), nature)


def ask(by_type: IndicatorType, target: str | None = None, **more: object) -> Commitment:
    """A target of 2021 in a plan of 2021 to 2023, in 座, unless more is said."""
    year = more.get("year", 2021)
    facts: dict[str, object] = {"kind": MilestoneKind.TARGET, "year": year, "due_on": date(int(str(year)), 12, 31)}
    facts |= {"plan_start": 2021, "plan_end": 2023, "op": Op.AT_LEAST, "measure": "座"}
    facts["target"] = None if target is None else Decimal(target)
    return Commitment(type=by_type, **(facts | more))  # type: ignore[arg-type]


def verdict_of(asked: Commitment, today: str, *figures: Figure, standing: Standing | None = None) -> Verdict:
    return judge(asked, standing or Standing(), figures, day(today), RULES)


def light_of(asked: Commitment, today: str, value: str | None = None, at: str | None = None) -> Light:
    """The light with one figure, as at today unless `at` says otherwise."""
    figures = () if value is None else (fig(at or today, value),)
    return verdict_of(asked, today, *figures).light


def words(verdict: Verdict, lang: str = "zh") -> str:
    return sentence(verdict.reason, lang)
