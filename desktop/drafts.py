"""What was typed and not yet saved, by milestone or task: kept in a small file, so that a crash loses nothing.

Used by the drawer and the progress page. The file is the window's own; the journal never sees it.
"""

from __future__ import annotations

import contextlib
import json
import logging
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

log = logging.getLogger(__name__)
Draft = dict[str, object]


class Drafts(QObject):
    """Drafts by key ("unit/milestone/period"). Written half a second after the last change, and on `flush`."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._drafts: dict[str, Draft] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self.flush)
        with contextlib.suppress(OSError, ValueError):
            loaded = json.loads(file.read_text(encoding="utf-8"))
            self._drafts = {key: value for key, value in loaded.items() if isinstance(value, dict)}

    def get(self, key: str) -> Draft | None:
        """The draft under a key."""
        return self._drafts.get(key)

    def put(self, key: str, draft: Draft) -> None:
        """Keep a draft; an empty one is forgotten."""
        if any(draft.values()):
            self._drafts[key] = draft
        else:
            self._drafts.pop(key, None)
        self._timer.start()

    def drop(self, key: str) -> None:
        """Forget a draft: it has been saved."""
        if self._drafts.pop(key, None) is not None:
            self._timer.start()

    def flush(self) -> None:
        """Write the file now."""
        self._timer.stop()
        beside = self._file.with_suffix(".tmp")
        try:
            beside.write_text(json.dumps(self._drafts, ensure_ascii=False), encoding="utf-8")
            beside.replace(self._file)
        except OSError:
            log.warning("drafts not written", exc_info=True)
