"""One unit's checklist from the driver's connection: five generated statements, then assembly. No SQLAlchemy.

Called by db.first at the start and by queries.checklist inside a read transaction.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from db.errors import KnownError
from db.queries.assembly import assemble
from db.queries.unit_rows import unit_row
from db.rows import Checklist
from db.rules.kinds import UnitUid
from db.store.sqltext import SQL


def read_checklist(
    raw: sqlite3.Connection, unit: UnitUid, today: date, year: int | None, *, brief: bool = False
) -> Checklist:
    """What `unit` must do as of `today`; the number of statements does not depend on the size. Raises KnownError.

    `brief`: only the milestones that the unit answers for and that may count this year. Every row of the list and all
    counts are the same; what a pane shows beyond them is missing.
    """
    who = raw.execute(SQL["find_unit"], {"uid": unit}).fetchone()
    if who is None:
        raise KnownError("unit_unknown", name=unit, nearest="")
    parameters = {"unit": unit, "year": year or today.year}
    plans, nodes, milestones, units, states = (
        raw.execute(SQL[f"list_{name}"], parameters).fetchall()
        for name in ("plans", "nodes", "brief" if brief else "milestones", "units", "states")
    )
    return assemble(unit_row(who), plans, nodes, milestones, units, states, today, year)
