"""分工: the units of a task in printed order, its points and the place in the document. A page of the pane."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.rows import NodeRow
from db.rules.kinds import Role
from desktop.views.boxes import empty, label, vbox
from desktop.words import Words


class SharesPage(QWidget):
    """Printed names are shown as printed; the directory's name is the tool tip."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._list = vbox(gap=4)
        self.setLayout(vbox(self._list, None))
        self._shown = ""

    def show_node(self, node: NodeRow) -> None:
        """Show a node's units and points."""
        if node.uid == self._shown:
            return
        self._shown = node.uid
        empty(self._list)
        self._head(node.code)
        for role in Role:
            shares = [share for share in node.units if share.role is role]
            if shares:
                self._head(f"{self._words.role(role)} {len(shares)}")
                joint = "、" if self._words.chinese else ", "
                line = label(joint.join(share.printed for share in shares), "body", wrap=True)
                line.setToolTip("\n".join(share.name for share in shares))
                self._list.addWidget(line)
        if node.via:
            self._list.addWidget(label(self.tr("Part of the group {name}").format(name=node.via), "caption", "text2"))
        if node.points:
            self._head(self.tr("Points (summary of the document)"))
            for number, point in enumerate(node.points, 1):
                self._list.addWidget(label(f"{number}. {point}", "body", wrap=True))
        if node.notice:
            self._head(self.tr("Note on the text"))
            self._list.addWidget(label(node.notice, "body", wrap=True))

    def _head(self, text: str) -> None:
        if self._list.count():
            self._list.addSpacing(8)
        self._list.addWidget(label(text, "caption", "text3", bold=True))
