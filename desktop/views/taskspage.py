"""任务清单: light strip and filters, the list, the pane beside it. The window's main page.

It keeps place, folds and selection when rows change, lets the pane follow after 80 ms, and folds columns when narrow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.rows import Changes, MilestoneRow
from db.rules.kinds import LIGHT_ORDER, MilestoneUid
from desktop.actions.proof import Proof
from desktop.actions.ticking import Ticking
from desktop.models.arrange import Branch, arrange, counts, needs_work
from desktop.models.cells import Column
from desktop.models.filters import ALL, Counting, Filter
from desktop.models.tree import ChecklistTree
from desktop.preferences import Preferences
from desktop.session import Session
from desktop.style.look import Look
from desktop.views.boxes import hbox, label, vbox
from desktop.views.bulk import BulkCard
from desktop.views.buttons import button
from desktop.views.filterbar import FilterBar
from desktop.views.lightbar import LightBar
from desktop.views.tasklist import Place, TaskList
from desktop.words import Words

if TYPE_CHECKING:
    from desktop.views.pane import Pane


class TasksPage(QWidget):
    """List and pane. Everything that writes goes through the actions it was given."""

    export_wanted = Signal()
    unit_wanted = Signal()
    told = Signal(object)  # a sentence for the strip

    def __init__(
        self,
        look: Look,
        words: Words,
        session: Session,
        ticking: Ticking,
        proof: Proof,
        preferences: Preferences,
        make_pane: Callable[[], Pane],
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look, self._words, self._session = look, words, session
        self._ticking, self._proof, self._preferences = ticking, proof, preferences
        self.filter = Filter()
        self.flat = preferences.get("window/flat") == "1"
        self._pane_open = preferences.get("window/pane", "1") == "1"
        self._first = True
        self.model = ChecklistTree(self)
        self.model.set_headers(self._headers())
        self.list = TaskList(self.model, look)
        self.list.setAccessibleName(self.tr("Tasks"))
        self.lights = LightBar(look, words)
        self.bar = FilterBar(look, words, self.lights)
        self._make_pane, self._pane = make_pane, cast("Pane | None", None)
        self.bulk = BulkCard(look, words)
        self._build()
        self._connect()
        self.bar.set_flat(self.flat)
        self.list.set_flat(self.flat)
        self.list.restore_header(preferences.get("window/columns"))

    def _build(self) -> None:
        self._empty_text = label("", "body", "text2", wrap=True)
        self._empty_act = button("", self._on_empty_act)
        nothing = QWidget()
        nothing.setObjectName("listSide")
        nothing.setLayout(vbox(self._empty_text, hbox(self._empty_act, None), None, gap=12, margins=(24, 24, 24, 24)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(nothing)
        self._left = QWidget(self)
        self._left.setObjectName("listSide")
        self._left.setLayout(vbox(self.bar, self._stack, gap=0))
        self._right = QStackedWidget(self)
        self._right.setObjectName("pane")
        self._right.addWidget(QWidget())  # nothing, until the pane is made
        self._right.addWidget(self.bulk)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(80)
        self._follow.timeout.connect(self._on_follow)

    def _connect(self) -> None:
        self._session.checklist_changed.connect(self.refresh)
        self.lights.light_chosen.connect(self.set_light)
        self.bar.filter_changed.connect(self.set_filter)
        self.bar.year_chosen.connect(self._session.set_year)
        self.bar.flat_toggled.connect(self.set_flat)
        self.bar.export_wanted.connect(self.export_wanted)
        self.list.row_changed.connect(self._follow.start)
        self.list.selectionModel().selectionChanged.connect(self._follow.start)
        self.list.record_wanted.connect(self.record)
        self.list.enter_wanted.connect(self.enter_pane)
        self.list.figure_wanted.connect(self._on_figure_wanted)
        self.list.paste_wanted.connect(self.paste)
        self.model.figure_edited.connect(self._on_figure_edited)
        self.model.files_dropped.connect(self._on_files_dropped)
        self.bulk.tick_wanted.connect(self._on_bulk_tick)

    @property
    def pane(self) -> Pane:
        """The pane, made when it is first asked for: after the list's first paint, when it follows the row."""
        if self._pane is None:
            pane = self._pane = self._make_pane()
            self._right.insertWidget(0, pane)
            self._right.setCurrentWidget(pane)
            pane.step_wanted.connect(self.step)
            pane.close_wanted.connect(self.close_pane)
            pane.drawer.saved.connect(self.focus_list)
            pane.drawer.closed.connect(self.focus_list)
            pane.evidence.add_wanted.connect(self.add_evidence)
        return self._pane

    @property
    def pane_made(self) -> Pane | None:
        """The pane, if it was ever needed."""
        return self._pane

    def _headers(self) -> tuple[str, ...]:
        done = self.tr("Figure / target") if self.flat else self.tr("This year")
        return (self.tr("Task"), self.tr("Light"), done, self.tr("Role"), self.tr("Due"), self.tr("Evidence"))

    # what is shown

    def refresh(self) -> None:
        """Show the session's checklist through the filter; the user stays where he was."""
        checklist = self._session.checklist
        if checklist is None:
            return
        place = self._remembered() if self._first else self.list.place()
        known = {cells.id for index in self.model.every() if (cells := self.model.cells(index))}
        rows = arrange(checklist, self.filter, self._words, flat=self.flat)
        if not self.model.show(rows) or self._first:
            if not self._first:
                place.folded |= {plan.uid for plan in checklist.plans if plan.ended and plan.uid not in known}
            self.list.restore(place)
        self._first = False
        counting = Counting.of(checklist)
        self.lights.show_counts(counts(checklist, replace(self.filter, light=ALL)))
        self.lights.show_light(self.filter.light)
        self.bar.show_checklist(checklist, self.filter)
        self._show_empty(bool(rows))
        if rows and not self.list.currentIndex().isValid():
            self.select_worst()
        node = self.model.node(self.list.currentIndex())
        fresh = self._session.node(node.uid) if node else None
        pane = self._pane
        if fresh is not None and pane is not None and pane.node is not None and fresh.uid == pane.node.uid:
            pane.show_node(fresh, counting, checklist.year)
        self._arrange()

    def _remembered(self) -> Place:
        checklist = self._session.checklist
        ended = {plan.uid for plan in checklist.plans if plan.ended} if checklist else set()
        row = self._preferences.get("window/row")
        folded = set(filter(None, self._preferences.get("window/folded").split(",")))
        return Place(current=row, selected=[row], folded=folded | ended)

    def remember(self) -> None:
        """Keep the place for the next start."""
        place = self.list.place()
        self._preferences.set("window/row", place.current)
        self._preferences.set("window/folded", ",".join(sorted(place.folded))[:4000])
        self._preferences.set("window/columns", self.list.header_state())
        self._preferences.set("window/flat", "1" if self.flat else "0")
        self._preferences.set("window/pane", "1" if self._pane_open else "0")

    def _show_empty(self, some: bool) -> None:
        self._stack.setCurrentIndex(0 if some else 1)
        if some:
            return
        if self.filter.plain:
            self._empty_text.setText(self.tr("The plans hold no task for this unit."))
            self._empty_act.setText(self.tr("Change unit"))
        else:
            self._empty_text.setText(self.tr("No task meets the filter."))
            self._empty_act.setText(self.tr("Clear the filter"))
        if self._pane is not None:
            self._pane.show_node(None, Counting({}), self._session.year)

    def _on_empty_act(self) -> None:
        if self.filter.plain:
            self.unit_wanted.emit()
        else:
            self.set_filter(Filter())

    def set_filter(self, wanted: Filter) -> None:
        """Narrow the list."""
        if wanted != self.filter:
            self.filter = wanted
            self.refresh()

    def set_light(self, light: str) -> None:
        """Filter by a button of the light strip."""
        self.set_filter(replace(self.filter, light=light))

    def set_search(self, text: str) -> None:
        """Filter by words or pinyin initials."""
        self.set_filter(replace(self.filter, text=text))

    def set_flat(self, flat: bool) -> None:
        """Tree, or a row a milestone."""
        uid = self._current_node_uid()
        self.flat = flat
        self.model.set_headers(self._headers())
        self.list.set_flat(flat)
        self.bar.set_flat(flat)
        self.refresh()
        for index in self.model.every():
            node = self.model.node(index)
            if node is not None and node.uid == uid:
                self.list.go_to(index)
                break

    def _current_node_uid(self) -> str:
        node = self.model.node(self.list.currentIndex())
        return node.uid if node else ""

    # the row the user is on

    def select_worst(self) -> None:
        """Make the worst row of the plans in force current: what the first start ends with."""
        checklist = self._session.checklist
        if checklist is None:
            return
        ended = {plan.uid for plan in checklist.plans if plan.ended}
        best: tuple[tuple[bool, int, object], QModelIndex] | None = None
        for index in self.model.every():
            node = self.model.node(index)
            if node is None or (node.kind != "task" and not node.milestones):
                continue
            rank = (node.plan in ended, LIGHT_ORDER[node.light], node.next_due or checklist.today.max)
            if best is None or rank < best[0]:
                best = (rank, index)
        if best is not None:
            self.list.go_to(best[1])

    def step(self, by: int) -> None:
        """To the next or previous row."""
        here = self.list.currentIndex()
        there = self.list.indexBelow(here) if by > 0 else self.list.indexAbove(here)
        if there.isValid():
            self.list.go_to(there)

    def next_work(self, by: int) -> None:
        """F4: the next (or previous) row that needs work, round the end."""
        checklist = self._session.checklist
        if checklist is None:
            return
        counting = Counting.of(checklist)
        ended = {plan.uid for plan in checklist.plans if plan.ended}
        rows = self.model.every()
        here = next((at for at, index in enumerate(rows) if index == self.list.currentIndex().siblingAtColumn(0)), -1)
        order = [(here + by * step) % len(rows) for step in range(1, len(rows) + 1)] if rows else []
        for at in order:
            branch = self.model.branch(rows[at])
            if branch is None or branch.node is None or branch.node.plan in ended:
                continue
            if needs_work(branch.node, counting):
                self.list.go_to(rows[at])
                return
        self.told.emit(self.tr("Nothing here needs work."))

    def record(self) -> None:
        """Space: open the drawer on the current row's milestone that needs it most."""
        if self._right.currentWidget() is self.bulk:
            self.bulk.tick_button.setFocus()
            return
        self._on_follow()
        self.open_pane()
        branch = self.model.branch(self.list.currentIndex())
        if branch is None or branch.node is None:
            return
        self.pane.record(branch.milestone)
        if self.pane.drawer.row is None:
            self.told.emit(self.tr("There is nothing to record here; the milestones stand in the tasks below."))

    def _on_figure_wanted(self) -> None:
        self._on_follow()
        self.open_pane()
        self.pane.record(figure=True)

    def enter_pane(self) -> None:
        """Enter: into the pane."""
        self._on_follow()
        self.open_pane()
        self.pane.enter()

    def focus_list(self) -> None:
        """Back to the row."""
        self.list.setFocus()

    def escape(self) -> bool:
        """Close the top layer; False when there is none left here."""
        if self.pane.drawer.row is not None:
            self.pane.drawer.close_drawer()
        elif self.pane.isAncestorOf(QGuiApplication.focusObject()):  # type: ignore[arg-type]
            self.focus_list()
        elif self._narrow() and self._pane_open:
            self.close_pane()
        elif len(self.list.selected_indexes()) > 1:
            self.list.go_to(self.list.currentIndex())
        else:
            return False
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow.start()  # anew: the list is painted before the pane is made

    def _on_follow(self) -> None:
        self._follow.stop()
        if self._pane is None and not self.isVisible():
            return
        checklist = self._session.checklist
        chosen = self.list.selected_indexes()
        if checklist is None:
            return
        if len(chosen) > 1:
            self._show_bulk(chosen, Counting.of(checklist))
            return
        self._right.setCurrentWidget(self.pane)
        node = self.model.node(self.list.currentIndex())
        fresh = self._session.node(node.uid) if node else None
        if fresh is not None:
            self.pane.show_node(fresh, Counting.of(checklist), checklist.year)

    def _show_bulk(self, chosen: list[QModelIndex], counting: Counting) -> None:
        rows: dict[MilestoneUid, MilestoneRow] = {}
        for index in chosen:
            branch = self.model.branch(index)
            if branch is None or branch.node is None:
                continue
            found = [branch.milestone] if branch.milestone else list(branch.node.milestones)
            rows |= {row.uid: row for row in found if counting.takes(row)}
        self.bulk.show_rows(list(rows.values()), len(chosen))
        self._right.setCurrentWidget(self.bulk)

    # writing

    def _on_figure_edited(self, row: MilestoneRow, text: str) -> None:
        """The drawer saves it, so that a bad or doubtful figure is met in one place."""
        self._on_follow()
        self.open_pane()
        self.pane.record(row)
        self.pane.drawer.figure.setText(text)
        self.pane.drawer.save_main()

    def _on_files_dropped(self, branch: Branch, paths: list[str]) -> None:
        node = branch.node
        if node is None:
            return
        index = self.model.find(branch.cells.id)
        self.list.go_to(index)
        self._on_follow()
        row = branch.milestone or self.pane.milestones.worst_open()
        if row is not None:
            self._proof.add(row.uid, [Path(path) for path in paths], period=row.period)

    def add_evidence(self) -> None:
        """Ctrl+T: choose files for the current row's milestone."""
        self.record()
        if self.pane.drawer.row is not None:
            self.pane.drawer.files.ask()

    def paste(self) -> None:
        """Ctrl+V: files or a picture from the clipboard into the drawer."""
        if self.pane.drawer.row is None:
            self.record()
        if self.pane.drawer.row is not None and not self.pane.drawer.paste():
            self.told.emit(self.tr("The clipboard holds no file and no picture."))

    def _on_bulk_tick(self, milestones: list[MilestoneUid], note: str) -> None:
        self._ticking.many(milestones, note, self._on_bulk_done)

    def _on_bulk_done(self, _: Changes) -> None:
        self.list.go_to(self.list.currentIndex())
        self.focus_list()

    # layout

    def open_pane(self) -> None:
        """Show the pane."""
        if not self._pane_open:
            self._pane_open = True
            self._arrange()

    def close_pane(self) -> None:
        """Hide the pane; a draft stays."""
        if self.pane.drawer.row is not None:
            self.pane.drawer.close_drawer()
        self._pane_open = False
        self._arrange()
        self.focus_list()

    @property
    def pane_open(self) -> bool:
        """Whether the pane is shown."""
        return self._pane_open

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _narrow(self) -> bool:
        return self.width() < 1120

    def _arrange(self) -> None:
        wide = 444 if self.width() >= 1320 else 412
        pane = round(wide * max(1.0, self._look.zoom / 100)) if self._pane_open else 0
        pane = min(pane, max(0, self.width() - 360))
        left = self.width() - pane
        self._left.setGeometry(0, 0, left, self.height())
        self._right.setVisible(pane > 0)
        self._right.setGeometry(left, 0, pane, self.height())
        hidden = {
            Column.LIGHT: left < 600,
            Column.DONE: left < 820,
            Column.ROLE: left < 900 or (self.flat and left < 1000),
            Column.DUE: left < 700,
            Column.EVIDENCE: left < 860,
        }
        for column, hide in hidden.items():
            self.list.setColumnHidden(column, hide)
        self.bar.set_width(left)
