"""What one slot holds now, with its content. Called by the verbs that compare before they write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from db.rules.journal import Slot
from db.store.indexing import read_body
from db.store.schema import content, fact, slot, state


@dataclass(frozen=True, slots=True)
class Holding:
    """The winner of a slot: arrival number, kind, content, and how many heads there are."""

    n: int
    kind: str
    heads: int
    body: dict[str, Any] = field(default_factory=dict)


def holding(conn: Connection, place: Slot) -> Holding | None:
    """What holds in a slot; None when nothing has been said."""
    same = [column == getattr(place, column.name) for column in slot.c if column.name != "id"]
    row = conn.execute(
        select(fact.c.n, fact.c.kind, state.c.heads, content.c.body)
        .join(state, state.c.n == fact.c.n)
        .join(slot, slot.c.id == state.c.slot)
        .outerjoin(content, content.c.digest == fact.c.c)
        .where(*same)
    ).fetchone()
    return None if row is None else Holding(row.n, row.kind, row.heads, read_body(row.body) if row.body else {})
