"""The sheet of shortcuts (Ctrl+/): what the window can do by key, from its own table of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QWidget

from desktop.style.look import Look
from desktop.views.boxes import hbox, label, vbox
from desktop.views.buttons import button


def key_table() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of (keys, what they do), translated."""

    tr = QCoreApplication.translate
    return [
        (
            tr("KeySheet", "Anywhere"),
            [
                ("Ctrl+1 … 3", tr("KeySheet", "Pages")),
                ("Ctrl+,", tr("KeySheet", "Settings")),
                ("Ctrl+F", tr("KeySheet", "Search")),
                ("Ctrl+L", tr("KeySheet", "Filter")),
                ("Ctrl+Z / Ctrl+Y", tr("KeySheet", "Undo, redo")),
                ("Ctrl+E", tr("KeySheet", "Export")),
                ("Ctrl+R", tr("KeySheet", "Report of this period")),
                ("Ctrl+P", tr("KeySheet", "Print the report")),
                ("Ctrl+H", tr("KeySheet", "History")),
                ("Ctrl+U", tr("KeySheet", "Change unit")),
                ("F5", tr("KeySheet", "Compute again")),
                ("F6 / Shift+F6", tr("KeySheet", "Next, previous region")),
                ("F11", tr("KeySheet", "Full screen")),
                ("Ctrl+= / - / 0", tr("KeySheet", "Text size")),
                ("Esc", tr("KeySheet", "Close the top layer")),
                ("Ctrl+/", tr("KeySheet", "This sheet")),
            ],
        ),
        (
            tr("KeySheet", "List"),
            [
                ("↑ ↓ ← →", tr("KeySheet", "Move, fold and unfold")),
                ("Ctrl+← / Ctrl+→", tr("KeySheet", "Fold all, unfold all")),
                ("Space", tr("KeySheet", "Tick or record; on a ticked one, untick")),
                ("Enter", tr("KeySheet", "Into the pane")),
                ("F2", tr("KeySheet", "Edit the figure")),
                ("F4 / Shift+F4", tr("KeySheet", "Next, previous that needs work")),
                ("F7", tr("KeySheet", "Tree or flat list")),
                ("Alt+0 … 5", tr("KeySheet", "Light strip")),
                ("Insert, Shift+↑ ↓", tr("KeySheet", "Select several")),
                ("Ctrl+C", tr("KeySheet", "Copy rows as a table")),
                ("Ctrl+V / Ctrl+T", tr("KeySheet", "Add evidence")),
                ("Ctrl+N", tr("KeySheet", "Write a note")),
                ("Ctrl+D", tr("KeySheet", "Carry last period's texts forward")),
            ],
        ),
        (
            tr("KeySheet", "Drawer and evidence"),
            [
                ("Enter", tr("KeySheet", "From the figure to the note")),
                ("Ctrl+Enter", tr("KeySheet", "Main button")),
                ("Alt+Enter", tr("KeySheet", "The other button")),
                ("Ctrl+;", tr("KeySheet", "Today's date")),
                ("Esc", tr("KeySheet", "Close; what was typed is kept")),
                ("Enter", tr("KeySheet", "Open the file")),
                ("Delete", tr("KeySheet", "Withdraw the file")),
            ],
        ),
    ]


class KeySheet(QDialog):
    """All keys on one sheet."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(QCoreApplication.translate("KeySheet", "Shortcuts"))
        self.setStyleSheet(look.sheet())
        columns = hbox(gap=28)
        for title, rows in key_table():
            grid = QGridLayout()
            grid.setHorizontalSpacing(14)
            grid.setVerticalSpacing(4)
            for at, (keys, what) in enumerate(rows):
                grid.addWidget(label(keys, "second", "text1", bold=True), at, 0)
                grid.addWidget(label(what, "second", "text2"), at, 1)
            columns.addLayout(vbox(label(title, "card"), grid, None))
        body = QWidget()
        body.setObjectName("paneBody")
        body.setLayout(columns)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        close = button(QCoreApplication.translate("KeySheet", "Close"), self.accept)
        self.setLayout(vbox(area, hbox(None, close), margins=(20, 16, 20, 12)))
        wanted = body.sizeHint()
        room = parent.size()
        self.resize(min(wanted.width() + 60, room.width() - 40), min(wanted.height() + 100, room.height() - 40))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
