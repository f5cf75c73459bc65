"""When something is due: years, periods, recurrences and dates in a sentence. Called by targets and duties."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.importers.numerals import chinese

_CN_YEAR = "[一二][〇零○O一二三四五六七八九]{3}"
_TOKEN = re.compile(
    rf"(?P<span>(?:20\d{{2}})年?[—－~至到-](?P<last>20\d{{2}})年)"
    rf"|(?P<year>20\d{{2}}|{_CN_YEAR})年(?!版|以来|至今|同期|的?基础)(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|(?P<part>底|末|上旬|中旬|下旬|份)?)|(?P<quarter>第?[一二三四1-4])季度|(?P<half>上半年))?"
    r"|(?P<plan>“?十(?P<which>三|四|五|六|七)五”?(?P<where>规划)?(?:期间|时期|末|期末|期内)?)"
    r"|(?P<every>每年度?|每个年度|逐年滚动|滚动实施|每年都|年年|分年度每年)"
    r"|(?P<rhythm>每半年|每季度|每季|每月|每周|每两年)"
    r"|(?P<within>(?:利用|用|力争|通过)?(?P<count>[1-9]|[一二三四五六七八九十]|两)年(?:左右)?(?:的)?(?:时间|内))"
    r"|(?P<this>今年|本年度|当年|年内|全年|年底前|年底)"
)
_HINT = re.compile(r"[年每]|十[三四五六七]五|滚动")
_PERIOD_ENDS = {"三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040}
_BASE_BEFORE = re.compile(r"(?:比|较|以|自|从|由|与|在|同比|于|按)$")
_BASE_AFTER = re.compile(
    r"^(?:度)?(?:以来|起|基础上|为基[期数]|同期|的?水平|的?\d|[^，。；]{0,6}基础上|年末数|增长|下降|提高|降低|减少)"
)
_RHYTHMS = {"每半年": "half-yearly", "每季度": "quarterly", "每季": "quarterly", "每月": "monthly", "每周": "monthly"}
_LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Time:
    """When: a year with the date it falls due, or a recurrence. `start`, `end`: where it is said in the sentence."""

    start: int
    end: int
    year: int | None = None
    due_on: str | None = None
    recurs: str | None = None
    exact: bool = True  # said with a year, not worked out


@dataclass(frozen=True, slots=True)
class Frame:
    """What times are reckoned from: the plan's years and its date. `named`: the title itself says the year."""

    start_year: int
    end_year: int
    issued_on: str | None
    named: bool = False


def times(plain: str, frame: Frame) -> list[Time]:
    """All times that a sentence states, in order; years that are only compared with (比2020年) are left out."""
    made: list[Time] = []
    if not _HINT.search(plain):
        return made
    for found in _TOKEN.finditer(plain):
        time = _time(found, plain, frame)
        if time is not None:
            made.append(time)
    return made


def _time(found: re.Match[str], plain: str, frame: Frame) -> Time | None:
    start, end = found.span()
    if found["year"]:
        year = int(found["year"]) if found["year"].isdigit() else chinese(found["year"]) or 0
        return None if _is_base(plain, start, end, found) else Time(start, end, year, _due(year, found))
    if found["every"] or found["rhythm"]:
        if re.search(r"每[人户家个位]$", plain[:start]) or re.match(r"\d[\d.]*(?:元|万元)", plain[end:]):
            return None  # a rate of pay, not a rhythm
        recurs = "yearly" if found["every"] else _RHYTHMS.get(found["rhythm"])
        return Time(start, end, recurs=recurs) if recurs else None
    year, exact = _worked_out(found, frame)
    return _at(start, end, year, exact=exact) if year else None


def _worked_out(found: re.Match[str], frame: Frame) -> tuple[int, bool]:
    """The year of a span, of a five-year plan, of 三年内 or 今年, and whether the text says it."""
    if found["span"]:
        return int(found["last"]), True
    if found["plan"]:
        return (0 if found["where"] else _PERIOD_ENDS[found["which"]]), True
    if found["within"]:
        years = int(found["count"]) if found["count"].isdigit() else chinese(found["count"]) or 1
        return min(frame.start_year + years - 1, frame.end_year), False
    return frame.start_year, False


def _at(start: int, end: int, year: int, *, exact: bool = True) -> Time:
    return Time(start, end, year, f"{year}-12-31", exact=exact)


def _is_base(plain: str, start: int, end: int, found: re.Match[str]) -> bool:
    if found["month"]:
        return bool(re.search(r"(?:自|从)$", plain[:start])) or plain[end:].startswith("起")
    before, after = plain[:start], plain[end:]
    if re.search(r"(?:到|至|截至)$", before):
        return False
    if _BASE_BEFORE.search(before) and not re.search(r"(?:力争在|争取在|确保在|，在|^在)$", before):
        return True
    return after.startswith(("以来", "起", "基础上", "为基", "同期", "水平"))


def _due(year: int, found: re.Match[str]) -> str:
    if found["half"]:
        return f"{year}-06-30"
    if found["quarter"]:
        number = found["quarter"].lstrip("第")
        quarter = int(number) if number.isdigit() else chinese(number) or 4
        return f"{year}-{quarter * 3:02}-{_LAST_DAY[quarter * 3 - 1]:02}"
    if not found["month"] or not 1 <= int(found["month"]) <= 12:
        return f"{year}-12-31"
    month = int(found["month"])
    last = 29 if month == 2 and year % 4 == 0 else _LAST_DAY[month - 1]
    if found["day"]:
        return f"{year}-{month:02}-{min(max(int(found['day']), 1), last):02}"
    return f"{year}-{month:02}-{ {'上旬': 10, '中旬': 20}.get(found['part'] or '', last):02}"
