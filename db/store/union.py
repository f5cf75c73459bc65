"""Taking in journals of other stores: set union of log, entry and content rows. Called by collect, recover and tests.

Commutative, associative and idempotent on any bytes: whether a row is kept depends on that row alone. Rows whose own bytes
don't agree with their hash are left at the door and counted; equal (log, seq) with another hash is kept beside the first,
and `check` names it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from db.rules.journal import MAX_HEAD, SALT, LogRow, content_digest, entry_hash
from db.rules.times import utc_stamp
from db.store.indexing import Shown, fold, index, shown_of, trust_of
from db.store.redaction import purge
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
    """What a union did: rows that were new, and rows left at the door because their bytes are not what they claim.

    `first` is the arrival number of the first new entry; `gone` the contents that were redacted (dropped or purged).
    """

    logs: int = 0
    entries: int = 0
    contents: int = 0
    left: list[str] = field(default_factory=list)
    first: int = 0
    gone: list[bytes] = field(default_factory=list)


def unite(raw: sqlite3.Connection, bundle: Bundle, source: str) -> Taken:
    """Adds the bundle's rows and brings the projection up to date, in the caller's transaction."""
    union = Union(raw, source)
    for log in bundle.logs:
        union.log(log)
    for content in bundle.contents:
        union.content(content)
    for entry in bundle.entries:
        union.entry(entry)
    return union.finish()


class Union:
    """Rows of another store taken in one by one, in any order; `finish` brings the projection up to date.

    Runs in the caller's transaction. Memory: the ids of what is new, not the rows.
    """

    def __init__(self, raw: sqlite3.Connection, source: str) -> None:
        self._raw = raw
        self._source = source
        self._at = utc_stamp()
        self._logs: set[bytes] = set()
        self._contents: dict[bytes, Shown] = {}
        self._had: dict[bytes, bool] = {}  # whether entries of a new log were here before its row
        first = raw.execute("SELECT coalesce(max(n), 0) + 1 FROM arrival").fetchone()[0]
        self.taken = Taken(first=first)

    def log(self, row: LogRow) -> None:
        """Adds a log row."""
        if len(row.log) != 16:
            self.taken.left.append("log id")
            return
        names = ("log", "genesis", "device", "unit", "app", "started_at", "after")
        had = self._raw.execute("SELECT 1 FROM entry WHERE log = ? LIMIT 1", (row.log,)).fetchone() is not None
        if self._raw.execute(SQL["insert_log"], {name: getattr(row, name) for name in names}).rowcount > 0:
            self.taken.logs += 1
            self._logs.add(row.log)
            self._had[row.log] = self._had.get(row.log, False) or had

    def content(self, row: ContentBytes) -> None:
        """Adds a content row; one that was redacted is dropped by `finish`."""
        digest, salt, body = row
        # Salt and body are hashed joined: only a salt of one length says where they part.
        if len(salt) != SALT or len(body) > MAX_BODY or content_digest(salt, body) != digest:
            self.taken.left.append("content")
            return
        if self._raw.execute(SQL["insert_content"], {"digest": digest, "salt": salt, "body": body}).rowcount > 0:
            self.taken.contents += 1
            self._contents[digest] = shown_of(body)

    def entry(self, row: EntryBytes) -> None:
        """Adds an entry."""
        log, seq, digest, prev, head = row
        sound = len(log) == 16 and 0 < seq < 2**62 and len(head) <= MAX_HEAD
        if not sound or entry_hash(log, seq, prev, head) != digest:
            self.taken.left.append("entry")
            return
        values = {"log": log, "seq": seq, "hash": digest, "prev": prev, "head": head}
        if self._raw.execute(SQL["insert_entry"], values).rowcount > 0:
            place = {"log": log, "seq": seq, "hash": digest, "at": self._at, "source": self._source}
            self._raw.execute(SQL["insert_arrival"], place)
            self.taken.entries += 1

    def finish(self) -> Taken:
        """Facts for the new entries, and anew for those whose log row or content has come only now; then redactions."""
        again = self._stale()
        slots = forget(self._raw, again)
        trust = trust_of(self._raw)
        slots |= index(self._raw, (row for n in sorted(again) for row in arrivals(self._raw, "a.n = ?", n)), trust)
        slots |= index(self._raw, arrivals(self._raw, "a.n >= ?", self.taken.first), trust, self._contents)
        fresh = self._raw.execute("SELECT digest FROM redacted WHERE n >= ?", (self.taken.first,))
        self.taken.gone, touched = purge(self._raw, self._contents.keys() | {digest for (digest,) in fresh})
        fold(self._raw, slots | touched)
        return self.taken

    def _stale(self) -> set[int]:
        """Arrivals from before whose facts change: of new log rows, of chains that became whole, of late contents."""
        stale: set[int] = set()
        for log in self._logs:
            if self._had[log]:
                rows = self._raw.execute("SELECT n FROM arrival WHERE log = ? AND n < ?", (log, self.taken.first))
                stale |= {n for (n,) in rows}
        if self.taken.entries:
            # Where two rows claim one log id, an entry has no fact until its chain has no gap.
            claimed_twice = self._raw.execute("SELECT log FROM log GROUP BY log HAVING count(*) > 1").fetchall()
            for (log,) in claimed_twice:
                rows = self._raw.execute(
                    "SELECT a.n FROM arrival a LEFT JOIN fact f ON f.n = a.n WHERE a.log = ? AND a.n < ? AND f.n IS NULL",
                    (log, self.taken.first),
                )
                stale |= {n for (n,) in rows}
        if self._contents and self.taken.first > 1:
            # One look at the facts from before; those of the new entries are not written yet.
            rows = self._raw.execute("SELECT n, c FROM fact WHERE c IS NOT NULL")
            stale |= {n for n, digest in rows if digest in self._contents}
        return stale


def arrivals(
    raw: sqlite3.Connection, which: str, value: object
) -> Iterator[tuple[int, bytes, int, bytes, bytes, bytes]]:
    """(n, log, seq, hash, prev, head) of the arrivals `which` names, as `index` takes them, in their order."""
    yield from raw.execute(
        "SELECT a.n, e.log, e.seq, e.hash, e.prev, e.head FROM arrival a"
        f" JOIN entry e ON e.log = a.log AND e.seq = a.seq AND e.hash = a.hash WHERE {which} ORDER BY a.n",
        (value,),
    )


def forget(raw: sqlite3.Connection, numbers: Iterable[int]) -> set[int]:
    """Takes facts away, to be written anew; returns the slots they touched."""
    chosen = (json.dumps(sorted(numbers)),)
    inside = "WHERE n IN (SELECT value FROM json_each(?))"
    slots = {slot for (slot,) in raw.execute(f"SELECT slot FROM fact {inside}", chosen)}
    for table in ("state", "redacted", "fact_over", "fact") if slots else ():
        raw.execute(f"DELETE FROM {table} {inside}", chosen)
    return slots


def readmit(raw: sqlite3.Connection, unit: str, device: str) -> int:
    """After a device was enrolled or its enrolment ended: its entries of that unit judged anew. Returns how many."""
    rows = raw.execute(
        "SELECT n FROM fact WHERE log IN (SELECT log FROM log WHERE unit = ? AND device = ?)", (unit, device)
    )
    numbers = [n for (n,) in rows]
    slots = forget(raw, numbers)
    slots |= index(raw, (row for n in numbers for row in arrivals(raw, "a.n = ?", n)), trust_of(raw))
    _gone, touched = purge(raw)
    fold(raw, slots | touched)
    return len(numbers)


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
