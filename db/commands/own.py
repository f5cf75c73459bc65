"""Own items (自建事项): meeting decisions, leaders' instructions, inspection findings, quick to add. Window and cli."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.lookup import checked_note
from db.errors import KnownError
from db.rows import Changes
from db.rules.journal import Slot
from db.rules.kinds import EntryKind
from db.store.store import Store, Writer


def add_own_item(
    store: Store,
    author: Author,
    *,
    title: str,
    source: str,
    due_on: date,
    number: str = "",
    wording: str = "",
    today: date,
) -> Changes:
    """Makes an item of the unit's own with its source, number, wording and deadline; it is ticked like any other.

    Raises KnownError: no title or source, or a deadline more than ten years off.
    """
    if not title.strip() or not source.strip():
        raise KnownError("own_item_incomplete")
    if abs(due_on - today) > timedelta(days=3660):
        raise KnownError("date_too_early", day=due_on, first=today - timedelta(days=3660))

    def write(tx: Writer) -> Changes:
        body = {
            "title": title.strip()[:200], "source": source.strip(), "number": number.strip(),
            "wording": checked_note(wording), "due_on": due_on.isoformat(),
        }  # fmt: skip
        place = Slot("own", str(uuid4()), author.unit, "", "item")
        draft = said(author, EntryKind.OWN_ITEM_SET, place, today, body)
        return commit_act(tx, author, [draft], "own_item", values=[("title", title.strip())])

    return store.write(write)
