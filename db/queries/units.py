"""Units and plans of the store. Called by the window's choices and `duban units|plans`."""

from __future__ import annotations

from sqlalchemy import Connection

from db.queries.unit_rows import unit_row
from db.rows import UnitRow
from db.store.sqltext import SQL


def units(conn: Connection) -> tuple[UnitRow, ...]:
    """The directory with how many tasks each unit has; those that have some come first."""
    return tuple(unit_row(row) for row in conn.exec_driver_sql(SQL["list_directory"]))
