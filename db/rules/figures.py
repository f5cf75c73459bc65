"""A figure as people type or paste it, and the questions to ask before it is saved. Called by commands and the window.

Source: domain.md, One indicator, one figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext

from db.rules.kinds import IndicatorType, MilestoneKind
from db.rules.milestones import Commitment, Figure
from db.rules.wording_numbers import amount, is_percent, number

MAX_DIGITS = 18
_JUMP = 5  # times the last figure, or the target
_STEP = 3  # times the step that the schedule expects
_EXACT = Context(prec=50)
# Only these full-width forms become ASCII: Unicode's own folding would also read ① as 1 and 5² as 52.
_WIDE = {0xFF01 + index: chr(0x21 + index) for index in range(94)} | {0x3000: " ", 0x00A0: " ", 0x2212: "-"}
_NUMBER = re.compile(r"([+-]?)(\d+(?:\.\d+)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_RANGE = re.compile(r"\d[^\d.,+]*(?:-|~|—|–|至|到|－)\s*\d")
_EXPONENT = re.compile(r"[+-]?[\d.]+e[+-]?\d+", re.IGNORECASE)
_ABOUT = ("约", "左右", "大概", "近", "余", "多", "以上", "以下", "超", "不足", "上下", "~", "≈", ">", "<", "≥", "≤")
_SCALES = (("万亿", 12), ("亿", 8), ("万", 4))
_POINTS = ("%", "个百分点", "百分点")

SENTENCES: dict[str, tuple[str, str]] = {
    "empty": ("没有填完成值。", "There is no figure."),
    "about": ("「{text}」不是确数，完成值只能填数字，例如72或72.5。", "“{text}” is not exact; the figure must be a number, such as 72 or 72.5."),
    "range": ("「{text}」是一个范围，完成值只能填一个数字。", "“{text}” is a range; the figure must be one number."),
    "exponent": ("「{text}」是科学记数，请写成普通数字。", "“{text}” is in scientific notation; write it in plain digits."),
    "words": ("完成值只能填数字，例如72或72.5。", "The figure must be a number, such as 72 or 72.5."),
    "separator": ("「{text}」的逗号位置不是千分位，请去掉逗号再填。", "The commas in “{text}” do not mark thousands; leave them out."),
    "unit": ("「{text}」的单位与计量单位{measure}对不上，请只填数字。", "The unit in “{text}” does not fit {measure}; enter the number alone."),
    "too_long": ("完成值最多18位数字。", "A figure has at most 18 digits."),
}  # fmt: skip


class FigureError(ValueError):
    """Text that is no figure. `code` is one of SENTENCES; nothing has been saved."""

    def __init__(self, code: str, text: str = "", measure: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.measure = measure

    def sentence(self, lang: str = "zh") -> str:
        """What is wrong and what to enter, in one sentence."""
        english = not lang.startswith("zh")
        measure = self.measure or ("this figure" if english else "（无）")
        shown = self.text if len(self.text) <= 20 else self.text[:20] + "…"
        return SENTENCES[self.code][english].format(text=shown, measure=measure)


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt about a figure that may still be right: asked once, then saved as typed."""

    code: str
    zh: str
    en: str

    def sentence(self, lang: str = "zh") -> str:
        """The question in this language."""
        return self.zh if lang.startswith("zh") else self.en


def parse_figure(text: str, measure: str = "") -> Decimal:
    """The number in `text`, in `measure`: full-width digits, thousands separators, the measure or % after it.

    万 and 亿 are taken where they can be read in one way only: before the measure itself (3万元 for 元, 2亿元 for 万元), or
    alone where the measure has no 万 or 亿 of its own. Raises FigureError (see SENTENCES) for anything else: 约5家, 5-8,
    words, nothing, nan, 1e5, more than 18 digits.
    """
    plain = _plain(text)
    unit = _plain(measure)
    if not plain:
        raise FigureError("empty")
    match = _NUMBER.match(_ungrouped(plain, text))
    if match is None or not match[0]:
        raise FigureError(_why_not(plain), text.strip(), measure.strip())
    digits, rest = match[0], _ungrouped(plain, text)[match.end() :]
    scale = _scale(rest, unit)
    if scale is None:
        raise FigureError(_why_not(plain, unit), text.strip(), measure.strip())
    if len(digits.strip("+-").replace(".", "")) > MAX_DIGITS:
        raise FigureError("too_long", text.strip())
    with localcontext(_EXACT):
        value = Decimal(digits).scaleb(scale) if scale else Decimal(digits)
    shown = format(value, "f")
    if len(shown.strip("-").replace(".", "")) > MAX_DIGITS:
        raise FigureError("too_long", text.strip())
    return Decimal(shown) if value else Decimal(0)


def _plain(text: str) -> str:
    return "".join(text.translate(_WIDE).split())


def _ungrouped(plain: str, text: str) -> str:
    """Without thousands separators; raises FigureError where commas stand elsewhere."""
    grouped = _GROUPED.match(plain)
    if grouped:
        return grouped[0].replace(",", "") + plain[grouped.end() :]
    if re.match(r"[+-]?\d+,", plain):
        raise FigureError("separator" if not _RANGE.search(plain) else "range", text.strip())
    return plain


def _scale(rest: str, unit: str) -> int | None:
    """The power of ten that what follows the number stands for in `unit`; None: it does not fit."""
    if rest in ("", unit):
        return 0
    if unit == "" or unit in _POINTS:
        if rest in _POINTS:
            return 0
        if unit:
            return None
    has, base = _split(unit)
    typed, word = _split(rest)
    if not typed and not (has and word == base):
        return None
    if word == base and base:
        return typed - has
    return typed if word == "" and not has else None


def _split(unit: str) -> tuple[int, str]:
    """万元 as (4, 元): the power of ten and the rest."""
    return next(((power, unit[len(word) :]) for word, power in _SCALES if unit.startswith(word)), (0, unit))


def _why_not(plain: str, unit: str = "") -> str:
    if _EXPONENT.match(plain):
        return "exponent"
    if _RANGE.search(plain):
        return "range"
    if any(word in plain for word in _ABOUT) and re.search(r"\d", plain):
        return "about"
    return "unit" if unit and _NUMBER.match(plain) else "words"


def questions(
    value: Decimal, commitment: Commitment, figures: tuple[Figure, ...], as_at: date, today: date | None = None
) -> tuple[Question, ...]:
    """What to ask before `value` as at `as_at` is saved; `figures` ascend by `as_at`. None: nothing is strange.

    Codes: negative, decline_negative, over_100, fell, above_next, jump, future (only with `today`). A jump is more than 5
    times the last figure or the target, less than a fifth of the last one, or a step more than 3 times the schedule's.
    """
    case = _Case(value, commitment, figures, as_at)
    asked = [question for ask in _ASKED for question in ask(case)]
    if today is not None and as_at > today:
        asked.append(Question(
            "future", f"数据截至{as_at}，比今天还晚，对吗？", f"The data are as of {as_at}, later than today. Is that right?"
        ))  # fmt: skip
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
        yield Question("negative", f"完成值是负数{case.shown(case.value)}，对吗？", f"The figure is negative: {case.shown(case.value, True)}. Is that right?")  # fmt: skip  # noqa: E501


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
    return step is not None and value - before > max(_STEP * step, Decimal(1))


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
