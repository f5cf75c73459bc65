"""The drawer's buttons: the pane shows them at its bottom, so that they never scroll away. Made by the drawer."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from db.rows import MilestoneRow
from desktop.actions.ticking import meets
from desktop.models.cells import takes_figure
from desktop.views.boxes import hbox
from desktop.views.buttons import button


class DrawerFoot(QWidget):
    """Which of 打勾 and 记录进展 is the main button depends on the figure; both stay possible."""

    main_wanted = Signal()
    other_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paneFoot")
        self._main = button("", self.main_wanted.emit, role="main")
        self._other = button("", self.other_wanted.emit)
        self._cancel = button(self.tr("Cancel") + "  Esc", self.cancel_wanted.emit, role="quiet")
        self._main.setToolTip("Ctrl+Enter")
        self._other.setToolTip("Alt+Enter")
        self.setLayout(hbox(self._main, self._other, None, self._cancel, margins=(20, 8, 16, 8)))
        self._names = ("", "")
        self.main_claim: bool | None = None
        self.other_claim: bool | None = None
        self.has_other = False
        self.hide()

    def show_choice(self, row: MilestoneRow, value: Decimal | None, untick: bool) -> None:
        """Name the buttons for this milestone and this figure."""
        tick, record = self.tr("Tick as done"), self.tr("Record progress")
        self.has_other = True
        if untick:
            main, other, self.has_other = self.tr("Untick"), "", False
            self.main_claim = None
        elif not row.mine:
            main, other, self.has_other = self.tr("Record contribution"), "", False
            self.main_claim = False
        elif not takes_figure(row) or (value is not None and meets(row, value)):
            main, other = tick, record
            self.main_claim, self.other_claim = (None if value is not None else True), False
        else:
            main, other = record, tick
            self.main_claim, self.other_claim = (None if value is not None else False), True
        self._names = (main, other)
        self._fit()
        self._main.setAccessibleName(main)
        self._other.setAccessibleName(other)
        self._other.setVisible(self.has_other)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Name the keys on the buttons where there is room."""
        main, other = self._names
        cancel = self.tr("Cancel")
        self._other.setText(other)
        for keys, escape in (("  Ctrl+Enter", "  Esc"), ("  Ctrl+Enter", ""), ("", "")):
            self._main.setText(main + keys)
            self._cancel.setText(cancel + escape)
            parts = [self._main, self._cancel] + ([self._other] if self.has_other else [])
            if sum(part.sizeHint().width() + 8 for part in parts) + 36 <= self.width():
                break

    def focus_main(self) -> None:
        """Enter in the last field leads here."""
        self._main.setFocus()

    def set_busy(self, busy: bool) -> None:
        """While saving nothing can be sent twice."""
        self._main.setEnabled(not busy)
        self._other.setEnabled(not busy)

    @property
    def main_text(self) -> str:
        """What the main button says."""
        return self._main.accessibleName()
