"""The sheet of shortcuts (Ctrl+/): what the window can do by key, from its own table of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QWidget

from desktop.style.look import Look
from desktop.views.boxes import hbox, label, vbox
from desktop.views.buttons import button


def key_table() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of (keys, what they do), translated."""

    translate = QCoreApplication.translate
    return [
        (
            translate("KeySheet", "Anywhere"),
            [
                ("Ctrl+1 … 3", translate("KeySheet", "Pages")),
                ("Ctrl+,", translate("KeySheet", "Settings")),
                ("Ctrl+F", translate("KeySheet", "Search")),
                ("Ctrl+L", translate("KeySheet", "Filter")),
                ("Ctrl+Z / Ctrl+Y", translate("KeySheet", "Undo, redo")),
                ("Ctrl+E", translate("KeySheet", "Export")),
                ("Ctrl+R", translate("KeySheet", "Report of this period")),
                ("Ctrl+P", translate("KeySheet", "Print the report")),
                ("Ctrl+H", translate("KeySheet", "History")),
                ("Ctrl+U", translate("KeySheet", "Change unit")),
                ("F5", translate("KeySheet", "Compute again")),
                ("F6 / Shift+F6", translate("KeySheet", "Next, previous region")),
                ("F11", translate("KeySheet", "Full screen")),
                ("Ctrl+= / - / 0", translate("KeySheet", "Text size")),
                ("Esc", translate("KeySheet", "Close the top layer")),
                ("Ctrl+/", translate("KeySheet", "This sheet")),
            ],
        ),
        (
            translate("KeySheet", "List"),
            [
                ("↑ ↓ ← →", translate("KeySheet", "Move, fold and unfold")),
                ("Ctrl+← / Ctrl+→", translate("KeySheet", "Fold all, unfold all")),
                ("Space", translate("KeySheet", "Tick or record; on a ticked one, untick")),
                ("Enter", translate("KeySheet", "Into the pane")),
                ("F2", translate("KeySheet", "Edit the figure")),
                ("F4 / Shift+F4", translate("KeySheet", "Next, previous that needs work")),
                ("F7", translate("KeySheet", "Tree or flat list")),
                ("Alt+0 … 5", translate("KeySheet", "Light strip")),
                ("Insert, Shift+↑ ↓", translate("KeySheet", "Select several")),
                ("Ctrl+C", translate("KeySheet", "Copy rows as a table")),
                ("Ctrl+V / Ctrl+T", translate("KeySheet", "Add evidence")),
                ("Ctrl+N", translate("KeySheet", "Write a note")),
                ("Ctrl+D", translate("KeySheet", "Carry last period's texts forward")),
            ],
        ),
        (
            translate("KeySheet", "Drawer and evidence"),
            [
                ("Enter", translate("KeySheet", "From the figure to the note")),
                ("Ctrl+Enter", translate("KeySheet", "Main button")),
                ("Alt+Enter", translate("KeySheet", "The other button")),
                ("Ctrl+;", translate("KeySheet", "Today's date")),
                ("Esc", translate("KeySheet", "Close; what was typed is kept")),
                ("Enter", translate("KeySheet", "Open the file")),
                ("Delete", translate("KeySheet", "Withdraw the file")),
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
        columns.setContentsMargins(20, 16, 20, 16)
        body.setLayout(columns)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        close = button(QCoreApplication.translate("KeySheet", "Close"), self.accept)
        self.setLayout(vbox(area, hbox(None, close), margins=(20, 16, 20, 12)))
        wanted = body.sizeHint()
        room = parent.size()
        self.resize(min(wanted.width() + 64, room.width() - 40), min(wanted.height() + 90, room.height() - 40))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
