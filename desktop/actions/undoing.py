"""Undo and redo of this unit's last act: db.commands.undo behind the window. They survive restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.session import Done, Session

if TYPE_CHECKING:
    from db.commands.author import Author
    from db.rows import Changes
    from db.store.store import Store


class Undoing:
    """The two verbs; what they would do is session.undo_label and redo_label."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def undo(self, done: Done | None = None) -> None:
        """Take the last act back by a counter-entry."""
        today = self._session.today

        def command(store: Store, author: Author) -> Changes:
            from db.commands.undo import undo

            return undo(store, author, today=today)

        if self._session.undo_label is not None:
            self._session.write(command, done)

    def redo(self, done: Done | None = None) -> None:
        """Say again what was taken back."""
        today = self._session.today

        def command(store: Store, author: Author) -> Changes:
            from db.commands.undo import redo

            return redo(store, author, today=today)

        if self._session.redo_label is not None:
            self._session.write(command, done)
