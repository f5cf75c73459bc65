"""A thin bar: how far against the target, with a stroke where it should be today (序时). Used by cards and 总览."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.style.look import Look


class ProgressBar(QWidget):
    """Decoration: the words beside it carry the meaning, so screen readers skip it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._progress: Decimal | None = None
        self._expected: Decimal | None = None
        self._light = "on_track"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_progress(self, progress: Decimal | None, expected: Decimal | None, light: str) -> None:
        """Fractions of the way; None leaves the part out."""
        self._progress, self._expected, self._light = progress, expected, light
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens, colour = self._look.tokens, self._look.colour
        line = QRectF(0, self.height() / 2 - 3, self.width(), 6)
        painter.setBrush(colour(tokens.track))
        painter.drawRoundedRect(line, 3, 3)
        if self._progress is not None and self._progress > 0:
            done = QRectF(line)
            done.setWidth(max(6.0, line.width() * min(1.0, float(self._progress))))
            painter.setBrush(colour(tokens.lights[self._light].mark))
            painter.drawRoundedRect(done, 3, 3)
        if self._expected is not None and 0 < self._expected <= 1:
            at = round((self.width() - 2) * float(self._expected))
            painter.fillRect(QRectF(at, 0, 2, self.height()), colour(tokens.text1))


class StackedBar(QWidget):
    """Counts by light as segments with 2 px between them; words beside it tell the counts."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._parts: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_counts(self, parts: list[tuple[str, int]]) -> None:
        """Lights with their counts, in the order of drawing."""
        self._parts = [part for part in parts if part[1]]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens, colour = self._look.tokens, self._look.colour
        total = sum(count for _, count in self._parts)
        left, room = 0.0, self.width() - 2 * max(0, len(self._parts) - 1)
        if not total:
            painter.fillRect(self.rect(), colour(tokens.track))
        for light, count in self._parts:
            width = room * count / total
            value = tokens.segment if light == "on_track" else tokens.lights[light].mark
            painter.fillRect(QRectF(left, 0, width, self.height()), colour(value))
            left += width + 2
