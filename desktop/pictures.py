"""Pictures of the real window over a data folder. Called by `duban demo` as a process of its own (--pictures)."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from db.errors import KnownError
from desktop.app import Desktop
from desktop.views.window import MainWindow

PAGES = (("任务清单", "tasks"), ("总览", "overview"), ("报送", "reports"))


def save_pictures(home: Path, out: Path, today: date | None) -> int:
    """Saves one PNG a page into `out` and prints their paths. Returns the exit code."""
    app = QApplication(["duban"])
    try:
        desktop = Desktop(app, home, today)
    except KnownError as error:
        print(error.sentence(), file=sys.stderr)
        return 1
    desktop.show()
    _wait(600)  # the store opens after the first paint and fills the pane
    window = desktop.window
    if isinstance(window, MainWindow):
        window.resize(1440, 900)
        for name, page in PAGES:
            window.show_page(page)
            _wait(400)
            _save(window, out / f"窗口-{name}.png")
    elif window is not None:
        _save(window, out / "窗口-首次启动.png")
    desktop.close()
    return 0


def _save(window: object, path: Path) -> None:
    window.grab().save(str(path))  # type: ignore[attr-defined]
    print(path)


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
