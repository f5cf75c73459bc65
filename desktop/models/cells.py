"""Everything a list row shows, worked out once when the rows arrive: the delegate only paints it.

Made by models.arrange; read by the delegate, the tree model (tool tips, accessible text) and copying.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from PySide6.QtCore import QCoreApplication

from db.rows import MilestoneRow, NodeRow, PlanRow
from db.rules.kinds import Light, MilestoneKind
from desktop.words import Words


class Column(IntEnum):
    """The list's columns in their first order."""

    TASK = 0
    LIGHT = 1
    DONE = 2
    ROLE = 3
    DUE = 4
    EVIDENCE = 5


class RowKind(StrEnum):
    """What a row stands for."""

    PLAN = "plan"
    SECTION = "section"
    TASK = "task"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class RowCells:
    """One row. `id` is the uid of the plan, node or milestone; `ratio` fills the small bar (0–1, None: no bar)."""

    id: str
    kind: RowKind
    title: str
    suffix: str = ""
    light: str = ""
    word: str = ""
    why: str = ""
    soon: str = ""
    done: str = ""
    ratio: float | None = None
    role: str = ""
    due: str = ""
    late: bool = False
    evidence: str = ""
    checked: bool = False
    faded: bool = False
    tip: str = ""
    spoken: str = ""

    def text(self, column: Column) -> str:
        """A cell as plain text, for copying, tool tips and screen readers."""
        return {
            Column.TASK: f"{self.title} {self.suffix}".strip(),
            Column.LIGHT: " ".join(part for part in (self.word, self.why, self.soon) if part),
            Column.DONE: self.done,
            Column.ROLE: self.role,
            Column.DUE: self.due,
            Column.EVIDENCE: self.evidence,
        }[column]


def plan_cells(plan: PlanRow, evidence: int) -> RowCells:
    """A plan's row: its title, number and count, no light of its own."""
    ended = QCoreApplication.translate("Cells", "ended") if plan.ended else ""
    suffix = " ".join(part for part in (plan.doc_no or "", ended) if part)
    done = f"{plan.done}/{plan.total}" if plan.total else ""
    return RowCells(
        id=plan.uid,
        kind=RowKind.PLAN,
        title=plan.title,
        suffix=suffix,
        done=done,
        ratio=plan.done / plan.total if plan.total else None,
        evidence=str(evidence) if evidence else "",
        faded=plan.ended,
        tip=f"{plan.title}\n{plan.issuer} {suffix}",
        spoken=", ".join(part for part in (plan.title, suffix, done) if part),
    )


def node_cells(node: NodeRow, words: Words, year: int) -> RowCells:
    """A section's or task's row."""
    word, sentence = words.light(node.light), words.node_reason(node)
    shown = node.light is not Light.NONE or bool(node.total)
    days = min((row.days for row in node.milestones if row.due_soon), default=None)
    soon = QCoreApplication.translate("Cells", "due soon") if node.due_soon else ""
    if soon and days is not None:
        soon = QCoreApplication.translate("Cells", "{n} days left").format(n=days)
    title = label(node.number, node.title)
    due = words.day(node.next_due, year) if node.next_due else ""
    done = f"{node.done}/{node.total}" if node.total else ""
    evidence = (
        QCoreApplication.translate("Cells", "{n} files of evidence").format(n=node.evidence) if node.evidence else ""
    )
    return RowCells(
        id=node.uid,
        kind=RowKind.TASK if node.kind == "task" else RowKind.SECTION,
        title=title,
        light=node.light if shown else "",
        word=word if shown else "",
        why=words.short_reason(sentence, word) if shown else "",
        soon=soon,
        done=done,
        ratio=node.done / node.total if node.total else None,
        role=words.role(node.role),
        due=due,
        late=node.light is Light.OVERDUE,
        evidence=str(node.evidence) if node.evidence else "",
        faded=node.light is Light.DONE,
        tip="\n".join(part for part in (title, sentence, _via(node)) if part),
        spoken=", ".join(part for part in (title, word if shown else "", sentence, due, evidence) if part),
    )


def milestone_cells(node: NodeRow, row: MilestoneRow, words: Words, year: int) -> RowCells:
    """A milestone's row in the flat list; the count's column shows the figure."""
    name = row.indicator_name or row.text
    figure = _figure(row, words)
    sentence = row.reason if words.chinese else words.reason(row.why)
    soon = QCoreApplication.translate("Cells", "{n} days left").format(n=row.days) if row.due_soon else ""
    spoken = (name, node.title, words.light(row.light), sentence, figure, words.day(row.due_on, year))
    return RowCells(
        id=row.uid,
        kind=RowKind.MILESTONE,
        title=name,
        suffix=label(node.number, node.title),
        light=row.light,
        word=words.light(row.light),
        why=words.short_reason(sentence, words.light(row.light)),
        soon=soon,
        done=figure,
        ratio=min(1.0, float(row.progress)) if row.progress is not None and row.progress >= 0 else None,
        role=words.role(node.role),
        due=words.day(row.due_on, year),
        late=row.light is Light.OVERDUE,
        evidence=str(row.evidence) if row.evidence else "",
        checked=is_ticked(row),
        faded=row.light is Light.DONE,
        tip="\n".join((name, label(node.number, node.title), sentence)),
        spoken=", ".join(part for part in spoken if part),
    )


def is_ticked(row: MilestoneRow) -> bool:
    """Whether the unit has said that it is done (自报完成), accepted or not."""
    return row.status.value in {"claimed", "in_review", "accepted"}


def is_open(row: MilestoneRow) -> bool:
    """Whether a milestone still waits for this unit's answer."""
    return row.mine and not is_ticked(row) and row.light not in {Light.CANCELLED}


def takes_figure(row: MilestoneRow) -> bool:
    """Whether a figure can be written for it."""
    return row.kind is MilestoneKind.TARGET


def label(number: str, title: str) -> str:
    """A printed number and its title: 1.开发绿色产品, （一）工业能效提升行动."""
    number = number.strip()
    if not number or title.startswith(number):
        return title
    last = number[-1]
    joint = (
        "" if last in "、.．)）" else "." if last.isascii() and last.isdigit() else "、" if len(number) <= 3 else " "
    )
    return f"{number}{joint}{title}"


def _figure(row: MilestoneRow, words: Words) -> str:
    if row.target is None:
        return words.number(row.value) + row.measure if row.value is not None else ""
    value = words.number(row.value) if row.value is not None else "–"
    return f"{value}/{words.target(row)}{row.measure}"


def _via(node: NodeRow) -> str:
    return QCoreApplication.translate("Cells", "Part of the group {name}").format(name=node.via) if node.via else ""
