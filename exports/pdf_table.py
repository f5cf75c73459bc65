"""Tables over many pages: a repeated header, banners between groups, cells that span a task's rows, rows of any height.

Called by exports.status_pdf. A row taller than a page goes on at the next one; nothing is ever cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor

from exports.columns import Cell, Column
from exports.fonts import printable
from exports.pdf_pages import Paper
from exports.pdf_text import Style

TABLE = Style("song", 10.5, 13.2)
HEAD = Style("hei", 10.5, 13.2)
PAD = 2.6
_LINE, _HEAD_FILL, _BANNER_FILL = HexColor("#5F6772"), HexColor("#EEF0F3"), HexColor("#F6F7F9")
_INK = HexColor("#000000")
_BANNER_LINES = 8
_KEPT = 0.5  # a block up to this share of a page is kept whole


@dataclass(slots=True)
class _Row:
    """A row's lines by column, and its colours."""

    lines: list[list[str]]
    cells: Sequence[Cell]
    goes_on: bool = False  # its rest stands on the next page

    def height(self) -> float:
        return max((len(lines) for lines in self.lines), default=1) * TABLE.leading + 2 * PAD

    def split(self, count: int) -> tuple[_Row, _Row]:
        """(the first `count` lines, the rest)."""
        head = _Row([lines[:count] for lines in self.lines], self.cells, goes_on=True)
        rest = [lines[count:] for lines in self.lines]
        if rest and not rest[0]:
            rest[0] = ["续"]
        return head, _Row(rest, self.cells)


