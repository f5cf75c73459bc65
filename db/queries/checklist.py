"""One unit's checklist through the store, and how a milestone would look after recording. Called by window and reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from db.queries.assembly import Maker
from db.queries.listing import read_checklist
from db.queries.milestones import find_record, plan_record
from db.queries.records import StateRecord
from db.queries.standing import States
from db.rows import Checklist, MilestoneRow
from db.rules.kinds import MilestoneUid, Nature, UnitUid
from db.store.schema import slot
from db.store.statements import winners
from db.store.store import raw_of


def checklist(conn: Connection, unit: UnitUid, today: date, *, year: int | None = None) -> Checklist:
    """What `unit` must do as of `today`: the same statements and assembly as the first list. Raises KnownError."""
    return read_checklist(raw_of(conn), unit, today, year)


def find_row(rows: Checklist, milestone: MilestoneUid | str) -> MilestoneRow | None:
    """The milestone's row in a checklist."""
    return next((row for node in rows.nodes for row in node.milestones if row.uid == milestone), None)


def preview(
    conn: Connection,
    unit: UnitUid,
    milestone: MilestoneUid,
    *,
    value: Decimal,
    as_at: date,
    today: date,
    nature: Nature = Nature.QUICK,
) -> MilestoneRow:
    """The milestone's row as it would be with this figure recorded. Writes nothing. Raises KnownError when unknown."""
    record = find_record(conn, milestone)
    plan = plan_record(conn, record.plan)
    rows = conn.execute(
        winners().where(slot.c.target.in_([record.uid, record.indicator or record.uid, record.node]))
    ).fetchall()
    day = as_at.isoformat()
    target = record.indicator or record.uid
    kept = [row for row in rows if not (row.field == "figure" and row.period == day and row.unit == unit)]
    said = StateRecord(target, unit, day, "figure", 1, "figure", format(value, "f"), nature.value, day, 0, record.sense)
    maker = Maker(unit, today, today.year, {plan.uid: plan}, States.of([*(tuple(row) for row in kept), said], today))
    return replace(maker.milestone(record, ()), points=())
