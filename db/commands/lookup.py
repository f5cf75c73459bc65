"""What a command is about: milestones, nodes and indicators found by uid or by `plan:code#key`, and who may answer.

Called by the verbs of this folder and by the command line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Connection, or_, select

from db.commands.author import Author
from db.errors import KnownError
from db.queries.milestones import find_record, plan_record
from db.queries.records import MilestoneRecord, PlanRecord
from db.queries.standing import plan_year, recurring_period
from db.rules.journal import Slot
from db.rules.kinds import NodeUid
from db.rules.times import Period
from db.store.schema import node, part, plan

MAX_NOTE = 200_000  # characters


@dataclass(frozen=True, slots=True)
class Found:
    """A milestone with its plan and the period that is spoken of ("" for one with a year)."""

    row: MilestoneRecord
    plan: PlanRecord
    period: str
    mine: bool

    @property
    def title(self) -> str:
        """The milestone in words, for messages."""
        return self.row.text

    def slot(self, author: Author, field: str, period: str | None = None) -> Slot:
        """A slot of this milestone in the author's name."""
        return Slot("milestone", self.row.uid, author.unit, self.period if period is None else period, field)

    def figure_slot(self, author: Author, as_at: date) -> Slot:
        """The slot of a figure: the indicator's, so that it shows wherever that is cited; else the milestone's own."""
        scope = "indicator" if self.row.indicator else "milestone"
        return Slot(scope, self.row.indicator or self.row.uid, author.unit, as_at.isoformat(), "figure")


def find_milestone(conn: Connection, spec: str, author: Author, *, period: str = "", today: date) -> Found:
    """The milestone that `spec` names: a uid or `plan:code#key`. Raises KnownError when there is none or the author's
    unit has no part in it."""
    record = find_record(conn, spec)
    of_plan = plan_record(conn, record.plan)
    mine = record.answerer == author.unit
    if not mine:
        _check_part(conn, record, author)
    if record.recurs:
        usual = recurring_period(record, max(plan_year(of_plan, today.year), record.from_year or 0), today)
        period = _checked_period(period, usual, record, of_plan) if period else usual.key
    return Found(record, of_plan, period if record.recurs else "", mine)


def _checked_period(text: str, usual: Period, record: MilestoneRecord, of_plan: PlanRecord) -> str:
    """The key of a period of the milestone's own length in a year of its plan. Raises KnownError."""
    try:
        period = Period.parse(text)
    except ValueError:
        raise KnownError("period_invalid", text=text) from None
    first = max(of_plan.start_year, record.from_year or 0)
    months = [one.last.month - one.first.month for one in (period, usual)]
    if months[0] != months[1] or not first <= period.first.year <= of_plan.end_year:
        raise KnownError("period_unknown", period=text, title=record.text, example=usual.key)
    return period.key


def _check_part(conn: Connection, record: MilestoneRecord, author: Author) -> None:
    if record.answerer is None:
        raise KnownError("milestone_unassigned", title=record.text)
    has_part = conn.execute(
        select(part.c.node).where(part.c.unit == author.unit, part.c.node == record.node)
    ).fetchone()
    if has_part is None:
        raise KnownError("milestone_not_yours", title=record.text, answerer=record.answerer_name or "")


def find_node(conn: Connection, spec: str) -> tuple[NodeUid, str, int]:
    """(uid, title, number of points) of the node that `spec` names: a uid or `plan:code`. Raises KnownError."""
    place, colon, code = spec.partition(":")
    named = node.c.uid == spec.strip()
    if colon:
        named = (node.c.code == code) & or_(plan.c.slug == place, plan.c.uid == place)
    found = conn.execute(
        select(node.c.uid, node.c.title, node.c.points).join(plan, plan.c.uid == node.c.plan).where(named)
    ).fetchone()
    if found is None:
        raise KnownError("task_unknown", name=spec)
    return NodeUid(found[0]), found[1], len(json.loads(found[2]))


def checked_day(day: date | None, today: date, found: Found | None = None) -> date:
    """A day that can be true: not in the future, not years before the plan; None is today. Raises KnownError."""
    if day is None:
        return today
    if day > today:
        raise KnownError("date_in_future", day=day, today=today)
    first = date((found.plan.start_year if found else today.year) - 6, 1, 1)
    if day < min(first, today - timedelta(days=3660)):
        raise KnownError("date_too_early", day=day, first=first)
    return day


def checked_note(note: str) -> str:
    """A note within the limit. Raises KnownError."""
    if len(note) > MAX_NOTE:
        raise KnownError("note_too_long", length=len(note), limit=MAX_NOTE)
    return note.strip()


def plain_decimal(value: Decimal) -> str:
    """A figure as the journal keeps it: decimal text without exponent or idle zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
