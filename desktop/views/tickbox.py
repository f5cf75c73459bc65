"""A check box that asks instead of changing: what it shows is what the store holds. Drawn as the tokens say.

Used by cards and points; the flat list paints the same box in its delegate.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from desktop.style.look import Look


class TickBox(QCheckBox):
    """A box of 16 px in a target of 28. Its words stand beside it, in a label of the card."""

    asked = Signal()

    def __init__(self, look: Look, side: int = 16) -> None:
        super().__init__()
        self._look, self._side = look, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def nextCheckState(self) -> None:
        self.asked.emit()

    def sizeHint(self) -> QSize:
        return QSize(28, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, colour = self._look.tokens, self._look.colour
        side = self._side
        box = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        checked, enabled = self.isChecked(), self.isEnabled()
        border = tokens.line if not enabled else tokens.accent if checked else tokens.control
        fill = tokens.sunken if not enabled else tokens.accent if checked else tokens.surface
        painter.setPen(QPen(colour(border), 1.4))
        painter.setBrush(colour(fill))
        painter.drawRoundedRect(box.toRectF(), 4, 4)
        if checked:
            dpr = self.devicePixelRatioF()
            tick = self._look.icons.pixmap("check", side - 2, dpr, tokens.on_accent if enabled else tokens.text3)
            painter.drawPixmap(box.left() + 1, box.top() + 1, tick)
        if self.hasFocus():
            painter.setPen(QPen(colour(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.toRectF().adjusted(-4, -4, 4, 4), 6, 6)


class ToggleBox(TickBox):
    """The same box where a click just toggles: a choice of the form it stands in."""

    def nextCheckState(self) -> None:
        self.setChecked(not self.isChecked())
