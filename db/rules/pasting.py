"""A pasted block of cells → rows of the form: by headings, by names, or by their order. Pure; called by `duban paste`.

A statistics sheet names its rows in its own way: a name fits when it equals an indicator's name, a milestone's text or its
number, or is held in exactly one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.rules.figures import FigureError, parse_figure
from db.rules.forms import Doubt, Field, Line, RowKey, head_row
from db.rules.pasted import Cell, cell_text, read_day, same_text
from db.rules.times import Period


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be meant, with what it is called, best first."""

    key: RowKey
    names: tuple[str, ...]
    open: frozenset[Field]


def pasted_lines(
    block: Sequence[Sequence[Cell]],
    rows: Sequence[Candidate],
    period: Period,
    into: Field = Field.VALUE,
    *,
    by_order: bool = False,
) -> list[Line] | None:
    """What the block says of which rows. `into`: what a column without a heading holds besides names and days.

    By order: the block's rows and the candidates that can take `into` must be as many; None when they are not, or when no
    column names anything.
    """  # fmt: skip
    body = [list(row) for row in block if any(cell_text(cell) for cell in row)]
    columns = _headed(body)
    if columns is not None:
        body = body[1:]
    if by_order:
        fit = [row for row in rows if into in row.open]
        if len(fit) != len(body):
            return None
        columns = columns or _guessed(body, None, period, into)
        return [
            _line(at, cells, columns, row.key, "") for at, (cells, row) in enumerate(zip(body, fit, strict=True), 1)
        ]
    names = _names(rows)
    column = _name_column(body, names)
    if column is None:
        return None
    columns = columns or _guessed(body, column, period, into)
    found = []
    for at, cells in enumerate(body, 1):
        text = cell_text(cells[column]) if column < len(cells) else ""
        key = _find(text, names)
        line = _line(at, cells, {name: place for name, place in columns.items() if place != column}, key, text)
        if line.cells:
            found.append(line)
    return found


def _headed(body: Sequence[Sequence[Cell]]) -> dict[Field, int] | None:
    """Columns by a first row that names at least one of the yellow cells."""
    if not body:
        return None
    head = head_row([[*body[0], "年度目标/节点"]])
    if head is None:
        return None
    return {name: head[1][name.value] for name in Field if name.value in head[1]}


def _guessed(body: Sequence[Sequence[Cell]], name: int | None, period: Period, into: Field) -> dict[Field, int]:
    """Columns by what stands in them: days are 数据截至, the first other one that holds something is `into`."""
    found: dict[Field, int] = {}
    width = max((len(row) for row in body), default=0)
    for column in range(width):
        cells = [row[column] for row in body if column < len(row) and cell_text(row[column])]
        if column == name or not cells:
            continue
        if Field.AS_AT not in found and all(_is_day(cell, period) for cell in cells):
            found[Field.AS_AT] = column
        elif into not in found and (into is not Field.VALUE or _figures(cells) * 2 >= len(cells)):
            found[into] = column
    return found


def _is_day(cell: Cell, period: Period) -> bool:
    """Whether a cell can only be a day: a plain number is a figure."""
    if isinstance(cell, (int, float)) or cell_text(cell).replace(".", "", 1).isdigit():
        return False
    try:
        return read_day(cell, period) is not None
    except (ValueError, OverflowError):
        return False


def _figures(cells: Sequence[Cell]) -> int:
    """How many cells hold a figure, or something that was meant as one."""
    return sum(any(char.isdigit() for char in cell_text(cell)) or _parses(cell) for cell in cells)


def _parses(cell: Cell) -> bool:
    try:
        parse_figure(cell_text(cell))
    except FigureError:
        return False
    return True


def _names(rows: Sequence[Candidate]) -> dict[str, RowKey]:
    """Name → row: names of the first kind before those of the next; one that several rows bear goes to the first."""
    names: dict[str, RowKey] = {}
    for rank in range(max((len(row.names) for row in rows), default=0)):
        for row in rows:
            if rank < len(row.names) and row.names[rank].strip():
                names.setdefault(same_text(row.names[rank]), row.key)
    return names


def _name_column(body: Sequence[Sequence[Cell]], names: Mapping[str, RowKey]) -> int | None:
    """The column that names most rows."""
    width = max((len(row) for row in body), default=0)
    fits = [sum(_find(cell_text(row[at]), names) is not None for row in body if at < len(row)) for at in range(width)]
    best = max(fits, default=0)
    return fits.index(best) if best else None


def _find(text: str, names: Mapping[str, RowKey]) -> RowKey | None:
    wanted = same_text(text)
    if wanted in names:
        return names[wanted]
    if len(wanted) < 4 or wanted.replace(".", "").isdigit():
        return None
    held = {key for name, key in names.items() if wanted in name or (len(name) >= 4 and name in wanted)}
    return held.pop() if len(held) == 1 else None


def _line(at: int, cells: Sequence[Cell], columns: Mapping[Field, int], key: RowKey | None, text: str) -> Line:
    filled = {name: cells[place] for name, place in columns.items() if place < len(cells) and cell_text(cells[place])}
    return Line(at, text, key, filled, None if key else Doubt.UNKNOWN, by_text=True)
