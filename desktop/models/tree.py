"""The list's model: rows of models.arrange as a QAbstractItemModel. Shown by views.tasklist.

Items are addressed by number, never by pointer, so a row that is gone cannot be touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from db.rows import MilestoneRow, NodeRow
from desktop.models.arrange import Branch
from desktop.models.cells import Column, RowCells, RowKind, takes_figure

CELLS = Qt.ItemDataRole.UserRole + 1  # RowCells
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(slots=True)
class _Item:
    branch: Branch
    parent: int  # number of the item above, -1 at the top
    row: int
    children: list[int]


class ChecklistTree(QAbstractItemModel):
    """Plans, sections, tasks or milestones with what each shows. Rows are replaced as a whole by `show`."""

    figure_edited = Signal(object, object)  # MilestoneRow, text: the flat list's figure cell was edited
    files_dropped = Signal(object, object)  # Branch, list of paths

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[_Item] = []
        self._top: list[int] = []
        self._numbers: dict[str, int] = {}
        self._headers: tuple[str, ...] = ("",) * len(Column)
        self._columns = len(Column)

    def set_headers(self, headers: tuple[str, ...]) -> None:
        """Column titles, translated by the view."""
        self._headers = headers
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._columns - 1)

    def show(self, branches: list[Branch]) -> bool:
        """Show these rows. True when the shape stayed and only contents changed; else the model was reset."""
        items, top = _flatten(branches)
        if _shape(items) == _shape(self._items):
            self._update(items)
            return True
        self.beginResetModel()
        self._items, self._top = items, top
        self._numbers = {item.branch.cells.id: number for number, item in enumerate(items)}
        self.endResetModel()
        return False

    def _update(self, items: list[_Item]) -> None:
        for number, (old, new) in enumerate(zip(self._items, items, strict=True)):
            changed = old.branch.cells != new.branch.cells
            old.branch = new.branch
            if changed:
                first = self.createIndex(old.row, 0, number)
                self.dataChanged.emit(first, self.createIndex(old.row, self._columns - 1, number))

    def branch(self, index: Index) -> Branch | None:
        """The row behind an index."""
        return self._items[index.internalId()].branch if index.isValid() else None

    def cells(self, index: Index) -> RowCells | None:
        """What the row shows."""
        branch = self.branch(index)
        return branch.cells if branch else None

    def node(self, index: Index) -> NodeRow | None:
        """The node of a row; of a flat row the node that holds the milestone."""
        branch = self.branch(index)
        return branch.node if branch else None

    def milestone(self, index: Index) -> MilestoneRow | None:
        """The milestone of a flat row."""
        branch = self.branch(index)
        return branch.milestone if branch else None

    def find(self, uid: str) -> QModelIndex:
        """The first column's index of a plan, node or milestone; invalid when it is not shown."""
        number = self._numbers.get(uid)
        return QModelIndex() if number is None else self.createIndex(self._items[number].row, 0, number)

    def every(self) -> list[QModelIndex]:
        """All rows in the order of reading."""
        return [self.createIndex(item.row, 0, number) for number, item in enumerate(self._items)]

    # Qt's side

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        below = self._items[parent.internalId()].children if parent.isValid() else self._top
        return self.createIndex(row, column, below[row])

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        if not index.isValid():
            return QModelIndex()
        above = self._items[index.internalId()].parent
        return QModelIndex() if above < 0 else self.createIndex(self._items[above].row, 0, above)

    def rowCount(self, parent: Index = ROOT) -> int:
        if not parent.isValid():
            return len(self._top)
        return len(self._items[parent.internalId()].children) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = ROOT) -> int:
        return self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        branch = self._items[index.internalId()].branch
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found: Any = branch.cells.text(column)
            case Qt.ItemDataRole.ToolTipRole:
                found = branch.cells.tip
            case Qt.ItemDataRole.AccessibleTextRole:
                found = branch.cells.spoken if column is Column.TASK else branch.cells.text(column)
            case Qt.ItemDataRole.EditRole:
                value = branch.milestone.value if branch.milestone is not None else None
                found = "" if value is None else format(value, "f")
            case _:
                found = branch.cells if role == CELLS else None
        return found

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self._columns:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight if section == Column.EVIDENCE else Qt.AlignmentFlag.AlignLeft
            return right | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        branch = self._items[index.internalId()].branch
        if branch.node is not None:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        row = branch.milestone
        if row is not None and index.column() == Column.DONE and row.mine and takes_figure(row):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """The figure cell was edited: the figure is recorded by whoever listens; the row changes when it is saved."""
        row = self.milestone(index)
        if role != Qt.ItemDataRole.EditRole or row is None or index.column() != Column.DONE:
            return False
        self.figure_edited.emit(row, str(value))
        return True

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        return data.hasUrls() and self.node(parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        branch = self.branch(parent)
        paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if branch is None or branch.node is None or not paths:
            return False
        self.files_dropped.emit(branch, paths)
        return True


def _flatten(branches: list[Branch]) -> tuple[list[_Item], list[int]]:
    items: list[_Item] = []

    def add(branch: Branch, parent: int, row: int) -> int:
        number = len(items)
        item = _Item(branch, parent, row, [])
        items.append(item)
        item.children = [add(child, number, at) for at, child in enumerate(branch.children)]
        return number

    top = [add(branch, -1, row) for row, branch in enumerate(branches)]
    return items, top


def _shape(items: list[_Item]) -> list[tuple[str, RowKind, int]]:
    return [(item.branch.cells.id, item.branch.cells.kind, item.parent) for item in items]
