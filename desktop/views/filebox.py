"""The drawer's files: a list with remove buttons, and a place to drop, paste or choose. Used by the drawer."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.style.look import Look, restyle
from desktop.views.boxes import ElidedLabel, empty, hbox, label, vbox
from desktop.views.buttons import IconButton, button


def size_text(size: int) -> str:
    """A file's size: 84 KB, 1.2 MB."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


class FileBox(QWidget):
    """Files to be added. `changed` after each change; `paste_wanted` when the paste link is used."""

    changed = Signal()
    paste_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._files: list[Path] = []
        self._folder = ""
        self._list = vbox(gap=4)
        self._drop = QFrame()
        self._drop.setObjectName("drop")
        hint = label(self.tr("Drop files, or Ctrl+V"), "second", "text2")
        self.choose = button(self.tr("Choose files…"), self.ask, role="link")
        self._drop.setLayout(hbox(None, hint, self.choose, None, gap=2, margins=(8, 3, 8, 3)))
        self.setLayout(vbox(self._list, self._drop, gap=4))
        self.setAcceptDrops(True)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files chosen, in order."""
        return tuple(self._files)

    def set_files(self, files: list[Path]) -> None:
        """Start with these."""
        self._files = list(files)
        self._redraw()

    def add(self, files: list[Path]) -> None:
        """Add files; one that is there already is not added twice."""
        self._files += [file for file in dict.fromkeys(files) if file not in self._files]
        self._redraw()
        self.changed.emit()

    def ask(self) -> None:
        """Choose files in a dialog."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose evidence files"), self._folder)
        if chosen:
            self._folder = str(Path(chosen[0]).parent)
            self.add([Path(name) for name in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._outline(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._outline(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._outline(False)
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _outline(self, over: bool) -> None:
        self._drop.setProperty("over", "true" if over else "false")
        restyle(self._drop)

    def _remove(self, file: Path) -> None:
        self._files.remove(file)
        self._redraw()
        self.changed.emit()

    def _redraw(self) -> None:
        empty(self._list)
        for file in self._files:
            frame = QFrame()
            frame.setProperty("card", "true")
            size = size_text(file.stat().st_size) if file.exists() else self.tr("not found")
            name = ElidedLabel(file.name, middle=True)
            remove = IconButton(
                self._look,
                "close",
                self.tr("Leave out {name}").format(name=file.name),
                partial(self._remove, file),
                size=14,
            )
            row = hbox(name, label(size, "caption", "text3"), None, remove, margins=(10, 1, 4, 1))
            frame.setLayout(row)
            self._list.addWidget(frame)
