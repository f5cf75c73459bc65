"""Claims that wait for a review, with their evidence (佐证关口), and who has filed a period (填报率). Window and cli."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select
from sqlalchemy import func as sql

from db.queries.period import deadlines_of
from db.queries.standing import within
from db.rules.deadlines import Deadlines, due_dates
from db.rules.times import Period, civil_day
from db.store.schema import fact, milestone, node, plan, setting, slot, state, unit

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim (自报完成) or, of a supporting unit, a contribution; with what the reviewer said last."""

    milestone: str
    unit: str
    unit_name: str
    plan: str  # slug
    clause: str  # the node's code
    key: str
    title: str
    period: str  # of a recurring milestone
    slot_period: str  # the review's slot
    on: date
    evidence: int
    review: str  # "", accepted, returned
    entry: str
    support: bool  # a contribution to another unit's milestone


def claims(
    conn: Connection, of: str | None = None, *, office: str | None = None, waiting: bool = False
) -> list[ClaimRow]:
    """Claims in document order: of one unit or of all, in plans that `office` issued; `waiting`: not reviewed since."""
    rows = conn.execute(
        select(
            slot.c.target, slot.c.unit, slot.c.period, slot.c.field, fact.c.kind, fact.c.on_day, fact.c.clock,
            fact.c.hash, milestone.c.text, milestone.c.key, milestone.c.answerer, node.c.code, plan.c.slug,
            unit.c.name,
        )
        .join(state, state.c.slot == slot.c.id)
        .join(fact, fact.c.n == state.c.n)
        .join(milestone, milestone.c.uid == slot.c.target)
        .join(node, node.c.uid == milestone.c.node)
        .join(plan, plan.c.uid == milestone.c.plan)
        .outerjoin(unit, unit.c.uid == slot.c.unit)
        .where(
            or_(
                and_(slot.c.field == "done", fact.c.kind == "done", slot.c.unit == milestone.c.answerer),
                and_(slot.c.field == "part", fact.c.kind == "part", slot.c.unit != milestone.c.answerer),
            ),
            *([slot.c.unit == of] if of else []),
            *([or_(plan.c.issuer_unit.contains(office), milestone.c.answerer == office)] if office else []),
        )
        .order_by(plan.c.position, node.c.position, milestone.c.position, slot.c.unit, slot.c.period)
    ).fetchall()  # fmt: skip
    more = _beside(conn, {row.target for row in rows})
    found: dict[tuple[str, str, str], ClaimRow] = {}
    for row in rows:
        support = row.field == "part"
        period = "" if support else row.period
        kind, clock = more[1].get((row.target, row.unit, period), ("", 0))
        made = ClaimRow(
            row.target, row.unit, row.name or "", row.slug, row.code, row.key, row.text, row.period, period,
            date.fromisoformat(row.on_day), more[0][row.target, row.unit, within("evidence", period)],
            kind if clock > row.clock else "", row.hash.hex(), support,
        )  # fmt: skip
        found[row.target, row.unit, period] = made  # of contributions the last as-of date stands
    return [row for row in found.values() if not (waiting and row.review)]


def _beside(
    conn: Connection, targets: set[str]
) -> tuple[Counter[tuple[str, str, str]], dict[tuple[str, str, str], tuple[str, int]]]:
    """(number of files by target, unit and field; review kind and clock by target, unit and period)."""
    files: Counter[tuple[str, str, str]] = Counter()
    reviews: dict[tuple[str, str, str], tuple[str, int]] = {}
    query = (
        select(slot.c.target, slot.c.unit, slot.c.period, slot.c.field, fact.c.kind, fact.c.clock)
        .join(state, state.c.slot == slot.c.id)
        .join(fact, fact.c.n == state.c.n)
    )
    for row in _in_batches(conn, query.where(or_(slot.c.field == REVIEW, slot.c.field.like("evidence%"))), targets):
        if row.field == REVIEW:
            reviews[row.target, row.unit, row.period] = (row.kind, row.clock)
        elif row.kind == "evidence_added":
            files[row.target, row.unit, row.field] += 1
    return files, reviews


def _in_batches(conn: Connection, query: Select[Any], targets: set[str]) -> Iterable[Row[Any]]:
    wanted = sorted(targets)
    for at in range(0, len(wanted), 500):
        yield from conn.execute(query.where(slot.c.target.in_(wanted[at : at + 500])))


# ---- who has filed


@dataclass(frozen=True, slots=True)
class FiledRow:
    """A unit that has to file. `filed_on`: the day its first hand-in of the period came; None: nothing came."""

    unit: str
    unit_name: str
    milestones: int  # that it answers for
    filed_on: date | None
    times: int  # hand-ins of the period
    late: bool
    checked: bool  # its device was enrolled by code, not merely trusted
    done: int  # accepted or claimed
    said: int  # milestones of which anything was said


