"""佐证: the files of a node's milestones; open, add, withdraw. A page of the pane."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from db.rows import EvidenceRow, NodeDetail, NodeRow
from db.rules.kinds import MilestoneUid
from desktop.actions.proof import Proof
from desktop.style.look import Look
from desktop.views.boxes import ElidedLabel, empty, hbox, label, vbox
from desktop.views.buttons import IconButton, button
from desktop.views.filebox import size_text
from desktop.words import Words


class EvidenceItem(QFrame):
    """One file: Enter opens it, Delete withdraws it."""

    open_wanted = Signal(object)
    withdraw_wanted = Signal(object)

    def __init__(self, look: Look, words: Words, row: EvidenceRow, about: str) -> None:
        super().__init__()
        self.row = row
        self.setProperty("card", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{row.name}, {about}")
        name = ElidedLabel(row.name, middle=True)
        day = row.dated_on.isoformat() if row.dated_on else ""
        facts = "  ".join(part for part in (size_text(row.size), day, row.by, words.clock(row.added_at)) if part)
        opened = IconButton(look, "external", self.tr("Open {name}").format(name=row.name), self._open, size=16)
        gone = IconButton(look, "withdraw", self.tr("Withdraw {name}").format(name=row.name), self._withdraw, size=16)
        top = hbox(name, opened, gone, gap=2)
        top.setStretch(0, 1)
        self.setLayout(
            vbox(
                top,
                ElidedLabel(about, "caption", "text2"),
                ElidedLabel(facts, "caption", "text3"),
                gap=0,
                margins=(10, 4, 4, 6),
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open()
        elif event.key() == Qt.Key.Key_Delete:
            self._withdraw()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self.open_wanted.emit(self.row)

    def _withdraw(self) -> None:
        self.withdraw_wanted.emit(self.row)


class EvidencePage(QWidget):
    """Files by milestone, newest first within each."""

    add_wanted = Signal()
    missing = Signal(object)  # name of a stored file that could not be opened

    def __init__(self, look: Look, words: Words, proof: Proof) -> None:
        super().__init__()
        self._look, self._words, self._proof = look, words, proof
        self._shown: tuple[EvidenceRow, ...] | None = None
        self._list = vbox(gap=6)
        self._none = label("", "second", "text2", wrap=True)
        self._add = button(self.tr("Add evidence…"), self.add_wanted.emit)
        self._add.setToolTip("Ctrl+T")
        self.setLayout(vbox(self._list, self._none, hbox(self._add, None), None, gap=8))

    def show_detail(self, node: NodeRow, detail: NodeDetail) -> None:
        """Show a node's files."""
        names = {row.uid: row.indicator_name or row.text for row in node.milestones}
        self._none.setText(self.tr("There is no evidence yet. Files are kept inside the data folder."))
        self._none.setVisible(not detail.evidence)
        if detail.evidence == self._shown:
            return
        self._shown = detail.evidence
        empty(self._list)
        for row in detail.evidence:
            item = EvidenceItem(self._look, self._words, row, names.get(MilestoneUid(row.milestone), ""))
            item.open_wanted.connect(self._on_open)
            item.withdraw_wanted.connect(self._proof.withdraw)
            self._list.addWidget(item)

    def items(self) -> list[EvidenceItem]:
        """What is listed."""
        placed = (self._list.itemAt(at) for at in range(self._list.count()))
        widgets = (item.widget() for item in placed if item is not None)
        return [widget for widget in widgets if isinstance(widget, EvidenceItem)]

    def _on_open(self, row: EvidenceRow) -> None:
        if not self._proof.open(row):
            self.missing.emit(row.name)
