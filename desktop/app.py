"""The composition root: makes every object of the window, once, and hands each what it needs. Called by desktop.__main__.

Start: the first list comes from db.first on the main thread and is painted; only then do the threads start, and with
them SQLAlchemy.
"""

from __future__ import annotations

import gc
import logging
import sys
import traceback
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

from db.errors import KnownError
from db.first import First, open_first
from db.rows import Checklist, UnitRow
from db.rules.kinds import UnitUid
from desktop import __version__
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
from desktop.views.window import MainWindow, Parts
from desktop.words import Words
from resources import path as resource

if TYPE_CHECKING:
    from db.store.store import Store

log = logging.getLogger(__name__)
SETTLED = (
    30  # ms after the first paint: the frame reaches the screen before threads compete with it for the interpreter
)


class Desktop(QObject):
    """The running program: one data folder, one window at a time."""

    def __init__(
        self,
        app: QApplication,
        home: Path,
        today: date | None = None,
        *,
        lang: str | None = None,
        plans: Path | None = None,
    ) -> None:
        """`lang` overrides the setting for this run; `plans` names another folder of plan files (tests). Raises KnownError
        when the data folder cannot be used."""
        super().__init__()
        self._app, self.home, self._plans = app, home, plans
        self._first: First | None = open_first(home, plans=plans)
        first = self._first
        self.tasks = Tasks(self._open_store)
        self.preferences = Preferences(first.setting, self.tasks)
        self._translators: list[QTranslator] = []
        self.words = Words(lang or self.preferences.get("lang", "zh_CN"))
        self._translate()
        zoom = self.preferences.get("zoom", "100")
        self.look = Look(app, self.preferences.get("theme", "system"), int(zoom) if zoom.isdigit() else 100)
        self.session = Session(self.tasks, today)
        self.session.by = self.preferences.get("author") or _user()
        self.drafts = Drafts(home / "drafts.json")
        self.proof = Proof(self.session)
        self.exporting = Exporting(self.session, self.tasks)
        self.window: QMainWindow | None = None
        self._started = False
        self._version = __version__
        app.setWindowIcon(QIcon(str(resource("icons", "duban.png"))))
        self.tasks.unexpected.connect(self.show_bug)

    # start

    def show(self) -> None:
        """Show the first screen: the list, or the first start's three steps."""
        unit = self.preferences.get("unit")
        first = self._first
        if unit and first is not None:
            checklist = first.checklist(UnitUid(unit), self.session.today, brief=True)
            self._open_window(UnitUid(unit), checklist)
        else:
            self._open_first_start()

    def start(self) -> None:
        """Start the threads: once, after the first paint."""
        if not self._started:
            self._started = True
            gc.freeze()  # what was loaded stays: collections need not look at it again
            gc.enable()
            # After the first paint: touching QLocale makes a thousand enum members.
            from PySide6.QtCore import QLocale

            QLocale.setDefault(QLocale("zh_CN"))
            self.tasks.start()
            self.tasks.read(_nothing, self._on_ready, self._on_store_failed)

    def close(self) -> None:
        """Finish every write and let go of everything."""
        self.drafts.flush()
        self.start()  # what was queued before the first paint must be written too
        self.tasks.close()
        self._close_first()
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = []
        if self.window is not None:
            self.window.removeEventFilter(self)
            self.window.hide()
            self.window.deleteLater()
            self.window = None
        self.proof.close()

    def _open_first_start(self) -> None:
        first = self._first
        if first is None:
            return
        window = QMainWindow()
        window.setWindowTitle("督办" if self.words.chinese else "Duban")
        window.setStyleSheet(self.look.sheet())
        from db.rules.directory import Directory
        from desktop.views.firststart import FirstStart

        page = FirstStart(
            self.look, self.words, first.units(), Directory.bundled(), self._read_first, self.home, self.session.by
        )
        page.finished.connect(self._on_first_done)
        window.setCentralWidget(page)
        window.resize(1100, 720)
        self._replace(window)

    def _read_first(self, unit: UnitUid) -> Checklist:
        first = self._first or open_first(self.home, plans=self._plans)
        self._first = first
        return first.checklist(unit, self.session.today)

    def _on_first_done(self, unit: UnitRow, name: str, checklist: Checklist) -> None:
        self.session.by = name
        self.preferences.set("unit", unit.uid)
        self.preferences.set("author", name)
        self._open_window(unit.uid, checklist)

    def _open_window(self, unit: UnitUid, checklist: Checklist | None = None) -> None:
        parts = Parts(
            home=self.home,
            version=self._version,
            look=self.look,
            words=self.words,
            tasks=self.tasks,
            session=self.session,
            preferences=self.preferences,
            drafts=self.drafts,
            ticking=Ticking(self.session),
            writing=Writing(self.session),
            proof=self.proof,
            undoing=Undoing(self.session),
            exporting=self.exporting,
        )
        window = MainWindow(parts)
        window.language_chosen.connect(self.set_language)
        window.closing.connect(self._on_closing)
        self.session.set_unit(unit, checklist)
        window.open_at_last()
        self._replace(window)
        if self.tasks.opened:
            window.start_polling()

    def _replace(self, window: QMainWindow) -> None:
        former, self.window = self.window, window
        window.installEventFilter(self)
        if former is not None:
            window.resize(former.size() if isinstance(former, MainWindow) else window.size())
        window.show()
        window.activateWindow()
        if former is not None:
            former.removeEventFilter(self)
            former.hide()
            former.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and watched is self.window and not self._started:
            QTimer.singleShot(SETTLED, self, self.start)
        return super().eventFilter(watched, event)

    def _open_store(self) -> Store:
        from db.store.store import Store

        return Store.open(self.home, f"desktop {self._version}", plans=self._plans)

    def _on_ready(self, _: object) -> None:
        if isinstance(self.window, MainWindow):
            self._close_first()
            self.window.start_polling()

    def _on_store_failed(self, error: KnownError) -> None:
        if isinstance(self.window, MainWindow):
            self.window.show_error(error)

    def _close_first(self) -> None:
        if self._first is not None:
            self._first.close()
            self._first = None

    # language, bugs, end

    def set_language(self, lang: str) -> None:
        """Speak another language: the window is made anew where it was."""
        if lang == self.words.lang or self.session.unit is None:
            return
        self.preferences.set("lang", lang)
        self.words = Words(lang)
        self._translate()
        if isinstance(self.window, MainWindow):
            self.window.tasks_page.remember()
            self.preferences.set("window/page", self.window.page)
        self._open_window(self.session.unit, self.session.checklist)

    def _translate(self) -> None:
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = []
        if not self.words.chinese:
            return
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in (("qtbase_zh_CN", qt), ("duban_zh_CN", str(resource("translations")))):
            translator = QTranslator(self)
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._translators.append(translator)

    def show_bug(self, error: BaseException) -> None:
        """A fault of the program: what is safe, and the details to be copied."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Duban"))
        box.setText(self.tr("This step was not carried out because of a fault in the program."))
        box.setInformativeText(
            self.tr(
                "Everything saved so far is on disk, and what was typed is kept. The details below help to mend it."
            )
        )
        box.setDetailedText("".join(traceback.format_exception(error)))
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """sys.excepthook while the window runs."""
        log.error("unexpected", exc_info=(kind, error, trace))
        if not issubclass(kind, KeyboardInterrupt):
            self.show_bug(error)

    def _on_closing(self) -> None:
        self.close()


def run(argv: list[str], home: Path, today: date | None = None, lang: str | None = None) -> int:
    """Show the window until it is closed; the program's exit code."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([argv[0] if argv else "duban"])
    app.setApplicationName("duban")
    try:
        desktop = Desktop(app, home, today, lang=lang)
    except KnownError as error:
        return _refused(error)
    QTimer.singleShot(0, desktop, lambda: _log_to(home))
    sys.excepthook = desktop.on_exception
    desktop.show()
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        desktop.close()


def _refused(error: KnownError) -> int:
    words = Words()
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Warning, "督办", words.error(error))
    box.exec()
    return 1


def _log_to(home: Path) -> None:
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(home / "duban.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


def _user() -> str:
    try:
        import getpass

        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _nothing(_: object) -> None:
    """The first turn of the store's thread: it has opened."""
