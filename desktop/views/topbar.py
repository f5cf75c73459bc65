"""The top bar: unit, reporting period, search, undo and redo, the report. Part of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QInputMethodEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from db.rules.times import Period
from desktop.style.look import Look
from desktop.views.boxes import bar, hbox, label
from desktop.views.buttons import IconButton
from desktop.words import Words


class SearchField(QLineEdit):
    """Search as you type; also while an input method still composes, since pinyin initials are looked for too."""

    searched = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(self.tr("Search"))
        self.setPlaceholderText(self.tr("Tasks, indicators, points, pinyin initials"))
        self.setClearButtonEnabled(True)
        self._action = QAction(self)
        self.addAction(self._action, QLineEdit.ActionPosition.LeadingPosition)
        self._keys = label("Ctrl+F", "caption", "text3")
        self._keys.setParent(self)
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._on_text)
        look.changed.connect(self._redraw)
        self._redraw()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        composing = event.preeditString().replace("'", "").replace(" ", "")
        self.searched.emit((self.text() + " " + composing).strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        hint = self._keys.sizeHint()
        self._room()
        self._keys.setGeometry(
            self.width() - hint.width() - 12, (self.height() - hint.height()) // 2, hint.width(), hint.height()
        )

    def _room(self) -> None:
        """Keep the hint's room free while it shows."""
        self.setTextMargins(0, 0, 0 if self.text() else self._keys.sizeHint().width() + 8, 0)

    def _on_text(self, text: str) -> None:
        self._keys.setVisible(not text)
        self._room()
        self.searched.emit(text.strip())

    def _redraw(self) -> None:
        self._action.setIcon(self._look.icons.icon("search", 16))


class TopBar(QWidget):
    """Signals ask; the window answers."""

    unit_wanted = Signal()
    period_chosen = Signal(object)
    report_wanted = Signal()

    def __init__(self, look: Look, words: Words, undo: QAction, redo: QAction) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._words = look, words
        self._unit = IconButton(
            look, "chevron-down", self.tr("Change unit"), self.unit_wanted.emit, text=" ", role="head"
        )
        self._unit.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._unit.setProperty("scale", "card")
        self._unit.setIconSize(self._unit.iconSize() * 0.8)
        self._period = IconButton(look, "calendar", self.tr("Reporting period"), text=" ", role="head", size=16)
        self._period.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._periods = QMenu(self._period)
        self._period.setMenu(self._periods)
        self.search = SearchField(look)
        self._undo, self._redo = IconButton(look, "undo", ""), IconButton(look, "redo", "")
        self._actions = ((self._undo, undo), (self._redo, redo))
        for made, action in self._actions:
            made.clicked.connect(action.trigger)
            action.changed.connect(self._on_action_changed)
        self._report = IconButton(
            look,
            "reports",
            self.tr("Make the report"),
            self.report_wanted.emit,
            text=" " + self.tr("Make the report"),
            role="box",
        )
        self._report.setToolTip("Ctrl+R")
        self.setLayout(
            hbox(
                self._unit,
                bar(),
                self._period,
                None,
                self.search,
                None,
                self._undo,
                self._redo,
                self._report,
                gap=8,
                margins=(14, 9, 20, 9),
            )
        )
        self.search.setMinimumWidth(150)
        self._on_action_changed()

    def show_unit(self, name: str, short: str) -> None:
        """The unit worked for; the directory's short name where the bar is narrow."""
        self._names = (name, short)
        self._unit.setText(name if self.width() >= 1000 else short)
        self._unit.setToolTip(f"{name} Ctrl+U")

    def show_period(self, period: Period, choices: list[Period]) -> None:
        """The period reported on, and what the menu offers."""
        self._period.setText(" " + self.tr("Period {period}").format(period=self._words.period(period)))
        self._periods.clear()
        group = QActionGroup(self._periods)
        for choice in choices:
            action = self._periods.addAction(self._words.period(choice))
            action.setCheckable(True)
            action.setChecked(choice == period)
            action.setData(choice.key)
            group.addAction(action)
        group.triggered.connect(self._on_period)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.setMaximumWidth(max(200, min(420, self.width() // 4)))
        self.search.setMinimumWidth(max(180, min(320, self.width() // 4)))
        if hasattr(self, "_names"):
            self.show_unit(*self._names)

    def _on_period(self, action: QAction) -> None:
        self.period_chosen.emit(Period.parse(str(action.data())))

    def _on_action_changed(self) -> None:
        for made, action in self._actions:
            made.setEnabled(action.isEnabled())
            made.setToolTip(action.toolTip())
            made.setAccessibleName(action.text())
