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


def read_checklist(raw: sqlite3.Connection, unit: UnitUid, today: date, year: int | None) -> Checklist:
    """What `unit` must do as of `today`; the number of statements does not depend on the size. Raises KnownError."""
    who = raw.execute(SQL["find_unit"], {"uid": unit}).fetchone()
    if who is None:
        raise KnownError("unit_unknown", name=unit, nearest="")
    plans, nodes, milestones, units, states = (
        raw.execute(SQL[f"list_{name}"], {"unit": unit}).fetchall()
        for name in ("plans", "nodes", "milestones", "units", "states")
    )
    return assemble(unit_row(who), plans, nodes, milestones, units, states, today, year)
