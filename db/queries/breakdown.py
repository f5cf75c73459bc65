"""A milestone's breakdown (目标分解): each member's share with its own part. Called by commands.breakdown and the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from db.queries.read import figure
from db.rules.kinds import EntryKind, UnitUid
from db.store.schema import fact, slot, state, unit


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member: its share (None without one) and its latest part."""

    unit: UnitUid
    name: str
    target: Decimal | None = None
    value: Decimal | None = None
    as_at: date | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The members of one milestone that have a share or gave a part, by name."""

    members: tuple[MemberRow, ...]

    @property
    def target(self) -> Decimal | None:
        """What the shares add up to; None without any."""
        shares = [row.target for row in self.members if row.target is not None]
        return sum(shares, Decimal(0)) if shares else None

    @property
    def value(self) -> Decimal | None:
        """What the parts add up to; None without any."""
        parts = [row.value for row in self.members if row.value is not None]
        return sum(parts, Decimal(0)) if parts else None


def breakdown_of(conn: Connection, milestone: str, as_at: date | None = None) -> Breakdown:
    """Shares and latest parts (up to `as_at`) of a milestone's members. Two statements."""
    rows = conn.execute(
        select(slot.c.unit, slot.c.period, slot.c.field, fact.c.kind, fact.c.value)
        .join(state, state.c.slot == slot.c.id)
        .join(fact, fact.c.n == state.c.n)
        .where(slot.c.target == milestone, fact.c.kind.in_([EntryKind.PART, EntryKind.BREAKDOWN_SET]))
        .order_by(slot.c.period, fact.c.clock)
    ).fetchall()
    shares: dict[str, Decimal] = {}
    parts: dict[str, tuple[date, Decimal]] = {}
    for row in rows:
        value = figure(row.value)
        if value is None:
            continue
        if row.kind == EntryKind.BREAKDOWN_SET:
            shares[row.field.partition("/")[2]] = value
        elif (day := _day(row.period)) is not None and (as_at is None or day <= as_at):
            parts[row.unit] = (day, value)
    known = select(unit.c.uid, unit.c.name, unit.c.position).where(unit.c.uid.in_([*shares, *parts]))
    return Breakdown(
        tuple(
            _member(uid, name, shares.get(uid), parts.get(uid))
            for uid, name, _ in conn.execute(known.order_by(unit.c.position))
        )
    )


def _member(uid: str, name: str, share: Decimal | None, said: tuple[date, Decimal] | None) -> MemberRow:
    day, value = said or (None, None)
    return MemberRow(UnitUid(uid), name, share, value, day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
