"""总览: the lights' counts (a click filters the list), what needs work, progress by plan, the last entries. A page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QScrollArea, QWidget

from db.rows import Checklist, HistoryRow, MilestoneRow, NodeRow, PlanRow
from db.rules.kinds import LIGHT_ORDER, Light
from db.rules.wording import due_soon_name
from desktop.models.arrange import counts, needs_work
from desktop.models.cells import is_open
from desktop.models.cells import label as numbered
from desktop.models.filters import ALL, DUE_SOON, Counting, Filter
from desktop.session import Session
from desktop.style.look import Look
from desktop.views.boxes import ElidedLabel, empty, hbox, label, rule, vbox
from desktop.views.buttons import MarkLabel
from desktop.views.progressbar import StackedBar
from desktop.words import Words

if TYPE_CHECKING:
    from db.store.store import Store

SHOWN = 8
TILES = (
    Light.OVERDUE,
    Light.SEVERE,
    Light.BEHIND,
    DUE_SOON,
    Light.ON_TRACK,
    Light.IN_REVIEW,
    Light.DONE,
    Light.UNFILED,
)
SOMETIMES = (Light.SEVERE, Light.IN_REVIEW)
BAR_ORDER = (
    Light.DONE,
    Light.IN_REVIEW,
    Light.ON_TRACK,
    Light.PENDING,
    Light.UNFILED,
    Light.BEHIND,
    Light.RETURNED,
    Light.SEVERE,
    Light.OVERDUE,
)


class Tile(QPushButton):
    """A count that filters."""

    def __init__(self, look: Look, light: str) -> None:
        super().__init__()
        self.setProperty("role", "figure")
        self._word = label("", "body", light)
        self.setAccessibleName(light)
        self._count = label("0", "figure")
        self._more = label("", "caption", "text2")
        mark = MarkLabel(look, light, 15)
        self._box = vbox(hbox(mark, self._word, None, gap=6), self._count, self._more, gap=2, margins=(16, 12, 8, 12))
        self.setLayout(self._box)
        for part in (self._word, self._count, self._more):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        hint = self._box.sizeHint()
        self.setMinimumSize(hint.width(), hint.height())

    def show_count(self, word: str, count: int, more: str) -> None:
        """The light's word, its count and what is worst."""
        self._word.setText(word)
        self._count.setText(str(count))
        self._more.setText(more)
        self.setAccessibleName(f"{word} {count}. {more}")
        hint = self._box.sizeHint()
        self.setMinimumHeight(hint.height())


class WorkRow(QPushButton):
    """One task that needs work; a click goes to it."""

    def __init__(
        self, look: Look, words: Words, node: NodeRow, row: MilestoneRow, plan: PlanRow | None, year: int
    ) -> None:
        super().__init__()
        self.setProperty("role", "figure")
        light = str(row.light)
        soon = row.due_soon and row.light not in {Light.OVERDUE, Light.SEVERE, Light.BEHIND, Light.RETURNED}
        word = label(words.light(row.light), "second", light)
        title = numbered(node.number, node.title)
        number = (plan.doc_no or plan.short) if plan else ""
        sentence = row.reason if words.chinese else words.reason(row.why)
        name = vbox(ElidedLabel(title, "body"), ElidedLabel(number, "caption", "text2"), gap=0)
        due = label(words.day(row.due_on, year), "second", "overdue" if row.light is Light.OVERDUE else "text2")
        mark = MarkLabel(look, DUE_SOON if soon else light, 15)
        line = hbox(mark, word, name, ElidedLabel(sentence, "second", "text2"), due, gap=10, margins=(12, 5, 12, 5))
        word.setMinimumWidth(look.fonts.second_metrics.horizontalAdvance("严重滞后") + 4)
        line.setStretch(2, 3)
        line.setStretch(3, 3)
        self.setLayout(line)
        self.setMinimumHeight(line.sizeHint().height())
        self.setAccessibleName(", ".join((title, words.light(row.light), sentence)))
        self.setToolTip(f"{title}\n{sentence}")


