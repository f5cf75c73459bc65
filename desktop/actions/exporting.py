"""The status report as files: read in the store's thread, rendered in the files' thread, opened, printed.

Called by the reports page. Rendering can be cancelled and then leaves no file.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from db.errors import KnownError
from db.rules.kinds import UnitUid
from db.rules.times import Period
from desktop.session import Session
from desktop.tasks import CancelledError, Job, Tasks

if TYPE_CHECKING:
    from db.store.store import Store


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files and how many rows each holds."""

    files: tuple[Path, ...]
    rows: int
    notices: tuple[str, ...] = ()


class Exporting(QObject):
    """One export at a time."""

    progressed = Signal(object, object)  # done, total
    finished = Signal(object)  # Exported
    failed = Signal(object)  # KnownError
    cancelled = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._job: Job | None = None

    @property
    def running(self) -> bool:
        """Whether an export is under way."""
        return self._job is not None

    def export(self, folder: Path, formats: Sequence[str], period: Period) -> None:
        """Write the status report of a period into a folder, as xlsx and pdf."""
        unit, today = self._session.unit, self._session.today
        if unit is None or self.running:
            return

        def query(store: Store) -> object:
            return _report(store, unit, period, today)

        self._tasks.read(query, partial(self._on_report, folder, tuple(formats)), self._on_failed)

    def cancel(self) -> None:
        """Stop; nothing stays behind."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.cancelled.emit()

    def open(self, path: Path) -> bool:
        """Open a file or folder with the system's program."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        return path.exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def print_file(self, path: Path) -> bool:
        """Send a file to the default printer; False when this system has no way to, and the file is opened instead."""
        if sys.platform == "win32":
            os.startfile(path, "print")
            return True
        from PySide6.QtCore import QProcess

        command = shutil.which("lp") or shutil.which("lpr")
        if command and QProcess.startDetached(command, [str(path)]):
            return True
        self.open(path)
        return False

    def _on_report(self, folder: Path, formats: tuple[str, ...], report: object) -> None:
        work = partial(_render, report=report, folder=folder, formats=formats)
        self._job = self._tasks.files(work, self._on_done, self._on_failed, self._on_progress)

    def _on_progress(self, done: int, total: int) -> None:
        if self.running:
            self.progressed.emit(done, total)

    def _on_done(self, exported: Exported) -> None:
        self._job = None
        self.finished.emit(exported)

    def _on_failed(self, error: KnownError) -> None:
        self._job = None
        self.failed.emit(error)


def _report(store: Store, unit: UnitUid, period: Period, today: date) -> object:
    from db.reports.status import status_report

    return store.read(lambda conn: status_report(conn, unit, period, today))


def _render(job: Job, *, report: Any, folder: Path, formats: Sequence[str]) -> Exported:
    """On the files' thread."""
    from exports.names import file_name
    from exports.status_pdf import write_pdf
    from exports.workbook import write_workbook

    writers: dict[str, Callable[[Any, Path], Any]] = {"xlsx": write_workbook, "pdf": write_pdf}
    written: list[Path] = []
    rows, notices = 0, dict[str, None]()
    try:
        for at, ext in enumerate(formats):
            job.progress(at, len(formats))
            result = writers[ext](report, folder / file_name(report, ext))
            written.append(Path(result.path))
            rows = max(rows, result.rows)
            notices |= dict.fromkeys(result.notices)
        job.progress(len(formats), len(formats))
    except CancelledError:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return Exported(tuple(written), rows, tuple(notices))
