"""Texts too long for a cell: the cell shows the beginning and says where the whole stands; nothing is lost.

Called by the workbook's sheets (the whole stands in a sheet 全文) and by the PDF (in an annex).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from db.reports.model import StatusReport
from exports.xlsx_cells import LINE, LONGEST, TALLEST, Looks, Value, clean, height, lines, put, set_widths, units
from exports.xlsx_page import set_up

NAME = "全文"
_MOST_LINES = int((TALLEST - 4) / LINE)
_HEADS = ("编号", "出处", "段", "文字")
_PIECE = 1500  # characters in a row of the sheet, at most
_SHARES = (6.0, 16.0, 5.0, 73.0)
_WIDE = 757.0  # points
_ROOM = 0.72 * _WIDE


@dataclass(slots=True)
class LongTexts:
    """Collects the long texts of one workbook."""

    place: str = f"“{NAME}”表"  # where the whole texts stand
    texts: dict[str, tuple[int, str]] = field(default_factory=dict)  # text → (number, where it belongs)

    def printed(self, text: str, width: float, where: str) -> str:
        """The text as it fits in a printed cell `width` points wide."""
        text = clean(text)
        if units(text) <= LONGEST and lines(text, width) <= _MOST_LINES:
            return text
        return self._begun(text, where, lambda part: lines(part, width) <= _MOST_LINES)

    def stored(self, text: str, where: str) -> str:
        """The text as it fits in a cell of the data sheet."""
        text = clean(text)
        return text if units(text) <= LONGEST else self._begun(text, where, lambda part: units(part) <= LONGEST)

    def begun(self, text: str, most: int, where: str) -> str:
        """The text when it has at most `most` characters, else its beginning with the mark."""
        if len(text) <= most:
            return text
        return self._begun(text, where, lambda part: len(part) <= most)

    def _begun(self, text: str, where: str, fits: Any) -> str:
        number, _ = self.texts.setdefault(text, (len(self.texts) + 1, where))
        mark = f"……（未完，全文见{self.place}第{number}条）"
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(text[:middle] + mark) else (low, middle - 1)
        return text[:low] + mark

    def pieces(self) -> list[tuple[int, str, int, str]]:
        """(number, where, part, text): the whole texts cut into rows of the sheet."""
        return [
            (number, where, part, piece)
            for text, (number, where) in self.texts.items()
            for part, piece in enumerate(_cut(text), 1)
        ]

    def write(self, sheet: Any, looks: Looks, report: StatusReport) -> None:
        """Fills the sheet 全文."""
        set_up(sheet, report, 1)
        widths = set_widths(sheet, _SHARES, _WIDE)
        for at, head in enumerate(_HEADS, 1):
            looks.apply(put(sheet, 1, at, head), align="centre", middle=True, bold=True, name="黑体", fill="#EEF0F3")
        for row, piece in enumerate(self.pieces(), 2):
            values: tuple[Value, ...] = piece
            for at, value in enumerate(values, 1):
                looks.apply(put(sheet, row, at, value), align="left" if at in (2, 4) else "centre")
            sheet.row_dimensions[row].height = min(TALLEST, height([(piece[1], widths[1]), (piece[3], widths[3])]))


def _cut(text: str) -> list[str]:
    """Pieces that each fit in a row of the sheet, cut at line ends where there are any; put together again they are
    the text."""
    pieces, held = [], ""
    for line in text.splitlines(keepends=True):
        for at in range(0, len(line), _PIECE):
            part = line[at : at + _PIECE]
            if held and (len(held) + len(part) > _PIECE or lines(held + part, _ROOM) > _MOST_LINES):
                pieces.append(held)
                held = ""
            held += part
    return [*pieces, held] if held else pieces
