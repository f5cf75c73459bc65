"""Buttons with names for people who cannot see them, and icons that follow the theme. Used by every view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.style.look import Look


def button(text: str, clicked: Callable[[], object] | None = None, *, role: str = "", name: str = "") -> QPushButton:
    """A push button; role "main", "quiet" or "link". `clicked` must be a bound method or a function."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if role:
        made.setProperty("role", role)
    made.setAccessibleName(name or text)
    if clicked is not None:
        made.clicked.connect(_Without(clicked))
    return made


class _Without:
    """Calls without the checked flag that `clicked` brings."""

    def __init__(self, function: Callable[[], object]) -> None:
        self._function = function

    def __call__(self, *_: object) -> None:
        self._function()


class IconButton(QToolButton):
    """A tool button whose line icon is drawn again when the theme changes."""

    def __init__(
        self,
        look: Look,
        icon: str,
        name: str,
        clicked: Callable[[], object] | None = None,
        *,
        text: str = "",
        role: str = "",
        size: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._size = look, icon, size
        self.setAccessibleName(name)
        self.setToolTip("" if text else name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(size, size))
        if role:
            self.setProperty("role", role)
        if text:
            self.setText(text)
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if clicked is not None:
            self.clicked.connect(_Without(clicked))
        look.changed.connect(self._redraw)
        self._redraw()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._redraw()

    def _redraw(self) -> None:
        if self._icon:
            colour = self._look.tokens.text1 if self.isChecked() else self._look.tokens.text2
            self.setIcon(self._look.icons.icon(self._icon, self._size, colour))


class MarkLabel(QToolButton):
    """A light's mark that stands for itself: no button, drawn again with the theme."""

    def __init__(self, look: Look, light: str = "", size: int = 14) -> None:
        super().__init__()
        self._look, self._light, self._size = look, light, size
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet("QToolButton { border: none; padding: 0px; background: transparent; }")
        self.setIconSize(QSize(size, size))
        look.changed.connect(self._redraw)
        self._redraw()

    def set_light(self, light: str) -> None:
        """Show this light."""
        if light != self._light:
            self._light = light
            self._redraw()

    def _redraw(self) -> None:
        if not self._light:
            self.hide()
            return
        self.setIcon(self._look.icons.mark_icon(self._light, self._size))
        if self.parentWidget() is not None:  # without one it would flash up as a window of its own
            self.show()
