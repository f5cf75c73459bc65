"""Tables with known cells (Word, Excel, Markdown) → task rows, by their headers. Called by prose.

The mapping of columns is found by the header's words and can be given instead: the review shows it and may change it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.importers import columns, unitnames
from db.importers.columns import UNIT_COLUMNS, Column
from db.importers.content import Cell, Table
from db.importers.lines import clean
from db.importers.rows import TaskRow, unit_cell
from db.importers.strands import EMPTY, Strand, joined, of_text
from db.importers.unitlists import UnitList

_HEADER_ROWS = 12
_TOTAL = re.compile(r"^(?:合计|总计|小计|注|备注|说明|填表人|制表|联系人)[：:]?")
_HEADER_YEAR = re.compile(r"20\d{2}年")


@dataclass(slots=True)
class Mapped:
    """A table's mapping: where its header stands, what each column holds, what the header says."""

    name: str
    header: int
    columns: dict[int, Column]
    heads: list[str] = field(default_factory=list)


def find_mapping(table: Table) -> Mapped | None:
    """The header of a task table, or None for any other table."""
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        heads = [cell.text.replace("\n", "") for cell in row]
        found = columns.mapping(heads)
        below = table.rows[number + 1] if number + 1 < len(table.rows) else ()
        if found and any(cell.above for cell in below):  # a header of two rows: 责任单位 over 牵头单位 and 配合单位
            doubled = [
                f"{low.text}" if low.text and not low.above else head for head, low in zip(heads, below, strict=False)
            ]
            second = columns.mapping(doubled)
            if len(second) >= len(found):
                return Mapped(table.name, number + 1, second, doubled)
        if found:
            return Mapped(table.name, number, found, heads)
    return None


def read(table: Table, given: Mapping[int, Column] | None = None) -> tuple[list[TaskRow], Mapped | None]:
    """The rows of a task table and the mapping used; no rows for a table that lists no tasks."""
    mapped = find_mapping(table)
    if mapped is None:
        if not given:
            return [], None
        mapped = Mapped(table.name, 0, dict(given))
    elif given:
        mapped.columns = dict(given)
    return _Reader(table, mapped).rows(), mapped


