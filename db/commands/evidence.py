"""Adding and withdrawing evidence (佐证). Files are safely stored before the act that names them begins."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.lookup import Found, checked_day, find_milestone
from db.errors import KnownError
from db.queries.standing import within
from db.rows import Changes
from db.rules.journal import Slot, evidence_name
from db.rules.kinds import EntryKind, MilestoneUid
from db.store.evidence import Kept, keep
from db.store.journal import Draft
from db.store.schema import fact, slot, state
from db.store.store import Store, Writer

MAX_FILES = 50  # in one act


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file that an act will name."""

    kept: Kept
    salt: bytes

    @property
    def id(self) -> str:
        """Its name in heads: salted, so that a head alone tells nothing of the file."""
        return evidence_name(self.salt, bytes.fromhex(self.kept.digest))


def store_files(store: Store, files: Sequence[Path]) -> list[Attachment]:
    """Copies the files into the data folder. Raises KnownError for the first that can't be taken; an earlier one that was
    already copied is then named by no entry and shows nowhere."""
    if len(files) > MAX_FILES:
        raise KnownError("evidence_too_many", count=len(files), limit=MAX_FILES)
    return [Attachment(keep(store.home, Path(file)), secrets.token_bytes(16)) for file in files]


def evidence_drafts(
    author: Author, found: Found, attachments: Sequence[Attachment], dated_on: date | None, today: date
) -> list[Draft]:
    """One draft a file. The evidence's own date is apart from the day it was added."""
    drafts = []
    for attachment in attachments:
        kept = attachment.kept
        body = {
            "name": kept.name, "digest": kept.digest, "size": kept.size, "salt": attachment.salt.hex(),
            "dated_on": dated_on.isoformat() if dated_on else None,
        }  # fmt: skip
        target = found.slot(author, within("evidence", found.period), attachment.id)
        drafts.append(
            said(
                author, EntryKind.EVIDENCE_ADDED, target, today, body, evidence=(attachment.id,), sense=found.row.sense
            )
        )
    return drafts


def add(
    store: Store,
    author: Author,
    milestone: MilestoneUid | str,
    files: Sequence[Path],
    *,
    period: str = "",
    dated_on: date | None = None,
    today: date,
) -> Changes:
    """Adds files to a milestone. Raises KnownError: unknown milestone, a file missing, unreadable, empty or too large."""
    attachments = store_files(store, files)
    if not attachments:
        raise KnownError("evidence_none")

    def write(tx: Writer) -> Changes:
        found = find_milestone(tx.conn, milestone, author, period=period, today=today)
        checked_day(dated_on, today, found)
        drafts = evidence_drafts(author, found, attachments, dated_on, today)
        names = "、".join(attachment.kept.name for attachment in attachments)
        values = [("title", found.title), ("count", len(attachments)), ("names", names)]
        return commit_act(tx, author, drafts, "evidence_added", values=values)

    return store.write(write)


def withdraw(store: Store, author: Author, evidence_id: str, *, today: date) -> Changes:
    """Takes a file off its milestone; the file and the record stay, and undo puts it back. Raises KnownError."""

    def write(tx: Writer) -> Changes:
        row = tx.conn.execute(
            select(slot, fact.c.kind)
            .join(state, state.c.slot == slot.c.id)
            .join(fact, fact.c.n == state.c.n)
            .where(slot.c.period == evidence_id, slot.c.unit == author.unit, slot.c.field.like("evidence%"))
        ).fetchone()
        if row is None or row.kind != EntryKind.EVIDENCE_ADDED:
            raise KnownError("evidence_unknown", name=evidence_id)
        place = Slot(row.scope, row.target, row.unit, row.period, row.field)
        draft = said(author, EntryKind.EVIDENCE_WITHDRAWN, place, today, {}, evidence=(evidence_id,))
        return commit_act(tx, author, [draft], "evidence_withdrawn")

    return store.write(write)
