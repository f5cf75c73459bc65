"""节点: a node's milestones by year, this year's open; those of the section above repeated below. A page of the pane.

It owns the cards and moves the drawer under the one that is answered.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from db.rows import MilestoneRow, NodeDetail, NodeRow, PartRow
from db.rules.kinds import LIGHT_ORDER, MilestoneUid
from desktop.models.cells import is_open, is_ticked
from desktop.models.filters import Counting
from desktop.style.look import Look
from desktop.views.boxes import empty, hbox, label, rule, vbox
from desktop.views.buttons import button
from desktop.views.card import MilestoneCard
from desktop.views.drawer import Drawer
from desktop.words import Words


class MilestonesPage(QWidget):
    """Cards by milestone. `show_node` with the same milestones only refreshes them."""

    point_toggled = Signal(object, object, object)
    opened = Signal()  # the drawer opened: scroll to it

    def __init__(self, look: Look, words: Words, drawer: Drawer) -> None:
        super().__init__()
        self._look, self._words, self._drawer = look, words, drawer
        self._cards: dict[MilestoneUid, MilestoneCard] = {}
        self._open_years: set[int] = set()
        self._key: object = None
        self._node: NodeRow | None = None
        self._related: tuple[MilestoneRow, ...] = ()
        self._notes: dict[MilestoneUid, str] = {}
        self._parts: dict[MilestoneUid, tuple[PartRow, ...]] = {}
        self._counting = Counting({})
        self._year = 0
        self._box = vbox(gap=10)
        self.setLayout(vbox(self._box, None))

    @property
    def cards(self) -> list[MilestoneCard]:
        """The cards shown."""
        return list(self._cards.values())

    def show_node(self, node: NodeRow, counting: Counting, year: int) -> None:
        """Show a node's milestones."""
        if self._node is None or node.uid != self._node.uid:
            self._related = ()
            self._notes, self._parts = {}, {}
            self._open_years = set()
        self._node, self._counting, self._year = node, counting, year
        self._show()

    def show_related(self, rows: tuple[MilestoneRow, ...]) -> None:
        """Milestones that the sections above state: 所在行动的节点."""
        now = tuple(row for row in rows if self._is_now(row))
        if now != self._related:
            self._related = now
            self._show()

    def show_said(self, detail: NodeDetail) -> None:
        """The notes and contributions beside the milestones."""
        self._notes, self._parts = dict(detail.notes), dict(detail.parts)
        self._show_notes()

    def _show_notes(self) -> None:
        for uid, card in self._cards.items():
            card.show_said(self._notes.get(uid, ""), self._parts.get(uid, ()))

    def open(self, row: MilestoneRow, *, figure: bool = False, focus: bool = True) -> None:
        """Open the drawer under a milestone."""
        if row.uid not in self._cards:
            self._open_years.add(row.year)
            self._key = None
            self._show()
        card = self._cards.get(row.uid)
        if card is None:
            return
        card.place.addWidget(self._drawer)
        self._drawer.open(row)
        self.opened.emit()
        if focus:
            self._drawer.start(figure=figure)

    def worst_open(self) -> MilestoneRow | None:
        """The milestone that Space answers: the worst open one that counts; else one of another year; else a ticked one."""
        rows = [] if self._node is None else [*self._node.milestones, *self._related]
        mine = [row for row in rows if row.mine]
        counted = [row for row in mine if self._counting.takes(row)]
        for choice in (
            [row for row in counted if is_open(row)],
            [row for row in counted if is_ticked(row)],
            mine,
            rows,
        ):
            if choice:
                return min(choice, key=lambda row: (LIGHT_ORDER[row.light], row.due_on))
        return None

    def _show(self) -> None:
        node = self._node
        if node is None:
            return
        key = (
            node.uid,
            [row.uid for row in node.milestones],
            [row.uid for row in self._related],
            self._open_years.copy(),
        )
        if key == self._key:
            for row in (*node.milestones, *self._related):
                if row.uid in self._cards:
                    self._cards[row.uid].show_row(row)
                self._drawer.refresh(row)
            return
        self._key = key
        self._rebuild(node)

    def _rebuild(self, node: NodeRow) -> None:
        answered = self._drawer.row
        self._drawer.setParent(self)
        self._cards = {}
        empty(self._box)
        now = [row for row in node.milestones if self._is_now(row)]
        title = self.tr("{year}").format(year=self._year)
        if now:
            self._box.addLayout(self._head(title, self.tr("this year")))
            self._add_cards(now)
        rest = [row for row in node.milestones if row not in now]
        for year in sorted({row.year for row in rest}):
            self._add_year(year, [row for row in rest if row.year == year])
        if self._related:
            self._box.addWidget(rule())
            self._box.addLayout(self._head(self.tr("Milestones of the action above"), ""))
            self._add_cards(list(self._related))
        if not node.milestones and not self._related:
            self._box.addWidget(
                label(self.tr("No milestones here; they stand in the tasks below."), "second", "text2", wrap=True)
            )
        self._show_notes()
        card = self._cards.get(answered.uid) if answered is not None else None
        if card is not None:
            card.place.addWidget(self._drawer)
            self._drawer.show()
        elif answered is not None:
            self._drawer.close_drawer()

    def _is_now(self, row: MilestoneRow) -> bool:
        return self._counting.takes(row) or (
            not row.mine and row.year == self._counting.years.get(row.plan, self._year)
        )

    def _add_cards(self, rows: list[MilestoneRow]) -> None:
        for row in rows:
            card = MilestoneCard(self._look, self._words, row, self._year)
            card.record_wanted.connect(self._on_record)
            card.point_toggled.connect(self.point_toggled)
            self._cards[row.uid] = card
            self._box.addWidget(card)

    def _add_year(self, year: int, rows: list[MilestoneRow]) -> None:
        self._box.addWidget(rule())
        text = self.tr("{year}  milestones: {n}").format(year=year, n=len(rows))
        fold: QPushButton = button(text, partial(self._toggle_year, year), role="quiet")
        shown = year in self._open_years
        fold.setAccessibleDescription(self.tr("shown") if shown else self.tr("folded"))
        fold.setIcon(self._look.icons.icon("chevron-down" if shown else "chevron-right", 14))
        self._box.addLayout(hbox(fold, None))
        if shown:
            self._add_cards(rows)

    def _head(self, title: str, more: str) -> QHBoxLayout:
        return hbox(label(title, "second", "text2", bold=True), label(more, "caption", "text3"), None, gap=6)

    def _toggle_year(self, year: int) -> None:
        self._open_years ^= {year}
        self._show()

    def _on_record(self, row: MilestoneRow) -> None:
        if self._drawer.row is not None and self._drawer.row.uid == row.uid:
            self._drawer.close_drawer()
        else:
            self.open(row)
