"""What changed in a unit's answers since an arrival number: after a sign-off, or after a filing (更正). Called by filing.

A change is a slot that holds another entry than it did then; what was changed and put back is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from db.queries.phrases import phrase
from db.rules.kinds import EntryHash, EntryKind, UnitUid
from db.rules.times import Period
from db.store.indexing import read_body
from db.store.schema import content, fact, indicator, milestone, node, slot, state

_NOT_SAID = (EntryKind.SIGNED_OFF, EntryKind.ISSUED)
_REPORTED = ("figure", "part", "done", "note")
_TEXTS = ("progress", "problem", "next")


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A slot that holds something else than it did. `was` and `now` in words; `first` when nothing stood there before."""

    entry: EntryHash
    target: str
    title: str
    field: str
    was: str
    now: str
    reason: str
    by: str
    on: date
    first: bool
    verified: bool  # the figure became 核定


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change must concern: facts up to a day, texts of these periods. `own`: only what the unit itself reported
    (figures, parts, claims, texts)."""

    until: date
    texts: frozenset[str]
    own: bool = False

    @classmethod
    def of(cls, period: Period) -> Reach:
        """All that a period's report shows."""
        return cls(period.last, frozenset({period.key, Period.month_of(period.last).key}))


def changes_since(conn: Connection, unit: UnitUid, arrived: int, reach: Reach) -> tuple[ChangedRow, ...]:
    """Slots of the unit's answers (and of its milestones) within `reach` that hold something else now than at arrival
    `arrived`, in the order of their days."""
    mine = select(milestone.c.uid).where(milestone.c.answerer == unit)
    touched = (
        select(fact.c.slot)
        .join(slot, slot.c.id == fact.c.slot)
        .where(
            fact.c.n > arrived,
            fact.c.refusal.is_(None),
            fact.c.kind.not_in(_NOT_SAID),
            slot.c.unit == unit if reach.own else or_(slot.c.unit == unit, slot.c.target.in_(mine)),
        )
        .distinct()
    )
    slots = {row.id: row for row in conn.execute(select(slot).where(slot.c.id.in_(touched)))}
    now = {row.slot: row for row in conn.execute(_with_body(state.c.slot.label("slot")).join(state, state.c.n == fact.c.n)
                                                 .where(state.c.slot.in_(touched)))}  # fmt: skip
    was = _before(conn, touched, arrived)
    titles = _titles(conn, select(slot.c.target).where(slot.c.id.in_(touched)))
    found = []
    for uid, place in slots.items():
        before, after = was.get(uid), now.get(uid)
        if _same(before, after) or not _concerns(place, before, after, reach):
            continue
        found.append(_changed(place, before, after, *titles.get(place.target, ("", ""))))
    return tuple(sorted((row for row in found if row), key=lambda row: (row.on, row.title, row.field, row.entry)))


def _with_body(*more: Any) -> Any:
    return select(
        fact.c.n, fact.c.hash, fact.c.kind, fact.c.on_day, fact.c.nature, fact.c.c, content.c.body, *more
    ).outerjoin(content, content.c.digest == fact.c.c)


def _before(conn: Connection, touched: Any, arrived: int) -> dict[int, Row[Any]]:
    """What each slot held at arrival `arrived`: its greatest entry of then that no retract of then names."""
    retract = fact.alias("r")
    named = select(retract.c.n).where(
        retract.c.retracts == fact.c.hash, retract.c.unit == fact.c.unit, retract.c.n <= arrived,
        retract.c.refusal.is_(None),
    )  # fmt: skip
    rows = conn.execute(
        _with_body(fact.c.slot)
        .where(
            fact.c.slot.in_(touched), fact.c.n <= arrived, fact.c.refusal.is_(None), fact.c.kind != EntryKind.RETRACT,
            ~named.exists(),
        )
        .order_by(fact.c.clock, fact.c.log, fact.c.seq, fact.c.hash)
    )  # fmt: skip
    return {row.slot: row for row in rows}


def _same(before: Row[Any] | None, after: Row[Any] | None) -> bool:
    """Whether a slot says the same: the same entry, or another with the same kind and words."""
    if before is None or after is None:
        return before is after
    if before.hash == after.hash:
        return True
    left, right = (_said(row) for row in (before, after))
    return before.kind == after.kind and left == right and before.on_day == after.on_day


def _said(row: Row[Any]) -> dict[str, Any]:
    body = read_body(row.body) if row.body else {}
    return {name: value for name, value in body.items() if name not in ("by", "reason", "carried")}


def _concerns(place: Row[Any], before: Row[Any] | None, after: Row[Any] | None, reach: Reach) -> bool:
    """Whether a slot is within reach: what holds after `until`, or of another period, is not."""
    if reach.own and place.field not in (*_REPORTED, *_TEXTS):
        return False
    if place.field in ("figure", "part") and len(place.period) == 10:
        return str(place.period) <= reach.until.isoformat()
    if place.scope == "task" and place.field in _TEXTS:
        return place.period in reach.texts
    days = [row.on_day for row in (before, after) if row is not None]
    return bool(days) and min(days) <= reach.until.isoformat()


def _changed(place: Row[Any], before: Row[Any] | None, after: Row[Any] | None, title: str, measure: str) -> ChangedRow:
    shown = after or before
    assert shown is not None
    words = [
        phrase(row.kind, place.field, row.body, title, measure) if row is not None else None for row in (before, after)
    ]
    said = ["；".join(text for text in (word.said, word.note) if text) if word else "" for word in words]
    body = read_body(shown.body) if shown.body else {}
    natures = [row.nature if row is not None else None for row in (before, after)]
    return ChangedRow(
        entry=EntryHash(shown.hash.hex()),
        target=place.target,
        title=title,
        field=place.field,
        was=said[0],
        now=said[1] if after is not None else "已撤销",
        reason=str(body.get("reason") or body.get("note") or "") if after is not None else "撤销",
        by=str(body.get("by") or ""),
        on=date.fromisoformat(shown.on_day),
        first=before is None,
        verified=natures[1] == "核定" and natures[0] != "核定",
    )


def _titles(conn: Connection, targets: Any) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for query in (
        select(node.c.uid, node.c.title, node.c.kind).where(node.c.uid.in_(targets)),
        select(indicator.c.uid, indicator.c.name, indicator.c.measure).where(indicator.c.uid.in_(targets)),
        select(milestone.c.uid, milestone.c.text, milestone.c.measure).where(milestone.c.uid.in_(targets)),
    ):
        found |= {
            uid: (title, "" if measure in ("task", "section") else measure)
            for uid, title, measure in conn.execute(query)
        }
    return found
