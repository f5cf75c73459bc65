"""One row of a task table, from whatever kind of table it came. Made by tables and prose; read by outline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from db.importers import flattened, unitlists
from db.importers.columns import Column
from db.importers.numbered_rows import Cells
from db.importers.strands import EMPTY, Strand, joined, of_text
from db.importers.unitlists import UnitList
from db.rules.kinds import Role

_ROLES = {Column.LEAD: Role.LEAD, Column.RESPONSIBLE: Role.RESPONSIBLE, Column.SUPPORT: Role.SUPPORT}


@dataclass(slots=True)
class TaskRow:
    """What a row asks of whom. `chapter` opens a section; `label` is the cell that several rows share."""

    title: Strand
    texts: list[Strand] = field(default_factory=list)
    units: list[UnitList] = field(default_factory=list)
    chapter: Strand = EMPTY
    label: Strand = EMPTY
    number: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    own_text: bool = False  # its texts say again what the title says


def unit_cell(cell: Strand, column: Column) -> UnitList | None:
    """A cell of a unit column; its own labels (牵头单位：…) stand against the column's."""
    if not len(cell):
        return None
    made = unitlists.read(cell, _ROLES[column])
    return made if made.units else None


def of_flattened(table: flattened.Flattened) -> list[TaskRow]:
    """The rows of a flattened table."""
    column = next((column for column in table.columns if column in _ROLES), Column.RESPONSIBLE)
    made = []
    for row in table.rows:
        if row.cells is not None:
            made.append(_of_cells(row.cells))
            continue
        units = unit_cell(row.units, column)
        made.append(
            TaskRow(
                title=row.title if len(row.title) else row.label,
                texts=[row.schedule] if len(row.schedule) else [],
                units=[units] if units else [],
                chapter=row.chapter,
                label=row.label,
                number=row.number,
            )
        )
    return made


def _of_cells(cells: Cells) -> TaskRow:
    """A numbered row; its time stands before each of its texts, so that figures in them fall due then."""
    time = joined(cells.time or [EMPTY])
    texts = cells.texts[1:] or ([cells.texts[0]] if re.search(r"\d", cells.texts[0].plain) else [])
    texts = [joined([time, of_text("，", text.span()[0]), text]) if len(time) else text for text in texts]
    found = (unit_cell(cell, column) for column, cell in cells.units)
    return TaskRow(
        title=cells.texts[0],
        texts=texts or ([time] if len(time) else []),
        units=[units for units in found if units],
        number=cells.number,
        own_text=not cells.texts[1:],
    )
