"""Paints every cell of the list from one frozen RowCells. Nothing is built in paint(): fonts, colours and marks are ready.

One instance for the list; it also makes the editor of the flat list's figure cell.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from desktop.models.cells import Column, RowCells, RowKind
from desktop.models.tree import ChecklistTree
from desktop.style.look import Look
from desktop.style.tokens import DUE_SOON

Index = QModelIndex | QPersistentModelIndex
PAD = 6
MARK = 14
BAR = 44
FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine


class ChecklistDelegate(QStyledItemDelegate):
    """The list's painter. `refresh` takes fonts and colours from the look again after a theme or size change."""

    def __init__(self, view: QTreeView, model: ChecklistTree, look: Look) -> None:
        super().__init__(view)
        self._model = model
        self._look = look
        self._columns = {
            Column.TASK: self._task,
            Column.LIGHT: self._light,
            Column.DONE: self._done,
            Column.ROLE: self._role,
            Column.DUE: self._due,
            Column.EVIDENCE: self._evidence,
        }
        self.refresh()

    def refresh(self) -> None:
        """Take fonts and colours from the look."""
        t, f, colour = self._look.tokens, self._look.fonts, self._look.colour
        self._text1, self._text2, self._text3 = colour(t.text1), colour(t.text2), colour(t.text3)
        self._track, self._control, self._accent = colour(t.track), colour(t.control), colour(t.accent)
        self._surface = colour(t.surface)
        self._lights = {name: colour(c.text) for name, c in t.lights.items()}
        self._bars = {name: colour(c.mark) for name, c in t.lights.items()}
        self._body, self._bold, self._small = f.body, f.body_bold, f.caption
        self._body_m, self._bold_m, self._small_m = f.body_metrics, f.bold_metrics, f.caption_metrics
        self._height = f.row
        self._mark = max(MARK, round(MARK * self._look.zoom / 100))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cells = self._model.cells(index)
        if cells is not None:
            rect: QRect = option.rect
            self._columns[Column(index.column())](painter, rect.adjusted(PAD, 0, -PAD, 0), cells)

    def _task(self, painter: QPainter, rect: QRect, cells: RowCells) -> None:
        left = rect.left()
        if cells.kind is RowKind.MILESTONE:
            left = self._box(painter, rect, cells.checked)
        if cells.light:
            self._pixmap(painter, cells.light, left, rect)
            left += self._mark + 8
        room = rect.right() - left + 1
        if cells.kind is RowKind.PLAN:
            shown = self._words(painter, left, rect, cells.title, self._bold, self._bold_m, self._text1, room)
        else:
            plain = cells.kind is RowKind.SECTION or cells.faded
            colour = self._text2 if plain else self._text1
            shown = self._words(painter, left, rect, cells.title, self._body, self._body_m, colour, room)
        if cells.suffix and room - shown > 40:
            at, left_over = left + shown + 10, room - shown - 10
            self._words(painter, at, rect, cells.suffix, self._small, self._small_m, self._text3, left_over)

    def _light(self, painter: QPainter, rect: QRect, cells: RowCells) -> None:
        left, room = rect.left(), rect.width()
        if cells.word:
            colour = self._lights[cells.light]
            used = self._words(painter, left, rect, cells.word, self._body, self._body_m, colour, room) + 6
            left, room = left + used, room - used
        if cells.soon and room > self._mark:
            self._pixmap(painter, DUE_SOON, left, rect)
            left, room = left + self._mark + 4, room - self._mark - 4
            colour = self._lights[DUE_SOON]
            self._words(painter, left, rect, cells.soon, self._small, self._small_m, colour, room)
        elif cells.why and cells.why != cells.word and room > 20:
            self._words(painter, left, rect, cells.why, self._small, self._small_m, self._text2, room)

    def _done(self, painter: QPainter, rect: QRect, cells: RowCells) -> None:
        left = rect.left()
        if cells.ratio is not None:
            line = QRect(left, rect.center().y() - 1, BAR, 4)
            painter.fillRect(line, self._track)
            if cells.ratio > 0:
                light = cells.light if cells.kind is RowKind.MILESTONE else "done"
                painter.fillRect(QRect(line.topLeft(), QSize(max(2, round(BAR * cells.ratio)), 4)), self._bars[light])
            left += BAR + 8
        room = rect.right() - left + 1
        self._words(painter, left, rect, cells.done, self._body, self._body_m, self._text2, room)

    def _role(self, painter: QPainter, rect: QRect, cells: RowCells) -> None:
        self._words(painter, rect.left(), rect, cells.role, self._body, self._body_m, self._text2, rect.width())

    def _due(self, painter: QPainter, rect: QRect, cells: RowCells) -> None:
        colour = self._lights["overdue"] if cells.late else self._text2
        self._words(painter, rect.left(), rect, cells.due, self._body, self._body_m, colour, rect.width())

    def _evidence(self, painter: QPainter, rect: QRect, cells: RowCells) -> None:
        painter.setFont(self._body)
        painter.setPen(self._text2)
        painter.drawText(rect, RIGHT, cells.evidence)

    def _words(
        self,
        painter: QPainter,
        left: int,
        rect: QRect,
        text: str,
        font: QFont,
        metrics: QFontMetrics,
        colour: QColor,
        room: int,
    ) -> int:
        """Draw text in `room` pixels, cut at the right; the width it took."""
        if not text or room <= 0:
            return 0
        width = metrics.horizontalAdvance(text)
        if width > room:
            text, width = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room), room
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRect(left, rect.top(), room + 1, rect.height()), FLAGS, text)
        return width

    def _pixmap(self, painter: QPainter, light: str, left: int, rect: QRect) -> None:
        dpr = painter.device().devicePixelRatio()
        pixmap = self._look.icons.mark(light, self._mark, dpr)
        painter.drawPixmap(QPoint(left, rect.top() + (rect.height() - self._mark) // 2), pixmap)

    def _box(self, painter: QPainter, rect: QRect, checked: bool) -> int:
        """The check box of a flat row; where the text may begin."""
        side = self._mark + 1
        box = QRect(rect.left(), rect.top() + (rect.height() - side) // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._accent if checked else self._control)
        painter.setBrush(self._accent if checked else self._surface)
        painter.drawRoundedRect(box, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if checked:
            dpr = painter.device().devicePixelRatio()
            tick = self._look.icons.pixmap("check", side - 2, dpr, self._look.tokens.on_accent)
            painter.drawPixmap(box.topLeft() + QPoint(2, 2), tick)
        return box.right() + 9

    # the figure cell of the flat list

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Figure"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.text().strip() != str(index.data(Qt.ItemDataRole.EditRole) or ""):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)


def hovered(option: QStyleOptionViewItem) -> bool:
    """Whether the mouse is over the row."""
    return bool(option.state & QStyle.StateFlag.State_MouseOver)
