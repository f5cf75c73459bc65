"""历史: what was said about a node, newest first, by day. A page of the pane."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rows import HistoryRow
from desktop.style.look import Look
from desktop.views.boxes import empty, hbox, label, vbox
from desktop.words import Words, parse_stamp


class HistoryPage(QWidget):
    """Entries; what was taken back stays to be seen, and says so."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._shown: tuple[HistoryRow, ...] | None = None
        self._list = vbox(gap=6)
        self._none = label(self.tr("Nothing has been recorded yet."), "second", "text2")
        foot = self.tr("Undo adds a counter-entry; what was said before stays on record.")
        self.setLayout(vbox(self._list, self._none, None, label(foot, "caption", "text3", wrap=True), gap=8))

    def show_history(self, rows: tuple[HistoryRow, ...]) -> None:
        """Show these entries."""
        self._none.setVisible(not rows)
        if rows == self._shown:
            return
        self._shown = rows
        empty(self._list)
        day = ""
        for row in rows:
            moment = parse_stamp(row.at)
            here = moment.strftime("%Y-%m-%d") if moment else ""
            if here != day:
                day = here
                self._list.addWidget(label(here, "caption", "text3", bold=True))
            self._list.addLayout(self._line(row, moment.strftime("%H:%M") if moment else ""))

    def texts(self) -> list[str]:
        """What is listed, for tests and copying."""
        return [] if self._shown is None else [row.said for row in self._shown]

    def _line(self, row: HistoryRow, clock: str) -> QVBoxLayout:
        time = label(clock, "caption", "text3")
        who = label(row.by, "second", "text2")
        state = "" if row.live else self.tr("taken back") if row.retracted else self.tr("answered anew")
        what = label(f"{row.title}  {row.said}".strip(), "second", "text1" if row.live else "text3", wrap=True)
        top = hbox(time, what, who, gap=8)
        top.setStretch(1, 1)
        notes = [part for part in (row.note, state) if part]
        box = vbox(top, gap=0)
        if row.backwards:
            notes.append(self.tr("the clock ran backwards here"))
        if notes:
            box.addWidget(label("  ".join(notes), "caption", "text2", wrap=True))
        return box
