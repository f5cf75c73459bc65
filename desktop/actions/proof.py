"""Evidence: db.commands.evidence behind the window, opening stored files, taking files from the clipboard.

Called by the drawer, the pane's evidence page and drops on the list.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from db.rows import EvidenceRow
from db.rules.kinds import MilestoneUid
from db.rules.times import CHINA
from desktop.session import Done, Failed, Session

if TYPE_CHECKING:
    from db.commands.author import Author
    from db.rows import Changes
    from db.store.store import Store


class Proof:
    """The verbs of evidence. Pasted pictures are first written to a folder of this run."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pasted: Path | None = None

    def add(
        self,
        milestone: MilestoneUid,
        files: Sequence[Path],
        *,
        period: str = "",
        dated_on: date | None = None,
        done: Done | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Keep files as evidence of a milestone."""
        today, chosen = self._session.today, tuple(files)

        def command(store: Store, author: Author) -> Changes:
            from db.commands.evidence import add

            return add(store, author, milestone, chosen, period=period, dated_on=dated_on, today=today)

        self._session.write(command, done, failed)

    def withdraw(self, row: EvidenceRow, done: Done | None = None) -> None:
        """撤下: the file stays in the journal and undo brings it back."""
        today = self._session.today

        def command(store: Store, author: Author) -> Changes:
            from db.commands.evidence import withdraw

            return withdraw(store, author, row.id, today=today)

        self._session.write(command, done)

    def open(self, row: EvidenceRow) -> bool:
        """Open a stored file with the system's program; False when it is not there."""
        return Path(row.path).exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(row.path))

    def pasted(self, data: QMimeData) -> list[Path]:
        """The files on the clipboard; a picture (a screenshot) becomes a PNG file."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths or not data.hasImage():
            return [path for path in paths if path.is_file()]
        image = data.imageData()
        if not isinstance(image, QImage) or image.isNull():
            return []
        name = f"{datetime.now(CHINA):%Y%m%d-%H%M%S}.png"
        if self._pasted is None:
            self._pasted = Path(tempfile.mkdtemp(prefix="duban-paste-"))
        target = self._pasted / name
        return [target] if image.save(str(target), "PNG") else []  # type: ignore[call-overload]

    def close(self) -> None:
        """Remove the folder of pasted pictures."""
        if self._pasted is not None:
            shutil.rmtree(self._pasted, ignore_errors=True)
            self._pasted = None
