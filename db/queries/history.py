"""What was said, newest first; and what undo and redo would do. Called by the window's history and `duban history`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from db.home import device_id
from db.queries.acts import stacks
from db.queries.phrases import phrase
from db.rows import HistoryRow
from db.rules.kinds import ActId, EntryHash, EntryKind
from db.store.schema import content, fact, indicator, milestone, node, slot, unit
from db.store.statements import unanswered


def history(
    conn: Connection, unit_uid: str, *, target: str | Sequence[str] | None = None, limit: int = 200
) -> tuple[HistoryRow, ...]:
    """Entries about one unit's answers, or about `target` (uids of milestones, indicators, tasks). Three queries at most."""
    retract = fact.alias("retract")
    was_retracted = (
        select(retract.c.n)
        .where(retract.c.retracts == fact.c.hash, retract.c.unit == fact.c.unit, retract.c.refusal.is_(None))
        .exists()
        .label("retracted")
    )
    query = (
        select(
            fact, slot, content.c.body, unit.c.short, (unanswered() & (fact.c.live == 1)).label("head"), was_retracted
        )
        .join(slot, slot.c.id == fact.c.slot)
        .outerjoin(content, content.c.digest == fact.c.c)
        .outerjoin(unit, unit.c.uid == fact.c.unit)
        .order_by(fact.c.n.desc())
        .limit(limit)
    )
    if target is None:
        query = query.where(slot.c.unit == unit_uid)
    else:
        query = query.where(slot.c.target.in_([target] if isinstance(target, str) else list(target)))
    rows = conn.execute(query).fetchall()
    titles = target_titles(conn, {row.target for row in rows})
    result = []
    earlier = ""
    for row in reversed(rows):
        result.append(_row(row, *titles.get(row.target, ("", "")), backwards=row.at < earlier))
        earlier = max(earlier, row.at)
    return tuple(reversed(result))


def _row(row: Row[Any], title: str, measure: str, *, backwards: bool) -> HistoryRow:
    words = phrase(row.kind, row.field, row.body, title, measure)
    return HistoryRow(
        entry=EntryHash(row.hash.hex()),
        act=ActId(row.act),
        at=row.at,
        on=date.fromisoformat(row.on_day),
        unit=row.short or "",
        by=words.by,
        kind=EntryKind(row.kind) if row.kind in set(EntryKind) else row.kind,
        target=row.target,
        title=title,
        said=words.said,
        note=words.note,
        period=row.period,
        live=bool(row.head),
        retracted=bool(row.retracted),
        backwards=backwards,
    )


def target_titles(conn: Connection, targets: set[str]) -> dict[str, tuple[str, str]]:
    """Target uid → (what it is called, its measure)."""
    found: dict[str, tuple[str, str]] = {}
    for query in (
        select(node.c.uid, node.c.title, node.c.kind).where(node.c.uid.in_(targets)),
        select(indicator.c.uid, indicator.c.name, indicator.c.measure).where(indicator.c.uid.in_(targets)),
        select(milestone.c.uid, milestone.c.text, milestone.c.measure).where(milestone.c.uid.in_(targets)),
    ):
        found |= {uid: (title, measure) for uid, title, measure in conn.execute(query)}
    return found


def undo_labels(conn: Connection, unit_uid: str) -> tuple[str | None, str | None]:
    """What undo and redo would do, in words; None where there is nothing."""
    done, undone = stacks(conn, unit_uid, device_id())
    return (done[-1].label if done else None), (undone[-1].label if undone else None)
