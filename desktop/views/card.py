"""One milestone in the pane: check box, name, light, figure against target, points. The drawer opens under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from db.rows import MilestoneRow, PartRow, Point
from db.rules.kinds import Light
from desktop.models.cells import is_ticked
from desktop.style.look import Look
from desktop.style.tokens import DUE_SOON
from desktop.views.boxes import hbox, label, vbox
from desktop.views.buttons import MarkLabel
from desktop.views.progressbar import ProgressBar
from desktop.views.tickbox import TickBox
from desktop.words import Words


class PointRow(QWidget):
    """One 工作要点: a box and its words."""

    toggled = Signal(object, object)  # number, done

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.box = TickBox(look, 14)
        self._number = 0
        self._text = label("", "second", wrap=True)
        self._text.setBuddy(self.box)
        row = hbox(self.box, self._text, gap=2)
        row.setStretch(1, 1)
        row.setAlignment(self.box, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.box.asked.connect(self._on_asked)

    def show_point(self, point: Point) -> None:
        """Show a point as it stands."""
        self._number = point.number
        self._text.setText(point.text)
        self.box.setChecked(point.done)
        self.box.setAccessibleName(point.text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._on_asked()
        event.accept()

    def _on_asked(self) -> None:
        self.toggled.emit(self._number, not self.box.isChecked())


class MilestoneCard(QWidget):
    """A milestone of the pane. `show_row` may be called again; an open drawer stays where it is."""

    record_wanted = Signal(object)  # MilestoneRow
    point_toggled = Signal(object, object, object)  # MilestoneRow, number, done

    def __init__(self, look: Look, words: Words, row: MilestoneRow, year: int) -> None:
        super().__init__()
        self._words, self._year = words, year
        self.row = row
        self._box = TickBox(look)
        self._box.asked.connect(self._on_asked)
        self._name = label("", "body", wrap=True)
        self._mark = MarkLabel(look)
        self._light = label("", "second")
        self._soon = MarkLabel(look)
        self._soon_text = label("", "caption", DUE_SOON)
        self._value = label("", "body", bold=True)
        self._target = label("", "second", "text2")
        self._progress = ProgressBar(look)
        self._due = label("", "caption", "text2")
        self._why = label("", "caption", "text2", wrap=True)
        self._said = label("", "caption", "text2", wrap=True)
        self._notice = label("", "caption", "behind", wrap=True)
        self._points_head = label("", "caption", "text2")
        self._said.hide()
        self._look = look
        self._points: list[PointRow] = []
        self._point_box = vbox(gap=0)
        top = hbox(self._box, self._name, self._soon, self._soon_text, self._mark, self._light, gap=6)
        top.setStretch(1, 1)
        top.setAlignment(self._box, Qt.AlignmentFlag.AlignTop)
        figures = hbox(self._value, self._target, self._progress, gap=6)
        figures.setStretch(2, 1)
        figures.addStretch(0)
        reason = hbox(self._why, self._due, gap=8)
        reason.setStretch(0, 1)
        reason.setAlignment(self._due, Qt.AlignmentFlag.AlignTop)
        below = vbox(
            figures, reason, self._said, self._notice, self._points_head, self._point_box, gap=3, margins=(26, 0, 0, 0)
        )
        self.place = vbox()  # the drawer's
        self.setLayout(vbox(top, below, self.place, gap=4))
        self.show_row(row)

    def show_row(self, row: MilestoneRow) -> None:
        """Show the milestone as it stands now."""
        self.row = row
        words = self._words
        name = row.indicator_name or row.text
        sentence = row.reason if words.chinese else words.reason(row.why)
        self._name.setText(name)
        self._name.setToolTip(row.text if row.text != name else "")
        self._box.setChecked(is_ticked(row))
        self._box.setEnabled(row.light is not Light.CANCELLED)
        self._box.setAccessibleName(self.tr("Tick {name}").format(name=name))
        self._box.setAccessibleDescription(sentence)
        lit = row.light is not Light.NONE
        self._mark.set_light(row.light if lit else "")
        self._light.setText(words.light(row.light) if lit else "")
        _tone(self._light, row.light)
        self._soon.set_light(DUE_SOON if row.due_soon else "")
        self._soon_text.setText(self.tr("{n} days left").format(n=row.days) if row.due_soon else "")
        self._show_figure(row)
        self._due.setText(words.day(row.due_on, self._year))
        self._why.setText(sentence)
        self._notice.setText(self._notices(row))
        self._notice.setVisible(bool(self._notice.text()))
        self._show_points(row)

    def show_said(self, note: str, parts: tuple[PartRow, ...]) -> None:
        """The note beside the answer, and what further units contributed."""
        lines = [note] if note else []
        for part in parts:
            value = self._words.number(part.value) + self.row.measure if part.value is not None else ""
            lines.append("  ".join(word for word in (part.unit_name, value, part.note) if word))
        self._said.setText("\n".join(lines))
        self._said.setVisible(bool(lines))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the name opens the drawer too."""
        if self._name.geometry().contains(event.position().toPoint()):
            self._on_asked()
        super().mousePressEvent(event)

    @property
    def said_text(self) -> str:
        """The note and contributions shown."""
        return self._said.text()

    @property
    def box(self) -> QCheckBox:
        """The check box."""
        return self._box

    @property
    def points(self) -> list[QCheckBox]:
        """The points' check boxes."""
        return [point.box for point in self._points]

    def _show_figure(self, row: MilestoneRow) -> None:
        words = self._words
        has_target = row.target is not None
        value = words.number(row.value)
        self._value.setText(value if value else "–" if has_target else "")
        self._value.setVisible(bool(self._value.text()))
        target = f"/ {words.target(row)} {row.measure}" if has_target else (row.measure if value else "")
        self._target.setText(target)
        self._target.setVisible(bool(target))
        self._progress.setVisible(row.progress is not None)
        self._progress.show_progress(row.progress, row.expected, row.light)
        if row.as_at is not None:
            nature = f" {row.nature}" if row.nature else ""
            self._target.setToolTip(self.tr("As at {day}").format(day=words.said_day(row.as_at)) + nature)

    def _notices(self, row: MilestoneRow) -> str:
        parts = []
        if row.conflict:
            parts.append(self.tr("There are several answers; all are kept. Record again to choose one."))
        if row.confirm:
            parts.append(self.tr("The target has changed since this was answered: please confirm it."))
        if not row.mine and row.answerer_name:
            parts.append(
                self.tr("{unit} answers for this; you may add your contribution.").format(unit=row.answerer_name)
            )
        if row.notice:
            parts.append(row.notice)
        return "\n".join(parts)

    def _show_points(self, row: MilestoneRow) -> None:
        while len(self._points) > len(row.points):
            self._points.pop().deleteLater()
        while len(self._points) < len(row.points):
            made = PointRow(self._look)
            made.toggled.connect(self._on_point)
            self._points.append(made)
            self._point_box.addWidget(made)
        done = sum(point.done for point in row.points)
        self._points_head.setText(self.tr("Points {done}/{total}").format(done=done, total=len(row.points)))
        self._points_head.setVisible(bool(row.points))
        for shown, point in zip(self._points, row.points, strict=True):
            shown.show_point(point)

    def _on_asked(self) -> None:
        self.record_wanted.emit(self.row)

    def _on_point(self, number: object, done: object) -> None:
        self.point_toggled.emit(self.row, number, done)


def _tone(shown: QWidget, tone: str) -> None:
    if shown.property("tone") != tone:
        shown.setProperty("tone", tone)
        shown.style().unpolish(shown)
        shown.style().polish(shown)
