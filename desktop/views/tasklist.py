"""The checklist's view: a tree of one row height, with bar and ring for the current row, and the list's keys.

Used by the tasks page, which decides what the keys do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTreeView, QWidget

from desktop.models.cells import Column, RowKind
from desktop.models.tree import ChecklistTree, Index
from desktop.style.look import Look
from desktop.views.delegate import ChecklistDelegate

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
SELECT_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


@dataclass(slots=True)
class Place:
    """Where the user was: by ids, so that it survives new rows."""

    current: str = ""
    selected: list[str] = field(default_factory=list)
    folded: set[str] = field(default_factory=set)
    scroll: int = 0


class TaskList(QTreeView):
    """Rows of a ChecklistTree. Signals carry nothing: ask `current_*` and `selected_*`."""

    row_changed = Signal()  # another row is current
    record_wanted = Signal()  # Space, or a click on a check box
    enter_wanted = Signal()  # Enter: into the pane
    figure_wanted = Signal()  # F2 where no figure cell can be edited in place
    paste_wanted = Signal()  # Ctrl+V

    def __init__(self, model: ChecklistTree, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._look = look
        self.setModel(model)
        self._painter = ChecklistDelegate(self, model, look)
        self.setItemDelegate(self._painter)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(20)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setAllColumnsShowFocus(True)
        self._keys: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], None]] = {
            (Key.Key_Space, NONE): self.record_wanted.emit,
            (Key.Key_Return, NONE): self.enter_wanted.emit,
            (Key.Key_Enter, NONE): self.enter_wanted.emit,
            (Key.Key_F2, NONE): self._edit_figure,
            (Key.Key_V, CTRL): self.paste_wanted.emit,
            (Key.Key_C, CTRL): self.copy_rows,
            (Key.Key_Left, CTRL): self.collapseAll,
            (Key.Key_Right, CTRL): self.expandAll,
            (Key.Key_Insert, NONE): self._toggle_and_down,
        }
        self.doubleClicked.connect(self._on_double_clicked)
        self._set_up_header()
        look.changed.connect(self.restyle)
        self.restyle()

    def _set_up_header(self) -> None:
        header = self.header()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(Column.TASK, QHeaderView.ResizeMode.Stretch)

    def restyle(self) -> None:
        """Take fonts, colours and widths from the look."""
        self._painter.refresh()
        tokens, fonts = self._look.tokens, self._look.fonts
        palette = QPalette(self.palette())
        group, role = QPalette.ColorGroup, QPalette.ColorRole
        palette.setColor(group.Active, role.Highlight, QColor(tokens.selected))
        palette.setColor(group.Inactive, role.Highlight, QColor(tokens.selected_off))
        palette.setColor(role.HighlightedText, QColor(tokens.text1))
        palette.setColor(role.Base, QColor(tokens.surface))
        self.setPalette(palette)
        width = fonts.body_metrics.horizontalAdvance
        em = width("月")
        self.header().resizeSection(Column.LIGHT, em * (13 if self._wide_words() else 11))
        self.header().resizeSection(Column.DONE, 64 + width("88/88"))
        self.header().resizeSection(
            Column.ROLE, max(em * 3, width("Responsible")) + 12 if self._wide_words() else em * 4
        )
        self.header().resizeSection(Column.DUE, width("2021-12-31") + 18)
        title = str(self._model.headerData(Column.EVIDENCE, Qt.Orientation.Horizontal) or "")
        self.header().resizeSection(Column.EVIDENCE, max(em * 4, fonts.caption_metrics.horizontalAdvance(title) + 24))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def set_flat(self, flat: bool) -> None:
        """The figure needs more room than a count."""
        width = self._look.fonts.body_metrics.horizontalAdvance
        self.header().resizeSection(Column.DONE, 64 + width("3420/6000万吨标准" if flat else "88/88"))

    def _wide_words(self) -> bool:
        title = str(self._model.headerData(Column.ROLE, Qt.Orientation.Horizontal) or "")
        return title.isascii()

    # where the user is

    def place(self) -> Place:
        """Current row, selection, folds and scroll, by id."""
        cells = self._model.cells(self.currentIndex())
        return Place(
            current=cells.id if cells else "",
            selected=[cells.id for index in self.selected_indexes() if (cells := self._model.cells(index))],
            folded={
                cells.id
                for index in self._model.every()
                if (cells := self._model.cells(index)) and self._model.rowCount(index) and not self.isExpanded(index)
            },
            scroll=self.verticalScrollBar().value(),
        )

    def restore(self, place: Place) -> None:
        """Put back what `place` found, as far as the rows are still there."""
        self.setUpdatesEnabled(False)
        for index in self._model.every():
            cells = self._model.cells(index)
            if cells is not None and self._model.rowCount(index):
                self.setExpanded(index, cells.id not in place.folded)
        current = self._model.find(place.current)
        selection = QItemSelection()
        for uid in place.selected:
            index = self._model.find(uid)
            if index.isValid():
                selection.select(index, index.siblingAtColumn(self._model.columnCount() - 1))
        if current.isValid():
            self.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(selection, SELECT_ROW)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(place.scroll)
        self.setUpdatesEnabled(True)

    def go_to(self, index: QModelIndex) -> None:
        """Make a row current and selected, unfolding what is above it."""
        above = index.parent()
        while above.isValid():
            self.setExpanded(above, True)
            above = above.parent()
        self.selectionModel().setCurrentIndex(index, SELECT_ROW)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def selected_indexes(self) -> list[QModelIndex]:
        """The selected rows' first cells, in the order of reading."""
        chosen = {index.internalId() for index in self.selectionModel().selectedRows()}
        return [index for index in self._model.every() if index.internalId() in chosen]

    def copy_rows(self) -> None:
        """The selected rows as a table (tabs and lines), as Excel and WPS take it."""
        lines = []
        for index in self.selected_indexes():
            cells = self._model.cells(index)
            if cells is not None:
                lines.append("\t".join(cells.text(column) for column in Column))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def header_state(self) -> str:
        """Widths and order of the columns, to be remembered."""
        return bytes(self.header().saveState().toBase64().data()).decode()

    def restore_header(self, state: str) -> None:
        """Widths and order as `header_state` told them."""
        if state:
            self.header().restoreState(QByteArray.fromBase64(state.encode()))
            self.header().setSectionResizeMode(Column.TASK, QHeaderView.ResizeMode.Stretch)

    # Qt's side

    def resizeEvent(self, event: QResizeEvent) -> None:
        seen = QRect(QPoint(0, 0), event.oldSize()).intersects(self.visualRect(self.currentIndex()))
        super().resizeEvent(event)
        if seen or event.oldSize().height() <= 0:
            self.scrollTo(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.row_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keypad = Qt.KeyboardModifier.KeypadModifier
        act = self._keys.get((Qt.Key(event.key()), event.modifiers() & ~keypad))
        if act is None or self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        else:
            event.accept()
            act()

    def keyboardSearch(self, search: str) -> None:
        """Letters do nothing here: an input method owns them."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        branch = self._model.branch(index)
        if branch is None or branch.milestone is None or index.column() != Column.TASK:
            return
        rect = self.visualRect(index)
        if 0 <= event.position().x() - rect.left() <= 26 and event.button() is Qt.MouseButton.LeftButton:
            self.record_wanted.emit()

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = options.rect
        cells = self._model.cells(index)
        tokens, colour = self._look.tokens, self._look.colour
        plan = cells is not None and cells.kind is RowKind.PLAN
        chosen = self.selectionModel().isRowSelected(index.row(), index.parent())
        if chosen:
            painter.fillRect(rect, colour(tokens.selected if self.isActiveWindow() else tokens.selected_off))
        elif plan:
            painter.fillRect(rect, colour(tokens.sunken))
        elif rect.contains(self.viewport().mapFromGlobal(self.cursor().pos())) and self.viewport().underMouse():
            painter.fillRect(rect, colour(tokens.hover))
        super().drawRow(painter, options, index)
        line = 1 / painter.device().devicePixelRatio()
        if plan:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour(tokens.line))
        row = index.sibling(index.row(), 0)
        if chosen:
            bar = tokens.accent if self.isActiveWindow() else tokens.control
            painter.fillRect(QRect(0, rect.top(), 3, rect.height()), colour(bar))
        if row == self.currentIndex().siblingAtColumn(0) and self.hasFocus():
            painter.setPen(colour(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.toRectF().adjusted(line, line, -1, -1))

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        tokens = self._look.tokens
        if self.selectionModel().isRowSelected(index.row(), index.parent()):
            painter.fillRect(rect, self._look.colour(tokens.selected if self.isActiveWindow() else tokens.selected_off))
        if self._model.rowCount(index) == 0:
            return
        name = "chevron-down" if self.isExpanded(index) else "chevron-right"
        size = 14
        dpr = painter.device().devicePixelRatio()
        pixmap = self._look.icons.pixmap(name, size, dpr, self._look.tokens.text2)
        left = rect.right() - self.indentation() + 1 + (self.indentation() - size) // 2
        painter.drawPixmap(QPoint(left, rect.top() + (rect.height() - size) // 2), pixmap)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _edit_figure(self) -> None:
        cell = self.currentIndex().siblingAtColumn(Column.DONE)
        if cell.isValid() and cell.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(cell)
        else:
            self.figure_wanted.emit()

    def _toggle_and_down(self) -> None:
        toggle = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().select(self.currentIndex(), toggle)
        below = self.indexBelow(self.currentIndex())
        if below.isValid():
            self.selectionModel().setCurrentIndex(below, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() == Column.DONE and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        elif self._model.rowCount(index.siblingAtColumn(0)):
            self.setExpanded(index.siblingAtColumn(0), not self.isExpanded(index.siblingAtColumn(0)))
        else:
            self.enter_wanted.emit()
