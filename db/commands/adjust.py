"""Adjustments (延期, 调整, 取消, 并入): asked for by the answerer, approved by the office that issued the plan.

The old date or target stands until the approval; afterwards both are printed. Source: domain.md, Adjustments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.figures import read_value
from db.commands.lookup import Found, checked_note, find_milestone, plain_decimal
from db.errors import KnownError
from db.queries.milestones import find_record, plan_record
from db.queries.standing import ADJUSTED_TARGET, plan_year, recurring_period
from db.rows import Changes
from db.rules.journal import Slot
from db.rules.kinds import EntryKind, MilestoneUid
from db.rules.times import Period, parse_day
from db.store.indexing import read_body
from db.store.schema import content, fact, slot, state
from db.store.store import Store, Writer


class Change(StrEnum):
    """What is changed: the date, the target (or date), or the milestone itself."""

    EXTEND = "延期"
    ADJUST = "调整"
    CANCEL = "取消"
    MERGE = "并入"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An adjustment as typed. `to`: a date, a figure, or the milestone that this one goes into; "" for 取消. `change` None:
    whatever was asked for, when it is approved."""

    change: Change | None
    to: str = ""
    reason: str = ""
    basis: str = ""


def ask(
    store: Store, author: Author, milestone: MilestoneUid | str, wanted: Wanted, *, period: str = "", today: date
) -> Changes:
    """Asks for an adjustment, in the answerer's name. Raises KnownError: not the answerer, no reason, no date or figure.

    One asked for after the date is kept, and says so.
    """

    def write(tx: Writer) -> Changes:
        found = find_milestone(tx.conn, milestone, author, period=period, today=today)
        if not found.mine:
            raise KnownError("milestone_not_yours", title=found.title, answerer=found.row.answerer_name or "")
        if wanted.change is None:
            raise KnownError("adjust_needs_kind")
        if not wanted.reason.strip():
            raise KnownError("adjust_needs_reason", title=found.title)
        body = _body(tx.conn, found, wanted)
        late = today > _due_on(found)
        place = found.slot(author, f"adjustment/asked/{_field(body)}")
        draft = said(author, EntryKind.ADJUSTMENT_ASKED, place, today, {**body, "late": late or None})
        code = "adjust_asked_late" if late else "adjust_asked"
        return commit_act(tx, author, [draft], code, values=_values(found, body))

    return store.write(write)


def approve(
    store: Store, author: Author, milestone: MilestoneUid | str, wanted: Wanted, *, period: str = "", today: date
) -> Changes:
    """Approves what was asked for, or what the office decides by itself. Basis (依据) is required.

    Raises KnownError: not the plan's office, nothing asked for, no basis.
    """

    def write(tx: Writer) -> Changes:
        found = _as_office(tx.conn, milestone, author, period, today)
        asked = _asked(tx.conn, found, wanted.change)
        if wanted.change is not None and (wanted.to or wanted.change is Change.CANCEL):
            body = _body(tx.conn, found, wanted)
        elif asked is not None:
            body = asked
        else:
            raise KnownError("adjust_none_asked", title=found.title)
        named = {"basis": wanted.basis.strip(), "reason": wanted.reason.strip()}
        body = {**(asked or {}), **body, **{name: text for name, text in named.items() if text}}
        if not body.get("basis"):
            raise KnownError("adjust_needs_basis", title=found.title)
        place = Slot("milestone", found.row.uid, found.row.answerer or "", found.period, _approved_field(body))
        draft = said(author, EntryKind.ADJUSTMENT_APPROVED, place, today, body)
        return commit_act(tx, author, [draft], "adjust_approved", values=_values(found, body))

    return store.write(write)


def _as_office(conn: Connection, spec: str, author: Author, period: str, today: date) -> Found:
    record = find_record(conn, spec)
    plan = plan_record(conn, record.plan)
    if author.unit not in (plan.issuer_unit or "").split():
        raise KnownError("adjust_not_office", title=record.text, office=plan.issuer)
    if record.answerer is None:
        raise KnownError("milestone_unassigned", title=record.text)
    if record.recurs and not period:
        period = recurring_period(record, max(plan_year(plan, today.year), record.from_year or 0), today).key
    return Found(record, plan, period if record.recurs else "", mine=False)


def _due_on(found: Found) -> date:
    return date.fromisoformat(found.row.due_on) if found.row.due_on else Period.parse(found.period).last


def _body(conn: Connection, found: Found, wanted: Wanted) -> dict[str, Any]:
    """What the entry holds: `value` is what the light rules read."""
    assert wanted.change is not None
    body: dict[str, Any] = {
        "change": wanted.change.value, "reason": checked_note(wanted.reason), "basis": wanted.basis.strip(),
        "was": _due_on(found).isoformat(),
    }  # fmt: skip
    if wanted.change is Change.CANCEL:
        return {**body, "value": "cancelled"}
    if not wanted.to.strip():
        raise KnownError("adjust_needs_to", change=wanted.change.value)
    if wanted.change is Change.MERGE:
        into = find_record(conn, wanted.to)
        if into.uid == found.row.uid:
            raise KnownError("adjust_needs_to", change=wanted.change.value)
        return {**body, "value": "merged", "into": into.text, "into_uid": into.uid}
    try:
        day: date | None = parse_day(wanted.to)
    except ValueError:
        day = None
    if day is None and wanted.change is Change.EXTEND:
        raise KnownError("date_invalid", text=wanted.to)
    if day is not None:
        _check_day(day, found, wanted.change)
        return {**body, "value": day.isoformat()}
    if found.row.target is None:
        raise KnownError("adjust_no_target", title=found.title)
    value: Decimal = read_value(wanted.to, found.row.measure)
    return {**body, "value": plain_decimal(value), "was": found.row.target}


def _check_day(day: date, found: Found, change: Change) -> None:
    due = _due_on(found)
    if change is Change.EXTEND and day <= due:
        raise KnownError("adjust_not_later", day=day, due=due)
    if abs(day - due) > timedelta(days=3660):
        raise KnownError("date_invalid", text=day)


def _field(body: dict[str, Any]) -> str:
    """Date and target are adjusted apart: one does not take the place of the other."""
    return "target" if _approved_field(body) == ADJUSTED_TARGET else "date"


def _approved_field(body: dict[str, Any]) -> str:
    is_figure = body["value"] not in ("cancelled", "merged") and len(body["value"].split("-")) != 3
    return ADJUSTED_TARGET if is_figure else "adjustment"


def _asked(conn: Connection, found: Found, change: Change | None) -> dict[str, Any] | None:
    """The latest request of the answerer, of this change if one is named."""
    rows = conn.execute(
        select(content.c.body)
        .join(fact, fact.c.c == content.c.digest)
        .join(state, state.c.n == fact.c.n)
        .join(slot, slot.c.id == state.c.slot)
        .where(
            slot.c.target == found.row.uid, slot.c.unit == found.row.answerer, slot.c.period == found.period,
            fact.c.kind == EntryKind.ADJUSTMENT_ASKED,
        )
        .order_by(fact.c.n.desc())
    )  # fmt: skip
    bodies = [read_body(row.body) for row in rows]
    fit = [body for body in bodies if body.get("value") and change in (None, body.get("change"))]
    return {name: fit[0][name] for name in fit[0] if name not in ("by", "late")} if fit else None


def _values(found: Found, body: dict[str, Any]) -> list[tuple[str, object]]:
    now = {"cancelled": "取消", "merged": f"并入「{body.get('into', '')}」"}.get(body["value"], body["value"])
    return [("title", found.title), ("change", body["change"]), ("was", body["was"]), ("now", now)]
