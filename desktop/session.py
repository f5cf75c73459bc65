"""What the window is about right now: unit, person, day, year, period and the checklist. Actions and views listen to it.

Every write goes through `write`, which runs a db command in the background, reads the list again in the same turn and
tells all views at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.errors import KnownError
from db.rows import Changes, Checklist, NodeRow
from db.rules.kinds import NodeUid, UnitUid
from db.rules.times import Period, china_today
from desktop.tasks import Call, Tasks

if TYPE_CHECKING:
    from db.commands.author import Author
    from db.store.store import Store

Command = Callable[["Store", "Author"], Changes]
Done = Callable[[Changes], None]
Failed = Callable[[KnownError], None]


@dataclass(frozen=True, slots=True)
class State:
    """What one look at the store gives: the list and what undo and redo would do."""

    checklist: Checklist
    undo: str | None
    redo: str | None
    version: int


class Session(QObject):
    """The state all views share. `checklist` is None until a unit is chosen."""

    checklist_changed = Signal()
    labels_changed = Signal()
    unit_changed = Signal()
    period_changed = Signal()
    changed = Signal(object)  # Changes of a command of this window
    failed = Signal(object)  # KnownError that no field took

    def __init__(self, tasks: Tasks, today: date | None = None) -> None:
        super().__init__()
        self._tasks = tasks
        self._fixed_today = today
        self._year: int | None = None
        self._period: Period | None = None
        self._version = -1
        self.unit: UnitUid | None = None
        self.by = ""
        self.checklist: Checklist | None = None
        self.undo_label: str | None = None
        self.redo_label: str | None = None

    @property
    def today(self) -> date:
        """The day lights are computed for: as given at the start, else today in China."""
        return self._fixed_today or china_today()

    @property
    def today_is_set(self) -> bool:
        """Whether the day was given rather than taken from the clock."""
        return self._fixed_today is not None

    @property
    def year(self) -> int:
        """The year looked at."""
        return self._year or self.today.year

    @property
    def period(self) -> Period:
        """The reporting period: this month until another is chosen."""
        return self._period or Period.month_of(self.today)

    def set_period(self, period: Period) -> None:
        """Report on another period."""
        self._period = period
        self.period_changed.emit()

    def set_year(self, year: int) -> None:
        """Look at another year's milestones."""
        self._year = year
        self.refresh()

    def set_unit(self, unit: UnitUid, checklist: Checklist | None = None) -> None:
        """Work for another unit; its list is read unless it comes along."""
        self.unit = unit
        self.checklist = checklist
        self.unit_changed.emit()
        if checklist is not None:
            self.checklist_changed.emit()
        self.refresh()

    def node(self, uid: NodeUid | str) -> NodeRow | None:
        """A node of the list."""
        nodes = self.checklist.nodes if self.checklist else ()
        return next((node for node in nodes if node.uid == uid), None)

    def refresh(self) -> None:
        """Read the list again."""
        if self.unit is not None:
            look = partial(read_state, unit=self.unit, today=self.today, year=self._year)
            self._tasks.read(look, self._on_state, self.failed.emit)

    def poll(self) -> None:
        """Read again when another program has written to the same store."""
        if self.unit is not None and not self._tasks.writing:
            self._tasks.read(_version, self._on_version, _silent)

    def write(self, command: Command, done: Done | None = None, failed: Failed | None = None) -> None:
        """Run a command of db.commands for this unit and person. Errors go to `failed`, else to the banner."""
        if self.unit is None:
            return
        unit, by, today, year = self.unit, self.by, self.today, self._year

        def work(store: Store) -> tuple[Changes, State]:
            from db.commands.author import Author

            changes = command(store, Author(unit, by))
            return changes, read_state(store, unit=unit, today=today, year=year)

        self._tasks.write(
            work, partial(self._on_written, None if done is None else Call(done)), failed or self.failed.emit
        )

    def query(
        self,
        query: Callable[[Store], object],
        done: Callable[[object], None],
        failed: Callable[[object], None] | None = None,
    ) -> None:
        """Run a query in the background; errors go to `failed`, else to the banner."""
        self._tasks.read(query, done, failed or self.failed.emit)

    def _on_written(self, done: Call | None, result: tuple[Changes, State]) -> None:
        changes, state = result
        self._on_state(state)
        self.changed.emit(changes)
        if done is not None:
            done(changes)

    def _on_state(self, state: State) -> None:
        if state.checklist.unit.uid != self.unit:
            return  # of a unit that was left meanwhile
        self.checklist = state.checklist
        self.undo_label, self.redo_label = state.undo, state.redo
        self._version = state.version
        self.checklist_changed.emit()
        self.labels_changed.emit()

    def _on_version(self, version: int) -> None:
        if version != self._version:
            self._version = version
            self.refresh()


def read_state(store: Store, *, unit: UnitUid, today: date, year: int | None) -> State:
    """The list and the undo labels, on the store's thread."""
    from db.queries.checklist import checklist
    from db.queries.history import undo_labels

    listed = store.read(partial(_checklist, checklist, unit, today, year))
    undo, redo = store.read(partial(_labels, undo_labels, unit))
    return State(listed, undo, redo, store.data_version())


def _checklist(
    query: Callable[..., Checklist], unit: UnitUid, today: date, year: int | None, conn: object
) -> Checklist:
    return query(conn, unit, today, year=year)


def _labels(
    query: Callable[..., tuple[str | None, str | None]], unit: UnitUid, conn: object
) -> tuple[str | None, str | None]:
    return query(conn, unit)


def _version(store: Store) -> int:
    return store.data_version()


def _silent(_: KnownError) -> None:
    """The next look tells."""