class _Reader:
    def __init__(self, table: Table, mapped: Mapped) -> None:
        self.table = table
        self.mapped = mapped
        self.carried: dict[int, Cell] = {}
        self.has_units = any(column in UNIT_COLUMNS for column in mapped.columns.values())
        self.chapter = EMPTY

    def rows(self) -> list[TaskRow]:
        """Every row that asks something."""
        made: list[TaskRow] = []
        for number in range(self.mapped.header + 1, len(self.table.rows)):
            row = self.table.rows[number]
            if columns.mapping([cell.text for cell in row]) or self._is_chapter(row):
                continue
            cells = self._cells(row)
            task = self._task(cells, self._grouped(number))
            if task is not None:
                made.append(task)
        return made

    def _is_chapter(self, row: tuple[Cell, ...]) -> bool:
        """A row of one text, over the table's width: a section's name."""
        said = [cell for cell in row if cell.text and not cell.above]
        if len(said) == 1 and len(row) > 2 and len(said[0].text) < 80 and not any(cell.above for cell in row):
            place = row.index(said[0])
            if place <= 1 and not said[0].text.isdigit() and not _TOTAL.match(said[0].text):
                self.chapter = clean(said[0].text.replace("\n", ""), said[0].start)
                self.carried.clear()
                return True
            return bool(_TOTAL.match(said[0].text))
        return False

    def _cells(self, row: tuple[Cell, ...]) -> dict[Column, list[tuple[int, Cell]]]:
        """The row's cells by column, merged ones from above."""
        made: dict[Column, list[tuple[int, Cell]]] = {}
        filled = sum(bool(cell.text) for cell in row)
        for place, column in self.mapped.columns.items():
            if place >= len(row):
                continue
            cell = row[place]
            if cell.text and not cell.above:
                self.carried[place] = cell
            elif cell.above or (filled >= 2 and column in (Column.NUMBER, Column.SECTION, Column.TASK)):
                cell = self.carried.get(place, cell)
            if cell.text:
                made.setdefault(column, []).append((place, cell))
        return made

    def _grouped(self, number: int) -> bool:
        """Whether this row shares its task cell with the row above or below."""
        place = next((place for place, column in self.mapped.columns.items() if column is Column.TASK), None)
        if place is None:
            return False
        here = self.table.rows[number]
        below = self.table.rows[number + 1] if number + 1 < len(self.table.rows) else ()
        return any(
            place < len(row) and (row[place].above or (not row[place].text and any(cell.text for cell in row)))
            for row in (here, below)
        )

    def _task(self, cells: dict[Column, list[tuple[int, Cell]]], grouped: bool) -> TaskRow | None:
        task, content = self._joined(cells.get(Column.TASK)), self._joined(cells.get(Column.CONTENT))
        if not len(task) and not len(content):
            return None
        row = TaskRow(title=content if grouped and len(content) else task if len(task) else content)
        if grouped and len(content) and len(task):
            row.label = task
        elif len(content) and row.title is task:
            row.texts.append(content)
        row.number = _number(cells.get(Column.NUMBER))
        row.chapter, self.chapter = self.chapter, EMPTY
        section = cells.get(Column.SECTION)
        if section and not len(row.chapter) and self.carried.get(-1) is not section[0][1]:
            self.carried[-1] = section[0][1]
            row.chapter = self._joined(section)
        self._add_goals(row, cells)
        row.units = self._units(cells)
        for place, cell in cells.get(Column.LEADER, []):
            row.facts[self.mapped.heads[place] if place < len(self.mapped.heads) else "责任领导"] = cell.text
        return row

    def _add_goals(self, row: TaskRow, cells: dict[Column, list[tuple[int, Cell]]]) -> None:
        """Time and target as one sentence each: 2024年底前，建成50家; a column of a year's targets names its year. Without
        a target column the time stands before what is to be done."""
        time = self._joined(cells.get(Column.TIME))
        for place, cell in cells.get(Column.TARGET, []):
            head = self.mapped.heads[place] if place < len(self.mapped.heads) else ""
            target = self._joined([(place, cell)])
            year = _HEADER_YEAR.search(head)
            comma = of_text("，", cell.start)
            if year and re.fullmatch(r"[\d.]+[^\d，。]{0,8}", target.plain):
                pieces = [of_text(f"到{year[0]}，", cell.start), row.title, of_text("达到", cell.start), target]
            elif year:
                pieces = [of_text(f"{year[0]}，", cell.start), target]
            else:
                pieces = [time, comma, target] if len(time) else [target]
            row.texts.append(joined(pieces))
        if len(time) and not cells.get(Column.TARGET):
            asked = row.texts.pop() if row.texts else row.title
            row.own_text = asked is row.title
            row.texts.append(joined([time, of_text("，", time.span()[0]), asked]))

    def _units(self, cells: dict[Column, list[tuple[int, Cell]]]) -> list[UnitList]:
        made = []
        for column in UNIT_COLUMNS:
            for _, cell in cells.get(column, []):
                units = unit_cell(unit_strand(cell), column)
                if units:
                    made.append(units)
        return made

    @staticmethod
    def _joined(cells: list[tuple[int, Cell]] | None) -> Strand:
        pieces = [cell_strand(cell) for _, cell in cells or []]
        return joined([piece for piece in pieces if len(piece)] or [EMPTY])


def _number(cells: list[tuple[int, Cell]] | None) -> str:
    text = cells[0][1].text.strip(" .、。．") if cells else ""
    return re.sub(r"\.0$", "", text)[:12]


def cell_strand(cell: Cell) -> Strand:
    """A cell's text as one strand; its lines follow one another."""
    return joined(_lines(cell) or [EMPTY])


def unit_strand(cell: Cell) -> Strand:
    """A cell of units; names on lines of their own are parted."""
    made: list[Strand] = []
    for line in _lines(cell):
        if (
            made
            and made[-1].plain[-1] not in "、，；："
            and (unitnames.looks_like_unit(_last_name(made[-1].plain)) or "：" in line.plain)
        ):
            made.append(of_text("；" if "：" in line.plain else "、", line.span()[0]))
        made.append(line)
    return joined(made or [EMPTY])


def _last_name(plain: str) -> str:
    return re.split(r"[、，；：]", plain)[-1]


def _lines(cell: Cell) -> list[Strand]:
    made, offset = [], cell.start
    for line in cell.text.split("\n"):
        strand = clean(line, offset, listing=True)
        if len(strand):
            made.append(strand)
        offset += len(line) + 1
    return made
