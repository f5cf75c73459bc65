"""Figures that disagree: within a plan, and between a plan and its parent. Called by drafting and the command line.

Three kinds: `differs` (one indicator and year, two figures), `wording` (the same figure, another comparison), `sum` (each
year's figure times the years is not the final one). Names are compared by their core, so that 创建绿色园区 and 绿色园区 meet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from db.importers import indicators
from db.importers.model import Contradiction, DraftMilestone, DraftNode
from db.rules.kinds import MilestoneKind

_LEVELS = re.compile(
    r"^(?:国家和自治区级|国家、自治区级|国家级|自治区级|省级|市级|县级|区级|国家和省级|各类|国内领先水平?|自治区领先水平?|重点|一定影响力|规模化|示范)+|（[^）]*）|等$"
)
_WEAK = re.compile(r"^(?:培育和认定|认定|使用|应用|推广|示范应用|规模化|重大|产业|的)+")
Cited = tuple[str, DraftMilestone]


def within(nodes: Iterable[DraftNode], years: range) -> list[Contradiction]:
    """The contradictions inside one plan."""
    groups: dict[tuple[str, str], list[Cited]] = defaultdict(list)
    for node in nodes:
        for milestone in node.milestones:
            if milestone.kind is MilestoneKind.TARGET and milestone.indicator and milestone.target:
                groups[core(milestone.indicator), _dimension(milestone)].append((node.code, milestone))
    made: list[Contradiction] = []
    for (name, _), cited in groups.items():
        if name:
            made += _differing(cited)
            made += _sums(cited, years)
    return made + _measures(groups)


def _measures(groups: Mapping[tuple[str, str], list[Cited]]) -> list[Contradiction]:
    """63% and 63: one figure with two measures."""
    made = []
    by_figure: dict[tuple[str, int | None, str | None], list[Cited]] = defaultdict(list)
    for (name, _), cited in groups.items():
        for one in cited:
            if name and one[1].recurs is None:
                by_figure[name, one[1].year, one[1].target].append(one)
    for same in by_figure.values():
        if "" in (measures := {milestone.measure or "" for _, milestone in same}) and len(measures) > 1:
            made.append(_made(same, same[0][1].year, "measure"))
    return made


def core(name: str) -> str:
    """The part of an indicator's name that says what is counted."""
    last = name.rpartition("的")[2]
    name = last if len(re.sub(r"（.*", "", last)) >= 4 else name
    text = indicators.key_of(re.sub(r"（每年）|（当年[^）]*）", "", name), "").rpartition("|")[0]
    text = re.sub(r"（[^）]*）", "", text)
    before = None
    while before != text:
        before = text
        text = _WEAK.sub("", _LEVELS.sub("", text))
    return text[-14:]


def _dimension(milestone: DraftMilestone) -> str:
    """Figures of one kind can be compared: growth with growth, a level with a level, counts with counts."""
    measure = milestone.measure or ""
    if "%" in measure or "百分点" in measure:
        return f"{measure}{milestone.basis or ''}"
    return measure[-1:]


def _differing(cited: list[Cited]) -> list[Contradiction]:
    made = []
    by_year: dict[tuple[int | None, bool], list[Cited]] = defaultdict(list)
    for one in cited:
        by_year[one[1].year, one[1].recurs is not None].append(one)
    for (year, _), same in by_year.items():
        figures = {(milestone.target, milestone.target_max) for _, milestone in same}
        comparisons = {milestone.op for _, milestone in same}
        if len(figures) > 1 or len(comparisons) > 1:
            made.append(_made(same, year, "differs" if len(figures) > 1 else "wording"))
    return made


def _sums(cited: list[Cited], years: range) -> list[Contradiction]:
    """每年10家 for three years and 累计50家 at the end."""
    yearly = [one for one in cited if one[1].recurs == "yearly"]
    final = [one for one in cited if one[1].year == years[-1] and one[1].recurs is None]
    for one in yearly:
        for other in final:
            if "%" in (one[1].measure or "") or one[1].target is None or other[1].target is None:
                continue
            if Decimal(one[1].target) * len(years) != Decimal(other[1].target):
                return [_made([one, other], years[-1], "sum")]
    return []


def _made(cited: list[Cited], year: int | None, kind: str) -> Contradiction:
    first = cited[0][1]
    return Contradiction(
        indicator=first.indicator or "",
        year=year,
        measure=first.measure or "",
        kind=kind,
        citations=[
            {
                "code": code, "target": milestone.target, "target_max": milestone.target_max, "op": milestone.op,
                "recurs": milestone.recurs, "text": milestone.text, "indicator": milestone.indicator,
            }
            for code, milestone in cited
        ],
    )  # fmt: skip


def against(nodes: Iterable[DraftNode], parent: Mapping[str, Any]) -> list[Contradiction]:
    """Rates and levels that a plan sets lower or higher than its parent (in the dump's form) does for the same year. Counts
    differ by nature: a city's share is not the region's."""
    above: dict[tuple[str, int | None, str], list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for node in parent.get("nodes", []):
        for row in node.get("milestones", []):
            if row.get("target") is not None and "%" in (row.get("measure") or "") + (
                "%" if row.get("measure") == "个百分点" else ""
            ):
                above[core(row.get("indicator") or ""), row.get("year"), row.get("basis") or ""].append(
                    (node["code"], row)
                )
    made = []
    for node in nodes:
        for milestone in node.milestones:
            if milestone.kind is not MilestoneKind.TARGET or not milestone.indicator or milestone.target is None:
                continue
            for code, row in above.get((core(milestone.indicator), milestone.year, milestone.basis or ""), []):
                if Decimal(str(row["target"])) != Decimal(milestone.target):
                    found = _made([(node.code, milestone)], milestone.year, "parent")
                    found.citations.append(
                        {
                            "code": f"^{code}",
                            "target": str(row["target"]),
                            "op": row.get("op"),
                            "indicator": row.get("indicator"),
                        }
                    )
                    made.append(found)
    return made
