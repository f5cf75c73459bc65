"""The drawer that answers one milestone: figure, as-of date, note, files; 记录进展, 打勾 or 取消打勾. Opened by the pane.

It keeps a draft on Esc, on leaving and on a crash, shows the light as it would be, and never blocks.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QWidget

from db.errors import KnownError
from db.rows import Changes, MilestoneRow
from db.rules.kinds import Nature
from db.rules.times import parse_day
from desktop.actions.proof import Proof
from desktop.actions.ticking import Answer, Ticking, complaint, meets, read
from desktop.drafts import Draft, Drafts
from desktop.models.cells import is_ticked, takes_figure
from desktop.session import Session
from desktop.style.look import Look, restyle
from desktop.views.boxes import hbox, label, vbox
from desktop.views.buttons import MarkLabel
from desktop.views.choice import Choice
from desktop.views.drawerfoot import DrawerFoot
from desktop.views.filebox import FileBox
from desktop.words import Words

FIGURE_CODES = ("figure", "value", "number", "measure")
DATE_CODES = ("date", "day", "as_at", "future")
NOTE_CODES = ("note", "reason", "why")
FILE_CODES = ("evidence_",)


class Drawer(QFrame):
    """One for the pane, moved under the milestone that is answered. `foot` holds its buttons, at the pane's bottom."""

    closed = Signal()
    saved = Signal()
    grown = Signal()  # it takes more room: keep it in sight

    def __init__(
        self, look: Look, words: Words, session: Session, ticking: Ticking, proof: Proof, drafts: Drafts
    ) -> None:
        super().__init__()
        self._words, self._session, self._ticking, self._proof, self._drafts = words, session, ticking, proof, drafts
        self._row: MilestoneRow | None = None
        self._untick = False
        self._sent = False
        self._asked: tuple[Decimal, date | None] | None = None
        self.setProperty("card", "sunken")
        self.setAccessibleName(self.tr("Record"))
        self._figure = QLineEdit()
        self._measure = label("", "second", "text2")
        self._as_at = QLineEdit()
        natures = [(self._nature_name(nature), str(nature)) for nature in Nature]
        self._nature = Choice(look, self.tr("Nature"), natures, Nature.QUICK)
        self._preview_mark = MarkLabel(look)
        self._preview = label("", "second", "text2", wrap=True)
        self._note = QPlainTextEdit()
        self._note.setTabChangesFocus(True)
        self._files = FileBox(look)
        self._evidence_date = QLineEdit()
        self._errors: dict[str, QLabel] = {}
        self.foot = DrawerFoot()
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(200)
        self._timer.timeout.connect(self._ask_preview)
        self._connect()
        look.changed.connect(self._fit)
        self._look = look
        self._fit()
        self.hide()

    def _build(self) -> None:
        self._figure_label = self._buddy("", self._figure)
        self._as_at_label = self._buddy(self.tr("Data as of"), self._as_at)
        nature_label = self._buddy(self.tr("Nature"), self._nature)
        self._note_label = self._buddy("", self._note)
        files_label = self._buddy(self.tr("Evidence"), self._files.choose)
        dated = self._buddy(self.tr("Date of the evidence"), self._evidence_date)
        field = hbox(self._figure, self._measure, gap=6)
        field.setStretch(0, 1)
        self._figure_part = _part(vbox(self._figure_label, field, gap=4))
        self._nature_part = _part(vbox(nature_label, self._nature, gap=4))
        as_at = vbox(self._as_at_label, self._as_at, gap=4)
        self._preview_part = _part(hbox(self._preview_mark, self._preview, gap=6))
        row = hbox(self._figure_part, as_at, self._nature_part, gap=10)
        row.setStretch(0, 3)
        row.setStretch(1, 2)
        self._figures = _part(
            vbox(
                row,
                self._error("figure"),
                self._error("date"),
                self._preview_part,
                gap=4,
            )
        )
        self._dated = _part(hbox(dated, self._evidence_date, None))
        self._files_part = _part(vbox(files_label, self._files, self._dated, self._error("files"), gap=4))
        note = vbox(self._note_label, self._note, self._error("note"), gap=4)
        self.setLayout(
            vbox(self._figures, note, self._files_part, self._error("other"), gap=8, margins=(12, 10, 12, 12))
        )

    def _connect(self) -> None:
        self._figure.textChanged.connect(self._on_edited)
        self._figure.returnPressed.connect(self._note.setFocus)
        self._as_at.textChanged.connect(self._on_edited)
        self._as_at.returnPressed.connect(self.foot.focus_main)
        self._nature.chosen.connect(self._on_edited)
        self._note.textChanged.connect(self._on_edited)
        self._evidence_date.textChanged.connect(self._on_edited)
        self._files.changed.connect(self._on_edited)
        self.foot.main_wanted.connect(self.save_main)
        self.foot.other_wanted.connect(self.save_other)
        self.foot.cancel_wanted.connect(self.close_drawer)

    @property
    def row(self) -> MilestoneRow | None:
        """The milestone being answered; None while closed."""
        return self._row

    @property
    def figure(self) -> QLineEdit:
        """The figure's field."""
        return self._figure

    @property
    def as_at(self) -> QLineEdit:
        """The field of the data's date."""
        return self._as_at

    @property
    def note(self) -> QPlainTextEdit:
        """The note's field."""
        return self._note

    @property
    def files(self) -> FileBox:
        """The files to be added."""
        return self._files

    @property
    def preview_text(self) -> str:
        """What the drawer says about the light after recording."""
        return self._preview.text()

    def error(self, field: str) -> str:
        """The sentence under a field: figure, date, note, files or other."""
        return self._errors[field].text()

    def open(self, row: MilestoneRow) -> None:
        """Answer this milestone, with its draft if there is one."""
        self._keep()
        self._row = row
        self._sent = False
        self._asked = None
        self.foot.set_busy(False)
        self._untick = row.mine and is_ticked(row)
        draft = self._drafts.get(self._key(row)) or {}
        self._row = None  # filling in is no edit
        self._figure.setText(str(draft.get("figure", "")))
        self._as_at.setText(str(draft.get("as_at") or self._session.today.isoformat()))
        self._nature.set_value(str(draft.get("nature") or Nature.QUICK))
        self._note.setPlainText(str(draft.get("note", "")))
        kept = draft.get("files")
        self._files.set_files([Path(str(name)) for name in kept] if isinstance(kept, list) else [])
        self._evidence_date.setText(str(draft.get("evidence_date") or self._session.today.isoformat()))
        self._row = row
        self._describe(row)
        self._clear_errors()
        self._on_edited(keep=False)
        self.show()
        self.foot.show()

    def start(self, *, figure: bool = False) -> None:
        """Put the focus where typing begins."""
        first: QLineEdit | QPlainTextEdit = self._note
        if self._row is not None and takes_figure(self._row) and not self._untick:
            first = self._figure
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if figure:
            self._figure.selectAll()

    def refresh(self, row: MilestoneRow) -> None:
        """The milestone changed underneath; what was typed stays."""
        if self._row is not None and row.uid == self._row.uid and not self._sent:
            self._row = row
            self._untick = row.mine and is_ticked(row)
            self._describe(row)
            self._update_buttons()

    def close_drawer(self) -> None:
        """Close and keep what was typed."""
        self._keep()
        self._row = None
        self.hide()
        self.foot.hide()
        self.closed.emit()

    def save_main(self) -> None:
        """The main button: Ctrl+Enter."""
        self._save(self.foot.main_claim)

    def save_other(self) -> None:
        """The other one: Alt+Enter."""
        if self.foot.has_other:
            self._save(self.foot.other_claim)

    def paste(self) -> bool:
        """Take files or a picture from the clipboard; False when there are none."""
        from PySide6.QtGui import QGuiApplication

        files = self._proof.pasted(QGuiApplication.clipboard().mimeData())
        if files:
            self._files.add(files)
        return bool(files)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() > event.oldSize().height():
            self.grown.emit()

    # saving

    def _save(self, claim: bool | None) -> None:
        row = self._row
        if row is None or self._sent:
            return
        self._clear_errors()
        answer = self._answer(row, claim)
        if answer is None:
            return
        self._keep()
        self._sent = True
        self.foot.set_busy(True)
        value = read(answer.value, row.measure) if answer.value else None
        if self._untick:
            self._ticking.untick(row, answer.note, self._on_saved, self._on_failed)
        elif value is None or self._asked == (value, answer.as_at):
            self._ticking.record(answer, self._on_saved, self._on_failed)
        else:
            self._asked = (value, answer.as_at)
            self._ticking.doubts(answer, value, partial(self._on_doubts, answer), self._on_doubts_failed)

    def _on_doubts(self, answer: Answer, questions: object) -> None:
        """Save when nothing is strange; else ask once, and save when the button is pressed again."""
        if self._row is None or self._row.uid != answer.milestone:
            self._sent = False
        elif not questions or not isinstance(questions, tuple):
            self._ticking.record(answer, self._on_saved, self._on_failed)
        else:
            self._sent = False
            self.foot.set_busy(False)
            asked = "".join(question.sentence(self._words.lang) for question in questions)
            self._fail("figure", asked + self.tr(" Press again if it is right."), self._figure)

    def _on_doubts_failed(self, error: object) -> None:
        if isinstance(error, KnownError):
            self._on_failed(error)

    def _answer(self, row: MilestoneRow, claim: bool | None) -> Answer | None:
        """What the fields say; None when a field's sentence says why not."""
        note = self._note.toPlainText().strip()
        figure = self._figure.text().strip() if takes_figure(row) and not self._untick else ""
        as_at = self._day(self._as_at, "date")
        dated = self._day(self._evidence_date, "files") if self._files.files else None
        if as_at is None or (self._files.files and dated is None):
            return None
        wrong = complaint(figure, row.measure, self._words.lang) if figure else ""
        if wrong:
            self._fail("figure", wrong, self._figure)
            return None
        problem = self._missing(row, claim, note, figure)
        if problem:
            self._fail(*problem)
            return None
        for file in self._files.files:
            if not file.is_file():
                text = self.tr('"{name}" is gone, perhaps moved. Choose it again; what you typed is kept.')
                self._fail("files", text.format(name=file.name), self._files.choose)
                return None
        nature = Nature(self._nature.value or Nature.QUICK)
        return Answer(
            row.uid,
            row.period,
            figure,
            as_at if figure else None,
            nature,
            note,
            self._files.files,
            dated if self._files.files else None,
            claim,
            None if figure else as_at,
        )

    def _missing(
        self, row: MilestoneRow, claim: bool | None, note: str, figure: str
    ) -> tuple[str, str, QWidget] | None:
        """The field that must be filled before this can be saved."""
        if self._untick:
            return None if note else ("note", self.tr("Say why the tick is taken back."), self._note)
        value = read(figure, row.measure) if figure else None
        if claim is True and takes_figure(row) and not note and (value is None or not meets(row, value)):
            text = self.tr("The target is not met: say in the note why it is ticked all the same.")
            return ("note", text, self._note)
        if claim is not True and takes_figure(row) and not figure and not note and not self._files.files:
            return ("figure", self.tr("Write a figure, a note or add a file."), self._figure)
        if claim is False and not figure and not note and not self._files.files:
            return ("note", self.tr("Write a note or add a file."), self._note)
        return None

    def _on_saved(self, _: Changes) -> None:
        row = self._row
        self._sent = False
        self.foot.set_busy(False)
        if row is None:
            return
        self._drafts.drop(self._key(row))
        self._row = None
        self.hide()
        self.foot.hide()
        self.saved.emit()

    def _on_failed(self, error: KnownError) -> None:
        self._sent = False
        self.foot.set_busy(False)
        text = self._words.error(error)
        for field, words in (
            ("figure", FIGURE_CODES),
            ("date", DATE_CODES),
            ("note", NOTE_CODES),
            ("files", FILE_CODES),
        ):
            if any(word in error.code for word in words) and self._row is not None:
                first = {"figure": self._figure, "date": self._as_at, "note": self._note}.get(field, self._files.choose)
                self._fail(field, text, first)
                return
        self._fail("other", text, self._note)
        self._session.failed.emit(error)

    # drafts, preview, words

    def _keep(self) -> None:
        row = self._row
        if row is None:
            return
        typed = bool(self._figure.text().strip() or self._note.toPlainText().strip() or self._files.files)
        draft: Draft = {
            "figure": self._figure.text().strip(),
            "as_at": self._as_at.text().strip(),
            "nature": self._nature.value,
            "note": self._note.toPlainText(),
            "files": [str(file) for file in self._files.files],
            "evidence_date": self._evidence_date.text().strip(),
        }
        self._drafts.put(self._key(row), draft if typed else {})

    def _key(self, row: MilestoneRow) -> str:
        return f"{self._session.unit}/{row.uid}/{row.period}"

    def _on_edited(self, *_: object, keep: bool = True) -> None:
        if self._row is None:
            return
        if keep:
            self._clear_errors()
            self._keep()
        self._dated.setVisible(bool(self._files.files))
        self._update_buttons()
        self._preview.setText("")
        self._preview_mark.set_light("")
        self._timer.start()

    def _ask_preview(self) -> None:
        row = self._row
        if row is None or not takes_figure(row) or self._untick or not self._figure.text().strip():
            return
        try:
            as_at = parse_day(self._as_at.text())
        except ValueError:
            return
        typed = self._figure.text()
        value = read(typed, row.measure)
        if value is not None:
            answer = Answer(row.uid, row.period, typed, as_at)
            self._ticking.preview(answer, value, self._on_preview, self._on_preview_failed)

    def _on_preview(self, shown: object) -> None:
        if not isinstance(shown, MilestoneRow) or self._row is None or shown.uid != self._row.uid:
            return
        words = self._words
        before, after = words.light(self._row.light), words.light(shown.light)
        why = shown.reason if words.chinese else words.reason(shown.why)
        text = (
            self.tr("After recording: {after} as before. {why}")
            if before == after
            else self.tr("After recording: {after}, before {before}. {why}")
        )
        self._preview_mark.set_light(shown.light)
        self._preview.setText(text.format(before=before, after=after, why=why))

    def _on_preview_failed(self, _: object) -> None:
        self._preview.setText("")

    def _update_buttons(self) -> None:
        row = self._row
        if row is not None:
            typed = self._figure.text().strip()
            value = read(typed, row.measure) if typed else None
            self.foot.show_choice(row, value, self._untick)

    def _describe(self, row: MilestoneRow) -> None:
        figure = takes_figure(row) and not self._untick
        self._figure_part.setVisible(figure)
        self._nature_part.setVisible(figure)
        self._preview_part.setVisible(figure)
        self._figures.setVisible(not self._untick)
        self._files_part.setVisible(not self._untick)
        self._measure.setText(row.measure)
        self._as_at_label.setText(self.tr("Data as of") if figure else self.tr("Done on"))
        self._as_at.setAccessibleName(self._as_at_label.text())
        text = self.tr("Figure") if row.mine else self.tr("Own contribution")
        if row.value is not None and row.as_at is not None:
            former = self._words.number(row.value)
            day = self._words.said_day(row.as_at, self._session.year)
            text += self.tr(" ({value} on {day})").format(value=former, day=day)
        self._figure_label.setText(text)
        self._figure.setAccessibleName(text)
        self._note_label.setText(self.tr("Reason for taking the tick back") if self._untick else self.tr("Note"))
        self._note.setAccessibleName(self._note_label.text())

    def _nature_name(self, nature: Nature) -> str:
        return {
            Nature.QUICK: self.tr("Flash"),
            Nature.EXPECTED: self.tr("Expected"),
            Nature.VERIFIED: self.tr("Verified"),
        }[nature]

    # fields

    def _day(self, field: QLineEdit, error: str) -> date | None:
        try:
            day = parse_day(field.text())
        except ValueError:
            self._fail(error, self.tr("The date must be a day, such as 2021-06-30."), field)
            return None
        today = self._session.today
        if day > today:
            self._fail(error, self._words.error(KnownError("date_in_future", day=day, today=today)), field)
            return None
        return day

    def _fail(self, field: str, text: str, where: QWidget) -> None:
        self._errors[field].setText(text)
        self._errors[field].show()
        where.setProperty("bad", "true")
        where.setAccessibleDescription(text)
        restyle(where)
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear_errors(self) -> None:
        for shown in self._errors.values():
            shown.hide()
            shown.setText("")
        for field in (self._figure, self._as_at, self._note, self._evidence_date):
            if field.property("bad"):
                field.setProperty("bad", None)
                field.setAccessibleDescription("")
                restyle(field)

    def _error(self, name: str) -> QLabel:
        made = label("", "second", "overdue", wrap=True)
        made.hide()
        self._errors[name] = made
        return made

    def _buddy(self, text: str, field: QWidget) -> QLabel:
        made = label(text, "caption", "text2")
        made.setBuddy(field)
        field.setAccessibleName(text)
        return made

    def _fit(self) -> None:
        line = self._look.fonts.body_metrics.lineSpacing()
        self._note.setMinimumHeight(line * 2 + 20)
        self._note.setMaximumHeight(line * 3 + 20)
        width = self._look.fonts.body_metrics.horizontalAdvance("2021-06-28") + 30
        self._as_at.setMinimumWidth(width)
        self._evidence_date.setMaximumWidth(width)


def _part(layout: object) -> QWidget:
    made = QWidget()
    made.setLayout(layout)  # type: ignore[arg-type]
    return made
