"""Cells of a workbook: values that stay what they are, looks, widths and row heights. Called by the workbook's sheets.

Nothing people typed can become a formula, an error value or a link; WPS doesn't fit rows, so heights are computed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

Value = str | int | Decimal | date | None

LONGEST = 32_767  # UTF-16 units that a cell holds
TALLEST = 405.0  # points; Excel's bound is 409
SIZE, LINE = 10, 13.2  # the printed sheets' type and line height in points
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "'", "＝", "＋", "－", "＠")
_PIECE = re.compile(r"[0-9A-Za-z.,:/%+\-]+|.", re.DOTALL)
_NOT_FIRST = frozenset("、。，．：；？！）》〉」』】〕〗”’…—%℃")
_THIN = Side(style="thin", color="FF5F6772")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def clean(text: str) -> str:
    """A text as a cell can hold it: no control characters, plain line ends, no halves of characters."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def rounded(value: Decimal | None) -> Decimal | None:
    """A fraction to six places: a cell keeps fifteen digits, and nobody reads more."""
    return None if value is None else value.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def units(text: str) -> int:
    """A text's length as Excel counts it: UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


class _Merged(MultiCellRange):  # type: ignore[misc]
    """Merged areas that never overlap: written in a fixed order, added without comparing each with all others."""

    def __iter__(self) -> Iterator[CellRange]:
        return iter(self.sorted())


def merge(sheet: Any, first_row: int, last_row: int, first_column: int, last_column: int) -> None:
    """Merges an area; its cells already have their frames, and only the first a value."""
    if not isinstance(sheet.merged_cells, _Merged):
        sheet.merged_cells = _Merged()
    area = CellRange(min_row=first_row, max_row=last_row, min_col=first_column, max_col=last_column)
    sheet.merged_cells.ranges.add(area)


class Looks:
    """Cell styles, each made once: font, fill, alignment, frame and number format by name."""

    def __init__(self, sheet: Any) -> None:
        self._scratch = sheet.cell(1, 1)
        self._made: dict[tuple[object, ...], Any] = {}

    def apply(
        self,
        cell: Any,
        *,
        align: str = "left",
        middle: bool = False,
        bold: bool = False,
        size: float = SIZE,
        name: str = "宋体",
        ink: str = "",
        fill: str = "",
        number: str = "General",
        frame: bool = True,
        wrap: bool = True,
    ) -> None:
        """Gives `cell` a look."""
        key = (align, middle, bold, size, name, ink, fill, number, frame, wrap)
        if key not in self._made:
            self._made[key] = self._make(*key)
        cell._style = copy(self._made[key])  # assigning font and fill one by one is ten times as slow
        if isinstance(cell.value, str) and cell.value.startswith(_LIKE_FORMULA):
            cell.quotePrefix = True

    def _make(self, *key: Any) -> Any:
        align, middle, bold, size, name, ink, fill, number, frame, wrap = key
        cell, before = self._scratch, copy(self._scratch._style)
        cell.font = Font(name=name, size=size, bold=bold, color=f"FF{ink.lstrip('#')}" if ink else None)
        if fill:
            cell.fill = PatternFill("solid", fgColor=f"FF{fill.lstrip('#')}")
        horizontal = {"centre": "center"}.get(align, align)
        cell.alignment = Alignment(horizontal=horizontal, vertical="center" if middle else "top", wrap_text=wrap)
        cell.border = _FRAME if frame else Border()
        cell.number_format = number
        made = copy(cell._style)
        cell._style = before
        return made


def put(sheet: Any, row: int, column: int, value: Value) -> Any:
    """Writes a value: text as text whatever it begins with, figures and dates as such. Returns the cell."""
    cell = sheet.cell(row, column)
    if value is None or value == "":
        return cell
    if isinstance(value, str):
        text = _ESCAPED.sub("_x005F_", clean(value))
        cell.value = text[:1] and text
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def shown(value: object) -> object:
    """A value read back, as it was meant: the escape before _xHHHH_ undone, an empty cell as None."""
    return value.replace("_x005F_x", "_x") if isinstance(value, str) else value


def lines(text: str, width: float, size: float = SIZE) -> int:
    """How many lines a text takes in a cell `width` points wide; a little more rather than less. Words of letters and
    digits stay whole where they fit, closing marks take the character before them along."""
    room = max((width - 5) * 0.97, size) / size
    return sum(_wrapped(part, room) for part in text.split("\n"))


def _wrapped(text: str, room: float) -> int:
    count, used, last = 1, 0.0, 0.0
    for match in _PIECE.finditer(text):
        piece = match.group()
        wide = _width(piece)
        if used + wide > room and used:
            full, rest = divmod(wide, room)
            count += 1 + int(full)
            used = rest + (last if piece in _NOT_FIRST else 0.0)
        else:
            used += wide
        last = wide
    return count


def height(texts: Sequence[tuple[str, float]], size: float = SIZE, line: float = LINE) -> float:
    """The height in points of a row with these (text, column width in points)."""
    return max((lines(text, width, size) for text, width in texts if text), default=1) * line + 4


def set_widths(sheet: Any, shares: Sequence[float], total: float) -> list[float]:
    """Sets the columns' widths, `total` points together; returns each in points."""
    scale = total / sum(shares)
    for at, share in enumerate(shares, 1):
        pixels = share * scale / 0.75
        sheet.column_dimensions[get_column_letter(at)].width = round((pixels - 5) / 7, 2)
    return [share * scale for share in shares]


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56 for char in text)
