"""Builds the status report of one unit and period from the store. Called by the command line and the window's worker;
its result is all that exports.workbook and exports.status_pdf read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from db.reports import indicators, ledger, phrases
from db.reports.digest import sealed
from db.reports.model import EvidenceLine, Item, Place, PlanHead, StatusReport
from db.rows import Checklist, IndicatorRow, NodeDetail
from db.rules.kinds import NodeUid, PlanUid, UnitUid
from db.rules.times import CHINA, Period

if TYPE_CHECKING:
    from sqlalchemy import Connection


def status_report(
    conn: Connection, unit: UnitUid, period: Period, today: date, *, plan: PlanUid | None = None
) -> StatusReport:
    """What the unit must do and how it stands at the end of `period` (or today, while the period runs); `plan` leaves
    only that one. Reads within the transaction of `conn`, so that all parts agree."""
    from db.queries.checklist import checklist
    from db.queries.details import node_details
    from db.queries.indicators import indicators as indicator_rows
    from db.reports.corrections import with_filing

    as_of = min(today, period.last)
    listed = only_plan(checklist(conn, unit, as_of, year=period.last.year), plan)
    wanted = [node.uid for node in listed.nodes if node.milestones]
    details = node_details(conn, unit, wanted, period)
    if period != Period.month_of(as_of):
        details = _with_last_month(details, node_details(conn, unit, wanted, Period.month_of(as_of)))
    report = build(listed, details, indicator_rows(conn, unit, as_of, listed), period, as_of, plan)
    return with_filing(conn, report, plan)


def only_plan(listed: Checklist, plan: PlanUid | None) -> Checklist:
    """The checklist with one plan's rows, or as it is."""
    if plan is None:
        return listed
    return replace(
        listed,
        plans=tuple(row for row in listed.plans if row.uid == plan),
        nodes=tuple(node for node in listed.nodes if node.plan == plan),
    )


def _with_last_month(details: dict[NodeUid, NodeDetail], month: dict[NodeUid, NodeDetail]) -> dict[NodeUid, NodeDetail]:
    """A quarter, half-year or year takes the texts of its last month where it has none of its own."""
    completed = {}
    for uid, detail in details.items():
        own = {text.field for text in detail.texts}
        more = tuple(text for text in month[uid].texts if text.field not in own)
        completed[uid] = replace(detail, texts=detail.texts + more)
    return completed


def build(
    listed: Checklist,
    details: dict[NodeUid, NodeDetail],
    indicator_rows: tuple[IndicatorRow, ...],
    period: Period,
    as_of: date,
    plan: PlanUid | None = None,
) -> StatusReport:
    """The report from rows; pure."""
    items = ledger.items(listed, details)
    counts = ledger.counts(listed, items)
    plans = _plans(listed, items)
    name = listed.unit.name
    about = plans[0].short if plan and plans else ""
    return sealed(
        StatusReport(
            unit=listed.unit.uid,
            unit_name=name,
            period=period,
            period_title=period.title,
            year=listed.year,
            as_of=as_of,
            about=about,
            title=f"{name}{f'关于“{about}”' if about else ''}重点任务{period.title}进展情况报告",
            plans=plans,
            counts=counts,
            overall=phrases.overall(name, as_of, counts, plans),
            items=items,
            indicators=indicators.lines(listed, indicator_rows, plan),
            evidence=_evidence(items, details),
        )
    )


def _plans(listed: Checklist, items: tuple[Item, ...]) -> tuple[PlanHead, ...]:
    rows = Counter(item.plan for item in items if item.place is Place.LEDGER)
    return tuple(
        PlanHead(
            uid=plan.uid,
            doc_no=plan.doc_no or "",
            title=plan.title,
            short=plan.short,
            issuer=plan.issuer,
            issued_on=plan.issued_on,
            start_year=plan.start_year,
            end_year=plan.end_year,
            ended=plan.ended,
            tasks=plan.tasks,
            items=rows[plan.uid],
        )
        for plan in listed.plans
    )


def _evidence(items: tuple[Item, ...], details: dict[NodeUid, NodeDetail]) -> tuple[EvidenceLine, ...]:
    """Every file once, in the order of the items it belongs to."""
    by_milestone = {(item.milestone, item.period): item for item in items}
    any_period = {item.milestone: item for item in items}
    places = {item.milestone: at for at, item in enumerate(items)}
    files = {row.id: row for detail in details.values() for row in detail.evidence if row.milestone in any_period}
    ordered = sorted(files.values(), key=lambda row: (places[row.milestone], row.added_at, row.name, row.id))
    lines = []
    for at, row in enumerate(ordered, 1):
        item = by_milestone.get((row.milestone, row.period)) or any_period[row.milestone]
        line = EvidenceLine(
            number=at,
            item=item.number if item.place is Place.LEDGER else 0,
            basis=item.doc_no + item.clause,
            milestone=item.text,
            name=row.name,
            size=row.size,
            dated_on=row.dated_on,
            added_on=_civil(row.added_at),
            by=row.by,
            digest=row.digest,
        )
        lines.append(line)
    return tuple(lines)


def _civil(stamp: str) -> date | None:
    """The civil date of a UTC stamp."""
    try:
        return datetime.fromisoformat(stamp).astimezone(CHINA).date()
    except ValueError:
        return None
