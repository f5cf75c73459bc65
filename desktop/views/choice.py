"""A field that offers a few values in a menu. Used where a combo box would stand: it follows the theme without pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton

from desktop.style.look import Look
from desktop.views.buttons import IconButton


class Choice(IconButton):
    """`chosen` carries the value picked by hand; `set_value` is silent."""

    chosen = Signal(object)

    def __init__(self, look: Look, name: str, values: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__(look, "chevron-down", name, text=" ", role="field", size=14)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._name = name
        menu = QMenu(self)
        self._group = QActionGroup(menu)
        for text, key in values:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(key)
            self._group.addAction(action)
        self.setMenu(menu)
        self._group.triggered.connect(self._on_triggered)
        self.set_value(value)

    @property
    def value(self) -> str:
        """The value that holds."""
        action = self._group.checkedAction()
        return str(action.data()) if action is not None else ""

    def set_value(self, value: str) -> None:
        """Show a value; one that is not offered is left out."""
        for action in self._group.actions():
            if action.data() == value:
                action.setChecked(True)
                self.setText(action.text())
                self.setAccessibleDescription(action.text())

    def _on_triggered(self, action: QAction) -> None:
        self.set_value(str(action.data()))
        self.chosen.emit(self.value)
