"""Taking 填报表 and pasted blocks in: a preview by row, then one act a file; nothing of a file is half taken.

Base is what was printed in the yellow cell, now is what the store holds: base = now is a change, otherwise a conflict, which
is left until the person chooses. Source: domain.md, Excel is everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from db.commands.act import commit_act
from db.commands.author import Author
from db.commands.takeplan import Mark, Planner, Step
from db.errors import KnownError
from db.reports.forms import Form
from db.rows import Changes
from db.rules.forms import Line, Sheet, lines
from db.rules.journal import Slot
from db.store.store import Store, Writer


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as read: its name, whose answers it brings, the rows that it may speak of, and its sheets."""

    name: str
    author: Author
    form: Form
    sheets: tuple[Sheet, ...]
    pasted: tuple[Line, ...] | None = None  # a pasted block, matched already


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person decided after the preview: doubtful figures are right; of a conflict the file's word stands."""

    doubtful: bool = False
    files: bool = False
    reason: str = ""  # of corrections

    def takes(self, step: Step) -> bool:
        """Whether a step is written."""
        if step.mark in (Mark.NEW, Mark.CHANGED):
            return True
        return (step.mark is Mark.DOUBTFUL and self.doubtful) or (step.mark is Mark.CONFLICT and self.files)


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What taking one file would do, by row."""

    name: str
    steps: tuple[Step, ...]

    def count(self, *marks: Mark) -> int:
        """How many steps are of these marks."""
        return sum(step.mark in marks for step in self.steps)


def preview(store: Store, files: Sequence[Incoming], choice: Choice, *, today: date) -> tuple[FilePlan, ...]:
    """What taking these files would do. Files that say different things of one row are in conflict, both named.

    Writes nothing. Raises KnownError form_not_form for a file without a table of the form.
    """
    plans = store.read(lambda conn: [plan_file(conn, file, choice, today=today) for file in files])
    return _crossed(plans)


def take(
    store: Store, files: Sequence[Incoming], choice: Choice, *, today: date
) -> tuple[tuple[FilePlan, Changes | None], ...]:
    """Takes the files in, each as one act, planned anew inside its transaction. What is in conflict between files is left
    whatever the choice. A file that brings nothing new has no act."""
    plans = preview(store, files, choice, today=today)
    done = []
    for file, before in zip(files, plans, strict=True):
        crossed = {step.slot for step in before.steps if step.mark is Mark.CONFLICT and step.against}
        done.append(store.write(_writing(file, crossed, choice, today)))
    return tuple((replace(plan, steps=_kept(plan, before)), changes)
                 for (plan, changes), before in zip(done, plans, strict=True))  # fmt: skip


def _writing(
    file: Incoming, crossed: set[Slot | None], choice: Choice, today: date
) -> Callable[[Writer], tuple[FilePlan, Changes | None]]:
    def write(tx: Writer) -> tuple[FilePlan, Changes | None]:
        plan = plan_file(tx.conn, file, choice, today=today)
        wanted = [step for step in plan.steps if choice.takes(step) and step.slot not in crossed]
        drafts = [draft for step in wanted for draft in step.drafts]
        if not drafts:
            return plan, None
        values = [("name", file.name), ("count", len(wanted))]
        return plan, commit_act(tx, file.author, drafts, "taken", values=values)

    return write


def _kept(plan: FilePlan, before: FilePlan) -> tuple[Step, ...]:
    """The steps as they were planned in the transaction, with the conflicts between files."""
    crossed = {(step.place, step.field): step for step in before.steps if step.against}
    return tuple(crossed.get((step.place, step.field), step) for step in plan.steps)


def plan_file(conn: Connection, file: Incoming, choice: Choice, *, today: date) -> FilePlan:
    """What taking one file would do, against the store as it is now."""
    printed = {name: said for sheet in file.sheets for name, said in sheet.printed.items()}
    steps: list[Step] = []
    planner = Planner(conn, file.author, file.form, today, choice.reason)
    for line in _found(file):
        steps += planner.steps(line, _base(file, printed, line))
    return FilePlan(file.name, tuple(steps))


def _found(file: Incoming) -> list[Line]:
    if file.pasted is not None:
        return list(file.pasted)
    known = [row.known for row in file.form.rows]
    found = [made for sheet in file.sheets if (made := lines(sheet, known)) is not None]
    if not found:
        raise KnownError("form_not_form", name=file.name)
    return [line for made in found for line in made]


def _base(file: Incoming, printed: Mapping[str, Mapping[str, str]], line: Line) -> Mapping[str, str] | None:
    """What stood in the row's yellow cells when the form was made; None when nobody knows. A pasted block is typed in front
    of the store: it changes, it doesn't conflict."""
    if line.key is None:
        return None
    if file.pasted is not None:
        row = next((row for row in file.form.rows if row.key == line.key), None)
        return {name.value: text for name, text in row.printed} if row else {}
    return printed.get(line.key.text)


def _crossed(plans: Sequence[FilePlan]) -> tuple[FilePlan, ...]:
    said: dict[Slot, dict[str, str]] = {}
    for plan in plans:
        for step in plan.steps:
            if step.slot is not None and step.drafts:
                said.setdefault(step.slot, {})[plan.name] = step.now
    made = []
    for plan in plans:
        steps = []
        for step in plan.steps:
            others = said.get(step.slot, {}) if step.slot is not None else {}
            against = "；".join(
                f"《{name}》{now}" for name, now in others.items() if name != plan.name and now != step.now
            )
            steps.append(replace(step, mark=Mark.CONFLICT, against=against) if against and step.drafts else step)
        made.append(FilePlan(plan.name, tuple(steps)))
    return tuple(made)
