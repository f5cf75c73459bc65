"""本期进展: progress, problems and next steps of the period, carried forward on request; and who does the task inside the unit.

A page of the pane. Each field is saved when it is left; what is typed is kept as a draft until then.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from db.rows import Changes, Contact, NodeDetail, NodeRow, TextRow
from db.rules.kinds import TextField
from desktop.actions.writing import Writing
from desktop.drafts import Drafts
from desktop.session import Session
from desktop.style.look import Look
from desktop.views.boxes import hbox, label, rule, vbox
from desktop.views.buttons import button
from desktop.words import Words

FIELDS = (TextField.PROGRESS, TextField.PROBLEM, TextField.NEXT)


class TextArea(QPlainTextEdit):
    """A text field that tells when it is left."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class ProgressPage(QWidget):
    """Texts of one task in one period."""

    def __init__(self, look: Look, words: Words, session: Session, writing: Writing, drafts: Drafts) -> None:
        super().__init__()
        self._look, self._words, self._session, self._writing, self._drafts = look, words, session, writing, drafts
        self._node: NodeRow | None = None
        self._saved: dict[TextField, str] = {}
        self._former: tuple[TextRow, ...] = ()
        self._filling = False
        self._head = label("", "second", "text2", bold=True)
        self._carry = button(self.tr("Carry last period's forward"), self.carry_forward, role="link")
        self._nothing = button(self.tr("Nothing new"), self.say_nothing_new, role="link")
        layout = vbox(hbox(self._head, None, self._nothing, self._carry, gap=2), gap=6)
        self._areas: dict[TextField, TextArea] = {}
        self._states = {field: label("", "caption", "text3") for field in FIELDS}
        for field, name in zip(FIELDS, self._names(), strict=True):
            area = TextArea(name)
            area.textChanged.connect(partial(self._on_typed, field))
            area.left.connect(partial(self._save, field))
            title = label(name, "caption", "text2")
            title.setBuddy(area)
            self._areas[field] = area
            layout.addLayout(hbox(title, None, self._states[field]))
            layout.addWidget(area)
        layout.addWidget(rule())
        self._contact = {
            "leader": self._line(self.tr("Leader")),
            "section": self._line(self.tr("Section")),
            "person": self._line(self.tr("Handled by")),
            "phone": self._line(self.tr("Telephone")),
        }
        grid = QGridLayout()
        grid.setSpacing(6)
        for at, line in enumerate(self._contact.values()):
            grid.addWidget(label(line.accessibleName(), "caption", "text2"), 2 * (at // 2), at % 2)
            grid.addWidget(line, 2 * (at // 2) + 1, at % 2)
        layout.addLayout(grid)
        layout.addStretch(1)
        self.setLayout(layout)
        self._contact_saved = Contact()
        look.changed.connect(self._fit)
        self._fit()

    def _names(self) -> tuple[str, str, str]:
        return (self.tr("Progress"), self.tr("Problems"), self.tr("Next steps"))

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.editingFinished.connect(self._save_contact)
        return made

    def area(self, field: TextField) -> QPlainTextEdit:
        """A text's field."""
        return self._areas[field]

    def contact(self, field: str) -> QLineEdit:
        """A contact's field: leader, section, person or phone."""
        return self._contact[field]

    def show_detail(self, node: NodeRow, detail: NodeDetail) -> None:
        """Show a task's texts; a field that is being typed in keeps what is typed."""
        same = self._node is not None and self._node.uid == node.uid
        self._node, self._former = node, detail.former
        self._head.setText(self._words.period(self._session.period))
        saved = {row.field: row for row in detail.texts}
        self._filling = True
        for field, area in self._areas.items():
            row = saved.get(field)
            self._saved[field] = row.text if row else ""
            draft = self._drafts.get(self._key(field)) or {}
            text = str(draft.get("text") or self._saved[field])
            if not (same and area.hasFocus()) and area.toPlainText() != text:
                area.setPlainText(text)
            self._states[field].setText(self._state(row, bool(draft)))
        self._contact_saved = detail.contact
        for name, line in self._contact.items():
            if not line.hasFocus():
                line.setText(getattr(detail.contact, name))
        self._filling = False
        self._carry.setEnabled(bool(self._former))
        self._carry.setToolTip("" if self._former else self.tr("There is nothing from the period before."))

    def carry_forward(self) -> None:
        """沿用上期: last period's texts as drafts, marked until edited."""
        for row in self._former:
            area = self._areas.get(row.field)
            if area is not None and not area.toPlainText().strip():
                area.setPlainText(row.text)
                self._states[row.field].setText(self.tr("carried forward, not edited"))

    def say_nothing_new(self) -> None:
        """本期无新进展 in one click."""
        area = self._areas[TextField.PROGRESS]
        if not area.toPlainText().strip():
            area.setPlainText(self.tr("No new progress this period."))
            self._save(TextField.PROGRESS)

    def leave(self) -> None:
        """Save what is typed: another task is shown next."""
        for field in FIELDS:
            self._save(field)

    def _state(self, row: TextRow | None, draft: bool) -> str:
        if draft:
            return self.tr("not saved yet")
        if row is None or not row.text:
            return ""
        if row.carried:
            return self.tr("carried forward, not edited")
        return f"{row.by} {self._words.clock(row.at)}".strip()

    def _key(self, field: TextField) -> str:
        node = self._node.uid if self._node else ""
        return f"{self._session.unit}/{node}/{self._session.period.key}/{field}"

    def _on_typed(self, field: TextField) -> None:
        if self._filling or self._node is None:
            return
        text = self._areas[field].toPlainText()
        self._drafts.put(self._key(field), {"text": text} if text != self._saved.get(field, "") else {})

    def _save(self, field: TextField) -> None:
        text = self._areas[field].toPlainText().strip()
        if self._node is None or self._filling or text == self._saved.get(field, "").strip():
            return
        self._saved[field] = text
        done = partial(self._on_saved, self._key(field))
        self._writing.set_text(self._node.uid, self._session.period, field, text, done)

    def _on_saved(self, key: str, _: Changes) -> None:
        self._drafts.drop(key)

    def _save_contact(self) -> None:
        if self._node is None or self._filling:
            return
        contact = Contact(**{name: line.text().strip() for name, line in self._contact.items()})
        if contact != self._contact_saved:
            self._contact_saved = contact
            self._writing.set_contact([self._node.uid], contact)

    def _fit(self) -> None:
        line = self._look.fonts.body_metrics.lineSpacing()
        for field, area in self._areas.items():
            area.setMinimumHeight(line * (4 if field is TextField.PROGRESS else 2) + 20)
            area.setMaximumHeight(line * (7 if field is TextField.PROGRESS else 4) + 20)
