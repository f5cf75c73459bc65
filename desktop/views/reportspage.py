"""报送: the status report of a period to Excel and PDF, with its result in the page: open, open folder, print. A page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QWidget

from db.errors import KnownError
from db.rules.kinds import Light
from desktop.actions.exporting import Exported, Exporting
from desktop.models.arrange import counts
from desktop.models.filters import MISSING_EVIDENCE, Filter
from desktop.preferences import Preferences
from desktop.session import Session
from desktop.style.look import Look
from desktop.views.boxes import ElidedLabel, empty, hbox, label, rule, vbox
from desktop.views.buttons import MarkLabel, button
from desktop.views.tickbox import ToggleBox
from desktop.words import Words


class ReportsPage(QWidget):
    """What it calls exported has been written, read again and counted."""

    light_chosen = Signal(object)
    progressed = Signal(object)  # a sentence for the strip, "" when it has ended

    def __init__(
        self, look: Look, words: Words, session: Session, exporting: Exporting, preferences: Preferences
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look, self._words, self._session = look, words, session
        self._exporting, self._preferences = exporting, preferences
        self._exported: Exported | None = None
        self._title = label("", "card", wrap=True)
        self._folder = QLineEdit(preferences.get("window/export") or _documents())
        self._folder.setAccessibleName(self.tr("Folder"))
        self._choose = button(self.tr("Choose…"), self._on_choose)
        self.pdf, self.xlsx = ToggleBox(look), ToggleBox(look)
        self.pdf.setChecked(True)
        self.xlsx.setChecked(True)
        self.export_button = button(self.tr("Export"), self.export, role="main")
        self._checks = vbox(gap=2)
        self._result = vbox(gap=6)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(150)
        self._slow.timeout.connect(self._on_slow)
        folder_title = label(self.tr("Folder"), "caption", "text2")
        folder_title.setBuddy(self._folder)
        form = QFrame()
        form.setProperty("card", "true")
        form.setLayout(
            vbox(
                self._title,
                label(self.tr("Summary, what is late, and the ledger of every task."), "second", "text2", wrap=True),
                6,
                folder_title,
                hbox(self._folder, self._choose),
                6,
                label(self.tr("Formats"), "caption", "text2"),
                hbox(self._named(self.xlsx, "Excel"), 16, self._named(self.pdf, "PDF"), None, gap=0),
                8,
                hbox(self.export_button, None),
                self._result,
                gap=6,
                margins=(18, 16, 18, 16),
            )
        )
        checks = QFrame()
        checks.setProperty("card", "true")
        checks.setLayout(
            vbox(label(self.tr("Before it goes out"), "card"), self._checks, None, gap=8, margins=(18, 16, 18, 16))
        )
        columns = hbox(vbox(form, None), vbox(checks, None), gap=14)
        columns.setStretch(0, 3)
        columns.setStretch(1, 2)
        self.setLayout(vbox(label(self.tr("Reports"), "page"), columns, None, gap=12, margins=(24, 18, 24, 24)))
        exporting.progressed.connect(self._on_progress)
        exporting.finished.connect(self._on_finished)
        exporting.failed.connect(self._on_failed)
        exporting.cancelled.connect(self._on_cancelled)
        session.checklist_changed.connect(self.refresh)
        session.period_changed.connect(self.refresh)

    def _named(self, box: ToggleBox, name: str) -> QWidget:
        box.setAccessibleName(name)
        text = label(name)
        text.setBuddy(box)
        made = QWidget()
        made.setLayout(hbox(box, text, gap=2))
        return made

    @property
    def folder(self) -> QLineEdit:
        """The folder's field."""
        return self._folder

    def refresh(self) -> None:
        """Name the period and what is still open."""
        checklist = self._session.checklist
        if checklist is None:
            return
        period = self._words.period(self._session.period)
        self._title.setText(
            self.tr("{unit}: progress of key tasks, {period}").format(unit=checklist.unit.name, period=period)
        )
        found = counts(checklist, Filter())
        empty(self._checks)
        texts = (
            (Light.OVERDUE, self.tr("{n} overdue")),
            (Light.SEVERE, self.tr("{n} far behind")),
            (Light.BEHIND, self.tr("{n} behind")),
            (Light.RETURNED, self.tr("{n} returned")),
            (Light.UNFILED, self.tr("{n} without a current figure")),
            (MISSING_EVIDENCE, self.tr("{n} ticked without evidence")),
        )
        some = False
        for light, text in texts:
            count = found.get(light, 0)
            if count:
                some = True
                mark = MarkLabel(self._look, "" if light == MISSING_EVIDENCE else str(light))
                go = button(text.format(n=count) + " ›", partial(self.light_chosen.emit, str(light)), role="link")
                self._checks.addLayout(hbox(mark, go, None, gap=4))
        if not some:
            self._checks.addWidget(
                label(self.tr("Everything is filed and nothing is late."), "body", "text2", wrap=True)
            )

    def export(self) -> None:
        """Write the files that are ticked."""
        formats = [ext for ext, box in (("xlsx", self.xlsx), ("pdf", self.pdf)) if box.isChecked()]
        folder = Path(self._folder.text().strip() or _documents())
        self._clear()
        if not formats:
            self._say(self.tr("Tick at least one format."), "overdue")
            return
        if not folder.is_dir():
            self._say(self.tr('There is no folder "{path}". Choose another.').format(path=folder), "overdue")
            self._folder.setFocus()
            return
        self._preferences.set("window/export", str(folder))
        self.export_button.setEnabled(False)
        self._slow.start()
        self._exporting.export(folder, formats, self._session.period)

    @property
    def result(self) -> str:
        """The result line."""
        item = self._result.itemAt(1)
        widget = item.widget() if item is not None else None
        return widget.property("said") or "" if widget is not None else ""

    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), self._folder.text())
        if chosen:
            self._folder.setText(chosen)

    def _on_slow(self) -> None:
        self.export_button.setText(self.tr("Exporting…"))

    def _on_progress(self, done: int, total: int) -> None:
        self.progressed.emit(self.tr("Exporting {done}/{total}").format(done=done, total=total) if done < total else "")

    def _on_finished(self, exported: Exported) -> None:
        self._settle()
        self._exported = exported
        self._clear()
        names = self.tr(", ").join(path.name for path in exported.files)
        self._say(self.tr("Exported {n} rows; they match the data.").format(n=exported.rows), "text1", mark="done")
        self._result.addWidget(ElidedLabel(names, "second", "text2", middle=True))
        for notice in exported.notices:
            self._result.addWidget(label(notice, "second", "behind", wrap=True))
        row = hbox(gap=8)
        for path in exported.files:
            word = self.tr("Open Excel") if path.suffix == ".xlsx" else self.tr("Open PDF")
            row.addWidget(button(word, partial(self._open, path)))
        row.addWidget(button(self.tr("Open folder"), partial(self._open, exported.files[0].parent)))
        pdf = next((path for path in exported.files if path.suffix == ".pdf"), None)
        if pdf is not None:
            row.addWidget(button(self.tr("Print"), partial(self._print, pdf)))
        row.addStretch(1)
        self._result.addLayout(row)

    def _open(self, path: Path) -> None:
        if not self._exporting.open(path):
            self.progressed.emit(
                self.tr('"{name}" could not be opened; it lies in {folder}.').format(name=path.name, folder=path.parent)
            )

    def _print(self, path: Path) -> None:
        if not self._exporting.print_file(path):
            self.progressed.emit(self.tr("No printer was found; the file has been opened, print it from there."))

    def _on_failed(self, error: KnownError) -> None:
        self._settle()
        self._clear()
        self._say(self._words.error(error), "overdue")

    def _on_cancelled(self) -> None:
        self._settle()
        self._clear()
        self._say(self.tr("Cancelled; no file was left behind."), "text2")

    def _settle(self) -> None:
        self._slow.stop()
        self.export_button.setEnabled(True)
        self.export_button.setText(self.tr("Export"))
        self.progressed.emit("")

    def _clear(self) -> None:
        empty(self._result)

    def _say(self, text: str, tone: str, mark: str = "") -> None:
        self._result.addWidget(rule())
        line = QWidget()
        line.setProperty("said", text)
        row = hbox(MarkLabel(self._look, mark, 16), label(text, "body", tone, wrap=True))
        row.setStretch(1, 1)
        line.setLayout(row)
        self._result.addWidget(line)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
