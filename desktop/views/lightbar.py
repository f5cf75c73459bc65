"""The light strip above the list: 全部 and the lights with their counts; a click filters. Part of the tasks page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from db.rules.kinds import Light
from db.rules.wording import due_soon_name, lamp_name
from desktop.models.filters import ALL, DUE_SOON, GREY_KEYS, LIGHT_KEYS, MISSING_EVIDENCE
from desktop.style.look import Look
from desktop.views.boxes import hbox
from desktop.words import Words

ALWAYS = (ALL, Light.OVERDUE, Light.BEHIND, DUE_SOON, Light.ON_TRACK, Light.DONE)


class LightBar(QWidget):
    """Grey states and 严重滞后 join only when they are not 0. Words fold away where the list is narrow."""

    light_chosen = Signal(object)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._counts: dict[str, int] = {}
        self._short = False
        self._zeros = True
        self.setAccessibleName(self.tr("Lights"))
        self._group = QButtonGroup(self)
        self._chips: dict[str, QToolButton] = {}
        layout = hbox(gap=2)
        for key in (ALL, *LIGHT_KEYS, *GREY_KEYS):
            chip = QToolButton()
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            chip.setProperty("light", str(key))
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.setIconSize(QSize(13, 13))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._group.addButton(chip)
            self._chips[str(key)] = chip
            layout.addWidget(chip)
        layout.addStretch(1)
        self.setLayout(layout)
        self._chips[ALL].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)
        look.changed.connect(self._redraw)
        self._redraw()

    def show_counts(self, counts: dict[str, int]) -> None:
        """How many stand under each button."""
        self._counts = counts
        self._retext()

    def show_light(self, light: str) -> None:
        """Mark the button of the filter in force."""
        self._chips[light].setChecked(True)
        self._retext()

    def fold(self, short: bool, zeros: bool) -> int:
        """Marks and numbers alone (`short`), with or without the lights that count 0; the width this takes."""
        self._short, self._zeros = short, zeros
        self._retext()
        return sum(chip.sizeHint().width() + 2 for chip in self._chips.values() if not chip.isHidden())

    def drop_greys(self, room: int) -> None:
        """Where even marks have no room: leave out grey states from the right; 筛选 still offers them."""
        width = self.fold(self._short, self._zeros)
        for key in reversed(GREY_KEYS):
            chip = self._chips[str(key)]
            if width > room and not chip.isHidden() and not chip.isChecked():
                width -= chip.sizeHint().width() + 2
                chip.hide()

    def chip(self, light: str) -> QToolButton:
        """A light's button."""
        return self._chips[light]

    def keys(self) -> list[str]:
        """All buttons, shown or not."""
        return list(self._chips)

    def shown_keys(self) -> list[str]:
        """The buttons shown, in order: Alt+0 is the first."""
        return [key for key, chip in self._chips.items() if not chip.isHidden()]

    def _on_clicked(self, chip: QToolButton) -> None:
        self.light_chosen.emit(str(chip.property("light")))

    def _name(self, key: str, lamp: bool = False) -> str:
        if key == ALL:
            return self.tr("All")
        if key == DUE_SOON:
            return due_soon_name(self._words.lang, lamp)
        if key == MISSING_EVIDENCE:
            return self.tr("No evidence")
        return lamp_name(Light(key), self._words.lang) if lamp else self._words.light(Light(key))

    def _text(self, key: str, short: bool) -> str:
        count = self._counts.get(key, 0)
        gap = "" if key in {ALL, MISSING_EVIDENCE} else " "
        return f"{gap}{count}" if short and gap else f"{gap}{self._name(key)} {count}"

    def _retext(self) -> None:
        for key, chip in self._chips.items():
            count = self._counts.get(key, 0)
            chip.setVisible((key in ALWAYS and (self._zeros or key == ALL)) or count > 0 or chip.isChecked())
            chip.setText(self._text(key, self._short))
            chip.setToolTip(self._name(key, lamp=True))
            chip.setAccessibleName(f"{self._name(key)} {count}")

    def _redraw(self) -> None:
        for key, chip in self._chips.items():
            if key not in {ALL, MISSING_EVIDENCE}:
                chip.setIcon(self._look.icons.mark_icon(key, 13))
        self._retext()
