"""What a person does at the window, for the desktop and end-to-end tests: open, wait, type, press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import Desktop
from desktop.views.firststart import FirstStart
from desktop.views.window import MainWindow

TODAY = date(2021, 5, 20)
Key = Qt.Key
NONE, CTRL, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def until(true: Callable[[], object], what: str = "") -> None:
    """Let the window work until something holds; fails after ten seconds."""
    for _ in range(1000):
        if true():
            return
        wait(10)
    raise AssertionError(what or "nothing happened for ten seconds")


def wait(milliseconds: int) -> None:
    """Let the window work. (QTest.qWait keeps Python's lock, so threads would stand still.)"""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def write(widget: QWidget, text: str) -> None:
    """Type text; what is not ASCII comes from an input method, composed and then committed."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    for preedit, commit in ((text, ""), ("", text)):
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QApplication.sendEvent(widget, event)


class Watch(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: set[str] = set()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.add(type(watched).__name__)
        return False


class Hands:
    """A running program on one data folder. `restart` closes it and opens it again, as the next morning does."""

    def __init__(self, home: Path, plans: Path, lang: str | None = None) -> None:
        self.home, self.plans, self.lang = home, plans, lang
        self._watch = Watch()
        self.windows_shown = self._watch.shown
        self.desktop = self._open()

    def _open(self) -> Desktop:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        desktop = Desktop(app, self.home, TODAY, lang=self.lang, plans=self.plans)
        desktop.look.set_theme("light")
        desktop.show()
        until(lambda: desktop.tasks.opened, "the store did not open")
        self._activate(desktop)
        return desktop

    @staticmethod
    def _activate(desktop: Desktop) -> None:
        """Give the window the keyboard, as a window system does."""
        assert desktop.window is not None
        window = desktop.window

        def active() -> bool:
            window.activateWindow()
            return window.isActiveWindow()

        until(active, "the window did not become active")

    @property
    def window(self) -> MainWindow:
        """The main window."""
        window = self.desktop.window
        assert isinstance(window, MainWindow)
        return window

    def first_start(self, unit: str = "gxt", name: str = "马晓燕") -> None:
        """The three steps, by keys alone."""
        assert self.desktop.window is not None
        page = self.desktop.window.centralWidget()
        assert isinstance(page, FirstStart)
        write(page.picker.field, unit)
        QTest.keyClick(page.picker.field, Key.Key_Return)
        assert page.step == 1
        page.name.clear()
        write(page.name, name)
        QTest.keyClick(page.name, Key.Key_Return)
        assert page.step == 2
        QTest.keyClick(page.start, Key.Key_Return)
        until(lambda: isinstance(self.desktop.window, MainWindow))
        self._activate(self.desktop)
        self.settle()

    def settle(self) -> None:
        """Until every write is on disk and the list has been read again."""
        until(lambda: self.desktop.tasks.writing == 0)
        done: list[object] = []
        self.desktop.tasks.read(lambda _: None, done.append)
        until(lambda: done)
        wait(100)  # the pane follows after 80 ms
        self.desktop.tasks.read(lambda _: None, done.append)
        until(lambda: len(done) > 1)

    def go(self, title: str) -> None:
        """Make the row with this title current, as a click does."""
        page = self.window.tasks_page
        index = next(row for row in page.model.every() if title in page.model.cells(row).title)
        view = page.list
        view.scrollTo(index)
        place = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(max(place.x(), 60), place.y()))
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, widget: QWidget | None = None) -> None:
        """A key, at the widget that has the focus."""
        QTest.keyClick(widget or QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Text into the widget that has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None
        write(widget, text)

    def card(self, text: str) -> QWidget:
        """The card of a milestone of the pane."""
        cards = self.window.pane.milestones.cards
        return next(card for card in cards if text in card.row.text)

    def click(self, widget: QWidget) -> None:
        """A left click in the middle of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def close(self) -> None:
        """Close the window, as its cross does."""
        if self.desktop.window is not None:
            self.desktop.window.close()
        self.desktop.close()
        wait(1)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def restart(self) -> None:
        """Close and open again."""
        self.close()
        self.desktop = self._open()
        self.settle()
