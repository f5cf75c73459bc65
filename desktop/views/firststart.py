"""The first start: unit, name, start. Three steps, three times Enter; shown by the window until a unit is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QWidget

from db.rows import Checklist, UnitRow
from db.rules.directory import Directory
from db.rules.kinds import Light, UnitUid
from desktop.style.look import Look
from desktop.style.tokens import DUE_SOON
from desktop.views.boxes import hbox, label, vbox
from desktop.views.buttons import MarkLabel, button
from desktop.views.unitpicker import UnitPicker
from desktop.words import Words


class FirstStart(QWidget):
    """`finished` carries the unit, the name and its checklist."""

    finished = Signal(object, object, object)

    def __init__(
        self,
        look: Look,
        words: Words,
        units: tuple[UnitRow, ...],
        directory: Directory,
        read: Callable[[UnitUid], Checklist],
        home: Path,
        user: str,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._words, self._read, self._home = look, words, read, home
        self.unit: UnitRow | None = None
        self._checklist: Checklist | None = None
        self.picker = UnitPicker(look, units, directory)
        self.picker.picked.connect(self._on_unit)
        self.name = QLineEdit(user)
        self.name.setAccessibleName(self.tr("Name"))
        self.name.returnPressed.connect(self._on_name)
        self.start = button(
            self.tr("Start working") + "   Enter", self._on_start, role="main", name=self.tr("Start working")
        )
        self._stack = QStackedWidget()
        for step in (self._unit_step(), self._name_step(), self._start_step()):
            self._stack.addWidget(step)
        card = QFrame()
        card.setProperty("card", "true")
        card.setLayout(vbox(self._stack, margins=(28, 24, 28, 20)))
        card.setFixedWidth(round(520 * max(1.0, look.zoom / 100)))
        card.setMaximumHeight(round(520 * max(1.0, look.zoom / 100)))
        self.setLayout(hbox(None, vbox(None, card, None), None, margins=(16, 16, 16, 16)))
        card.setMinimumHeight(min(430, round(430 * max(1.0, look.zoom / 100))))
        QTimer.singleShot(0, self, self.picker.field.setFocus)

    @property
    def step(self) -> int:
        """0 unit, 1 name, 2 start."""
        return self._stack.currentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.step > 0:
            self._go(self.step - 1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.step == 2:
            self._on_start()
        else:
            super().keyPressEvent(event)

    def _head(self, number: int, title: str) -> QWidget:
        made = QWidget()
        made.setLayout(hbox(label(title, "page"), None, label(f"{number}/3", "second", "text3")))
        return made

    def _unit_step(self) -> QWidget:
        page = QWidget()
        hint = label(
            self.tr("Characters, full pinyin initials and former names all work."), "caption", "text2", wrap=True
        )
        go = button(self.tr("Next") + "   Enter", self.picker.take, role="main", name=self.tr("Next"))
        page.setLayout(
            vbox(self._head(1, self.tr("Which unit do you work for?")), self.picker, hint, hbox(None, go), gap=12)
        )
        return page

    def _name_step(self) -> QWidget:
        page = QWidget()
        title = label(self.tr("Name"), "caption", "text2")
        title.setBuddy(self.name)
        hint = label(
            self.tr("Filled in from this computer's user; it is written into every record."),
            "caption",
            "text2",
            wrap=True,
        )
        back = button(self.tr("Back") + "   Esc", self._on_back, role="quiet", name=self.tr("Back"))
        go = button(self.tr("Next") + "   Enter", self._on_name, role="main", name=self.tr("Next"))
        page.setLayout(
            vbox(
                self._head(2, self.tr("Who does the work?")),
                8,
                title,
                self.name,
                hint,
                None,
                hbox(back, None, go),
                gap=6,
            )
        )
        return page

    def _start_step(self) -> QWidget:
        page = QWidget()
        self._summary = label("", "card", wrap=True)
        self._unit_name = label("", "body", "text2", wrap=True)
        self._lights = hbox(gap=6)
        self._place = label("", "caption", "text2", wrap=True)
        offline = label(
            self.tr("The data stay on this computer; nothing goes over a network."), "caption", "text2", wrap=True
        )
        back = button(self.tr("Back") + "   Esc", self._on_back, role="quiet", name=self.tr("Back"))
        page.setLayout(
            vbox(
                self._head(3, self.tr("Ready to start")),
                8,
                self._unit_name,
                self._summary,
                self._lights,
                8,
                offline,
                self._place,
                None,
                hbox(back, None, self.start),
                gap=8,
            )
        )
        return page

    def _on_unit(self, unit: UnitRow) -> None:
        self.unit = unit
        self._go(1)

    def _on_name(self) -> None:
        if self.unit is None:
            return
        self._checklist = self._read(self.unit.uid)
        self._show_summary(self.unit, self._checklist)
        self._go(2)

    def _on_back(self) -> None:
        self._go(self.step - 1)

    def _on_start(self) -> None:
        if self.unit is not None and self.step == 2:
            self.finished.emit(self.unit, self.name.text().strip(), self._checklist)

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        first = (self.picker.field, self.name, self.start)[step]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if step == 1:
            self.name.selectAll()

    def _show_summary(self, unit: UnitRow, checklist: Checklist) -> None:
        self._unit_name.setText(unit.name)
        tasks = sum(node.kind == "task" for node in checklist.nodes)
        milestones = sum(count for _, count in checklist.lights)
        self._summary.setText(
            self.tr("{plans} plans, {tasks} tasks, {milestones} milestones this year").format(
                plans=len(checklist.plans), tasks=tasks, milestones=milestones
            )
        )
        while (item := self._lights.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        found = dict(checklist.lights)
        shown = [(light, self._words.light(light), found.get(light, 0)) for light in Light if found.get(light)]
        for light, word, count in shown[:5]:
            self._lights.addWidget(MarkLabel(self._look, light))
            self._lights.addWidget(label(f"{word} {count}", "body", light))
            self._lights.addSpacing(6)
        if checklist.due_soon:
            self._lights.addWidget(MarkLabel(self._look, DUE_SOON))
            text = self.tr("due soon {n}").format(n=checklist.due_soon)
            self._lights.addWidget(label(text, "body", DUE_SOON))
        self._lights.addStretch(1)
        self._place.setText(self.tr("Data folder: {path}").format(path=self._home))
