"""Purging (清除) inside the data file: which contents are redacted, taking them out, and what remains to be swept.

Standard library only; called by union and indexing inside their transactions. Files and backups: db.store.sweeping.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from db.store.sqltext import SQL

PENDING = "purge/"  # setting: the digest of a file whose bytes still have to go
DATA = "data"  # in its place: the data file still has to be written anew


def redacted(raw: sqlite3.Connection) -> dict[bytes, set[str]]:
    """Content digest → the units that redacted it by an admitted entry."""
    found: dict[bytes, set[str]] = {}
    for digest, unit in raw.execute("SELECT digest, unit FROM redacted"):
        found.setdefault(digest, set()).add(unit)
    return found


def purge(raw: sqlite3.Connection, digests: Iterable[bytes] | None = None) -> tuple[list[bytes], set[int]]:
    """Takes redacted contents out that are here, of these digests or of all. Returns (their digests, slots touched).

    A unit redacts only what it said: a content that an admitted entry of another unit names stays.
    """
    known = redacted(raw)
    wanted = known.keys() if digests is None else known.keys() & set(digests)
    gone, slots = [], set()
    for digest in wanted:
        row = raw.execute("SELECT body FROM content WHERE digest = ?", (digest,)).fetchone()
        if row is None or _named_by_others(raw, digest, known[digest]):
            continue
        if file := file_digest(row[0]):
            raw.execute(SQL["set_setting"], {"key": PENDING + file, "value": "1"})
        raw.execute("DELETE FROM content WHERE digest = ?", (digest,))
        raw.execute("UPDATE fact SET value = NULL, nature = NULL WHERE c = ?", (digest,))
        slots |= {slot for (slot,) in raw.execute("SELECT slot FROM fact WHERE c = ?", (digest,))}
        gone.append(digest)
    if gone:
        raw.execute(SQL["set_setting"], {"key": PENDING + DATA, "value": "1"})
    return gone, slots


def _named_by_others(raw: sqlite3.Connection, digest: bytes, units: set[str]) -> bool:
    rows = raw.execute("SELECT DISTINCT unit FROM fact WHERE c = ? AND refusal IS NULL", (digest,))
    return any(unit not in units for (unit,) in rows)


def file_digest(body: bytes) -> str:
    """The file that a content names, as SHA-256 in hex; "" when it names none."""
    if b'"digest"' not in body:
        return ""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    found = value.get("digest") if isinstance(value, dict) else None
    return found if isinstance(found, str) and len(found) == 64 and set(found) <= set("0123456789abcdef") else ""
