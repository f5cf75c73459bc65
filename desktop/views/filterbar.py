"""The bar above the list: the light strip, then plan, year and role, tree or flat. Part of the tasks page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from db.rows import Checklist
from db.rules.kinds import PlanUid, Role
from desktop.models.filters import Filter
from desktop.style.look import Look
from desktop.views.boxes import hbox
from desktop.views.buttons import IconButton
from desktop.views.lightbar import LightBar
from desktop.words import Words


class FilterBar(QWidget):
    """`filter_changed` carries plan and role in a Filter; `year_chosen` a year; `flat_toggled` a bool."""

    filter_changed = Signal(object)
    year_chosen = Signal(object)
    flat_toggled = Signal(object)
    export_wanted = Signal()

    def __init__(self, look: Look, words: Words, lights: LightBar) -> None:
        super().__init__()
        self.setObjectName("filterbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words, self._lights = words, lights
        self._filter = Filter()
        self._all_text = self.tr("Filter")
        self._plan = self._box(look, self.tr("Plan"))
        self._year = self._box(look, self.tr("Year"))
        self._role = self._box(look, self.tr("Role"))
        self._all = self._box(look, self.tr("Filter"))
        self._flat = IconButton(look, "tree", self.tr("Tree or flat list"), role="")
        self._flat.setCheckable(True)
        self._flat.setToolTip(self.tr("Tree or flat list") + " F7")
        self._flat.clicked.connect(self._on_flat)
        self._export = IconButton(look, "export", self.tr("Export this list"), self.export_wanted.emit)
        self._export.setToolTip(self.tr("Export this list") + " Ctrl+E")
        self.setLayout(
            hbox(
                lights,
                None,
                self._plan,
                self._year,
                self._role,
                self._all,
                self._flat,
                self._export,
                gap=6,
                margins=(10, 6, 12, 6),
            )
        )
        self._short = False
        self._fold(False, True)

    def show_checklist(self, checklist: Checklist, wanted: Filter) -> None:
        """Offer the plans and years there are."""
        self._filter = wanted
        names = {plan.uid: plan.short or plan.title for plan in checklist.plans}
        plans = QMenu(self)
        self._fill_plans(plans, names)
        years = QMenu(self)
        self._fill_years(years, checklist)
        roles = QMenu(self)
        self._fill_roles(roles)
        for box, menu in ((self._plan, plans), (self._year, years), (self._role, roles)):
            self._replace(box, menu)
        self._plan.setText(names.get(wanted.plan, self.tr("All plans")) if wanted.plan else self.tr("All plans"))
        self._year.setText(self.tr("{year}").format(year=checklist.year))
        self._role.setText(self._words.role(wanted.role) or self.tr("All roles"))
        folded = QMenu(self)
        for title, fill in (
            (self.tr("Plan"), partial(self._fill_plans, names=names)),
            (self.tr("Year"), partial(self._fill_years, checklist=checklist)),
            (self.tr("Role"), self._fill_roles),
            (self.tr("Light"), self._fill_lights),
        ):
            fill(folded.addMenu(title))
        self._replace(self._all, folded)
        self._all_text = self.tr("Filter") + (f" · {wanted.active}" if wanted.active else "")
        self._all.setText(self._all_text)

    def set_flat(self, flat: bool) -> None:
        """Show which of the two lists is on."""
        self._flat.setChecked(flat)
        self._flat.set_icon("list" if flat else "tree")

    def set_width(self, width: int) -> None:
        """Fold what has no room: first the filters, then lights that count 0, then the lights' words, then the export."""
        self._all.setText(self._all_text)
        self._all.set_icon("chevron-down")
        icons = self._flat.sizeHint().width() + self._export.sizeHint().width() + 54
        three = sum(box.sizeHint().width() + 6 for box in (self._plan, self._year, self._role))
        one = self._all.sizeHint().width() + 6
        steps = (
            (False, True, three, True),
            (False, True, one, True),
            (False, False, one, True),
            (True, True, one, True),
            (True, False, one, True),
        )
        for short, zeros, boxes, export in steps:
            needed = self._lights.fold(short, zeros) + boxes + (icons if export else icons // 2)
            self._fold(boxes == one, export)
            if needed <= width:
                return
        self._fold(True, False)
        self._all.setText("")
        self._all.set_icon("filter")
        self._lights.drop_greys(width - self._all.sizeHint().width() - icons // 2 - 6)

    def _fold(self, folded: bool, export: bool) -> None:
        self._short = folded
        for box in (self._plan, self._year, self._role):
            box.setVisible(not folded)
        self._all.setVisible(folded)
        self._export.setVisible(export)

    def open_menu(self) -> None:
        """Ctrl+L."""
        (self._all if self._short else self._plan).showMenu()

    def _box(self, look: Look, name: str) -> IconButton:
        made = IconButton(look, "chevron-down", name, text=name, role="box", size=14)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _replace(self, box: QToolButton, menu: QMenu) -> None:
        former = box.menu()
        box.setMenu(menu)
        if former is not None:
            former.deleteLater()

    def _fill_plans(self, menu: QMenu, names: dict[PlanUid, str]) -> None:
        choices: list[tuple[str, object]] = [(self.tr("All plans"), None)]
        choices += [(name, uid) for uid, name in names.items()]
        self._choices(menu, choices, self._filter.plan, self._set_plan)

    def _fill_years(self, menu: QMenu, checklist: Checklist) -> None:
        first = min((plan.start_year for plan in checklist.plans), default=checklist.year)
        last = max((plan.end_year for plan in checklist.plans), default=checklist.year)
        first, last = min(first, checklist.year), max(last, checklist.year)
        years: list[tuple[str, object]] = [(str(year), year) for year in range(first, last + 1)]
        self._choices(menu, years, checklist.year, self.year_chosen.emit)

    def _fill_roles(self, menu: QMenu) -> None:
        choices: list[tuple[str, object]] = [(self.tr("All roles"), None)]
        choices += [(self._words.role(role), role) for role in Role]
        self._choices(menu, choices, self._filter.role, self._set_role)

    def _fill_lights(self, menu: QMenu) -> None:
        keys = self._lights.keys()
        choices: list[tuple[str, object]] = [(self._lights.chip(key).accessibleName(), key) for key in keys]
        self._choices(menu, choices, self._filter.light, self._lights.light_chosen.emit)

    def _choices(self, menu: QMenu, choices: list[tuple[str, object]], chosen: object, act: object) -> None:
        group = QActionGroup(menu)
        for text, value in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(_Chosen(act, value))
            group.addAction(action)

    def _set_plan(self, plan: PlanUid | None) -> None:
        self.filter_changed.emit(Filter(self._filter.light, plan, self._filter.role, self._filter.text))

    def _set_role(self, role: Role | None) -> None:
        self.filter_changed.emit(Filter(self._filter.light, self._filter.plan, role, self._filter.text))

    def _on_flat(self) -> None:
        self.flat_toggled.emit(self._flat.isChecked())


class _Chosen:
    """Calls with the value chosen."""

    def __init__(self, act: object, value: object) -> None:
        self._act, self._value = act, value

    def __call__(self, *_: object) -> None:
        self._act(self._value)  # type: ignore[operator]
