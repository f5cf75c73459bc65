"""What was arranged about milestones: adjustments, working targets, shares of a breakdown. Pure; called by details.

Each row is a slot's winner with its content, as db.queries.details reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from db.queries.read import figure
from db.rows import AdjustmentRow, TargetRow
from db.rules.kinds import EntryKind, MilestoneUid, UnitUid
from db.store.indexing import read_body


def adjustments(said: Sequence[Row[Any]]) -> tuple[AdjustmentRow, ...]:
    """Approved adjustments and those asked for, in the order in which they were said."""
    rows = []
    for row in said:
        if row.kind not in (EntryKind.ADJUSTMENT_ASKED, EntryKind.ADJUSTMENT_APPROVED) or not row.body:
            continue
        body = read_body(row.body)
        words = {
            name: str(body.get(name) or "") for name in ("change", "was", "value", "into", "reason", "basis", "by")
        }
        rows.append(
            AdjustmentRow(
                milestone=MilestoneUid(row.target),
                period=row.period,
                change=words["change"],
                was=words["was"],
                now=words["into"] or words["value"],
                reason=words["reason"],
                basis=words["basis"],
                by=words["by"],
                on=date.fromisoformat(row.on_day),
                approved=row.kind == EntryKind.ADJUSTMENT_APPROVED,
                late=body.get("late") is True,
            )
        )
    return tuple(rows)


def targets(said: Sequence[Row[Any]]) -> tuple[TargetRow, ...]:
    """Working targets, and the shares that a breakdown gives to members."""
    rows = []
    for row in said:
        if row.kind not in (EntryKind.TARGET_SET, EntryKind.BREAKDOWN_SET) or not row.body:
            continue
        body = read_body(row.body)
        value = figure(body.get("value"))
        if value is not None:
            member = row.field.partition("/")[2] or None
            rows.append(
                TargetRow(
                    milestone=MilestoneUid(row.target),
                    period=row.period,
                    value=value,
                    doc_no=str(body.get("doc_no") or ""),
                    member=UnitUid(member) if member else None,
                    member_name=str(body.get("name") or ""),
                )
            )
    return tuple(rows)
