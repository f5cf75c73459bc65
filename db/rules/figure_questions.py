"""The questions to ask before a figure is saved: doubts about one that may still be right. Reached through figures.

Source: domain.md, One indicator, one figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext

from db.rules.kinds import IndicatorType, MilestoneKind
from db.rules.milestones import Commitment, Figure
from db.rules.wording_numbers import amount, is_percent, number

_JUMP = 5  # times the last figure, or the target
_STEP = 3  # times the step that the schedule expects
_EXACT = Context(prec=50)


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt about a figure that may still be right: asked once, then saved as typed."""

    code: str
    zh: str
    en: str

    def sentence(self, lang: str = "zh") -> str:
        """The question in this language."""
        return self.zh if lang.startswith("zh") else self.en


def questions(
    value: Decimal, commitment: Commitment, figures: tuple[Figure, ...], as_at: date, today: date | None = None
) -> tuple[Question, ...]:
    """What to ask before `value` as at `as_at` is saved; `figures` ascend by `as_at`. Empty: nothing is strange.

    Codes: negative, decline_negative, over_100, fell, above_next, jump, future (only with `today`). A jump is more
    than 5 times the last figure or the target, less than a fifth of the last one, or a step more than 3 times the
    schedule's.
    """
    case = _Case(value, commitment, figures, as_at)
    asked = [question for ask in _ASKED for question in ask(case)]
    if today is not None and as_at > today:
        zh = f"数据截至{as_at}，比今天还晚，对吗？"
        asked.append(Question("future", zh, f"The data are as of {as_at}, later than today. Is that right?"))
    return tuple(asked)


@dataclass(frozen=True, slots=True)
class _Case:
    value: Decimal
    ask: Commitment
    figures: tuple[Figure, ...]
    as_at: date

    @property
    def grows(self) -> bool:
        """Whether the figure can only rise: new in the year, recognised, cumulative."""
        kinds = (IndicatorType.NEW_IN_YEAR, IndicatorType.RECOGNISED, IndicatorType.CUMULATIVE)
        limit = self.ask.type is IndicatorType.NOT_ABOVE and any(w in (self.ask.basis or "") for w in ("当年", "累计"))
        return self.ask.kind is MilestoneKind.TARGET and (self.ask.type in kinds or limit)

    @property
    def last(self) -> Figure | None:
        """The figure before this one, of the same year where each year starts from nothing."""
        return next((row for row in reversed(self.figures) if row.as_at < self.as_at and self._comparable(row)), None)

    @property
    def following(self) -> Figure | None:
        return next((row for row in self.figures if row.as_at > self.as_at and self._comparable(row)), None)

    def _comparable(self, row: Figure) -> bool:
        in_year = self.ask.type in (IndicatorType.NEW_IN_YEAR, IndicatorType.RECOGNISED) or "当年" in (
            self.ask.basis or ""
        )
        return not in_year or row.as_at.year == self.as_at.year

    def shown(self, value: Decimal, english: bool = False) -> str:
        return amount(value, self.ask.measure, english)


def _negative(case: _Case) -> Iterator[Question]:
    signed = (IndicatorType.GROWTH, IndicatorType.AVERAGE_GROWTH, IndicatorType.RAISE_POINTS, IndicatorType.REFERENCE)
    if case.value >= 0 or case.ask.type in signed:
        return
    if case.ask.type is IndicatorType.DECLINE:
        yield Question(
            "decline_negative",
            f"下降按正数填：{number(-case.value)}表示下降，{number(case.value)}表示上升。确实是上升吗？",
            f"A decline is entered as a positive: {number(case.value)} means a rise. Did it rise?",
        )
    else:
        zh = f"完成值是负数{case.shown(case.value)}，对吗？"
        yield Question("negative", zh, f"The figure is negative: {case.shown(case.value, True)}. Is that right?")


def _over_100(case: _Case) -> Iterator[Question]:
    is_share = case.ask.type is IndicatorType.LEVEL or "占比" in (case.ask.basis or "")
    if is_share and is_percent(case.ask.measure) and case.value > 100:
        yield Question(
            "over_100",
            f"占比{case.shown(case.value)}超过100%，对吗？",
            f"A share of {case.shown(case.value, True)} is more than 100%. Is that right?",
        )


def _fell(case: _Case) -> Iterator[Question]:
    last, following = case.last, case.following
    if case.grows and last is not None and case.value < last.value:
        yield Question(
            "fell",
            f"累计数比{last.as_at}的{case.shown(last.value)}少了{case.shown(last.value - case.value)}，对吗？",
            f"A running total fell from {case.shown(last.value, True)} on {last.as_at}. Is that right?",
        )
    if case.grows and following is not None and case.value > following.value:
        yield Question(
            "above_next",
            f"比后来{following.as_at}的{case.shown(following.value)}还多，对吗？",
            f"More than the later {case.shown(following.value, True)} on {following.as_at}. Is that right?",
        )


def _jump(case: _Case) -> Iterator[Question]:
    last, target = case.last, case.ask.target
    if last is not None and _leaps(case, last):
        yield Question(
            "jump",
            f"比{last.as_at}的{case.shown(last.value)}变动很大，是不是填错了位数或单位？",
            f"Far from the {case.shown(last.value, True)} of {last.as_at}. Check the digits and the unit.",
        )
    elif last is None and case.grows and target is not None and 0 < _JUMP * target < case.value:
        yield Question(
            "jump",
            f"比目标{case.shown(target)}高出很多，是不是填错了位数或单位？",
            f"Far above the target of {case.shown(target, True)}. Check the digits and the unit.",
        )


def _leaps(case: _Case, last: Figure) -> bool:
    """More than 5 times the last figure or less than a fifth, or a step more than 3 times the schedule's."""
    value, before = case.value, last.value
    few = max(abs(value), abs(before)) <= _JUMP
    if before > 0 and value > 0 and not few and (value > _JUMP * before or (not case.grows and _JUMP * value < before)):
        return True
    step = _expected_step(case, last)
    few_pieces = (
        Decimal(_JUMP) if value == value.to_integral_value() and not is_percent(case.ask.measure) else Decimal(0)
    )
    return step is not None and value - before > max(_STEP * step, few_pieces)


def _expected_step(case: _Case, last: Figure) -> Decimal | None:
    """What the schedule expects between the two days, in the measure; None where there is none."""
    ask = case.ask
    if not case.grows or ask.target is None or ask.target <= 0:
        return None
    year, before = max((row for row in ask.series if row[0] < ask.year), default=(ask.plan_start - 1, ask.baseline))
    if ask.type is not IndicatorType.CUMULATIVE:
        year, before = ask.year - 1, Decimal(0)
    months = 12 * (case.as_at.year - last.as_at.year) + case.as_at.month - last.as_at.month
    with localcontext(_EXACT):
        step = (ask.target - (before or 0)) * max(months, 1) / (12 * max(ask.year - year, 1))
    return step if step > 0 else None


_ASKED: tuple[Callable[[_Case], Iterator[Question]], ...] = (_negative, _over_100, _fell, _jump)
