"""A figure as people type or paste it. Called by commands, importers and the window, before `questions`.

Source: domain.md, One indicator, one figure.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, localcontext

from db.rules.figure_questions import Question, questions
from db.rules.kinds import MAX_DIGITS

__all__ = ["FigureError", "Question", "parse_figure", "questions"]

_EXACT = Context(prec=50)
# Only these full-width forms become ASCII: Unicode's own folding would also read ① as 1 and 5² as 52.
_WIDE = {0xFF01 + index: chr(0x21 + index) for index in range(94)} | {0x3000: " ", 0x00A0: " ", 0x2212: "-"}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_RANGE = re.compile(r"[0-9][^0-9.,+]*[-~—–至到][0-9]")
_EXPONENT = re.compile(r"[+-]?[0-9.]+e[+-]?[0-9]+", re.IGNORECASE)
_APART = re.compile(r"[0-9.,]\s+[0-9.,]")
_ABOUT = ("约", "左右", "大概", "近", "余", "多", "以上", "以下", "超", "不足", "上下", "~", "≈", ">", "<", "≥", "≤")
_SCALES = (("万亿", 12), ("亿", 8), ("万", 4))
_POINTS = ("%", "个百分点", "百分点")

SENTENCES: dict[str, tuple[str, str]] = {
    "empty": ("没有填完成值。", "There is no figure."),
    "about": (
        "「{text}」不是确数，完成值只能填数字，例如72或72.5。",
        "“{text}” is not exact; the figure must be a number, such as 72 or 72.5.",
    ),
    "range": (
        "「{text}」是一个范围，完成值只能填一个数字。",
        "“{text}” is a range; the figure must be one number.",
    ),
    "exponent": (
        "「{text}」是科学记数，请写成普通数字。",
        "“{text}” is in scientific notation; write it in plain digits.",
    ),
    "words": ("完成值只能填数字，例如72或72.5。", "The figure must be a number, such as 72 or 72.5."),
    "separator": (
        "「{text}」里的逗号或空格不是千分位，请去掉再填。",
        "The commas or spaces in “{text}” do not mark thousands; leave them out.",
    ),
    "unit": (
        "「{text}」的单位与计量单位「{measure}」对不上，请只填数字。",
        "The unit in “{text}” does not fit “{measure}”; enter the number alone.",
    ),
    "too_long": ("完成值最多18位数字。", "A figure has at most 18 digits."),
}


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
        shown = self.text if len(self.text) <= 20 else self.text[:20] + "…"
        return SENTENCES[self.code][english].format(text=shown, measure=self.measure)


def parse_figure(text: str, measure: str = "") -> Decimal:
    """The number in `text`, in `measure`: full-width digits, thousands separators, the measure or % after it.

    万 and 亿 are taken where they can be read in one way only: before the measure itself (3万元 for 元, 2亿元 for
    万元), or alone where the measure has no 万 or 亿 of its own. Raises FigureError (see SENTENCES) for anything else:
    约5家, 5-8, words, nothing, nan, 1e5, more than 18 digits.
    """
    plain, unit = _plain(text), _plain(measure)
    if not plain:
        raise FigureError("empty")
    joined = _ungrouped(plain)
    match = _NUMBER.match(joined)
    scale = _scale(joined[match.end() :], unit) if match else None
    if match is None or scale is None or _APART.search(text.translate(_WIDE).strip()):
        raise FigureError(_why_not(plain, joined, unit), text.strip(), measure.strip())
    digits = match[0]
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


def _ungrouped(plain: str) -> str:
    """Without the thousands separators at its start, if they are that."""
    grouped = _GROUPED.match(plain)
    return grouped[0].replace(",", "") + plain[grouped.end() :] if grouped else plain


def _scale(rest: str, unit: str) -> int | None:
    """The power of ten that what follows the number stands for in `unit`; None: it does not fit."""
    if rest in ("", unit, *re.split(r"[()]", unit)):
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


def _why_not(plain: str, joined: str, unit: str) -> str:
    if _EXPONENT.match(plain):
        return "exponent"
    if _RANGE.search(plain):
        return "range"
    if any(word in plain for word in _ABOUT) and re.search(r"[0-9]", plain):
        return "about"
    number_first = _NUMBER.match(joined)
    if number_first is None:
        return "words"
    rest = joined[number_first.end() :]
    if rest[:1] in (",", "") or rest[:1].isdigit():
        return "separator"
    return "unit" if unit and rest[0] not in ".-+" else "words"
