"""Answers that were given twice without knowing of each other (冲突): every head with its value. Called by collect,
`duban conflicts`, settle and the window."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from db.queries.history import target_titles
from db.queries.phrases import phrase
from db.rules.journal import Slot
from db.store.schema import content, fact, log, slot, state, unit
from db.store.statements import unanswered

MOST = 500  # conflicts in one answer; a thousand would be read by nobody


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers: by which entry, when and by whom, in words."""

    entry: str
    at: str
    on: str
    by: str
    said: str
    note: str
    device: str
    stands: bool  # the one that is counted until somebody chooses


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot with several heads."""

    slot: Slot
    unit_name: str
    title: str
    sides: tuple[Side, ...]


def conflicts(conn: Connection, unit_uid: str | None = None) -> tuple[Conflict, ...]:
    """Every conflict, or those of one unit's answers."""
    return _read(conn, slot.c.unit == unit_uid if unit_uid else None)


def conflicts_since(conn: Connection, first: int) -> tuple[Conflict, ...]:
    """Conflicts in the slots that arrivals from `first` on touch."""
    return _read(conn, slot.c.id.in_(select(fact.c.slot).where(fact.c.n >= first)))


def _read(conn: Connection, which: ColumnElement[bool] | None) -> tuple[Conflict, ...]:
    torn = select(state.c.slot, state.c.n).join(slot, slot.c.id == state.c.slot).where(state.c.heads > 1)
    if which is not None:
        torn = torn.where(which)
    found = {row.slot: row.n for row in conn.execute(torn.limit(MOST))}
    if not found:
        return ()
    rows = conn.execute(
        select(
            fact.c.n, fact.c.slot, fact.c.hash, fact.c.kind, fact.c.at, fact.c.on_day, slot.c.scope, slot.c.target,
            slot.c.unit, slot.c.period, slot.c.field, content.c.body, unit.c.name, log.c.device,
        )
        .join(slot, slot.c.id == fact.c.slot)
        .join(log, (log.c.log == fact.c.log) & (log.c.unit == fact.c.unit))
        .outerjoin(content, content.c.digest == fact.c.c)
        .outerjoin(unit, unit.c.uid == slot.c.unit)
        .where(fact.c.live == 1, unanswered(), slot.c.id.in_(list(found)))
        .order_by(slot.c.id, fact.c.clock.desc(), fact.c.log.desc(), fact.c.seq.desc(), fact.c.hash.desc())
    ).fetchall()  # fmt: skip
    titles = target_titles(conn, {row.target for row in rows})
    by_slot: dict[int, Conflict] = {}
    for row in rows:
        title, measure = titles.get(row.target, ("", ""))
        words = phrase(row.kind, row.field, row.body, title, measure)
        side = Side(
            row.hash.hex(), row.at, row.on_day, words.by, words.said, words.note, row.device, row.n == found[row.slot]
        )
        place = Slot(row.scope, row.target, row.unit, row.period, row.field)
        known = by_slot.get(row.slot)
        sides = (*known.sides, side) if known else (side,)
        by_slot[row.slot] = Conflict(place, row.name or "", title, sides)
    return tuple(by_slot.values())
