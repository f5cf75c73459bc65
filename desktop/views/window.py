"""The main window: rail, top bar, banner, pages, strip, and the keys. Built by desktop.app, which injects all it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from db.errors import KnownError
from db.rows import Changes, UnitRow
from db.rules.times import Period
from desktop.actions.exporting import Exporting
from desktop.actions.proof import Proof
from desktop.actions.ticking import Ticking
from desktop.actions.undoing import Undoing
from desktop.actions.writing import Writing
from desktop.drafts import Drafts
from desktop.preferences import Preferences
from desktop.session import Session
from desktop.style.look import Look
from desktop.tasks import Tasks
from desktop.views.banner import Banner
from desktop.views.boxes import hbox, vbox
from desktop.views.rail import Rail
from desktop.views.shortcuts import Shortcuts, add_all
from desktop.views.strip import Strip
from desktop.views.taskspage import TasksPage
from desktop.views.topbar import TopBar
from desktop.words import Words

if TYPE_CHECKING:
    from db.store.store import Store
    from desktop.views.overviewpage import OverviewPage
    from desktop.views.pane import Pane
    from desktop.views.reportspage import ReportsPage
    from desktop.views.settingspage import SettingsPage

PAGES = ("overview", "tasks", "reports", "settings")
BANNER_CODES = ("disk_", "database_", "home_", "store_", "file_not_writable")


@dataclass(slots=True)
class Parts:
    """What the window is built from; made once by desktop.app."""

    home: Path
    version: str
    look: Look
    words: Words
    tasks: Tasks
    session: Session
    preferences: Preferences
    drafts: Drafts
    ticking: Ticking
    writing: Writing
    proof: Proof
    undoing: Undoing
    exporting: Exporting


class MainWindow(QMainWindow):
    """The window over one session. `language_chosen` and `closing` are the composition root's business."""

    language_chosen = Signal(object)
    closing = Signal()

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts
        self._session = parts.session
        self._last_export: Path | None = None
        self.setWindowTitle(self.tr("Duban"))
        self.setMinimumSize(720, 480)
        self.strip = Strip(parts.look)
        self.banner = Banner(parts.look)
        self._shortcuts = Shortcuts(self)
        add_all(self._shortcuts, self._acts(), self._light)
        self.addActions(self._shortcuts.every())
        self._make_pages()
        self._lay_out()
        self._connect()
        self._on_labels()
        self._on_look()
        self.strip.show_day(self._session.today, self._session.today_is_set)
        self._timer = QTimer(self)
        self._timer.setInterval(3000)
        self._timer.timeout.connect(self._on_tick)
        width, _, height = parts.preferences.get("window/size", "1440x900").partition("x")
        self.resize(QSize(int(width), int(height)))

    def _make_pages(self) -> None:
        p = self.parts
        self.tasks_page = TasksPage(p.look, p.words, p.session, p.ticking, p.proof, p.preferences, self._make_pane)
        self.topbar = TopBar(p.look, p.words, self._shortcuts["undo"], self._shortcuts["redo"])
        self.rail = Rail(
            p.look,
            [
                ("overview", "overview", self.tr("Overview"), "Ctrl+1"),
                ("tasks", "tasks", self.tr("Tasks"), "Ctrl+2"),
                ("reports", "reports", self.tr("Reports"), "Ctrl+3"),
            ],
            [("settings", "settings", self.tr("Settings"), "Ctrl+,")],
        )
        self._pages: dict[str, QWidget] = {"tasks": self.tasks_page}

    # The pane and the other pages are imported and made when they are first needed: the list is painted sooner.

    def _make_pane(self) -> Pane:
        from desktop.views.drawer import Drawer
        from desktop.views.evidencepage import EvidencePage
        from desktop.views.pane import Pane
        from desktop.views.progresspage import ProgressPage

        p = self.parts
        drawer = Drawer(p.look, p.words, p.session, p.ticking, p.proof, p.drafts)
        progress = ProgressPage(p.look, p.words, p.session, p.writing, p.drafts)
        evidence = EvidencePage(p.look, p.words, p.proof)
        evidence.missing.connect(self._on_missing)
        return Pane(p.look, p.words, p.session, p.ticking, p.writing, drawer, progress, evidence)

    @property
    def pane(self) -> Pane:
        """The pane beside the list."""
        return self.tasks_page.pane

    @property
    def overview(self) -> OverviewPage:
        """总览."""
        return cast("OverviewPage", self._page("overview"))

    @property
    def reports(self) -> ReportsPage:
        """报送."""
        return cast("ReportsPage", self._page("reports"))

    @property
    def settings(self) -> SettingsPage:
        """设置."""
        return cast("SettingsPage", self._page("settings"))

    def _page(self, name: str) -> QWidget:
        if name not in self._pages:
            makers = {"overview": self._make_overview, "reports": self._make_reports, "settings": self._make_settings}
            self._pages[name] = makers[name]()
            self._stack.addWidget(self._pages[name])
        return self._pages[name]

    def _make_overview(self) -> OverviewPage:
        from desktop.views.overviewpage import OverviewPage

        page = OverviewPage(self.parts.look, self.parts.words, self._session)
        page.light_chosen.connect(self._on_light_chosen)
        page.node_chosen.connect(self.show_node)
        return page

    def _make_reports(self) -> ReportsPage:
        from desktop.views.reportspage import ReportsPage

        p = self.parts
        page = ReportsPage(p.look, p.words, p.session, p.exporting, p.preferences)
        page.light_chosen.connect(self._on_light_chosen)
        page.progressed.connect(self._on_progress)
        page.refresh()
        return page

    def _make_settings(self) -> SettingsPage:
        from desktop.views.settingspage import SettingsPage

        p = self.parts
        page = SettingsPage(p.look, p.session, p.preferences, p.home, p.version)
        page.unit_wanted.connect(self.choose_unit)
        page.language_chosen.connect(self.language_chosen)
        page.refresh()
        return page

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        right = vbox(self.topbar, self.banner, self._stack, gap=0)
        right.setStretch(2, 1)
        whole = vbox(hbox(self.rail, right, gap=0), self.strip, gap=0)
        whole.setStretch(0, 1)
        central = QWidget()
        central.setObjectName("page")
        central.setLayout(whole)
        self.setCentralWidget(central)
        self.rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _connect(self) -> None:
        p = self.parts
        p.look.changed.connect(self._on_look)
        p.tasks.writing_changed.connect(self.strip.show_writing)
        p.tasks.known_error.connect(self.show_error)
        p.session.failed.connect(self.show_error)
        p.session.changed.connect(self._on_changed)
        p.session.labels_changed.connect(self._on_labels)
        p.session.checklist_changed.connect(self._on_checklist)
        p.session.period_changed.connect(self._show_period)
        p.exporting.finished.connect(self._on_exported)
        self.rail.page_chosen.connect(self.show_page)
        self.topbar.unit_wanted.connect(self.choose_unit)
        self.topbar.period_chosen.connect(p.session.set_period)
        self.topbar.report_wanted.connect(partial(self.show_page, "reports"))
        self.topbar.search.searched.connect(self._on_search)
        self.topbar.search.returnPressed.connect(self.tasks_page.focus_list)
        self.strip.undo_wanted.connect(p.undoing.undo)
        self.strip.cancel_wanted.connect(p.exporting.cancel)
        self.tasks_page.unit_wanted.connect(self.choose_unit)
        self.tasks_page.export_wanted.connect(self.export)
        self.tasks_page.told.connect(self.strip.say)

    def _acts(self) -> dict[str, Callable[[], object]]:
        return {
            "overview": partial(self.show_page, "overview"),
            "tasks": partial(self.show_page, "tasks"),
            "reports": partial(self.show_page, "reports"),
            "settings": partial(self.show_page, "settings"),
            "search": self._focus_search,
            "filter": self._open_filter,
            "undo": self.parts.undoing.undo,
            "redo": self.parts.undoing.redo,
            "export": self.export,
            "report": partial(self.show_page, "reports"),
            "print": self.print_report,
            "history": self._show_history,
            "unit": self.choose_unit,
            "again": self._session.refresh,
            "region": partial(self._go_region, 1),
            "region_back": partial(self._go_region, -1),
            "flat": self._toggle_flat,
            "work": partial(self._go_work, 1),
            "work_back": partial(self._go_work, -1),
            "full": self._toggle_full,
            "larger": partial(self._zoom, 1),
            "smaller": partial(self._zoom, -1),
            "plain": partial(self._zoom, 0),
            "evidence": self._add_evidence,
            "note": self._write_note,
            "carry": self._carry,
            "keys": self.show_keys,
            "escape": self.escape,
        }

    # pages

    def show_page(self, name: str) -> None:
        """Show a page of the rail."""
        if name not in PAGES:
            return
        page = self._page(name)
        self._stack.setCurrentWidget(page)
        self.rail.show_page(name)
        if name == "overview":
            self.overview.refresh()
        if page is self.tasks_page:
            self.tasks_page.focus_list()

    @property
    def page(self) -> str:
        """The page shown."""
        return next(name for name, page in self._pages.items() if page is self._stack.currentWidget())

    def show_node(self, uid: str) -> None:
        """Show a node in the list."""
        self.show_page("tasks")
        index = self.tasks_page.model.find(uid)
        if not index.isValid():
            self.tasks_page.set_light("all")
            index = self.tasks_page.model.find(uid)
        if index.isValid():
            self.tasks_page.list.go_to(index)

    def open_at_last(self) -> None:
        """The page that was left at the last end; the list with its worst row at the first start."""
        self.show_page(self.parts.preferences.get("window/page", "tasks"))

    def start_polling(self) -> None:
        """The store is up: watch for other programs' writes and for midnight."""
        self.strip.show_ready()
        self._timer.start()

    # messages

    def show_error(self, error: KnownError) -> None:
        """A known error: a banner with what is safe; retry where that helps."""
        if error.code.startswith(BANNER_CODES):
            self.strip.show_unsaved()
        again = self._session.refresh if error.code in {"database_busy"} else None
        self.banner.show_text(self.parts.words.error(error), again)

    def _on_changed(self, changes: Changes) -> None:
        self.banner.clear()
        self.strip.show_saved()
        text = self.parts.words.done(changes)
        self.strip.say(text, undoable=self._session.undo_label is not None and not changes.code.startswith("undone"))
        if changes.warnings:
            self.banner.show_text("\n".join(changes.warnings))

    def _on_labels(self) -> None:
        for name, word, what in (
            ("undo", self.tr("Undo"), self._session.undo_label),
            ("redo", self.tr("Redo"), self._session.redo_label),
        ):
            action = self._shortcuts[name]
            action.setEnabled(what is not None)
            action.setText(f"{word} {what}" if what else word)
            keys = "Ctrl+Z" if name == "undo" else "Ctrl+Y"
            nothing = self.tr("Nothing to undo") if name == "undo" else self.tr("Nothing to redo")
            action.setToolTip(f"{word} {what}  {keys}" if what else nothing)

    def _on_checklist(self) -> None:
        checklist = self._session.checklist
        if checklist is None:
            return
        late = sum(count for light, count in checklist.lights if light.value in {"overdue", "severe"})
        self.rail.set_count("tasks", late)
        self.topbar.show_unit(checklist.unit.name, checklist.unit.short or checklist.unit.name)
        self._show_period()
        self.setWindowTitle(f"{checklist.unit.name} · " + self.tr("Duban"))

    def _show_period(self) -> None:
        self.topbar.show_period(self._session.period, period_choices(self._session.period, self._session.today.year))

    def _on_progress(self, text: str) -> None:
        running = self.parts.exporting.running
        self.strip.show_progress(text if running else "")
        if text and not running:
            self.strip.say(text)

    def _on_exported(self, exported: object) -> None:
        files = getattr(exported, "files", ())
        self._last_export = next((path for path in files if path.suffix == ".pdf"), None)
        self.strip.say(self.tr("Exported {names}").format(names=", ".join(path.name for path in files)))

    def _on_missing(self, name: str) -> None:
        self.banner.show_text(
            self.tr('"{name}" could not be opened: its file is gone or no program opens it.').format(name=name)
        )

    def _on_look(self) -> None:
        self.setStyleSheet(self.parts.look.sheet())

    def _on_tick(self) -> None:
        checklist = self._session.checklist
        if checklist is not None and checklist.today != self._session.today:
            self._session.refresh()
        else:
            self._session.poll()

    # what the keys do

    def _focus_search(self) -> None:
        if self.page not in {"tasks"}:
            self.show_page("tasks")
        self.topbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.topbar.search.selectAll()

    def _on_search(self, text: str) -> None:
        if text and self.page != "tasks":
            self._stack.setCurrentWidget(self.tasks_page)
            self.rail.show_page("tasks")
        self.tasks_page.set_search(text)

    def _open_filter(self) -> None:
        self.show_page("tasks")
        self.tasks_page.bar.open_menu()

    def _on_light_chosen(self, light: str) -> None:
        self.show_page("tasks")
        self.tasks_page.set_light(light)

    def _light(self, number: int) -> None:
        keys = self.tasks_page.lights.shown_keys()
        if number < len(keys):
            self._on_light_chosen(keys[number])

    def export(self) -> None:
        """Ctrl+E: the report of this period to the last folder."""
        self.show_page("reports")
        self.reports.export()

    def print_report(self) -> None:
        """Ctrl+P: print the last exported PDF; without one, make it first."""
        self.show_page("reports")
        if self._last_export is None or not self._last_export.exists():
            self.reports.export()
        else:
            self.parts.exporting.print_file(self._last_export)

    def choose_unit(self) -> None:
        """Ctrl+U: read the directory, then ask."""
        self._session.query(_units, self._on_units)

    def _on_units(self, units: object) -> None:
        if not isinstance(units, tuple):
            return
        from db.rules.directory import Directory
        from desktop.views.unitpicker import UnitDialog

        dialog = UnitDialog(self.parts.look, units, Directory.bundled(), self)
        if dialog.exec() and dialog.picked is not None:
            self.use_unit(dialog.picked)

    def use_unit(self, unit: UnitRow) -> None:
        """Work for another unit."""
        self.parts.preferences.set("unit", unit.uid)
        self._session.set_unit(unit.uid)
        self.show_page("tasks")

    def _show_history(self) -> None:
        self.show_page("tasks")
        self.tasks_page.open_pane()
        self.pane.show_tab("history")
        self.pane.enter()

    def _go_region(self, by: int) -> None:
        regions: list[QWidget] = [self.rail.button(self.page), self.topbar.search]
        if self.page == "tasks":
            regions += [self.tasks_page.lights.chip(self.tasks_page.filter.light), self.tasks_page.list]
            if self.tasks_page.pane_open:
                regions.append(self.pane)
        else:
            regions.append(self._pages[self.page])
        focus = QApplication.focusWidget()
        here = next((at for at, part in enumerate(regions) if focus is not None and part.isAncestorOf(focus)), -1)
        here = next((at for at, part in enumerate(regions) if part is focus), here)
        there = regions[(here + by) % len(regions)]
        if there is self.pane:
            self.pane.enter()
        elif there is self._pages[self.page] and self.page != "tasks":
            there.focusNextChild()
        else:
            there.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle_flat(self) -> None:
        self.show_page("tasks")
        self.tasks_page.set_flat(not self.tasks_page.flat)

    def _go_work(self, by: int) -> None:
        self.show_page("tasks")
        self.tasks_page.next_work(by)

    def _toggle_full(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _zoom(self, by: int) -> None:
        self.parts.preferences.set("zoom", str(self.parts.look.step_zoom(by)))

    def _add_evidence(self) -> None:
        self.show_page("tasks")
        self.tasks_page.add_evidence()

    def _write_note(self) -> None:
        self.show_page("tasks")
        self.tasks_page.record()
        if self.pane.drawer.row is not None:
            self.pane.drawer.note.setFocus()

    def _carry(self) -> None:
        self.show_page("tasks")
        self.tasks_page.open_pane()
        self.pane.show_tab("progress")
        self.pane.progress.carry_forward()

    def show_keys(self) -> None:
        """Ctrl+/."""
        from desktop.views.keysheet import KeySheet

        KeySheet(self.parts.look, self).exec()

    def escape(self) -> None:
        """Esc closes the top layer only."""
        search = self.topbar.search
        if search.hasFocus():
            if search.text():
                search.clear()
            else:
                self.show_page("tasks")
        elif self.page == "tasks" and self.tasks_page.escape():
            return
        elif self.banner.isVisible():
            self.banner.clear()
        elif self.isFullScreen():
            self._toggle_full()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        pane = self.tasks_page.pane_made
        if pane is not None:
            if pane.drawer.row is not None:
                pane.drawer.close_drawer()
            pane.progress.leave()
        self.tasks_page.remember()
        if not self.isFullScreen() and not self.isMaximized():
            self.parts.preferences.set("window/size", f"{self.width()}x{self.height()}")
        self.parts.preferences.set("window/page", self.page)
        super().closeEvent(event)
        self.closing.emit()


def period_choices(period: Period, year: int) -> list[Period]:
    """What the period menu offers: the year's months, quarters, halves and the year; last year's end too."""
    keys = [f"{year - 1}-12", f"{year - 1}"] + [f"{year}-{month:02d}" for month in range(1, 13)]
    keys += [f"{year}Q{quarter}" for quarter in range(1, 5)] + [f"{year}H1", f"{year}"]
    choices = [Period.parse(key) for key in keys]
    return choices if period in choices else [period, *choices]


def _units(store: Store) -> object:
    from db.queries.units import units

    return store.read(units)
