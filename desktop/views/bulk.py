"""What the pane shows while several rows are selected: how many, and one note and tick for all of them."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.rows import MilestoneRow
from db.rules.kinds import LIGHT_ORDER
from desktop.models.cells import is_open
from desktop.style.look import Look
from desktop.views.boxes import hbox, label, vbox
from desktop.views.buttons import button
from desktop.words import Words


class BulkCard(QWidget):
    """`tick_wanted` carries the milestones' uids and the note."""

    tick_wanted = Signal(object, object)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self.setObjectName("paneBody")
        self._words = words
        self._rows: list[MilestoneRow] = []
        self._head = label("", "pane", wrap=True)
        self._counts = label("", "second", "text2", wrap=True)
        self._note = QPlainTextEdit()
        self._note.setTabChangesFocus(True)
        self._note.setAccessibleName(self.tr("Note for all of them"))
        self._note.setMaximumHeight(look.fonts.body_metrics.lineSpacing() * 3 + 20)
        title = label(self.tr("Note for all of them"), "caption", "text2")
        title.setBuddy(self._note)
        self._tick = button(self.tr("Tick all"), self._on_tick, role="main")
        self._hint = label(
            self.tr("Those that cannot be ticked are left out, and named."), "caption", "text3", wrap=True
        )
        self.setLayout(
            vbox(
                self._head,
                self._counts,
                title,
                self._note,
                hbox(self._tick, None),
                self._hint,
                None,
                margins=(20, 16, 16, 16),
            )
        )

    def show_rows(self, rows: list[MilestoneRow], selected: int) -> None:
        """Show what is selected."""
        self._rows = [row for row in rows if is_open(row)]
        self._head.setText(self.tr("{n} rows selected").format(n=selected))
        found = Counter(row.light for row in rows)
        parts = [f"{self._words.light(light)} {found[light]}" for light in sorted(found, key=LIGHT_ORDER.__getitem__)]
        self._counts.setText("   ".join(parts))
        self._tick.setEnabled(bool(self._rows))
        self._tick.setText(self.tr("Tick {n} milestones").format(n=len(self._rows)))

    @property
    def tick_button(self) -> QWidget:
        """The button."""
        return self._tick

    def _on_tick(self) -> None:
        self.tick_wanted.emit([row.uid for row in self._rows], self._note.toPlainText().strip())
        self._note.clear()
