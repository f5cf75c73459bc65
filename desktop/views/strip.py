"""The status strip: what is saved, the last act with its undo, long work with 取消, the day, offline. Part of the window."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from db.rules.times import CHINA
from desktop.style.look import Look
from desktop.views.boxes import ElidedLabel, bar, hbox, label
from desktop.views.buttons import IconButton, button


class Strip(QWidget):
    """What it calls saved is on disk: it says so only after the store has returned."""

    undo_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAccessibleName(self.tr("Status"))
        self._mark = IconButton(look, "check", "", size=14)
        self._mark.setEnabled(True)
        self._mark.setFocusPolicy(self._mark.focusPolicy().NoFocus)
        self._saved = label(self.tr("Opening…"), "caption", "text2")
        self._said = ElidedLabel("", "caption", "text2")
        self._undo = button(self.tr("Undo"), self.undo_wanted.emit, role="link")
        self._undo.setProperty("scale", "caption")
        self._keys = label("Ctrl+Z", "caption", "text3")
        self._cancel = button(self.tr("Cancel"), self.cancel_wanted.emit, role="link")
        self._cancel.setProperty("scale", "caption")
        self._day = label("", "caption", "text2")
        self._offline = label(self.tr("Offline · data on this computer"), "caption", "text2")
        self._line = bar()
        self.setLayout(
            hbox(
                self._mark,
                self._saved,
                self._line,
                self._said,
                self._undo,
                self._keys,
                self._cancel,
                None,
                self._day,
                self._offline,
                margins=(16, 1, 20, 1),
            )
        )
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(150)
        self._slow.timeout.connect(self._on_slow)
        self._ready = False
        self._failed = False
        self._look = look
        look.changed.connect(self._fit)
        self._fit()
        self.say("")
        self._cancel.hide()
        self._mark.hide()

    def show_ready(self) -> None:
        """The store is open."""
        self._ready = True
        self._settled()

    def show_unsaved(self) -> None:
        """Something could not be saved; the banner says what."""
        self._slow.stop()
        self._failed = True
        self._mark.hide()
        self._saved.setText(self.tr("Not saved"))

    def show_saved(self) -> None:
        """What had failed has been saved since."""
        self._failed = False
        self._settled()

    def show_writing(self, count: int) -> None:
        """Writes under way; under 150 ms nothing is said."""
        if count:
            if not self._slow.isActive():
                self._slow.start()
        else:
            self._slow.stop()
            if self._ready and not self._failed:
                self._settled()

    def say(self, text: str, undoable: bool = False) -> None:
        """The last act, with 撤销 until the next one. Also told to screen readers."""
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self._line.setVisible(bool(text))
        self._undo.setVisible(undoable)
        self._keys.setVisible(undoable)
        if text and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def show_progress(self, text: str) -> None:
        """Long work under way, with 取消; "" when it has ended."""
        self._cancel.setVisible(bool(text))
        if text:
            self.say(text)

    def show_day(self, today: date, fixed: bool) -> None:
        """The day that lights are computed for, when it is not the clock's."""
        self._day.setText(self.tr("Today is taken as {day}").format(day=today.isoformat()) if fixed else "")

    @property
    def text(self) -> str:
        """What the strip says about the last act."""
        return self._said.text()

    @property
    def saved_text(self) -> str:
        """What the strip says about saving."""
        return self._saved.text()

    def _fit(self) -> None:
        """One height, with and without buttons."""
        self.setMinimumHeight(max(28, self._look.fonts.caption_metrics.height() + 13))

    def _settled(self) -> None:
        self._mark.show()
        self._saved.setText(self.tr("All saved {time}").format(time=f"{datetime.now(CHINA):%H:%M}"))

    def _on_slow(self) -> None:
        self._mark.hide()
        self._saved.setText(self.tr("Saving…"))
