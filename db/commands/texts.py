"""The period's texts of a task (进展, 存在问题, 下一步措施), a milestone's note, and who does a task inside the unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.lookup import checked_note, find_node
from db.errors import KnownError
from db.rows import Changes, Contact
from db.rules.journal import Slot
from db.rules.kinds import EntryKind, NodeUid, TextField
from db.rules.times import Period
from db.store.store import Store, Writer

MAX_NAME = 60


def set_text(
    store: Store, author: Author, node: NodeUid | str, period: Period, field: TextField, text: str, *, today: date
) -> Changes:
    """Writes one text of a task for a period; an empty one takes it away. Raises KnownError: unknown task, too long."""
    kept = checked_note(text)

    def write(tx: Writer) -> Changes:
        uid, title, _points = find_node(tx.conn, node)
        place = Slot("task", uid, author.unit, period.key, field.value)
        draft = said(author, EntryKind.TEXT, place, min(today, period.last), {"text": kept})
        return commit_act(
            tx, author, [draft], f"text_{field.value}", values=[("title", title), ("period", period.title)]
        )

    return store.write(write)


def set_contact(
    store: Store, author: Author, nodes: Sequence[NodeUid | str], contact: Contact, *, today: date
) -> Changes:
    """Names leader, section, person and telephone for tasks, as one act: a leaver's tasks are handed over at once."""
    fields = {"leader": contact.leader, "section": contact.section, "person": contact.person, "phone": contact.phone}
    for value in fields.values():
        if len(value) > MAX_NAME or "\n" in value:
            raise KnownError("contact_too_long", limit=MAX_NAME)

    def write(tx: Writer) -> Changes:
        drafts = []
        for node in nodes:
            uid, _title, _points = find_node(tx.conn, node)
            body = {"value": f"{contact.section}\n{contact.person}", **fields}
            drafts.append(
                said(author, EntryKind.CONTACT_SET, Slot("task", uid, author.unit, "", "contact"), today, body)
            )
        if not drafts:
            raise KnownError("task_unknown", name="")
        return commit_act(tx, author, drafts, "contact_set", values=[("count", len(drafts))])

    return store.write(write)
