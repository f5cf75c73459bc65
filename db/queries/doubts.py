"""The questions to ask before a figure is saved, with the series as it is kept. Called by window, command line, take-in.

The questions themselves: db.rules.figures. Source: domain.md, One indicator, one figure.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from db.queries.assembly import light_rules
from db.queries.milestones import find_record, plan_record
from db.queries.records import MilestoneRecord
from db.queries.standing import (
    States,
    commitment,
    contributions,
    figures,
    plan_year,
    recurring_period,
    standing,
    sub_target,
    working_target,
)
from db.rules.figures import Question, questions
from db.rules.kinds import MilestoneUid, UnitUid
from db.rules.milestones import Commitment
from db.store.schema import slot
from db.store.statements import winners


def doubts(
    conn: Connection, unit: UnitUid, milestone: MilestoneUid | str, value: Decimal, as_at: date, today: date
) -> tuple[Question, ...]:
    """What is strange about `value` as `unit` would record it now; empty when nothing is. Raises KnownError."""
    record = find_record(conn, milestone)
    states = _states(conn, record)
    ask = _commitment(conn, record, states, today)
    if record.answerer == unit:
        return questions(value, ask, figures(record, states), as_at, today)
    share = sub_target(record, states, unit)
    own = Commitment(
        kind=ask.kind, type=ask.type, year=ask.year, due_on=ask.due_on, plan_start=ask.plan_start,
        plan_end=ask.plan_end, op=ask.op, target=share, measure=ask.measure, basis=ask.basis, recurs=ask.recurs,
    )  # fmt: skip
    return questions(value, own, contributions(record, states, unit), as_at, today)


def target_in_force(conn: Connection, record: MilestoneRecord, period: str) -> Decimal | None:
    """The target that a claim is held against: an approved adjusted one, the year's working target, else the plan's."""
    states = _states(conn, record)
    adjusted = standing(record, states, period).adjusted_target
    if adjusted is not None:
        return adjusted
    working = working_target(record, states, period)
    return working if working is not None else Decimal(record.target) if record.target else None


def _commitment(conn: Connection, record: MilestoneRecord, states: States, today: date) -> Commitment:
    plan = plan_record(conn, record.plan)
    if record.year is not None and record.due_on is not None:
        year, due_on, period = record.year, date.fromisoformat(record.due_on), ""
    else:
        year = max(plan_year(plan, today.year), record.from_year or 0)
        found = recurring_period(record, year, today)
        due_on, period = found.last, found.key
    ask = commitment(record, plan, year, due_on, light_rules().on(today))
    working = working_target(record, states, period)
    if working is None:
        return ask
    return replace(ask, target=working, target_max=None)


def _states(conn: Connection, record: MilestoneRecord) -> States:
    rows = conn.execute(winners().where(slot.c.target.in_([record.uid, record.indicator or record.uid])))
    return States.of((tuple(row) for row in rows), date.max)
