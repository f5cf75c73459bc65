"""Period texts and contacts: db.commands.texts behind the window. Called by the pane's progress page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from db.rows import Contact
from db.rules.kinds import NodeUid, TextField
from db.rules.times import Period
from desktop.session import Done, Failed, Session

if TYPE_CHECKING:
    from db.commands.author import Author
    from db.rows import Changes, NodeDetail
    from db.store.store import Store


class Writing:
    """The verbs that write words beside a task, and the query that reads them back."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def set_text(
        self,
        node: NodeUid,
        period: Period,
        field: TextField,
        text: str,
        done: Done | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Save 进展, 存在问题 or 下一步措施 of a period."""
        today = self._session.today

        def command(store: Store, author: Author) -> Changes:
            from db.commands.texts import set_text

            return set_text(store, author, node, period, field, text, today=today)

        self._session.write(command, done, failed)

    def set_contact(
        self, nodes: Sequence[NodeUid], contact: Contact, done: Done | None = None, failed: Failed | None = None
    ) -> None:
        """Save who does these tasks inside the unit."""
        today, chosen = self._session.today, tuple(nodes)

        def command(store: Store, author: Author) -> Changes:
            from db.commands.texts import set_contact

            return set_contact(store, author, chosen, contact, today=today)

        self._session.write(command, done, failed)

    def detail(self, node: NodeUid, done: Callable[[object], None]) -> None:
        """Read what the pane shows of a node beyond its row."""
        unit, period, today = self._session.unit, self._session.period, self._session.today
        if unit is None:
            return

        def query(store: Store) -> NodeDetail:
            from db.queries.details import node_detail

            return store.read(lambda conn: node_detail(conn, unit, node, period, today))

        self._session.query(query, done)
