"""A row of the unit table → UnitRow. Standard library only; called by the start path and by queries.units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.rows import UnitRow
from db.rules.kinds import UnitUid


def unit_row(row: Sequence[Any]) -> UnitRow:
    """From (uid, position, name, short, kind, level, parent, pinyin[, tasks])."""
    uid, _, name, short, kind, level, parent, pinyin, *tasks = row
    return UnitRow(UnitUid(uid), name, short, kind, level, parent, pinyin, tasks[0] if tasks else 0)
