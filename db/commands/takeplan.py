"""One row that came back → steps: what each filled cell would change, and the drafts that would write it.

Called by db.commands.takein with the store's connection; writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from db.commands.act import said
from db.commands.author import Author
from db.commands.correcting import check_correction
from db.commands.figures import read_value
from db.commands.lookup import Found, checked_note, find_milestone, plain_decimal
from db.errors import KnownError
from db.queries.doubts import doubts
from db.queries.holding import Holding, holding
from db.reports.forms import Form, FormRow
from db.rules.forms import Doubt, Field, Line
from db.rules.journal import Slot
from db.rules.kinds import EntryKind, MilestoneKind, Nature, TextField
from db.rules.pasted import Cell, cell_text, read_day, same_text
from db.store.journal import Draft

DONE = ("完成", "已完成", "已办结", "√", "✓", "是")
_TEXTS = {Field.PROGRESS: TextField.PROGRESS, Field.PROBLEM: TextField.PROBLEM, Field.NEXT: TextField.NEXT}


class Mark(StrEnum):
    """What taking a cell would do."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"  # no figure, no day, a correction without its reason
    FORBIDDEN = "forbidden"  # changed where not allowed: not taken over
    UNKNOWN = "unknown"  # a row that is nobody's


WORDS = {
    Mark.SAME: "未变", Mark.NEW: "新填", Mark.CHANGED: "改动", Mark.CONFLICT: "冲突", Mark.DOUBTFUL: "存疑",
    Mark.REFUSED: "不能收", Mark.FORBIDDEN: "改了锁定内容", Mark.UNKNOWN: "对不上",
}  # fmt: skip
LEFT = (Mark.CONFLICT, Mark.DOUBTFUL, Mark.REFUSED, Mark.FORBIDDEN, Mark.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Step:
    """One cell of a row: what stands in the store, what came, and the drafts that would write it."""

    place: int
    title: str
    field: str
    was: str
    now: str
    mark: Mark
    sentence: str = ""
    slot: Slot | None = None
    drafts: tuple[Draft, ...] = ()
    against: str = ""  # what other files say of it


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the rows of one file in the name of its author."""

    conn: Connection
    author: Author
    form: Form
    today: date
    reason: str = ""

    def steps(self, line: Line, base: Mapping[str, str] | None) -> list[Step]:
        """What the row's cells would do. `base`: what was printed in them; None when that is lost."""
        row = next((row for row in self.form.rows if row.key == line.key), None)
        if line.doubt in (Doubt.UNKNOWN, Doubt.MIXED, Doubt.TWICE) or row is None:
            text = "；".join(f"{name}：{cell_text(cell)}" for name, cell in line.cells.items())
            code = f"form_row_{line.doubt or Doubt.UNKNOWN}"
            return [Step(line.place, line.text, "行", "", text, Mark.UNKNOWN, KnownError(code).sentence())]
        made = list(self._closed(line, row, base))
        if line.doubt is Doubt.TOUCHED:
            sentence = KnownError("form_row_touched").sentence()
            made.append(Step(line.place, row.text, "行", row.text, line.text, Mark.FORBIDDEN, sentence))
        try:
            made += self._answers(line, row, base)
        except KnownError as error:
            made.append(self._refused(line, row, Field.VALUE, error))
        return made

    def _closed(self, line: Line, row: FormRow, base: Mapping[str, str] | None) -> Iterator[Step]:
        for name, cell in line.cells.items():
            if name not in row.open and same_text(cell) != same_text((base or {}).get(name.value, "")):
                sentence = KnownError("form_cell_closed", field=name.value).sentence()
                yield Step(line.place, row.text, name.value, "", cell_text(cell), Mark.FORBIDDEN, sentence)

    def _answers(self, line: Line, row: FormRow, base: Mapping[str, str] | None) -> Iterator[Step]:
        cells = {name: cell for name, cell in line.cells.items() if name in row.open}
        if not cells:
            return
        found = find_milestone(self.conn, row.key.milestone, self.author, period=row.key.period, today=self.today)
        if not row.mine:
            yield from self._part(line, row, found, cells, base)
            return
        if Field.VALUE in cells:
            yield self._figure(line, row, found, cells, base)
        for name, text_field in _TEXTS.items():
            if name in cells:
                yield self._text(line, row, name, text_field, cell_text(cells[name]), base)

    def _figure(
        self, line: Line, row: FormRow, found: Found, cells: Mapping[Field, Cell], base: Mapping[str, str] | None
    ) -> Step:
        try:
            if found.row.kind == MilestoneKind.DELIVERABLE:
                return self._claim(line, row, found, cells)
            value, day = read_value(cell_text(cells[Field.VALUE]), found.row.measure), self._day(cells)
        except KnownError as error:
            return self._refused(line, row, Field.VALUE, error, cell_text(cells[Field.VALUE]))
        body = {"value": plain_decimal(value), "nature": Nature.QUICK.value, "reason": self.reason}
        place = found.figure_slot(self.author, day)
        draft = said(self.author, EntryKind.FIGURE, place, self.today, body, sense=found.row.sense)
        held = holding(self.conn, place)
        was = str(held.body.get("value") or "") if held else ""
        known = _known_figure(base, day)
        step = self._judged(line, row, Field.VALUE, was, plain_decimal(value), known, draft, held)
        return self._asked(step, row, value, day)

    def _claim(self, line: Line, row: FormRow, found: Found, cells: Mapping[Field, Cell]) -> Step:
        text = same_text(cells[Field.VALUE])
        if text not in DONE:
            raise KnownError("form_not_done", text=cell_text(cells[Field.VALUE]))
        place = found.slot(self.author, "done")
        held = holding(self.conn, place)
        day = self._day(cells) if Field.AS_AT in cells else self.today
        draft = said(self.author, EntryKind.DONE, place, day, {}, sense=found.row.sense)
        done = held is not None and held.kind == EntryKind.DONE
        mark = Mark.SAME if done else Mark.NEW
        return Step(line.place, row.text, "自报完成", "完成" if done else "", "完成", mark, "", place,
                    () if done else (draft,))  # fmt: skip

    def _part(
        self, line: Line, row: FormRow, found: Found, cells: Mapping[Field, Cell], base: Mapping[str, str] | None
    ) -> Iterator[Step]:
        """A contribution: figure and 配合情况 are one entry of one day."""
        try:
            given = cell_text(cells.get(Field.VALUE))
            value = read_value(given, found.row.measure) if given else None
            day, note = self._day(cells), checked_note(cell_text(cells.get(Field.PROGRESS)))
        except KnownError as error:
            yield self._refused(line, row, Field.VALUE, error, cell_text(cells.get(Field.VALUE)))
            return
        if value is None and not note:
            return
        place = found.slot(self.author, "part", day.isoformat())
        held = holding(self.conn, place)
        shown = "" if value is None else plain_decimal(value)
        body = {"value": shown, "nature": Nature.QUICK.value if shown else "", "note": note}
        draft = said(self.author, EntryKind.PART, place, self.today, body, sense=found.row.sense)
        before = _part_text(held.body) if held else ""
        known = None if base is None else _part_text({"value": _known_figure(base, day), "note": base.get("进展", "")})
        step = self._judged(line, row, Field.PROGRESS, before, _part_text(body), known, draft, held)
        yield self._asked(step, row, value, day) if value is not None else step

    def _text(
        self, line: Line, row: FormRow, name: Field, field: TextField, text: str, base: Mapping[str, str] | None
    ) -> Step:
        period = self.form.period
        place = Slot("task", row.node, self.author.unit, period.key, field.value)
        held = holding(self.conn, place)
        was = str(held.body.get("text") or "") if held else ""
        body = {"text": checked_note(text), "reason": self.reason}
        draft = said(self.author, EntryKind.TEXT, place, min(self.today, period.last), body)
        known = None if base is None else base.get(name.value, "")
        return self._judged(line, row, name, was, text, known, draft, held)

    def _judged(
        self, line: Line, row: FormRow, name: Field, was: str, now: str, base: str | None, draft: Draft,
        held: Holding | None,
    ) -> Step:  # fmt: skip
        """Same, new, changed or in conflict: by what was printed, what is held and what came."""
        step = Step(line.place, row.text, name.value, was, now, Mark.SAME, "", draft.slot)
        untouched = base is not None and same_text(now) == same_text(base)
        if same_text(now) == same_text(was) or (untouched and was):
            return step
        try:
            check_correction(self.conn, [draft], row.text)
        except KnownError as error:
            return self._refused(line, row, name, error, now)
        mark = Mark.NEW if not was else Mark.CHANGED
        if (was and (base is None or same_text(base) != same_text(was))) or (held is not None and held.heads > 1):
            mark = Mark.CONFLICT
        return Step(line.place, row.text, name.value, was, now, mark, "", draft.slot, (draft,))

    def _asked(self, step: Step, row: FormRow, value: Decimal, day: date) -> Step:
        """The questions before a doubtful figure is saved."""
        if step.mark not in (Mark.NEW, Mark.CHANGED):
            return step
        asked = doubts(self.conn, self.author.unit, row.key.milestone, value, day, self.today)
        if not asked:
            return step
        return Step(step.place, step.title, step.field, step.was, step.now, Mark.DOUBTFUL,
                    "".join(question.sentence() for question in asked), step.slot, step.drafts)  # fmt: skip

    def _day(self, cells: Mapping[Field, Cell]) -> date:
        """数据截至; empty means the period's end, or today while it runs. Raises KnownError."""
        cell = cells.get(Field.AS_AT)
        try:
            found = read_day(cell, self.form.period)
        except (ValueError, OverflowError):
            raise KnownError("date_invalid", text=cell_text(cell)) from None
        if found is None:
            return min(self.form.period.last, self.today)
        if found > self.today:
            raise KnownError("date_in_future", day=found, today=self.today)
        return found

    def _refused(self, line: Line, row: FormRow, name: Field, error: KnownError, now: str = "") -> Step:
        return Step(line.place, row.text, name.value, "", now, Mark.REFUSED, error.sentence())


def _known_figure(base: Mapping[str, str] | None, day: date) -> str | None:
    """The figure that was printed for this day; "" when another day's was, None when nobody knows."""
    if base is None:
        return None
    return base.get(Field.VALUE.value, "") if base.get(Field.AS_AT.value) == day.isoformat() else ""


def _part_text(body: Mapping[str, Any]) -> str:
    return "；".join(str(body[name]) for name in ("value", "note") if body.get(name))
