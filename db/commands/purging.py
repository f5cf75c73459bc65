"""Purging (清除) what was entered by mistake: content, file, every backup; a tombstone keeps the journal verifiable.

Called by `duban redact` and the window. What a unit said only that unit redacts; collectors follow when its entry comes.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.commands.author import Author
from db.commands.handing import handed_with
from db.commands.lookup import checked_note
from db.errors import KnownError
from db.reports.frozen import holds
from db.rows import Changes
from db.rules.journal import Slot
from db.rules.kinds import ActId, EntryHash, EntryKind
from db.store.indexing import fold, read_body
from db.store.journal import Draft
from db.store.redaction import file_digest, purge
from db.store.store import Store, Writer
from db.store.sweeping import sweep


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did: the act, how many entries lost their content, what was swept, the copies that are out."""

    changes: Changes
    contents: int
    files: int
    backups: tuple[Path, ...]
    unreached: tuple[Path, ...]
    log_busy: bool
    handed: tuple[tuple[str, str], ...]  # (when, files) of hand-ins that held it


@dataclass(frozen=True, slots=True)
class _Entry:
    hash: bytes
    log: bytes
    seq: int
    slot: Slot
    content: bytes
    body: bytes
    head: bool


_WORDS = ("text", "note", "name", "reason", "digest")  # what a report prints of an entry
_QUERY = (
    "SELECT f.hash, f.log, f.seq, s.scope, s.target, s.unit, s.period, s.field, c.digest, c.body,"
    " f.live AND NOT EXISTS (SELECT 1 FROM fact_over o JOIN fact g ON g.n = o.n WHERE o.hash = f.hash AND g.live = 1)"
    " FROM fact f JOIN slot s ON s.id = f.slot JOIN content c ON c.digest = f.c WHERE "
)


def redact(store: Store, author: Author, entry: str, *, reason: str, today: date) -> Purged:
    """Purges an entry of one's own by its hash or the beginning of it (at least 8 digits), and every other entry of the
    unit that says the same or names the same file. Can't be undone. Raises KnownError."""
    why = checked_note(reason)
    if not why:
        raise KnownError("redact_needs_reason")

    def write(tx: Writer) -> tuple[Changes, int, list[tuple[str, str]]]:
        found = _same(tx.raw, _find(tx.raw, author, entry))
        drafts = []
        for row in found:
            place = Slot(row.slot.scope, row.slot.target, author.unit, row.content.hex(), "redact")
            body = {"note": why, "by": author.by} if author.by else {"note": why}
            drafts.append(Draft(EntryKind.REDACT, place, today.isoformat(), body))
            if row.head:
                drafts.append(Draft(EntryKind.RETRACT, row.slot, today.isoformat(), retracts=row.hash.hex()))
        entries = [EntryHash(made) for made in tx.say(author.unit, drafts)]
        gone, slots = purge(tx.raw, [row.content for row in found])
        fold(tx.raw, slots)
        if len(gone) < len({row.content for row in found}):
            raise KnownError("redact_not_yours", entry=entry)
        made = tx.raw.execute("SELECT act FROM fact WHERE hash = ?", (bytes.fromhex(entries[0]),)).fetchone()[0]
        handed = {copy for row in found for copy in handed_with(tx.raw, row.log, row.seq)}
        changes = Changes(ActId(made), tuple(entries), "redacted", (("count", len(found)),))
        return changes, len(gone), sorted(handed)

    changes, contents, handed = store.write(write)
    swept = sweep(store.home)
    return Purged(
        changes, contents, swept.files, tuple(swept.backups), tuple(swept.unreached), swept.log_busy, tuple(handed)
    )


def _find(raw: sqlite3.Connection, author: Author, entry: str) -> _Entry:
    typed = entry.strip().lower()
    if len(typed) < 8 or not set(typed) <= set("0123456789abcdef"):
        raise KnownError("redact_unknown", entry=entry)
    rows = [_entry(row) for row in raw.execute(f"{_QUERY} lower(hex(f.hash)) GLOB ? LIMIT 2", (f"{typed}*",))]
    if len(rows) != 1:
        raise KnownError("redact_unknown" if not rows else "redact_several", entry=entry)
    said = raw.execute("SELECT unit FROM fact WHERE hash = ?", (rows[0].hash,)).fetchone()[0]
    if said != author.unit:
        raise KnownError("redact_not_yours", entry=entry)
    return rows[0]


def _same(raw: sqlite3.Connection, first: _Entry) -> list[_Entry]:
    """The entry and the others of the same unit with the same body, or that name the same file."""
    file = file_digest(first.body)
    which, value = ("instr(c.body, ?)", file.encode()) if file else ("c.body = ?", first.body)
    unit = raw.execute("SELECT unit FROM fact WHERE hash = ?", (first.hash,)).fetchone()[0]
    rows = [_entry(row) for row in raw.execute(f"{_QUERY} {which} AND f.unit = ?", (value, unit))]
    others = [row for row in rows if row.hash != first.hash and (not file or file_digest(row.body) == file)]
    return [first, *others, *_filed(raw, first, unit)]


def _filed(raw: sqlite3.Connection, first: _Entry, unit: str) -> list[_Entry]:
    """The data of the unit's filings that say the same: what was filed then can't be printed again."""
    said = read_body(first.body)
    words = tuple(str(said[name]) for name in _WORDS if len(str(said.get(name) or "")) > 1)
    rows = [_entry(row) for row in raw.execute(f"{_QUERY} f.kind = 'issued' AND f.unit = ?", (unit,))]
    data = ((row, str(read_body(row.body).get("data") or "")) for row in rows)
    return [row for row, text in data if words and text and holds(text, first.slot.target, words)]


def _entry(row: tuple[object, ...]) -> _Entry:
    digest, log, seq, *place, content, body, head = row
    return _Entry(digest, log, seq, Slot(*place), content, body, bool(head))  # type: ignore[arg-type]
