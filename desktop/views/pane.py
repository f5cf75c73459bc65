"""The pane beside the list: one node's light and reason, its milestones, this period's texts, evidence, history, shares.

Made by the tasks page. It reads the node's detail in the background and keeps what is typed.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QStackedWidget, QToolButton, QWidget

from db.rows import MilestoneRow, NodeDetail, NodeRow, PlanRow
from db.rules.kinds import Light, Role
from desktop.actions.ticking import Ticking
from desktop.actions.writing import Writing
from desktop.models.cells import label as numbered
from desktop.models.filters import Counting
from desktop.session import Session
from desktop.style.look import Look, restyle
from desktop.views.boxes import ElidedLabel, hbox, label, rule, vbox
from desktop.views.buttons import IconButton, MarkLabel
from desktop.views.drawer import Drawer
from desktop.views.evidencepage import EvidencePage
from desktop.views.historypage import HistoryPage
from desktop.views.milestonespage import MilestonesPage
from desktop.views.progresspage import ProgressPage
from desktop.views.sharespage import SharesPage
from desktop.words import Words

TABS = ("milestones", "progress", "evidence", "history", "shares")


class Pane(QWidget):
    """Follows the list's current node."""

    step_wanted = Signal(object)  # +1 or -1: the next or previous row
    close_wanted = Signal()

    def __init__(
        self,
        look: Look,
        words: Words,
        session: Session,
        ticking: Ticking,
        writing: Writing,
        drawer: Drawer,
        progress: ProgressPage,
        evidence: EvidencePage,
    ) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Task"))
        self._look, self._words, self._session, self._writing = look, words, session, writing
        self.node: NodeRow | None = None
        self.drawer, self.progress, self.evidence = drawer, progress, evidence
        self.milestones = MilestonesPage(look, words, drawer)
        self.history = HistoryPage(look, words)
        self.shares = SharesPage(words)
        self.milestones.point_toggled.connect(ticking.point)
        self.milestones.opened.connect(self._on_drawer_opened)
        drawer.grown.connect(self._on_drawer_opened)
        self._tabs: dict[str, QToolButton] = {}
        self._build()
        self._keys()
        session.changed.connect(self._on_changed)
        look.changed.connect(self._fit_tabs)
        self._fit_tabs()
        session.period_changed.connect(self._read_detail)

    def _build(self) -> None:
        self._path = ElidedLabel("", "caption", "text2", middle=True)
        up = IconButton(self._look, "chevron-up", self.tr("Previous row"), partial(self.step_wanted.emit, -1), size=16)
        down = IconButton(self._look, "chevron-down", self.tr("Next row"), partial(self.step_wanted.emit, 1), size=16)
        close = IconButton(self._look, "close", self.tr("Close"), self.close_wanted.emit, size=16)
        self._title = label("", "pane", wrap=True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark = MarkLabel(self._look)
        self._light = label("", "second", bold=True)
        self._pill = QWidget()
        self._pill.setLayout(hbox(self._mark, self._light, gap=5))
        self._why = label("", "second", "text2", wrap=True)
        self._units = ElidedLabel("", "second", "text1")
        top = hbox(self._path, up, down, close, gap=2)
        top.setStretch(0, 1)
        reason = hbox(self._pill, self._why, gap=10)
        reason.setStretch(1, 1)
        head = QWidget()
        head.setObjectName("paneHead")
        tabs = hbox(gap=10)
        group = QButtonGroup(self)
        for name, text in zip(TABS, self._tab_names(), strict=True):
            tab = QToolButton()
            tab.setText(text)
            tab.setCheckable(True)
            tab.setProperty("role", "tab")
            tab.setProperty("scale", "second")
            tab.setProperty("tab", name)
            tab.setAccessibleName(text)
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            group.addButton(tab)
            tabs.addWidget(tab)
            self._tabs[name] = tab
        tabs.addStretch(1)
        group.buttonClicked.connect(self._on_tab)
        head.setLayout(vbox(top, self._title, reason, self._units, tabs, rule(), gap=5, margins=(20, 8, 16, 0)))
        self._stack = QStackedWidget()
        self._scrolls: dict[str, QScrollArea] = {}
        pages = (self.milestones, self.progress, self.evidence, self.history, self.shares)
        for name, page in zip(TABS, pages, strict=True):
            self._scrolls[name] = self._scrolled(page)
            self._stack.addWidget(self._scrolls[name])
        foot = self.drawer.foot
        self.setLayout(vbox(head, self._stack, foot, gap=0))
        self._tabs["milestones"].setChecked(True)

    def _tab_names(self) -> tuple[str, ...]:
        return (
            self.tr("Milestones"),
            self.tr("Period"),
            self.tr("Evidence"),
            self.tr("History"),
            self.tr("Shares"),
        )

    def _scrolled(self, page: QWidget) -> QScrollArea:
        body = QWidget()
        body.setObjectName("paneBody")
        body.setLayout(vbox(page, margins=(20, 12, 16, 16)))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        return area

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+Return", self._on_main),
            ("Ctrl+Enter", self._on_main),
            ("Alt+Return", self._on_other),
            ("Alt+Enter", self._on_other),
            ("Ctrl+;", self._on_today),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # what is shown

    def show_node(self, node: NodeRow | None, counting: Counting, year: int) -> None:
        """Show a node; the same one again only refreshes it."""
        other = node is None or self.node is None or node.uid != self.node.uid
        if other:
            self.progress.leave()
            if self.drawer.row is not None:
                self.drawer.close_drawer()
        self.node = node
        self.setEnabled(node is not None)
        if node is None:
            return
        self._show_head(node)
        self.milestones.show_node(node, counting, year)
        self.shares.show_node(node)
        self._count("milestones", len(node.milestones))
        self._count("evidence", node.evidence)
        if other:
            for area in self._scrolls.values():
                area.verticalScrollBar().setValue(0)
            self._read_detail()

    def show_tab(self, name: str) -> None:
        """Show a page of the pane."""
        self._tabs[name].setChecked(True)
        self._stack.setCurrentIndex(TABS.index(name))

    @property
    def tab(self) -> str:
        """The page shown."""
        return TABS[self._stack.currentIndex()]

    def record(self, row: MilestoneRow | None = None, *, figure: bool = False) -> None:
        """Open the drawer on a milestone, or on the one that needs it most."""
        wanted = row or self.milestones.worst_open()
        if wanted is not None:
            self.show_tab("milestones")
            self.milestones.open(wanted, figure=figure)

    def enter(self) -> None:
        """Put the focus into the pane."""
        cards = self.milestones.cards
        if self.tab == "milestones" and cards:
            cards[0].box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._tabs[self.tab].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_head(self, node: NodeRow) -> None:
        words = self._words
        plan = next((plan for plan in self._plans() if plan.uid == node.plan), None)
        number = (plan.doc_no or plan.short) if plan else ""
        self._path.setText(" › ".join(part for part in (number, *node.code.split("#")[0].split("/")) if part))
        self._title.setText(numbered("", node.title))
        lit = node.light is not Light.NONE
        self._pill.setVisible(lit)
        self._mark.set_light(node.light if lit else "")
        self._light.setText(words.light(node.light))
        self._light.setProperty("tone", str(node.light))
        restyle(self._light)
        self._why.setText(words.node_reason(node))
        self._units.setText(self._units_text(node))
        self._units.setVisible(bool(node.units))

    def _units_text(self, node: NodeRow) -> str:
        parts = []
        for role in Role:
            names = [share.name for share in node.units if share.role is role]
            if names:
                more = self.tr("{first} and {more} more").format(first=names[0], more=len(names) - 1, n=len(names))
                parts.append(f"{self._words.role(role)} {more if len(names) > 1 else names[0]}")
        return "   ".join(parts)

    def _plans(self) -> tuple[PlanRow, ...]:
        return self._session.checklist.plans if self._session.checklist else ()

    def _count(self, tab: str, count: int) -> None:
        text = self._tab_names()[TABS.index(tab)]
        self._tabs[tab].setText(f"{text} {count}" if count else text)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        """Room for the bold of the chosen one, so that nothing moves."""
        for tab in self._tabs.values():
            tab.setMinimumWidth(self._look.fonts.second_bold_metrics.horizontalAdvance(tab.text()) + 8)

    # detail

    def _read_detail(self) -> None:
        if self.node is not None:
            self._writing.detail(self.node.uid, self._on_detail)

    def _on_changed(self, _: object) -> None:
        self._read_detail()

    def _on_detail(self, detail: object) -> None:
        if not isinstance(detail, NodeDetail) or self.node is None or detail.node != self.node.uid:
            return
        self.milestones.show_related(detail.related)
        self.milestones.show_said(detail)
        self.progress.show_detail(self.node, detail)
        self.evidence.show_detail(self.node, detail)
        self.history.show_history(detail.history)
        self._count("history", len(detail.history))

    # keys and scrolling

    def _on_tab(self, tab: QToolButton) -> None:
        self.show_tab(str(tab.property("tab")))

    def _on_main(self) -> None:
        if self.drawer.row is not None:
            self.drawer.save_main()

    def _on_other(self) -> None:
        if self.drawer.row is not None:
            self.drawer.save_other()

    def _on_today(self) -> None:
        if self.drawer.row is not None:
            self.drawer.as_at.setText(self._session.today.isoformat())

    def _on_drawer_opened(self) -> None:
        QTimer.singleShot(0, self, self._reveal_drawer)

    def _reveal_drawer(self) -> None:
        area = self._scrolls["milestones"]
        body = area.widget()
        drawer = self.drawer
        if body is None or drawer.row is None:
            return
        top = drawer.mapTo(body, QPoint(0, 0)).y()
        bar = area.verticalScrollBar()
        room = area.viewport().height()
        low, high = top + drawer.height() + 8 - room, max(0, top - 70)
        if bar.value() > high or bar.value() < low:
            bar.setValue(min(high, max(low, 0)))
