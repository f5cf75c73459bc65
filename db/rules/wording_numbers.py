"""Figures as people print them: plain digits, percent with one decimal, an amount with its measure, a difference.

Called by wording, reports and the window. Values are Decimal and finite.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

_EXACT = Context(prec=50)
_PERCENT = ("%", "％")
_POINTS = ("个百分点", "百分点")
_COUNTS = frozenset(
    ("家", "个", "项", "座", "种", "台", "套", "件", "条", "户", "名", "人", "人次", "场", "次", "期", "处", "所", "批",
     "家（个）", "个（家）")
)  # fmt: skip


def number(value: Decimal) -> str:
    """The figure in plain digits: no exponent, no zeros at the end of a fraction, no minus on zero."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(fraction: Decimal) -> str:
    """0.867 as 86.7%: at most one decimal, half up; 100% is shown only when the whole is reached."""
    return number(shown_percent(fraction)) + "%"


def shown_percent(fraction: Decimal) -> Decimal:
    """The percentage that `percent` prints, for differences that agree with what is printed."""
    with localcontext(_EXACT):
        shown = (fraction * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Decimal("99.9") if shown == 100 and fraction < 1 else shown


def share(value: Decimal, whole: Decimal) -> str:
    """`value` as a percentage of `whole`, which is not zero."""
    with localcontext(_EXACT):
        return percent(value / whole)


def tenth(value: Decimal) -> str:
    """At most one decimal, half up."""
    with localcontext(_EXACT):
        return number(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def amount(value: Decimal, measure: str, english: bool = False) -> str:
    """A figure with its measure: 5家, 10%, 3.2亿元, 2个百分点; in English 5, 10%, 3.2 亿元, 2 points."""
    shown, unit = number(_tidy(value)), measure.strip()
    if unit in _PERCENT:
        return shown + "%"
    if not english:
        return shown + unit
    if unit in _POINTS:
        return points(shown, english)
    return shown if unit in _COUNTS or not unit else f"{shown} {unit}"


def difference(value: Decimal, measure: str, english: bool = False) -> str:
    """A difference with its measure, for percentages in points: 3.9个百分点, 12家; one that rounds away: 不到0.01."""
    tidy, unit = _tidy(value), measure.strip()
    text = number(tidy) if tidy or not value else ("less than 0.01" if english else "不到0.01")
    if unit in _PERCENT or unit in _POINTS:
        return points(text, english)
    if not english:
        return text + unit
    return text if unit in _COUNTS or not unit else f"{text} {unit}"


def points(text: str, english: bool = False) -> str:
    """18个百分点; 1 point, 18 points."""
    if english:
        return f"{text} point" if text == "1" else f"{text} points"
    return f"{text}个百分点"


def is_percent(measure: str) -> bool:
    """Whether figures of this measure are percentages or points."""
    return measure.strip() in (*_PERCENT, *_POINTS)


def _tidy(value: Decimal) -> Decimal:
    """A figure as typed stays as it is; a computed one, told by more than six decimals, has two."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -6:
        return value
    with localcontext(_EXACT):
        return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
