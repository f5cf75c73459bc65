"""The office's word on claims (销号, 退回), and a lead unit's on what its supporting units contributed. Window and cli.

Who may: db.rules.admission. The slot is the reviewed unit's; standing reads its milestone, period and field "review".
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.lookup import checked_note
from db.errors import KnownError
from db.queries.claims import ClaimRow, claims
from db.queries.conflicts import conflicts
from db.queries.milestones import find_record
from db.rows import Changes
from db.rules.admission import refusal
from db.rules.journal import Head, Slot
from db.rules.kinds import EntryKind
from db.store.indexing import read_body, trust_of
from db.store.journal import Draft
from db.store.schema import content, entry, fact, slot
from db.store.store import Store, Writer


def review(
    store: Store,
    author: Author,
    unit: str,
    milestones: Sequence[str],
    *,
    accept: bool,
    reason: str = "",
    period: str | None = None,
    without_evidence: bool = False,
    today: date,
) -> Changes:
    """Accepts or returns claims of `unit`, as one act. A return needs a reason; so does accepting without evidence.

    Raises KnownError: not the office's to review, nothing claimed, no evidence kept.
    """
    why = checked_note(reason)
    if not why and (not accept or without_evidence):
        raise KnownError("review_needs_reason")

    def write(tx: Writer) -> Changes:
        open_claims = {(row.milestone, row.period): row for row in claims(tx.conn, unit)}
        drafts = []
        for name in milestones:
            record = find_record(tx.conn, name)
            row = _claim(list(open_claims.values()), record.uid, period, record.text)
            if accept and not (row.evidence or without_evidence):
                raise KnownError("review_no_evidence", title=row.title)
            _check_office(tx.raw, author, row, tx.journal.device)
            kind = EntryKind.ACCEPTED if accept else EntryKind.RETURNED
            place = Slot("milestone", record.uid, unit, row.slot_period, "review")
            drafts.append(said(author, kind, place, today, {"value": why}))
        if not drafts:
            raise KnownError("review_none")
        values = [("count", len(drafts)), ("title", row.title), ("reason", why)]
        return commit_act(tx, author, drafts, "accepted" if accept else "returned", values=values)

    return store.write(write)


def _claim(rows: list[ClaimRow], milestone: str, period: str | None, title: str) -> ClaimRow:
    found = [row for row in rows if row.milestone == milestone and period in (None, row.period)]
    if not found:
        raise KnownError("review_not_claimed", title=title)
    if len(found) > 1:
        raise KnownError("review_which_period", title=title, periods="、".join(row.period for row in found))
    return found[0]


def _check_office(raw: sqlite3.Connection, author: Author, row: ClaimRow, device: str) -> None:
    """Asks the admission table beforehand: what would not count is not written."""
    trust = trust_of(raw)
    place = Slot("milestone", row.milestone, row.unit, row.slot_period, "review")
    head = Head("accepted", "0" * 32, place, "2000-01-01", 1, "")
    enrolled = type(trust)(trust.enrolled | {(author.unit, device)}, trust.offices, trust.leads)
    if refusal(head, device, author.unit, enrolled):
        raise KnownError("review_not_office", title=row.title)


def settle(store: Store, author: Author, chosen: str, *, milestone: str | None = None) -> Changes:
    """Chooses one of several answers of one's own unit (冲突): its content is said anew over all of them.

    `chosen` is the entry's hash or its beginning. Raises KnownError: no such side of a conflict, several.
    """

    def write(tx: Writer) -> Changes:
        target = _targets(tx, milestone)
        found = [
            (torn, side)
            for torn in conflicts(tx.conn, author.unit)
            for side in torn.sides
            if side.entry.startswith(chosen.lower()) and (target is None or torn.slot.target in target)
        ]
        if len(found) != 1:
            raise KnownError("settle_unknown" if not found else "settle_several", entry=chosen)
        torn, side = found[0]
        draft = _again(tx, bytes.fromhex(side.entry), torn.slot)
        values = [("title", torn.title), ("said", side.said), ("count", len(torn.sides))]
        return commit_act(tx, author, [draft], "settled", values=values)

    return store.write(write)


def _targets(tx: Writer, milestone: str | None) -> set[str] | None:
    if not milestone:
        return None
    record = find_record(tx.conn, milestone)
    return {record.uid, record.node, record.indicator or record.uid}


def _again(tx: Writer, digest: bytes, place: Slot) -> Draft:
    row = tx.conn.execute(
        select(fact.c.kind, fact.c.on_day, fact.c.sense, content.c.body, slot.c.period)
        .join(slot, slot.c.id == fact.c.slot)
        .join(entry, (entry.c.log == fact.c.log) & (entry.c.seq == fact.c.seq) & (entry.c.hash == fact.c.hash))
        .outerjoin(content, content.c.digest == fact.c.c)
        .where(fact.c.hash == digest)
    ).one()
    named = (row.period,) if row.kind.startswith("evidence") else ()
    body = read_body(row.body) if row.body else None
    return Draft(EntryKind(row.kind), place, row.on_day, body, sense=row.sense, evidence=named)
