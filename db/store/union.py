"""Taking in journals of other stores: set union of log, entry and content rows. Called by collect, recover and tests.

Commutative, associative and idempotent on any bytes: whether a row is kept depends on that row alone. Rows whose own bytes
don't agree with their hash are left at the door and counted; equal (log, seq) with another hash is kept beside the first,
and `check` names it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from db.rules.journal import MAX_HEAD, SALT, LogRow, content_digest, entry_hash
from db.rules.times import utc_stamp
from db.store.indexing import fold, index, trust_of
from db.store.sqltext import SQL

MAX_BODY = 4 * 1024 * 1024
EntryBytes = tuple[bytes, int, bytes, bytes, bytes]  # log, seq, hash, prev, head
ContentBytes = tuple[bytes, bytes, bytes]  # digest, salt, body


@dataclass(frozen=True, slots=True)
class Bundle:
    """The rows of another store, or a part of them."""

    logs: tuple[LogRow, ...] = ()
    entries: tuple[EntryBytes, ...] = ()
    contents: tuple[ContentBytes, ...] = ()


@dataclass(slots=True)
class Taken:
    """What a union did: rows that were new, and rows left at the door because their bytes are not what they claim."""

    logs: int = 0
    entries: int = 0
    contents: int = 0
    left: list[str] = field(default_factory=list)


def unite(raw: sqlite3.Connection, bundle: Bundle, source: str) -> Taken:
    """Adds the bundle's rows and brings the projection up to date, in the caller's transaction."""
    taken = Taken()
    new_logs = {row.log for row in bundle.logs if _add_log(raw, row, taken)}
    new_contents = {digest for digest, salt, body in bundle.contents if _add_content(raw, digest, salt, body, taken)}
    for row in bundle.entries:
        _add_entry(raw, row, source, taken)
    _project(raw, new_logs, new_contents)
    return taken


def _add_log(raw: sqlite3.Connection, row: LogRow, taken: Taken) -> bool:
    if len(row.log) != 16:
        taken.left.append("log id")
        return False
    names = ("log", "genesis", "device", "unit", "app", "started_at", "after")
    made = raw.execute(SQL["insert_log"], {name: getattr(row, name) for name in names}).rowcount > 0
    taken.logs += made
    return made


def _add_content(raw: sqlite3.Connection, digest: bytes, salt: bytes, body: bytes, taken: Taken) -> bool:
    # Salt and body are hashed joined: only a salt of one length says where they part.
    if len(salt) != SALT or len(body) > MAX_BODY or content_digest(salt, body) != digest:
        taken.left.append("content")
        return False
    made = raw.execute(SQL["insert_content"], {"digest": digest, "salt": salt, "body": body}).rowcount > 0
    taken.contents += made
    return made


def _add_entry(raw: sqlite3.Connection, row: EntryBytes, source: str, taken: Taken) -> None:
    log, seq, digest, prev, head = row
    sound = len(log) == 16 and 0 < seq < 2**62 and len(head) <= MAX_HEAD and entry_hash(log, seq, prev, head) == digest
    if not sound:
        taken.left.append("entry")
        return
    values = {"log": log, "seq": seq, "hash": digest, "prev": prev, "head": head}
    if raw.execute(SQL["insert_entry"], values).rowcount > 0:
        raw.execute(SQL["insert_arrival"], {**values, "at": utc_stamp(), "source": source})
        taken.entries += 1


def _project(raw: sqlite3.Connection, logs: set[bytes], contents: set[bytes]) -> None:
    """Facts for entries that have none yet, and anew for those whose log row or content has come only now."""
    stale = set()
    for log in logs:
        stale |= {n for (n,) in raw.execute("SELECT n FROM fact WHERE log = ?", (log,))}
    for digest in contents:
        stale |= {n for (n,) in raw.execute("SELECT n FROM fact WHERE c = ?", (digest,))}
    slots: set[int] = set()
    for n in stale:
        slots |= {slot for (slot,) in raw.execute("SELECT slot FROM fact WHERE n = ?", (n,))}
        raw.execute("DELETE FROM state WHERE n = ?", (n,))
        raw.execute("DELETE FROM fact_over WHERE n = ?", (n,))
        raw.execute("DELETE FROM fact WHERE n = ?", (n,))
    missing = raw.execute(
        "SELECT a.n, e.log, e.seq, e.hash, e.prev, e.head FROM arrival a"
        " JOIN entry e ON e.log = a.log AND e.seq = a.seq AND e.hash = a.hash"
        " LEFT JOIN fact f ON f.n = a.n WHERE f.n IS NULL ORDER BY a.n"
    ).fetchall()
    fold(raw, slots | index(raw, missing, trust_of(raw)))


def bundle_of(raw: sqlite3.Connection, entries: Iterable[bytes] | None = None) -> Bundle:
    """Everything of a store, or only the entries with these hashes with their logs and contents."""
    wanted = None if entries is None else set(entries)
    logs = tuple(
        LogRow(*row) for row in raw.execute('SELECT log, device, unit, app, started_at, "after" FROM log ORDER BY log')
    )
    rows = tuple(
        row
        for row in raw.execute("SELECT log, seq, hash, prev, head FROM entry ORDER BY log, seq, hash")
        if wanted is None or row[2] in wanted
    )
    contents = tuple(raw.execute("SELECT digest, salt, body FROM content ORDER BY digest"))
    return Bundle(logs, rows, contents)
