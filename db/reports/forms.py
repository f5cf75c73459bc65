"""填报表 of a 科室 or a support unit: only their rows, with what is kept of each. Called by `duban forms`, take-in, window.

What is printed in the yellow cells is what the store holds for the period; a former figure stands beside, not in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy import Connection

from db.queries.checklist import checklist
from db.queries.details import node_details
from db.reports import ledger, phrases
from db.reports.model import Item, Place
from db.rows import NodeDetail
from db.rules.forms import Field, Known, RowKey, digest
from db.rules.kinds import MilestoneKind, TextField, UnitUid
from db.rules.times import Period, day_text

_TEXT_FIELDS = {TextField.PROGRESS: Field.PROGRESS, TextField.PROBLEM: Field.PROBLEM, TextField.NEXT: Field.NEXT}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: its printed cells, which cells may be filled, and what stands in them."""

    key: RowKey
    node: str
    mine: bool  # the unit answers for it; else it contributes (配合)
    number: int
    basis: str
    task: str
    text: str
    due_on: date
    target: str
    former: str  # the latest figure: 60家（截至5月31日）
    indicator: str  # its name, "" without one
    section: str
    person: str
    open: frozenset[Field]
    printed: tuple[tuple[Field, str], ...]

    @property
    def known(self) -> Known:
        """The row as the matching knows it."""
        return Known(self.key, digest((self.basis, self.task, self.text)), self.open)


@dataclass(frozen=True, slots=True)
class Form:
    """A 填报表: for whom, of which period, and its rows. `answerer` is named on a support unit's form."""

    unit: UnitUid
    unit_name: str
    section: str
    answerer: str
    period: Period
    made_on: date
    rows: tuple[FormRow, ...]

    @property
    def title(self) -> str:
        """自治区…厅2021年6月重点任务填报表（规划处）"""
        section = f"（{self.section}）" if self.section else ""
        return f"{self.unit_name}重点任务{self.period.title}填报表{section}"


def form_of(conn: Connection, unit: UnitUid, period: Period, today: date, *, answerer: UnitUid | None = None) -> Form:
    """All rows that `unit` answers for or contributes to; with `answerer` only contributions to that unit's rows."""
    as_of = min(today, period.last)
    listed = checklist(conn, unit, as_of, year=period.last.year)
    details = node_details(conn, unit, [node.uid for node in listed.nodes if node.milestones], period)
    milestones = {m.uid: m for node in listed.nodes for m in node.milestones}
    items = [item for item in ledger.items(listed, details) if item.place in (Place.LEDGER, Place.PARTS)]
    if answerer is not None:
        items = [i for i in items if i.place is Place.PARTS and milestones[i.milestone].answerer == answerer]
    rows: list[FormRow] = []
    for node, group in groupby(items, key=lambda item: item.node):
        of_task = list(group)
        bearer = _bearer(of_task)
        for item in of_task:
            indicator = milestones[item.milestone].indicator_name or ""
            rows.append(_row(len(rows) + 1, item, details.get(node), item is bearer, period, indicator, unit))
    name = next((m.answerer_name for node in listed.nodes for m in node.milestones if m.answerer == answerer), "")
    return Form(unit, listed.unit.name, "", name if answerer else "", period, today, tuple(rows))


def by_section(form: Form) -> tuple[Form, ...]:
    """One form a 科室, in the order of their first rows; rows without a 科室 come last."""
    names = list(dict.fromkeys(row.section for row in form.rows))
    names.sort(key=lambda name: not name)
    return tuple(only_section(form, name) for name in names)


def only_section(form: Form, section: str) -> Form:
    """The form of one 科室, renumbered."""
    rows = [row for row in form.rows if row.section == section]
    made = tuple(replace(row, number=at) for at, row in enumerate(rows, 1))
    return Form(form.unit, form.unit_name, section, form.answerer, form.period, form.made_on, made)


def _bearer(items: Sequence[Item]) -> Item | None:
    """The row on which a task's texts are filled: as in the ledger, the year's checkpoint, else the first."""
    own = [item for item in items if item.place is Place.LEDGER]
    return next((item for item in own if item.kind is MilestoneKind.CHECKPOINT), own[0] if own else None)


def _row(
    number: int,
    item: Item,
    detail: NodeDetail | None,
    bears: bool,
    period: Period,
    indicator: str,
    unit: UnitUid,
) -> FormRow:
    mine = item.place is Place.LEDGER
    figures = {Field.VALUE, Field.AS_AT} if _fillable(item, mine) else set()
    texts = set(_TEXT_FIELDS.values()) if bears else set() if mine else {Field.PROGRESS}
    return FormRow(
        key=RowKey(item.milestone, item.period),
        node=item.node,
        mine=mine,
        number=number,
        basis=item.doc_no + item.clause,
        task=item.task,
        text=item.text,
        due_on=item.due_on,
        target="" if item.target is None else phrases.amount(item.target, item.measure),
        former=_former(item, detail, mine, unit),
        indicator=indicator,
        section=item.office,
        person=item.person,
        open=frozenset(figures | texts),
        printed=_printed(item, detail, mine, bears, period, unit),
    )


def _fillable(item: Item, mine: bool) -> bool:
    return item.kind is MilestoneKind.TARGET or (mine and item.kind is MilestoneKind.DELIVERABLE)


def _former(item: Item, detail: NodeDetail | None, mine: bool, unit: UnitUid) -> str:
    if mine:
        if item.value is None or item.as_at is None:
            return ""
        return f"{phrases.amount(item.value, item.measure)}（截至{day_text(item.as_at)}）"
    for part in dict(detail.parts).get(item.milestone, ()) if detail else ():
        if part.unit == unit and part.value is not None and part.as_at is not None:
            return f"{phrases.amount(part.value, item.measure)}（截至{day_text(part.as_at)}）"
    return ""


def _printed(
    item: Item, detail: NodeDetail | None, mine: bool, bears: bool, period: Period, unit: UnitUid
) -> tuple[tuple[Field, str], ...]:
    """What the store holds for the period, as it is printed in the yellow cells."""
    said: dict[Field, str] = {}
    if mine and item.as_at is not None and item.value is not None and item.as_at >= period.first:
        said[Field.VALUE], said[Field.AS_AT] = format(item.value, "f"), item.as_at.isoformat()
    if bears and detail is not None:
        said |= {_TEXT_FIELDS[text.field]: text.text for text in detail.texts if text.field in _TEXT_FIELDS}
    if not mine and detail is not None:
        for part in dict(detail.parts).get(item.milestone, ()):
            if part.unit == unit and part.as_at is not None and part.as_at >= period.first:
                said[Field.AS_AT] = part.as_at.isoformat()
                if part.value is not None:
                    said[Field.VALUE] = format(part.value, "f")
                if part.note:
                    said[Field.PROGRESS] = part.note
    return tuple(said.items())
