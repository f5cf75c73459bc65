"""Turns a checklist and a filter into the list's rows: tree (plan, section, task) or flat (a row a milestone).

Called by the tasks page; the tree model shows what comes out. Pure but for translated words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from db.rows import Checklist, MilestoneRow, NodeRow
from db.rules.kinds import NodeUid
from desktop.models.cells import RowCells, is_open, milestone_cells, node_cells, plan_cells
from desktop.models.filters import ALL, GREY_KEYS, LIGHT_KEYS, Counting, Filter, has_light, matches
from desktop.words import Words


@dataclass(slots=True)
class Branch:
    """A row to show with the rows below it."""

    cells: RowCells
    node: NodeRow | None = None
    milestone: MilestoneRow | None = None
    children: list[Branch] = field(default_factory=list)


def arrange(checklist: Checklist, wanted: Filter, words: Words, *, flat: bool = False) -> list[Branch]:
    """The rows that pass the filter, in the document's order; plans that have ended come last."""
    keep = passing(checklist, wanted)
    plans = sorted(checklist.plans, key=lambda plan: (plan.ended, plan.start_year > checklist.year))
    result = []
    for plan in plans:
        nodes = [node for node in checklist.nodes if node.plan == plan.uid and node.uid in keep]
        if not nodes:
            continue
        evidence = sum(node.evidence for node in nodes if node.parent is None)
        branch = Branch(plan_cells(plan, evidence))
        branch.children = (
            _milestones(nodes, wanted, words, checklist) if flat else _nested(nodes, words, checklist.year)
        )
        if branch.children:
            result.append(branch)
    return result


def passing(checklist: Checklist, wanted: Filter) -> set[NodeUid]:
    """Nodes to show: those that pass themselves, and the sections above them."""
    parents = {node.uid: node.parent for node in checklist.nodes}
    counting = Counting.of(checklist)
    keep: set[NodeUid] = set()
    for node in checklist.nodes:
        if _passes(node, wanted, counting):
            above: NodeUid | None = node.uid
            while above is not None and above not in keep:
                keep.add(above)
                above = parents.get(above)
    return keep


def _passes(node: NodeRow, wanted: Filter, counting: Counting) -> bool:
    if not matches(node, wanted):
        return False
    if wanted.light == ALL:
        return node.kind == "task" or bool(node.milestones) or bool(wanted.text)
    return any(counting.takes(row) and has_light(row, wanted.light) for row in node.milestones)


def _nested(nodes: Iterable[NodeRow], words: Words, year: int) -> list[Branch]:
    top: list[Branch] = []
    made: dict[NodeUid, Branch] = {}
    for node in nodes:
        branch = Branch(node_cells(node, words, year), node)
        made[node.uid] = branch
        parent = made.get(node.parent) if node.parent is not None else None
        (parent.children if parent else top).append(branch)
    return top


def _milestones(nodes: Iterable[NodeRow], wanted: Filter, words: Words, checklist: Checklist) -> list[Branch]:
    counting = Counting.of(checklist)
    return [
        Branch(milestone_cells(node, row, words, checklist.year), node, row)
        for node in nodes
        for row in node.milestones
        if counting.takes(row) and has_light(row, wanted.light)
    ]


def counts(checklist: Checklist, wanted: Filter) -> dict[str, int]:
    """How many milestones stand under each button of the light strip, given plan, role and search."""
    result: Counter[str] = Counter()
    counting = Counting.of(checklist)
    ended = {plan.uid for plan in checklist.plans if plan.ended}
    for node in checklist.nodes:
        if (node.plan in ended and wanted.plan is None) or not matches(node, wanted):
            continue
        for row in node.milestones:
            if counting.takes(row):
                result[ALL] += 1
                for key in (*LIGHT_KEYS, *GREY_KEYS):
                    result[key] += has_light(row, key)
    return dict(result)


def needs_work(node: NodeRow, counting: Counting) -> bool:
    """Whether F4 stops at a node: something of this year is late, behind, returned, not filed or due soon."""
    pressing = {"overdue", "severe", "returned", "behind", "unfiled"}
    return any(
        counting.takes(row) and is_open(row) and (row.light.value in pressing or row.due_soon)
        for row in node.milestones
    )
