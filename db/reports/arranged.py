"""What was arranged about a milestone, in the reports' Chinese: adjustments with both dates, working targets with their
document. Pure; called by db.reports.ledger.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from db.rows import AdjustmentRow, MilestoneRow, NodeDetail
from db.rules.times import day_text
from db.rules.wording import amount


def sentence(row: MilestoneRow, detail: NodeDetail) -> str:
    """Approved adjustments, one that waits for approval, the working target; "" where there is none of these."""
    said = [item for item in detail.adjustments if item.milestone == row.uid and item.period == row.period]
    approved = {_kind(item): item for item in said if item.approved}
    waiting = [item for item in said if not item.approved and not _settles(approved.get(_kind(item)), item)]
    words = [adjustment_text(item, row.measure) for item in (*approved.values(), *waiting)]
    for target in detail.targets:
        if (target.milestone, target.period, target.member) == (row.uid, row.period, None):
            printed = f"，规划目标{amount(row.planned_target, row.measure)}" if row.planned_target is not None else ""
            words.append(f"年度分解目标{amount(target.value, row.measure)}（{target.doc_no}{printed}）")
    return "；".join(words)


def adjustment_text(item: AdjustmentRow, measure: str) -> str:
    """延期：原2021年6月30日，现2021年9月30日（依据…，2021年6月1日批准）; 申请延期至…（待批准）."""
    if not item.approved:
        late = "，过时限后申请" if item.late else ""
        return f"申请{item.change}{_to(item, measure)}（待批准{late}）：{item.reason}"
    why = "，".join(text for text in (f"依据{item.basis}" if item.basis else "", f"{day_text(item.on)}批准") if text)
    if _shown(item.was, measure) and item.now not in ("cancelled", "merged") and item.change in ("延期", "调整"):
        return f"{item.change}：原{_shown(item.was, measure)}，现{_shown(item.now, measure)}（{why}）"
    return f"{item.change}{_to(item, measure)}（{why}）"


def _to(item: AdjustmentRow, measure: str) -> str:
    if item.change == "取消":
        return ""
    if item.change == "并入":
        return f"「{item.now}」"
    return f"至{_shown(item.now, measure)}"


def _shown(text: str, measure: str) -> str:
    """A date or a figure in words."""
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        return amount(Decimal(text), measure)
    except InvalidOperation:
        return text


def _kind(item: AdjustmentRow) -> str:
    return "target" if item.change == "调整" and len(item.now.split("-")) != 3 else "date"


def _settles(approved: AdjustmentRow | None, asked: AdjustmentRow) -> bool:
    """Whether an approval answers the request: of the same change to the same thing, or said later."""
    return approved is not None and (
        (approved.change, approved.now) == (asked.change, asked.now) or approved.on > asked.on
    )
