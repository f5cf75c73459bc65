"""The first list without SQLAlchemy: opens the data, adopts bundled plans, reads one unit's checklist.

Called by the command line's reading verbs and by the window before its first paint. Standard library only.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from db.errors import KnownError
from db.home import DATABASE
from db.queries.listing import read_checklist
from db.queries.unit_rows import unit_row
from db.rows import Checklist, UnitRow
from db.rules.kinds import UnitUid
from db.store.connect import known_errors, open_database
from db.store.opening import bring_up_to_date, read_setting
from db.store.sqltext import SQL
from resources import path as resource


@dataclass(slots=True)
class First:
    """An open data folder, for reading. `problems` names bundled plan files that could not be adopted."""

    home: Path
    raw: sqlite3.Connection
    problems: list[KnownError] = field(default_factory=list)

    def setting(self, key: str) -> str | None:
        """A local setting, or None."""
        return read_setting(self.raw, key)

    def units(self) -> tuple[UnitRow, ...]:
        """The directory with how many tasks each unit has; those that have some come first."""
        return tuple(unit_row(row) for row in self.raw.execute(SQL["list_directory"]))

    def checklist(self, unit: UnitUid, today: date, year: int | None = None, *, brief: bool = False) -> Checklist:
        """What one unit must do, as of `today`. `year`: whose milestones count; the one of `today` by default. `brief`:
        what the list shows, without what only a pane shows."""
        with known_errors(self.home / DATABASE):
            self.raw.execute("BEGIN")
            try:
                return read_checklist(self.raw, unit, today, year, brief=brief)
            finally:
                self.raw.execute("COMMIT")

    def close(self) -> None:
        """Closes the file."""
        self.raw.close()


def open_first(home: Path, *, plans: Path | None = None, strict: bool = False) -> First:
    """Opens the data folder and makes what is missing: file, tables, directory, bundled plans, projections.

    `plans` names another folder of plan files (tests). With `strict` the first plan file that can't be used is raised;
    else all others are adopted and it is listed in `problems`. Raises KnownError.
    """
    raw = open_database(home)
    first = First(home, raw)
    try:
        with known_errors(home / DATABASE):
            first.problems = bring_up_to_date(raw, plans or resource("plans"), strict=strict)
    except BaseException:
        raw.close()
        raise
    return first