class Table:
    """A table under way on `paper`, as wide as its text block."""

    def __init__(self, paper: Paper, columns: Sequence[Column]) -> None:
        self.paper = paper
        self.columns = columns
        share = paper.width / sum(column.width for column in columns)
        self._widths = [column.width * share for column in columns]
        self._edges = [paper.left + sum(self._widths[:at]) for at in range(len(columns) + 1)]
        self._head = [self._set(HEAD, column.label, at) for at, column in enumerate(columns)]
        self._head_height = max(len(lines) for lines in self._head) * HEAD.leading + 2 * PAD
        self._full = paper.top - paper.bottom - self._head_height
        self._waiting: list[tuple[str, int | None]] = []
        self._header()

    def banner(self, text: str, level: int | None = None) -> None:
        """A row across the table, kept with the rows that follow; with a level it becomes a bookmark."""
        self._waiting.append((text, level))

    def row(self, cells: Sequence[Cell]) -> None:
        """One row."""
        self.block({}, [cells])

    def block(self, spans: Mapping[int, str], rows: Sequence[Sequence[Cell]]) -> None:
        """Rows of one task; the columns in `spans` hold one text for all of them."""
        left = [self._row(cells, spans) for cells in rows]
        said = {at: self._set(TABLE, text, at) for at, text in spans.items()}
        first = {at: lines[:3] for at, lines in said.items()}
        self._banners(self._total(left, said), left[0].height() if left else 0.0)
        while left or any(said.values()):
            left = left or [_Row([[] for _ in self.columns], [Cell() for _ in self.columns], goes_on=True)]
            room = self.paper.room()
            total = self._total(left, said)
            if total <= room + 0.01:
                self._place(left, said, max(0.0, total - sum(row.height() for row in left)))
                return
            if total <= _KEPT * self._full and not self.paper.fresh:
                self._page()
                continue
            taken = self._fitting(left, room)
            if not taken:
                self._page()
                continue
            used = sum(row.height() for row in taken)
            stretch = 0.0 if left else room - used
            said = self._place(taken, said, stretch)
            said = {at: lines or _again(first[at]) for at, lines in said.items()} if left else said
            self._page()

    def _banners(self, total: float, row: float) -> None:
        """Draws the banners that wait, on a new page where nothing of the block would fit below them."""
        made = [(text, level, self._banner_lines(text, level)) for text, level in self._waiting]
        heights = sum(len(lines) * TABLE.leading + 2 * PAD for _, _, lines in made)
        wanted = total if total <= _KEPT * self._full else min(row, _KEPT * self._full)
        if made and self.paper.room() < heights + wanted and not self.paper.fresh:
            self._page()
        self._waiting.clear()
        for text, level, lines in made:
            self._draw_banner(text, level, lines)

    def _banner_lines(self, text: str, level: int | None) -> list[str]:
        lines = self.paper.setter.lines(HEAD if level == 1 else TABLE, text, self.paper.width - 2 * PAD) or [""]
        return lines if len(lines) <= _BANNER_LINES else [*lines[: _BANNER_LINES - 1], "……（标题过长，全文见数据表）"]

    def _draw_banner(self, text: str, level: int | None, lines: list[str]) -> None:
        if level is not None:
            self.paper.mark(text, level)
        top = self.paper.y
        self._take(len(lines) * TABLE.leading + 2 * PAD)
        canvas = self.paper.canvas
        canvas.setFillColor(_HEAD_FILL if level == 1 else _BANNER_FILL)
        canvas.rect(self._edges[0], self.paper.y, self.paper.width, top - self.paper.y, stroke=0, fill=1)
        self._lines(HEAD if level == 1 else TABLE, lines, 0, top, "left")
        self._box(self._edges[0], self._edges[-1], top, self.paper.y)

    def _fitting(self, left: list[_Row], room: float) -> list[_Row]:
        """Takes from `left` the rows that fit in `room`; a tall one is split."""
        taken: list[_Row] = []
        while left:
            height = left[0].height()
            if height <= room + 0.01:
                taken.append(left.pop(0))
                room -= height
                continue
            lines = int((room - 2 * PAD) / TABLE.leading)
            must = not taken and self.paper.fresh
            if lines >= 1 and (must or (height > _KEPT * self._full and lines >= 3)):
                head, left[0] = left[0].split(lines)
                taken.append(head)
            break
        return taken

    def _total(self, rows: Sequence[_Row], said: Mapping[int, list[str]]) -> float:
        spanned = max((len(lines) for lines in said.values()), default=0) * TABLE.leading + 2 * PAD
        return max(sum(row.height() for row in rows), spanned if said else 0.0)

    def _place(self, rows: Sequence[_Row], said: Mapping[int, list[str]], stretch: float) -> dict[int, list[str]]:
        """Draws rows from the present height down; returns the lines of spanning cells that did not fit."""
        top, rest = self.paper.y, {}
        for at, row in enumerate(rows):
            self._draw(row, said, row.height() + (stretch if at == len(rows) - 1 else 0.0))
        for column, lines in said.items():
            count = int((top - self.paper.y - 2 * PAD) / TABLE.leading + 0.01)
            self._lines(TABLE, lines[:count], column, top, self.columns[column].align)
            self._box(self._edges[column], self._edges[column + 1], top, self.paper.y)
            rest[column] = lines[count:]
        return rest

    def _draw(self, row: _Row, said: Mapping[int, list[str]], height: float) -> None:
        top = self.paper.y
        self._take(height)
        canvas = self.paper.canvas
        for at, (lines, cell) in enumerate(zip(row.lines, row.cells, strict=True)):
            if at in said:
                continue
            if cell.fill:
                canvas.setFillColor(HexColor(cell.fill))
                canvas.rect(self._edges[at], self.paper.y, self._widths[at], height, stroke=0, fill=1)
            self._lines(TABLE, lines, at, top, self.columns[at].align, HexColor(cell.ink) if cell.ink else _INK)
            self._box(self._edges[at], self._edges[at + 1], top, self.paper.y)
        if not row.goes_on:
            self.paper.row_done()

    def _row(self, cells: Sequence[Cell], spans: Mapping[int, str]) -> _Row:
        return _Row([[] if at in spans else self._set(TABLE, cell.text, at) for at, cell in enumerate(cells)], cells)

    def _set(self, style: Style, text: str, column: int) -> list[str]:
        return self.paper.setter.lines(style, printable(text), self._widths[column] - 2 * PAD)

    def _header(self) -> None:
        if self.paper.room() < self._head_height + 4 * TABLE.leading:
            self.paper.page(self.paper.across)
        top, fresh = self.paper.y, self.paper.fresh
        self._take(self._head_height)
        canvas = self.paper.canvas
        canvas.setFillColor(_HEAD_FILL)
        canvas.rect(self._edges[0], self.paper.y, self.paper.width, self._head_height, stroke=0, fill=1)
        for at, lines in enumerate(self._head):
            space = (self._head_height - 2 * PAD - len(lines) * HEAD.leading) / 2
            self._lines(HEAD, lines, at, top - space, "centre")
            self._box(self._edges[at], self._edges[at + 1], top, self.paper.y)
        self.paper.fresh = fresh

    def _page(self) -> None:
        self.paper.page(self.paper.across)
        self._header()

    def _take(self, height: float) -> None:
        self.paper.y -= height
        self.paper.fresh = False

    def _lines(
        self, style: Style, lines: Sequence[str], column: int, top: float, align: str, ink: Color = _INK
    ) -> None:
        self.paper.canvas.setFillColor(ink)
        y = top - PAD - style.leading + (style.leading - style.size) / 2 + 0.12 * style.size
        for line in lines:
            x = self._edges[column] + PAD
            if align != "left":
                spare = self._widths[column] - 2 * PAD - self.paper.setter.width(style, line)
                x += spare / 2 if align == "centre" else spare
            self.paper.setter.draw(self.paper.canvas, style, x, y, line)
            y -= style.leading
        self.paper.canvas.setFillColor(_INK)

    def _box(self, left: float, right: float, top: float, bottom: float) -> None:
        self.paper.canvas.setStrokeColor(_LINE)
        self.paper.canvas.setLineWidth(0.4)
        self.paper.canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)


def _again(lines: list[str]) -> list[str]:
    """What stands in a spanning cell at the head of the next page: its first lines, marked as continued."""
    return [*lines, "（续）"] if lines and lines != ["—"] else lines
