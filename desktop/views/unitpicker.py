"""Choosing a unit by characters, pinyin initials or an old name. Used by the first start and by Ctrl+U."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from db.rows import UnitRow
from db.rules.directory import Directory
from desktop.style.look import Look
from desktop.views.boxes import hbox, label, vbox
from desktop.views.buttons import button

UID = Qt.ItemDataRole.UserRole


class UnitPicker(QWidget):
    """A search field over a list. ↑ ↓ move in the list while the field keeps the focus; Enter takes the row."""

    picked = Signal(object)  # UnitRow

    def __init__(self, look: Look, units: tuple[UnitRow, ...], directory: Directory) -> None:
        super().__init__()
        self._units = {unit.uid: unit for unit in units}
        self._with_tasks = [unit for unit in units if unit.tasks]
        self._directory = directory
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Unit"))
        self.field.setPlaceholderText(self.tr("Name, pinyin initials or a former name"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Units found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.error = label("", "second", "overdue", wrap=True)
        self.error.hide()
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._on_clicked)
        self.list.itemActivated.connect(self._on_clicked)
        self.list.setMinimumHeight(look.fonts.row * 5)
        self.setLayout(vbox(self.field, self.error, self.list))
        self.setFocusProxy(self.field)
        self._on_text("")

    def take(self) -> None:
        """Take the row that is current; say so when nothing fits."""
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None:
            self.picked.emit(self._units[item.data(UID)])
            return
        text = self.field.text().strip()
        near = self._directory.nearest(text)
        self.error.setText(
            self.tr('No unit is called "{text}". Did you mean "{name}"?').format(text=text, name=near.name)
            if near is not None
            else self.tr('No unit is called "{text}".').format(text=text)
        )
        self.error.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(
                Qt.Key(event.key())
            )
            if step is not None:
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.take()
                return True
        return super().eventFilter(watched, event)

    def _on_text(self, text: str) -> None:
        self.error.hide()
        self.list.clear()
        wanted = text.strip()
        if wanted:
            found = [self._units[unit.uid] for unit in self._directory.search(wanted, 30) if unit.uid in self._units]
            found.sort(key=lambda unit: unit.tasks == 0)  # stable: nearest first within both
        else:
            found = self._with_tasks
        for unit in found:
            tasks = self.tr("{n} tasks").format(n=unit.tasks) if unit.tasks else self.tr("no tasks")
            item = QListWidgetItem(f"{unit.name}    {tasks}")
            item.setData(UID, unit.uid)
            item.setToolTip(unit.name)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.picked.emit(self._units[item.data(UID)])


class UnitDialog(QDialog):
    """Ctrl+U: change the unit worked for."""

    def __init__(self, look: Look, units: tuple[UnitRow, ...], directory: Directory, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Change unit"))
        self.setStyleSheet(look.sheet())
        self.picked: UnitRow | None = None
        self.picker = UnitPicker(look, units, directory)
        self.picker.picked.connect(self._on_picked)
        cancel = button(self.tr("Cancel"), self.reject, role="quiet")
        take = button(self.tr("Change"), self.picker.take, role="main")
        self.setLayout(vbox(self.picker, hbox(None, cancel, take), margins=(20, 20, 20, 16)))
        self.resize(460, 480)

    def _on_picked(self, unit: UnitRow) -> None:
        self.picked = unit
        self.accept()
