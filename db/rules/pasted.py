"""Cells as people paste them or as WPS saves them: a block of text into rows, a cell into text, figure or day; and rows out
as a block again. Pure; called by take-in, the command line and the window.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite

from db.rules.times import Period, parse_day

Cell = str | int | float | bool | date | datetime | Decimal | None
_FIRST, _LAST = 20_000, 80_000  # serial days that can be meant: 1954 to 2119
_EPOCH = date(1899, 12, 30)
_MONTH = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*月?\s*(?:底|末|份)?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def cell_text(value: Cell) -> str:
    """A cell as the text that a person reads in it: whole numbers without a point, days as 2021-06-30, no idle blanks."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return plain_number(Decimal(repr(round(value, 10)))) if isfinite(value) else ""
    if isinstance(value, Decimal):
        return plain_number(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").replace("\u00a0", " ")
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def plain_number(value: Decimal) -> str:
    """A number without exponent or idle zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def same_text(value: Cell) -> str:
    """A text made comparable: NFKC, without any blanks. Two cells that look alike are alike."""
    return "".join(unicodedata.normalize("NFKC", cell_text(value)).split())


def read_day(value: Cell, period: Period) -> date | None:
    """数据截至 as people write it: a day, a serial number (style lost), 6月30日, 6.30, 6月底, 2021年6月. None: empty.

    Without a year the period's is meant; a month alone means its last day. Raises ValueError for anything else.
    """
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return _serial(Decimal(str(value)))
    text = cell_text(value)
    if not text:
        return None
    for reader in (_whole_day, _serial_text, _day_of_year, _month_end):
        found = reader(text, period)
        if found is not None:
            return found
    raise ValueError(text)


def _serial(number: Decimal) -> date:
    if not _FIRST <= number <= _LAST:
        raise ValueError(str(number))
    return _EPOCH + timedelta(days=int(number))


def _whole_day(text: str, _period: Period) -> date | None:
    try:
        return parse_day(re.split(r"[ T]\d{1,2}:", text)[0])
    except ValueError:
        return None


def _serial_text(text: str, _period: Period) -> date | None:
    try:
        return _serial(Decimal(text)) if re.fullmatch(r"\d{5}(\.0+)?", text) else None
    except InvalidOperation:
        return None


def _day_of_year(text: str, period: Period) -> date | None:
    match = _MONTH_DAY.fullmatch(text)
    return date(period.last.year, int(match[1]), int(match[2])) if match else None


def _month_end(text: str, period: Period) -> date | None:
    match = _MONTH.fullmatch(text)
    if match is None or not ("月" in text or match[1]):
        return None
    month = int(match[2])
    if not 1 <= month <= 12:
        return None
    return Period.months(int(match[1] or period.last.year), month, month).last


def parse_block(text: str) -> list[list[str]]:
    """The rows of a block copied from Excel or WPS: cells parted by tabs; a cell with a line end or a tab in it stands in
    double quotes, doubled inside. Empty rows at the end are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        cell, at, end = _cell(text, at)
        rows[-1].append(cell)
        if end == "\n":
            rows.append([])
        elif end == "":
            break
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _cell(text: str, at: int) -> tuple[str, int, str]:
    """(cell, where the next begins, what ended it)."""
    if text[at : at + 1] == '"':
        close = _closing(text, at + 1)
        if close is not None:
            return text[at + 1 : close].replace('""', '"'), close + 2, text[close + 1 : close + 2]
    stop = min((found for mark in "\t\n" if (found := text.find(mark, at)) >= 0), default=len(text))
    return text[at:stop], stop + 1, text[stop : stop + 1]


def _closing(text: str, at: int) -> int | None:
    """Where a quoted cell closes; None when it doesn't: then the quote is a quote."""
    while (found := text.find('"', at)) >= 0:
        if text[found + 1 : found + 2] == '"':
            at = found + 2
        elif text[found + 1 : found + 2] in ("", "\t", "\n"):
            return found
        else:
            return None
    return None


def block(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as a block that Excel and WPS paste as cells. Nothing in it can become a formula."""
    return "".join("\t".join(_quoted(cell_text(cell)) for cell in row) + "\r\n" for row in rows)


def _quoted(text: str) -> str:
    if text[:1] in ("=", "+", "-", "@") and not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '\t\n"') else text
