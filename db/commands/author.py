"""Who speaks: the unit whose answer it is and the person's name. Made by window and command line."""

from __future__ import annotations

from dataclasses import dataclass

from db.rules.kinds import UnitUid


@dataclass(frozen=True, slots=True)
class Author:
    """`by` goes into the content, never into a head: heads hold no person's name."""

    unit: UnitUid
    by: str = ""
