"""The rail: one button a page, icon over word, with the count of what is late. Part of the window."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QWidget

from desktop.style.look import Look
from desktop.views.boxes import vbox
from desktop.views.buttons import IconButton


class RailButton(IconButton):
    """A page's button; `count` is drawn as a badge over the icon."""

    def __init__(self, look: Look, icon: str, text: str, keys: str) -> None:
        super().__init__(look, icon, text, text=text, role="rail", size=20)
        self._badge = 0
        self._shown = look
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{text} {keys}")
        self.toggled.connect(self._redraw)
        look.changed.connect(self._fit)
        self._fit()

    def set_count(self, count: int) -> None:
        """Show how many are late."""
        self._badge = count
        self.setAccessibleDescription(self.tr("{n} late").format(n=count) if count else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._badge:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fonts, tokens = self._shown.fonts, self._shown.tokens
        text = str(self._badge) if self._badge < 100 else "99+"
        height = 16
        width = max(height, fonts.caption_metrics.horizontalAdvance(text) + 8)
        place = QRect(self.width() // 2 + 4, 4, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._shown.colour(tokens.lights["overdue"].mark))
        painter.drawRoundedRect(place, 8, 8)
        painter.setFont(fonts.caption)
        painter.setPen(self._shown.colour(tokens.surface))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def sizeHint(self) -> QSize:
        return QSize(64, self._shown.fonts.caption_metrics.height() + 34)

    def _fit(self) -> None:
        self.updateGeometry()


class Rail(QWidget):
    """Pages in order; `page_chosen` carries the page's name."""

    page_chosen = Signal(object)

    def __init__(
        self, look: Look, upper: list[tuple[str, str, str, str]], lower: list[tuple[str, str, str, str]]
    ) -> None:
        """Each page: name, icon, word, keys."""
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Pages"))
        self._buttons: dict[str, RailButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        layout = vbox(gap=4, margins=(6, 10, 6, 10))
        logo = QToolButton()
        logo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        logo.setIconSize(QSize(34, 34))
        logo.setIcon(look.icons.icon("duban", 34))
        logo.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(logo, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(6)
        for pages in (upper, lower):
            for name, icon, word, keys in pages:
                made = RailButton(look, icon, word, keys)
                made.setProperty("page", name)
                group.addButton(made)
                self._buttons[name] = made
                layout.addWidget(made)
            if pages is upper:
                layout.addStretch(1)
        group.buttonClicked.connect(self._on_clicked)
        self.setLayout(layout)
        self._look = look
        look.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        metrics = self._look.fonts.caption_bold_metrics
        widest = max(metrics.horizontalAdvance(button.text()) for button in self._buttons.values())
        self.setFixedWidth(max(76, widest + 22))

    def show_page(self, name: str) -> None:
        """Mark the page that is shown."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def set_count(self, name: str, count: int) -> None:
        """The badge of a page."""
        self._buttons[name].set_count(count)

    def button(self, name: str) -> RailButton:
        """A page's button."""
        return self._buttons[name]

    def _on_clicked(self, clicked: QToolButton) -> None:
        self.page_chosen.emit(clicked.property("page"))
