"""What the pane shows of one node beyond its row: texts, contact, evidence, contributions, related milestones, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from db.home import DATABASE
from db.queries import read
from db.queries.arranged import adjustments, targets
from db.queries.assembly import Maker
from db.queries.history import history
from db.queries.milestones import plan_record
from db.queries.records import MilestoneRecord
from db.queries.standing import States
from db.rows import Contact, EvidenceRow, MilestoneRow, NodeDetail, PartRow, TextRow
from db.rules.kinds import EntryHash, EntryKind, MilestoneUid, NodeUid, TextField, UnitUid
from db.rules.times import Period
from db.store.evidence import place
from db.store.indexing import read_body
from db.store.schema import content, fact, milestone, node, slot, state, unit
from db.store.statements import planned, winners
from db.store.store import raw_of

TEXTS = (TextField.PROGRESS, TextField.PROBLEM, TextField.NEXT)


def node_detail(conn: Connection, unit_uid: UnitUid, node_uid: NodeUid, period: Period, today: date) -> NodeDetail:
    """One node's detail for one unit and period, with related milestones and history."""
    detail = node_details(conn, unit_uid, [node_uid], period)[node_uid]
    rows = conn.execute(select(milestone.c.uid, milestone.c.indicator).where(milestone.c.node == node_uid))
    targets = [node_uid, *(uid for row in rows for uid in row if uid)]
    return replace(
        detail,
        related=_related(conn, unit_uid, node_uid, today),
        history=history(conn, unit_uid, target=targets, limit=100),
    )


def node_details(
    conn: Connection, unit_uid: UnitUid, nodes: Sequence[NodeUid], period: Period
) -> dict[NodeUid, NodeDetail]:
    """Details of many nodes without related milestones and history. The number of statements does not depend on the
    size: reports read a whole unit by it."""
    owner = dict(conn.execute(select(milestone.c.uid, milestone.c.node).where(milestone.c.node.in_(nodes))).fetchall())
    by_node: dict[str, list[Row[Any]]] = {node: [] for node in nodes}
    for row in _said(conn, [*nodes, *owner]):
        by_node[owner.get(row.target, row.target)].append(row)
    home = _home(conn)
    return {node: _detail(node, by_node[node], unit_uid, period, home) for node in nodes}


def _detail(node_uid: NodeUid, said: list[Row[Any]], unit_uid: UnitUid, period: Period, home: Path) -> NodeDetail:
    own = [row for row in said if row.target == node_uid and row.unit == unit_uid]
    notes = ((MilestoneUid(row.target), _note(row)) for row in said if row.field in ("done", "note"))
    return NodeDetail(
        node=node_uid,
        period=period.key,
        texts=_texts(own, period.key),
        former=_texts(own, period.previous().key),
        contact=_contact(own),
        evidence=_evidence(home, said),
        parts=_parts(said),
        notes=tuple((uid, note) for uid, note in notes if note),
        related=(),
        history=(),
        adjustments=adjustments(said),
        targets=targets(said),
    )


def _said(conn: Connection, targets: list[str]) -> list[Row[Any]]:
    """The winners of all slots of these targets with their content."""
    return list(
        conn.execute(
            select(
                slot, fact.c.kind, fact.c.value, fact.c.on_day, fact.c.at, fact.c.hash, content.c.body,
                unit.c.short, unit.c.name,
            )
            .join(state, state.c.slot == slot.c.id)
            .join(fact, fact.c.n == state.c.n)
            .outerjoin(content, content.c.digest == fact.c.c)
            .outerjoin(unit, unit.c.uid == slot.c.unit)
            .where(slot.c.target.in_(targets))
            .order_by(fact.c.n)
        )
    )  # fmt: skip


def _texts(own: list[Row[Any]], period: str) -> tuple[TextRow, ...]:
    rows = []
    for row in own:
        if row.period == period and row.field in set(TEXTS):
            body = read_body(row.body) if row.body else {}
            text = str(body.get("text") or "")
            if text:
                carried = body.get("carried") is True
                rows.append(TextRow(TextField(row.field), period, text, str(body.get("by") or ""), row.at, carried))
    return tuple(rows)


def _contact(own: list[Row[Any]]) -> Contact:
    for row in own:
        if row.field == "contact" and row.body:
            body = read_body(row.body)
            return Contact(*(str(body.get(name) or "") for name in ("leader", "section", "person", "phone")))
    return Contact()


def _evidence(home: Path, said: list[Row[Any]]) -> tuple[EvidenceRow, ...]:
    rows = []
    for row in said:
        if row.kind != EntryKind.EVIDENCE_ADDED or not row.body:
            continue
        body = read_body(row.body)
        dated = body.get("dated_on")
        rows.append(
            EvidenceRow(
                id=row.period,
                milestone=MilestoneUid(row.target),
                period=row.field.partition("/")[2],
                name=str(body.get("name") or ""),
                size=read.count(body.get("size")),
                digest=str(body.get("digest") or ""),
                path=str(place(home, str(body.get("digest") or ""))),
                dated_on=read.day(dated),
                added_at=row.at,
                by=str(body.get("by") or ""),
                entry=EntryHash(row.hash.hex()),
            )
        )
    return tuple(rows)


def evidence_of(conn: Connection, milestones: list[str]) -> tuple[EvidenceRow, ...]:
    """The evidence kept for these milestones, in the order in which it was added."""
    return _evidence(_home(conn), _said(conn, milestones))


def _home(conn: Connection) -> Path:
    file = raw_of(conn).execute("PRAGMA database_list").fetchone()[2]
    assert file.endswith(DATABASE)
    return Path(file).parent


def _note(row: Row[Any]) -> str:
    body = read_body(row.body) if row.body else {}
    return str(body.get("note") or body.get("text") or "")


def _parts(said: list[Row[Any]]) -> tuple[tuple[MilestoneUid, tuple[PartRow, ...]], ...]:
    found: dict[str, dict[str, PartRow]] = {}
    for row in sorted(said, key=lambda row: str(row.period)):
        if row.field == "part" and row.kind == EntryKind.PART:
            body = read_body(row.body) if row.body else {}
            value = body.get("value")
            part = PartRow(
                unit=UnitUid(row.unit),
                unit_name=row.name or "",
                value=read.figure(value),
                as_at=read.day(row.period),
                note=str(body.get("note") or ""),
            )
            found.setdefault(row.target, {})[row.unit] = part  # the latest as-of date stands: rows ascend
    return tuple((MilestoneUid(uid), tuple(parts.values())) for uid, parts in found.items())


def _related(conn: Connection, unit_uid: UnitUid, node_uid: NodeUid, today: date) -> tuple[MilestoneRow, ...]:
    """Milestones of the sections above (所在行动的节点), in document order, nearest section first."""
    above = []
    current = conn.execute(select(node.c.parent).where(node.c.uid == node_uid)).scalar()
    while current:
        above.append(current)
        current = conn.execute(select(node.c.parent).where(node.c.uid == current)).scalar()
    if not above:
        return ()
    found = [MilestoneRecord(*row) for row in conn.execute(planned().where(milestone.c.node.in_(above)))]
    if not found:
        return ()
    plan = plan_record(conn, found[0].plan)
    targets = {name for record in found for name in (record.uid, record.indicator, record.node) if name}
    states = conn.execute(winners().where(or_(slot.c.target.in_(targets))))
    maker = Maker(unit_uid, today, today.year, {plan.uid: plan}, States.of((tuple(row) for row in states), today))
    found.sort(key=lambda record: (above.index(record.node), record.position))
    return tuple(maker.milestone(record, ()) for record in found)