class OverviewPage(QWidget):
    """Counts are those of the list: the same rows, the same rule."""

    light_chosen = Signal(object)
    node_chosen = Signal(object)

    def __init__(self, look: Look, words: Words, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look, self._words, self._session = look, words, session
        self._sub = label("", "second", "text2", wrap=True)
        self._tiles: dict[str, Tile] = {}
        tiles = QFrame()
        tiles.setProperty("card", "true")
        row = hbox(gap=0, margins=(4, 4, 4, 4))
        for light in TILES:
            tile = Tile(look, str(light))
            tile.clicked.connect(partial(self._on_tile, str(light)))
            self._tiles[str(light)] = tile
            row.addWidget(tile, 1)
        tiles.setLayout(row)
        self._work = vbox(gap=0)
        self._plans = vbox(gap=10)
        self._recent = vbox(gap=4)
        left = self._card(self.tr("Needs work"), self._work)
        right = vbox(
            self._card(self.tr("Progress by plan"), self._plans),
            self._card(self.tr("Last entries"), self._recent),
            None,
            gap=14,
        )
        columns = self._columns = hbox(vbox(left, None), right, gap=14)
        columns.setStretch(0, 5)
        columns.setStretch(1, 3)
        body = QWidget()
        body.setObjectName("pageBody")
        body.setLayout(
            vbox(
                label(self.tr("Overview"), "page"),
                self._sub,
                6,
                tiles,
                6,
                columns,
                None,
                gap=4,
                margins=(24, 18, 24, 24),
            )
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        self.setLayout(vbox(area))
        session.checklist_changed.connect(self.refresh)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= 1000
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def tile(self, light: str) -> Tile:
        """A light's tile."""
        return self._tiles[light]

    def refresh(self) -> None:
        """Show the session's counts."""
        checklist = self._session.checklist
        if checklist is None or not self.isVisible():
            return
        found = counts(checklist, Filter())
        total, done = found.get(ALL, 0), found.get(Light.DONE, 0) + found.get(Light.IN_REVIEW, 0)
        rate = self.tr("{done} of {total} milestones ticked ({percent}%)").format(
            done=done, total=total, percent=round(100 * done / total) if total else 0
        )
        day = self._words.said_day(checklist.today)
        elapsed = round(100 * checklist.today.timetuple().tm_yday / 365)
        self._sub.setText(
            self.tr("As of {day}: {elapsed}% of the year has gone, {rate}.").format(
                day=day, elapsed=min(100, elapsed), rate=rate
            )
        )
        for light, tile in self._tiles.items():
            word = due_soon_name(self._words.lang) if light == DUE_SOON else self._words.light(Light(light))
            tile.show_count(word, found.get(light, 0), self._more(light))
            tile.setVisible(light not in SOMETIMES or found.get(light, 0) > 0)
        self._show_work(checklist)
        self._show_plans(checklist)
        self._session.query(_Recent(self._session), self._on_recent)

    def _more(self, light: str) -> str:
        return {
            Light.OVERDUE: self.tr("past the date"),
            Light.SEVERE: self.tr("far behind"),
            Light.BEHIND: self.tr("behind schedule"),
            DUE_SOON: self.tr("30 days or less"),
            Light.ON_TRACK: self.tr("on schedule"),
            Light.IN_REVIEW: self.tr("ticked"),
            Light.DONE: self.tr("accepted"),
            Light.UNFILED: self.tr("no current figure"),
        }.get(light, "")

    def _show_work(self, checklist: Checklist) -> None:
        counting = Counting.of(checklist)
        plans = {plan.uid: plan for plan in checklist.plans}
        found: list[tuple[NodeRow, MilestoneRow]] = []
        for node in checklist.nodes:
            if plans[node.plan].ended or not needs_work(node, counting):
                continue
            rows = [row for row in node.milestones if counting.takes(row) and is_open(row)]
            found.append((node, min(rows, key=lambda row: (LIGHT_ORDER[row.light], row.due_on))))
        found.sort(key=lambda pair: (LIGHT_ORDER[pair[1].light], pair[1].due_on))
        empty(self._work)
        for at, (node, row) in enumerate(found[:SHOWN]):
            if at:
                self._work.addWidget(rule())
            shown = WorkRow(self._look, self._words, node, row, plans.get(node.plan), checklist.year)
            shown.clicked.connect(partial(self._on_node, node.uid))
            self._work.addWidget(shown)
        if not found:
            self._work.addWidget(
                label(self.tr("Nothing is late, behind, unfiled or due soon."), "body", "text2", wrap=True)
            )
        elif len(found) > SHOWN:
            more = QPushButton(self.tr("All {n} in the list").format(n=len(found)))
            more.setProperty("role", "link")
            more.clicked.connect(partial(self._on_tile, ALL))
            self._work.addLayout(hbox(more, None, margins=(6, 4, 0, 0)))

    def _show_plans(self, checklist: Checklist) -> None:
        empty(self._plans)
        for plan in sorted(checklist.plans, key=lambda plan: plan.ended):
            found = counts(checklist, Filter(plan=plan.uid))
            total = found.get(ALL, 0)
            done = found.get(Light.DONE, 0) + found.get(Light.IN_REVIEW, 0)
            bar = StackedBar(self._look)
            bar.show_counts([(str(light), found.get(light, 0)) for light in BAR_ORDER])
            later = self.tr("from {year} on").format(year=plan.start_year) if plan.start_year > checklist.year else ""
            parts = [plan.doc_no or "", self.tr("ended") if plan.ended else "", later]
            parts += [
                f"{self._words.light(light)}{'' if self._words.chinese else ' '}{found[light]}"
                for light in BAR_ORDER
                if found.get(light) and light not in {Light.DONE, Light.ON_TRACK}
            ]
            top = hbox(ElidedLabel(plan.title, "body"), label(f"{done}/{total}" if total else "", "body", bold=True))
            top.setStretch(0, 1)
            caption = ElidedLabel("   ".join(part for part in parts if part), "caption", "text2")
            self._plans.addLayout(vbox(top, bar, caption, gap=3))

    def _on_recent(self, rows: object) -> None:
        if not isinstance(rows, tuple):
            return
        empty(self._recent)
        shown = [row for row in rows if isinstance(row, HistoryRow)][:6]
        for row in shown:
            text = ElidedLabel(f"{row.title} {row.said}", "second")
            line = hbox(label(self._words.clock(row.at), "caption", "text2"), text, label(row.by, "caption", "text3"))
            line.setStretch(1, 1)
            self._recent.addLayout(line)
        if not shown:
            self._recent.addWidget(label(self.tr("Nothing has been recorded yet."), "second", "text2"))

    def _card(self, title: str, content: object) -> QFrame:
        card = QFrame()
        card.setProperty("card", "true")
        card.setLayout(vbox(label(title, "card"), content, gap=8, margins=(18, 14, 18, 14)))  # type: ignore[arg-type]
        return card

    def _on_tile(self, light: str) -> None:
        self.light_chosen.emit(light)

    def _on_node(self, uid: str) -> None:
        self.node_chosen.emit(uid)


class _Recent:
    """Reads the newest entries, on the store's thread."""

    def __init__(self, session: Session) -> None:
        self._unit = session.unit

    def __call__(self, store: Store) -> object:
        from db.queries.history import history

        unit = self._unit
        return () if unit is None else store.read(lambda conn: history(conn, unit, limit=6))
