"""Undo and redo of one's own acts, across restarts. Called by window and command line.

Undo retracts each entry of the last act that is still a head; redo asserts the same content anew. Retracts are never
retracted. What can be undone is read from the journal, so it survives restarts (architecture.md, Undo).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, exists, select

from db.commands.act import commit_act
from db.commands.author import Author
from db.errors import KnownError
from db.queries.acts import Act, redo_act, stacks
from db.rows import Changes
from db.rules.journal import Slot
from db.rules.kinds import EntryKind
from db.store.indexing import read_body
from db.store.journal import Draft
from db.store.schema import arrival, content, entry, fact, slot
from db.store.statements import unanswered
from db.store.store import Store, Writer


def undo(store: Store, author: Author, *, today: date) -> Changes:
    """Takes back the author's last act. Entries that were answered over since stay and are named in `warnings`.

    Raises KnownError nothing_to_undo.
    """

    def write(tx: Writer) -> Changes:
        done, _undone = stacks(tx.conn, author.unit, tx.journal.device)
        if not done:
            raise KnownError("nothing_to_undo")
        drafts, left = _retracts(tx, author.unit, done[-1], today)
        if not drafts:
            raise KnownError("undo_answered_over", title=done[-1].label)
        warnings = [KnownError("undo_left", count=left).sentence()] if left else []
        return commit_act(tx, author, drafts, "undone", values=[("title", done[-1].label)], warnings=warnings)

    return store.write(write)


def _own(unit: str, act: Act) -> ColumnElement[bool]:
    """The entries of an act that were written here: a pack may hold others that claim to belong to it."""
    here = select(arrival.c.n).where(arrival.c.n == fact.c.n, arrival.c.source == "own")
    return (fact.c.act == act.id) & (fact.c.unit == unit) & (fact.c.kind != EntryKind.RETRACT) & exists(here)


def _retracts(tx: Writer, unit: str, act: Act, today: date) -> tuple[list[Draft], int]:
    rows = tx.conn.execute(
        select(fact.c.hash, fact.c.live, slot, unanswered().label("head"))
        .join(slot, slot.c.id == fact.c.slot)
        .where(_own(unit, act))
    ).fetchall()
    drafts = [
        Draft(
            EntryKind.RETRACT,
            Slot(row.scope, row.target, row.unit, row.period, row.field),
            today.isoformat(),
            retracts=row.hash.hex(),
        )
        for row in rows
        if row.live and row.head
    ]
    return drafts, len(rows) - len(drafts)


def redo(store: Store, author: Author, *, today: date) -> Changes:
    """Does again what was undone last. Raises KnownError nothing_to_redo."""

    def write(tx: Writer) -> Changes:
        _done, undone = stacks(tx.conn, author.unit, tx.journal.device)
        if not undone:
            raise KnownError("nothing_to_redo")
        act = undone[-1]
        drafts = _again(tx, author.unit, act)
        values = [("title", act.label), ("today", today)]
        return commit_act(tx, author, drafts, "redone", values=values, act=redo_act(act.id))

    return store.write(write)


def _again(tx: Writer, unit: str, act: Act) -> list[Draft]:
    """What undo took back, said anew; what it had to leave was answered over by somebody else and stays so."""
    retract = fact.alias("retract")
    taken_back = exists(
        select(retract.c.n).where(
            retract.c.retracts == fact.c.hash, retract.c.unit == unit, retract.c.slot == fact.c.slot
        )
    )
    rows = tx.conn.execute(
        select(fact.c.kind, fact.c.on_day, fact.c.sense, slot, content.c.body, entry.c.head)
        .join(slot, slot.c.id == fact.c.slot)
        .join(entry, (entry.c.log == fact.c.log) & (entry.c.seq == fact.c.seq) & (entry.c.hash == fact.c.hash))
        .outerjoin(content, content.c.digest == fact.c.c)
        .where(_own(unit, act), taken_back)
        .order_by(fact.c.n)
    )
    return [
        Draft(
            EntryKind(row.kind),
            Slot(row.scope, row.target, row.unit, row.period, row.field),
            row.on_day,
            read_body(row.body) if row.body else None,
            sense=row.sense,
            evidence=(row.period,) if row.kind.startswith("evidence") else (),
        )
        for row in rows
    ]
