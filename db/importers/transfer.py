"""Drafts as JSON in the form of `duban dump`, and back into the form that planfile.mint takes. Called by child and commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from db.importers.model import Contradiction, DraftMilestone, DraftNode, DraftPlan
from db.importers.tables import Mapped
from db.rules.ids import document_uid, milestone_uid, node_uid


def report(plans: Sequence[DraftPlan], outside: Sequence[str], mappings: Sequence[Mapped]) -> dict[str, Any]:
    """The answer to `import --dry-run --json`: plans, text that became nothing, contradictions, the tables' columns."""
    return {
        "schema": 1,
        "plans": [_plan(plan) for plan in plans],
        "leftover": [*outside, *(text for plan in plans for text, _ in plan.leftover)],
        "contradictions": [_contradiction(plan, found) for plan in plans for found in plan.contradictions],
        "tables": [
            {
                "name": mapped.name,
                "header": mapped.header,
                "columns": {str(place): column for place, column in sorted(mapped.columns.items())},
                "heads": mapped.heads,
            }
            for mapped in mappings
        ],
    }


def uid_of(plan: DraftPlan) -> str:
    """The document's id."""
    return document_uid(plan.doc_no, plan.issuer, plan.title, plan.issued_on or "")


def _plan(plan: DraftPlan) -> dict[str, Any]:
    uid = uid_of(plan)
    ids = {row.name: milestone_uid(uid, f"indicator:{row.id}") for row in plan.indicators}
    return {
        "plan": {
            "id": slug(plan), "uid": uid, "doc_no": plan.doc_no, "title": plan.title, "issuer": plan.issuer,
            "issued_on": plan.issued_on, "start_year": plan.start_year, "end_year": plan.end_year, "revision": 1,
            "jurisdiction": plan.jurisdiction,
        },
        "indicators": [
            {"uid": ids[row.name], "id": row.id, "name": row.name, "measure": row.measure, "type": row.type, "basis": row.basis}
            for row in plan.indicators
        ],
        "nodes": [_node(node, node_uid(uid, node.code), ids) for node in plan.nodes],
        "leftover": [{"text": text, "span": list(span)} for text, span in plan.leftover],
    }  # fmt: skip


def slug(plan: DraftPlan) -> str:
    """A short name for a plan that has none yet."""
    return f"plan-{uid_of(plan)[:8]}"


def _node(node: DraftNode, uid: str, ids: Mapping[str, str]) -> dict[str, Any]:
    count: Counter[str] = Counter()
    milestones = []
    for milestone in node.milestones:
        stem = f"{milestone.kind}/{milestone.year or milestone.recurs}"
        count[stem] += 1
        milestones.append(_milestone(milestone, uid, f"{stem}/{count[stem]}", ids))
    return {
        "uid": uid, "code": node.code, "kind": node.kind, "number": node.number, "title": node.title,
        "units": [
            {"name": unit.name, "printed": unit.printed, "role": unit.role, "known": unit.known, "span": list(unit.span)}
            for unit in node.units
        ],
        "points": [], "notice": node.notice, "milestones": milestones, "etc": node.etc, "facts": node.facts,
        "text": node.text, "span": list(node.span), "confidence": node.confidence,
    }  # fmt: skip


def _milestone(milestone: DraftMilestone, node: str, key: str, ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "uid": milestone_uid(node, key), "key": key, "kind": milestone.kind, "text": milestone.text,
        "year": milestone.year, "due_on": milestone.due_on, "recurs": milestone.recurs,
        "indicator": milestone.indicator, "indicator_uid": ids.get(milestone.indicator or ""), "type": milestone.type,
        "basis": milestone.basis, "op": milestone.op, "target": number(milestone.target),
        "target_max": number(milestone.target_max), "measure": milestone.measure, "answerer": milestone.answerer,
        "notice": milestone.notice, "confidence": milestone.confidence, "span": list(milestone.span),
    }  # fmt: skip


def number(text: str | None) -> int | float | None:
    """Decimal text as a JSON number."""
    if text is None:
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)


def _contradiction(plan: DraftPlan, found: Contradiction) -> dict[str, Any]:
    return {
        "plan": slug(plan), "indicator": found.indicator, "year": found.year, "measure": found.measure,
        "kind": found.kind, "citations": found.citations,
    }  # fmt: skip


def mintable(plan: Mapping[str, Any]) -> dict[str, Any]:
    """One plan of a report as the draft that planfile.mint takes."""
    head, rows = plan["plan"], plan["indicators"]
    ids = {row["uid"]: row["id"] for row in rows}
    return {
        **{
            name: head[name]
            for name in ("id", "doc_no", "title", "issued_on", "start_year", "end_year", "jurisdiction")
        },
        "short": head["title"][:24],
        "issuer": head["issuer"] or "—",
        "indicators": [{**row, "basis": row["basis"] or None} for row in rows],
        "nodes": [
            {
                **{name: node[name] for name in ("code", "kind", "number", "title", "points", "notice")},
                "title": node["title"] or node["code"],
                "units": [{name: unit[name] for name in ("name", "printed", "role")} for unit in node["units"]],
                "milestones": [_mintable_milestone(row, ids) for row in node["milestones"]],
            }
            for node in plan["nodes"]
        ],
    }


def _mintable_milestone(row: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    same = ("kind", "text", "year", "due_on", "recurs", "type", "basis", "op", "measure", "answerer", "notice")
    made = {name: row[name] for name in same}
    for name in ("target", "target_max"):
        made[name] = None if row[name] is None else format(Decimal(str(row[name])), "f")
    return made | {"indicator": ids.get(row["indicator_uid"] or "")}
