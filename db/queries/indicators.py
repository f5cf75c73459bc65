"""Indicators with every place that cites them, and the names under a count. Called by window, `duban indicators`, reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from db.queries import read
from db.queries.checklist import checklist
from db.queries.standing import figures_of
from db.rows import Checklist, IndicatorRow, MilestoneRow, NameRow
from db.rules.kinds import EntryKind, IndicatorType, IndicatorUid, UnitUid
from db.store.indexing import read_body
from db.store.schema import content, fact, indicator, plan, slot, state


def indicators(
    conn: Connection, unit: UnitUid, today: date, listed: Checklist | None = None
) -> tuple[IndicatorRow, ...]:
    """The indicators that this unit answers for, in document order, each with the milestones that cite it. `listed`
    spares reading the checklist again."""
    cited: dict[str, list[MilestoneRow]] = {}
    for node in (listed or checklist(conn, unit, today)).nodes:
        for row in node.milestones:
            if row.indicator and row.mine:
                cited.setdefault(row.indicator, []).append(row)
    facts = conn.execute(
        select(indicator).join(plan, plan.c.uid == indicator.c.plan).where(indicator.c.uid.in_(list(cited)))
        .order_by(plan.c.position.desc())
    )  # fmt: skip
    by_uid = {row.uid: row for row in facts}  # the first plan's definition stands where several define one
    counts = _name_counts(conn, list(cited))
    latest = figures_of(conn.execute(_figures(list(cited))).fetchall(), today)
    return tuple(_row(by_uid[uid], tuple(rows), latest.get(uid), counts.get(uid, 0)) for uid, rows in cited.items())


def _figures(uids: list[str]) -> Any:
    return (
        select(slot.c.target, slot.c.period, fact.c.value, fact.c.nature)
        .join(state, state.c.slot == slot.c.id)
        .join(fact, fact.c.n == state.c.n)
        .where(slot.c.target.in_(uids), slot.c.field == "figure")
        .order_by(slot.c.period, fact.c.clock)
    )


def _row(row: Any, cited: tuple[MilestoneRow, ...], figure: Any, names: int) -> IndicatorRow:
    return IndicatorRow(
        uid=IndicatorUid(row.uid),
        name=row.name,
        measure=row.measure,
        type=IndicatorType(row.type),
        basis=row.basis,
        baseline=Decimal(row.baseline) if row.baseline else None,
        baseline_year=row.baseline_year,
        publisher=row.publisher,
        publishes_on=row.publishes_on,
        value=figure.value if figure else None,
        as_at=figure.as_at if figure else None,
        nature=figure.nature if figure else None,
        names=names,
        cited=cited,
    )


def _items(uids: list[str]) -> Any:
    return (
        select(slot.c.target, slot.c.period, content.c.body)
        .join(state, state.c.slot == slot.c.id)
        .join(fact, fact.c.n == state.c.n)
        .outerjoin(content, content.c.digest == fact.c.c)
        .where(slot.c.target.in_(uids), slot.c.field == "item", fact.c.kind == EntryKind.ITEM_ADDED)
        .order_by(fact.c.n)
    )


def _name_counts(conn: Connection, uids: list[str]) -> dict[str, int]:
    items = _items(uids).subquery()
    return {uid: count for uid, count in conn.execute(select(items.c.target, func.count()).group_by(items.c.target))}


def names(conn: Connection, unit: UnitUid, indicator_uid: IndicatorUid | str) -> tuple[NameRow, ...]:
    """The names listed under a count by this unit, in the order in which they were listed."""
    rows = []
    for row in conn.execute(_items([indicator_uid]).where(slot.c.unit == unit)):
        body = read_body(row.body) if row.body else {}
        on = body.get("on")
        rows.append(
            NameRow(
                row.period,
                str(body.get("name") or ""),
                str(body.get("doc_no") or ""),
                read.day(on),
            )
        )
    return tuple(rows)