@dataclass(frozen=True, slots=True)
class FiledTable:
    """Who has filed a period. 填报率 is filed units over units; 完成率 is another thing and stands apart."""

    period: str
    due_on: date
    rows: tuple[FiledRow, ...]

    @property
    def filed(self) -> int:
        """Units that have filed."""
        return sum(row.filed_on is not None for row in self.rows)

    @property
    def late(self) -> int:
        """Units that filed after the date, or have not filed and it is past."""
        return sum(row.late for row in self.rows)


def due_day(conn: Connection, office: str, period: Period) -> date:
    """When the period's report is due to `office`: the latest of the days of its plans in force, by default or as set; of
    a year its final report's."""
    year = period.last.year
    plans = (
        conn.execute(
            select(plan.c.uid).where(
                plan.c.issuer_unit.contains(office), plan.c.start_year <= year, plan.c.end_year >= year
            )
        )
        .scalars()
        .all()
    )
    kinds = [deadlines_of(conn, uid) for uid in plans] or [Deadlines()]
    days = [due.on for kind in kinds for due in due_dates(period, kind) if due.code not in ("preliminary", "verified")]
    return max(days)


def filed(conn: Connection, office: str, period: Period, today: date, due_on: date) -> FiledTable:
    """The units that answer in plans that `office` issued and that run in the period, with their hand-ins."""
    year = period.last.year
    answering = conn.execute(
        select(milestone.c.answerer, unit.c.name, sql.count())
        .join(plan, plan.c.uid == milestone.c.plan)
        .join(unit, unit.c.uid == milestone.c.answerer)
        .where(
            plan.c.issuer_unit.contains(office), plan.c.start_year <= year, plan.c.end_year >= year,
            milestone.c.answerer != office, or_(milestone.c.year.is_(None), milestone.c.year <= year),
        )
        .group_by(milestone.c.answerer, unit.c.name)
        .order_by(unit.c.position)
    ).fetchall()  # fmt: skip
    came, checked = _hand_ins(conn, period.key)
    said, done = _standing(conn, office, year)
    rows = []
    for uid, name, count in answering:
        days = came.get(uid, [])
        first = min(days, default=None)
        late = first > due_on if first else today > due_on
        rows.append(FiledRow(uid, name, count, first, len(days), late, uid in checked, done[uid], said[uid]))
    return FiledTable(period.key, due_on, tuple(rows))


def _hand_ins(conn: Connection, period: str) -> tuple[dict[str, list[date]], set[str]]:
    """Unit → the days its hand-ins came, only from devices that are believed; and the units whose device was checked."""
    enrolled = {
        tuple(key.split("/")[1:3]): value
        for key, value in conn.execute(
            select(setting.c.key, setting.c.value).where(setting.c.key.like("enrol/%"))
        )
    }  # fmt: skip
    came: dict[str, list[date]] = {}
    checked = set()
    for key, value in conn.execute(
        select(setting.c.key, setting.c.value).where(setting.c.key.like(f"filed/{period}/%"))
    ):
        parts, said = key.split("/"), json.loads(value)
        trust = enrolled.get((parts[2], said.get("device")))
        day = civil_day(said.get("at", ""))
        if len(parts) == 4 and trust is not None and day is not None:
            came.setdefault(parts[2], []).append(day)
            if not trust.startswith("trust"):
                checked.add(parts[2])
    return came, checked


def _standing(conn: Connection, office: str, year: int) -> tuple[Counter[str], Counter[str]]:
    """By answerer: milestones of which anything was said, and those claimed done."""
    rows = conn.execute(
        select(milestone.c.uid, milestone.c.answerer, fact.c.kind, slot.c.field)
        .join(plan, plan.c.uid == milestone.c.plan)
        .join(slot, or_(slot.c.target == milestone.c.uid, slot.c.target == milestone.c.indicator))
        .join(state, state.c.slot == slot.c.id)
        .join(fact, fact.c.n == state.c.n)
        .where(
            plan.c.issuer_unit.contains(office), slot.c.unit == milestone.c.answerer, slot.c.field != REVIEW,
            or_(milestone.c.year.is_(None), milestone.c.year <= year),
        )
    ).fetchall()  # fmt: skip
    said = {(row.answerer, row.uid) for row in rows}
    done = {(row.answerer, row.uid) for row in rows if row.field == "done" and row.kind == "done"}
    return Counter(unit for unit, _uid in said), Counter(unit for unit, _uid in done)
