"""The banner at the page's top: what could not be done, what is safe, what to do; it stays until solved or closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from desktop.style.look import Look
from desktop.views.boxes import hbox, label
from desktop.views.buttons import IconButton, MarkLabel, button


class Banner(QFrame):
    """One message at a time, the newest; hidden when there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._text = label("", "body", wrap=True)
        self._retry = button(self.tr("Retry"), self._on_retry)
        self._again: Callable[[], None] | None = None
        close = IconButton(look, "close", self.tr("Close this message"), self.clear, size=16)
        row = hbox(MarkLabel(look, "behind", 16), self._text, self._retry, close, margins=(20, 6, 16, 6))
        row.setStretch(1, 1)
        self.setLayout(row)
        self.hide()

    def show_text(self, text: str, again: Callable[[], None] | None = None) -> None:
        """Show a message; with `again` there is a 重试 button."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._again = again
        self._retry.setVisible(again is not None)
        self.show()

    def clear(self) -> None:
        """Take the message away."""
        self._again = None
        self.hide()

    @property
    def text(self) -> str:
        """The message shown, "" when hidden."""
        return self._text.text() if self.isVisible() else ""

    def _on_retry(self) -> None:
        again = self._again
        self.clear()
        if again is not None:
            again()
