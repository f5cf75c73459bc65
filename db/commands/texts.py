"""The period's texts of a task (进展, 存在问题, 下一步措施), a milestone's note, and who does a task inside the unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.correcting import check_correction
from db.commands.lookup import checked_note, find_node
from db.errors import KnownError
from db.queries.details import node_details
from db.rows import Changes, Contact
from db.rules.journal import Slot
from db.rules.kinds import EntryKind, NodeUid, TextField
from db.rules.times import Period
from db.store.store import Store, Writer

MAX_NAME = 60


NOTHING_NEW = "本期无新进展。"


def set_text(
    store: Store,
    author: Author,
    node: NodeUid | str,
    period: Period,
    field: TextField,
    text: str,
    *,
    reason: str = "",
    today: date,
) -> Changes:
    """Writes one text of a task for a period; an empty one takes it away. `reason` is of one that was filed already.

    Raises KnownError: unknown task, too long, a filed text without a reason.
    """
    kept = checked_note(text)

    def write(tx: Writer) -> Changes:
        uid, title, _points = find_node(tx.conn, node)
        place = Slot("task", uid, author.unit, period.key, field.value)
        draft = said(author, EntryKind.TEXT, place, min(today, period.last), {"text": kept, "reason": reason.strip()})
        check_correction(tx.conn, [draft], title)
        return commit_act(
            tx, author, [draft], f"text_{field.value}", values=[("title", title), ("period", period.title)]
        )

    return store.write(write)


def nothing_new(
    store: Store, author: Author, nodes: Sequence[NodeUid | str], period: Period, *, today: date
) -> Changes:
    """本期无新进展 for tasks, as one act. Those that have a progress text for the period keep it.

    Raises KnownError: unknown task, or all of them have one.
    """
    return _many(store, author, nodes, period, today, {TextField.PROGRESS: NOTHING_NEW}, "nothing_new")


def carry(store: Store, author: Author, nodes: Sequence[NodeUid | str], period: Period, *, today: date) -> Changes:
    """Carries the former period's texts forward, as one act, marked until they are edited. What the period has already
    stays. Raises KnownError: unknown task, or nothing to carry."""
    return _many(store, author, nodes, period, today, None, "carried")


def _many(
    store: Store,
    author: Author,
    nodes: Sequence[NodeUid | str],
    period: Period,
    today: date,
    said_anew: dict[TextField, str] | None,
    code: str,
) -> Changes:
    def write(tx: Writer) -> Changes:
        drafts = []
        titles = []
        for spec in nodes:
            uid, title, _points = find_node(tx.conn, spec)
            titles.append(title)
            detail = node_details(tx.conn, author.unit, [uid], period)[uid]
            present = {row.field for row in detail.texts}
            words = said_anew if said_anew is not None else {row.field: row.text for row in detail.former}
            for field, text in words.items():
                if field not in present:
                    body = {"text": text, "carried": True} if said_anew is None else {"text": text, "nothing_new": True}
                    place = Slot("task", uid, author.unit, period.key, field.value)
                    drafts.append(said(author, EntryKind.TEXT, place, min(today, period.last), body))
        if not drafts:
            raise KnownError(f"text_{code}_none", title="、".join(titles)[:200], period=period.title)
        values = [
            ("title", titles[0]),
            ("period", period.title),
            ("count", len({draft.slot.target for draft in drafts})),
        ]
        return commit_act(tx, author, drafts, code, values=values)

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
