"""The words of lights, states and roles, a verdict's reason as one clause, and the prefilled progress text.

Called by queries, reports and the window. Tone: ui.md 6; official punctuation, no space between Chinese and digits.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from db.rules.kinds import IndicatorType, Light, Op, Role, Status
from db.rules.milestones import Commitment, Figure, Reason, Verdict
from db.rules.times import day_text
from db.rules.wording_numbers import (
    amount,
    difference,
    is_percent,
    number,
    percent,
    points,
    share,
    shown_percent,
    tenth,
)
from db.rules.wording_table import CLOSINGS, LAMPS, LIGHTS, MONTHS, ROLES, SENTENCES, STATUSES

__all__ = [
    "amount", "days_text", "due_soon_name", "lamp_name", "light_name", "number", "percent", "progress_sentence",
    "role_name", "sentence", "status_name",
]  # fmt: skip

_MONTH_FIELDS = ("as_at", "needed_month")
_SHARED = (
    IndicatorType.NEW_IN_YEAR, IndicatorType.RECOGNISED, IndicatorType.CUMULATIVE, IndicatorType.STOCK,
)  # fmt: skip
_WAYS = {
    IndicatorType.DECLINE.value: ("下降", "上升", "down ", "up "),
    IndicatorType.RAISE_POINTS.value: ("提高", "下降", "up ", "down "),
}
_MOVES = {
    IndicatorType.GROWTH: ("增长", "下降"),
    IndicatorType.AVERAGE_GROWTH: ("年均增长", "年均下降"),
    IndicatorType.DECLINE: ("下降", "上升"),
}


def light_name(light: Light, lang: str = "zh") -> str:
    """正常, 滞后, 严重滞后, 逾期 …; On track, Behind, …"""
    return LIGHTS[light][_column(lang)]


def lamp_name(light: Light, lang: str = "zh") -> str:
    """The light with the lamp that officials speak of: 逾期（红灯）; a grey state is its name alone."""
    lamp = LAMPS.get(light)
    if lamp is None:
        return light_name(light, lang)
    return f"{light_name(light, lang)} ({lamp[1]})" if _column(lang) else f"{light_name(light)}（{lamp[0]}）"


def due_soon_name(lang: str = "zh", lamp: bool = False) -> str:
    """The tag 临期, or with its lamp 临期（蓝灯）."""
    plain, with_lamp = (("临期", "临期（蓝灯）"), ("Due soon", "Due soon (blue)"))[_column(lang)]
    return with_lamp if lamp else plain


def status_name(status: Status, lang: str = "zh") -> str:
    """未启动, 进行中, 自报完成, 已销号 …; Not started, In progress, …"""
    return STATUSES[status][_column(lang)]


def role_name(role: Role, lang: str = "zh") -> str:
    """牵头, 配合, 责任; Lead, Support, Responsible."""
    return ROLES[role][_column(lang)]


def days_text(days: int, lang: str = "zh") -> str:
    """剩10天, 今天到期, 逾期181天, from the days until due."""
    zh = "今天到期" if days == 0 else f"剩{days}天" if days > 0 else f"逾期{-days}天"
    en = "due today" if days == 0 else f"{_days_en(days)} left" if days > 0 else f"{_days_en(-days)} overdue"
    return en if _column(lang) else zh


def sentence(reason: Reason, lang: str = "zh") -> str:
    """The reason as one clause without a full stop; "" for a code that this program does not know.

    Proportions are in percent with at most one decimal; the gap is the difference of the two as printed.
    """
    values = dict(reason.values)
    pair = SENTENCES.get(reason.code)
    if values.get("days") == 0:
        pair = SENTENCES.get(f"{reason.code}_now", pair)
    return "" if pair is None else pair[_column(lang)].format(**_fields(values, _column(lang) == 1))


def progress_sentence(commitment: Commitment, figure: Figure | None, verdict: Verdict, name: str = "") -> str:
    """The prefilled progress text: 截至6月底，累计1300座，完成年度目标1500座的86.7%，达到序时进度。

    `name` is the indicator's and goes before the figure. Without a figure "". Limits, rates and levels never show V/T.
    """
    if figure is None:
        return ""
    parts = [f"截至{_as_of(figure.as_at, commitment.year)}", name + _stated(commitment, figure.value)]
    target = verdict.target
    if target is not None and target > 0 and _is_shared(commitment):
        year = "年度目标" if commitment.year == figure.as_at.year else f"{commitment.year}年目标"
        parts.append(f"完成{year}{_target_text(commitment, target)}的{share(figure.value, target)}")
    closing = "待核定" if verdict.light is Light.PENDING else CLOSINGS.get(verdict.reason.code, "")
    if closing:
        parts.append(closing.format(**_fields(dict(verdict.reason.values), False)))
    return "，".join(parts) + "。"


def _column(lang: str) -> int:
    return 0 if lang.startswith("zh") else 1


def _days_en(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _fields(values: dict[str, object], english: bool) -> dict[str, str]:
    """The values of one reason as the words that its template takes, with those that come of several."""
    texts = {name: _field(name, value, values, english) for name, value in values.items()}
    texts["mark"] = (" (estimated)" if english else "（推算）") if values.get("estimated") else ""
    year = values.get("aim_year")
    texts["of"] = "" if year is None else f" for {year}" if english else f"，{year}年"
    texts |= _moves(values, english)
    due, actual = values.get("due_share"), values.get("actual")
    if isinstance(due, Decimal) and isinstance(actual, Decimal):
        gap = shown_percent(due) - shown_percent(max(actual, Decimal(0)))
        texts["gap"] = points(number(gap) if gap > 0 else "less than 0.1" if english else "不到0.1", english)
    return texts


def _field(name: str, value: object, values: dict[str, object], english: bool) -> str:
    if isinstance(value, Decimal):
        return _decimal(name, value, str(values.get("measure", "")), english)
    if isinstance(value, date):
        year = values.get("year")
        return _date(value, year if isinstance(year, int) else None, name in _MONTH_FIELDS, english)
    if isinstance(value, int) and name == "days" and english:
        return _days_en(value)
    if isinstance(value, int) and name == "quarter" and not english:
        return "一二三四"[value - 1]
    return str(value)


def _decimal(name: str, value: Decimal, measure: str, english: bool) -> str:
    if name == "short":
        return difference(value, measure, english)
    if name == "rate_needed":
        return tenth(value) + "%"
    if name in ("due_share", "actual"):
        return percent(max(value, Decimal(0)))
    return amount(value, measure, english)


def _date(value: date, within: int | None, month_only: bool, english: bool) -> str:
    same = value.year == within
    if english:
        day = "" if month_only else f"{value.day} "
        return f"{day}{MONTHS[value.month - 1]}" + ("" if same else f" {value.year}")
    if month_only:
        return f"{value.month}月" if same else f"{value.year}年{value.month}月"
    return day_text(value, within)


def _moves(values: dict[str, object], english: bool) -> dict[str, str]:
    """应达, or for a decline and a rise 应下降, 应提高; what went the other way is said so, without a minus."""
    value, words = values.get("value"), _WAYS.get(str(values.get("type")))
    if words is None or not isinstance(value, Decimal):
        return {"due": "应达", "aim": "", "done": ""}
    turned = {"value": amount(-value, str(values.get("measure", "")), english)} if value < 0 else {}
    ways = words[2:] if english else words[:2]
    return {"due": f"应{words[0]}", "aim": ways[0], "done": ways[value < 0], **turned}


def _as_of(day: date, within: int) -> str:
    """6月底, 6月25日, with its year unless that is `within`."""
    if day < date.max and (day + timedelta(days=1)).day != 1:
        return day_text(day, within)
    return f"{day.month}月底" if day.year == within else f"{day.year}年{day.month}月底"


def _is_shared(ask: Commitment) -> bool:
    """Whether V/T means something to a reader."""
    return ask.type in _SHARED and ask.op is not Op.AT_MOST and not is_percent(ask.measure)


def _stated(ask: Commitment, value: Decimal) -> str:
    """The figure without a verb of doing: 累计1300座, 本年12家, 下降3.6%, 增长6.1%, 为38.5%."""
    if ask.type in _MOVES:
        return _MOVES[ask.type][value < 0] + amount(abs(value), ask.measure)
    if ask.type is IndicatorType.RAISE_POINTS:
        rise = ("提高" if value >= 0 else "下降") + amount(abs(value), ask.measure)
        return rise if ask.baseline is None else f"为{amount(value, '%' if is_percent(ask.measure) else ask.measure)}"
    shown, basis = amount(value, ask.measure), ask.basis or ""
    if ask.type is IndicatorType.CUMULATIVE or "累计" in basis:
        return f"累计{shown}"
    if ask.type in (IndicatorType.NEW_IN_YEAR, IndicatorType.RECOGNISED) or "当年" in basis:
        return f"本年{shown}"
    return f"达{shown}" if ask.type is IndicatorType.STOCK else f"为{shown}"


def _target_text(ask: Commitment, target: Decimal) -> str:
    if ask.target_max is not None and target == ask.target:
        return f"{number(target)}—{amount(ask.target_max, ask.measure)}下限"
    return amount(target, ask.measure) + ("左右" if ask.op is Op.ABOUT else "")
