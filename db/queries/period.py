"""The period: what is due by when, what still lacks progress, figure or evidence and who owes it, and prefilled sentences.

Called by `duban period` and the window. Source: domain.md, The filing cycle.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db.queries.breakdown import breakdown_of
from db.queries.checklist import checklist
from db.queries.details import node_details
from db.rows import MilestoneRow, NodeDetail, NodeRow
from db.rules.deadlines import Deadlines, DueDate, due_dates
from db.rules.kinds import Light, MilestoneKind, MilestoneUid, NodeUid, TextField, UnitUid
from db.rules.milestones import Commitment, Figure, Verdict
from db.rules.times import Period
from db.rules.wording import progress_sentence
from db.store.sqltext import SQL

_SETTLED = (Light.DONE, Light.IN_REVIEW, Light.CANCELLED)
_NO_FIGURE = (*_SETTLED, Light.PENDING)
SETTING = "deadlines"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a task or milestone still lacks for the period: progress, figure, evidence; or carried, a text of the
    former period that nobody edited; or roll_up, members' parts that differ from the figure."""

    what: str
    node: NodeUid
    task: str
    milestone: MilestoneUid | None
    text: str
    section: str
    person: str
    prefilled: str = ""  # the sentence to begin with


@dataclass(frozen=True, slots=True)
class PlanDue:
    """A plan's days for the period."""

    plan: str
    slug: str
    due: tuple[DueDate, ...]


@dataclass(frozen=True, slots=True)
class PeriodSheet:
    """One unit's period: days by plan, what is lacking, and how much each 科室 and 承办人 owes."""

    unit_name: str
    period: Period
    today: date
    plans: tuple[PlanDue, ...]
    lacks: tuple[Lack, ...]
    tasks: int

    @property
    def owed(self) -> tuple[tuple[tuple[str, str], int], ...]:
        """((科室, 承办人), how much they owe), most first."""
        counted = Counter((lack.section, lack.person) for lack in self.lacks)
        return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def period_sheet(conn: Connection, unit: UnitUid, period: Period, today: date) -> PeriodSheet:
    """What is due and lacking, as of today (or the period's end)."""
    as_of = min(today, period.last)
    listed = checklist(conn, unit, as_of, year=period.last.year)
    in_force = [plan for plan in listed.plans if not plan.ended and plan.start_year <= listed.year]
    wanted = {plan.uid for plan in in_force}
    nodes = [node for node in listed.nodes if node.plan in wanted]
    details = node_details(conn, unit, [node.uid for node in nodes if node.milestones], period)
    lacks: list[Lack] = []
    seen: set[str] = set()
    tasks = 0
    for node in nodes:
        own = [row for row in node.milestones if row.mine and row.current and row.light is not Light.CANCELLED]
        if own:
            tasks += node.kind == "task"
            lacks += _lacks(conn, node, own, details[node.uid], period, seen)
    plans = tuple(PlanDue(p.short, p.slug, due_dates(period, deadlines_of(conn, p.uid))) for p in in_force)
    return PeriodSheet(listed.unit.name, period, today, plans, tuple(lacks), tasks)


def deadlines_of(conn: Connection, plan: str) -> Deadlines:
    """The days set for a plan on this machine, the defaults where none are."""
    row = conn.exec_driver_sql(SQL["get_setting"], {"key": f"{SETTING}/{plan}"}).fetchone()
    try:
        said = json.loads(row[0]) if row else {}
    except ValueError:
        said = {}
    return Deadlines.of(said if isinstance(said, dict) else {})


def _lacks(
    conn: Connection, node: NodeRow, own: list[MilestoneRow], detail: NodeDetail, period: Period, seen: set[str]
) -> Iterator[Lack]:
    def lack(what: str, row: MilestoneRow | None, prefilled: str = "") -> Lack:
        return Lack(
            what, node.uid, node.number + node.title, row.uid if row else None, row.text if row else "",
            detail.contact.section, detail.contact.person, prefilled,
        )  # fmt: skip

    said = {text.field: text for text in detail.texts}
    sentences = "".join(dict.fromkeys(prefilled(row) for row in own))
    is_open = any(row.light not in _SETTLED for row in own)
    if node.kind == "task" and is_open and TextField.PROGRESS not in said:
        yield lack("progress", None, sentences)
    elif TextField.PROGRESS in said and said[TextField.PROGRESS].carried:
        yield lack("carried", None, sentences)
    for row in own:
        target = row.indicator or row.uid
        if _lacks_figure(row, period) and target not in seen:
            yield lack("figure", row)
        seen.add(target)
        if row.light in (Light.DONE, Light.IN_REVIEW) and not row.evidence:
            yield lack("evidence", row)
        if dict(detail.parts).get(row.uid) and (total := _rolled(conn, row, period)):
            yield lack("roll_up", row, total)


def _lacks_figure(row: MilestoneRow, period: Period) -> bool:
    if row.kind is not MilestoneKind.TARGET or row.light in _NO_FIGURE:
        return False
    return row.as_at is None or row.as_at < period.first


def _rolled(conn: Connection, row: MilestoneRow, period: Period) -> str:
    """What the members' parts add up to, where that isn't the figure; "" otherwise."""
    total = breakdown_of(conn, row.uid, period.last).value
    if total is None or total == row.value:
        return ""
    return f"各单位本级贡献值合计{format(total, 'f')}{row.measure}"


def prefilled(row: MilestoneRow) -> str:
    """The progress sentence to begin with: 截至6月底，累计1300座，完成年度目标1500座的86.7%，达到序时进度。"""
    if row.kind is not MilestoneKind.TARGET or row.value is None or row.as_at is None or row.nature is None:
        return ""
    ask = Commitment(
        kind=row.kind, type=row.type, year=row.year, due_on=row.due_on, plan_start=row.year, plan_end=row.year,
        op=row.op, target=row.target, target_max=row.target_max, measure=row.measure, basis=row.basis,
    )  # fmt: skip
    verdict = Verdict(row.light, row.status, row.why, row.due_soon, row.days, row.due_on, target=row.target)
    return progress_sentence(ask, Figure(row.as_at, row.value, row.nature), verdict, row.indicator_name or "")
