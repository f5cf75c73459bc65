"""What can still be read of a data file, damaged or not: primary rows by rowid, around pages that can't be read.

Standard library only; never writes. Called by db.commands.recover.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

TABLES = {
    "log": 'log, device, unit, app, started_at, "after"',
    "content": "digest, salt, body",
    "entry": "log, seq, hash, prev, head",
    "arrival": "hash, at, source",
    "plan_file": "digest, adopted_at, bytes",
    "setting": "key, value",
}

GIVE_UP = 5000  # rows in a row that can't be read: beyond them there is nothing


def readable(path: Path, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a primary table that can be read, forwards until a damaged page, then in ever smaller steps past it."""
    with closing(_open(path)) as raw:
        raw.text_factory = lambda data: data.decode("utf-8", errors="replace")
        last = _end(raw, table)
        start, step, lost = 0, 4096, 0
        while start <= last and lost < GIVE_UP:
            rows = _between(raw, table, start, start + step - 1)
            if rows is None and step > 1:
                step = max(1, step // 8)
                continue
            yield from rows or ()
            lost = lost + 1 if rows is None else 0
            start += step
            step = 1 if rows is None else min(4096, step * 2)


def _open(path: Path) -> sqlite3.Connection:
    """For reading; without its log when that can't be used."""
    raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        raw.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        raw.close()
        raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return raw


def _between(raw: sqlite3.Connection, table: str, first: int, last: int) -> list[tuple[Any, ...]] | None:
    query = f"SELECT {TABLES[table]} FROM {table} WHERE rowid BETWEEN ? AND ?"
    try:
        return raw.execute(query, (first, last)).fetchall()
    except sqlite3.Error:
        return None


def _end(raw: sqlite3.Connection, table: str) -> int:
    """The greatest rowid, or when its page is damaged a bound beyond it; −1 when not even the schema can be read."""
    try:
        return int(raw.execute(f"SELECT coalesce(max(rowid), -1) FROM {table}").fetchone()[0])
    except sqlite3.Error:
        pass
    try:
        raw.execute(f"SELECT rowid FROM {table} LIMIT 1").fetchone()
    except sqlite3.Error:
        return -1
    low, high = 0, 1 << 24
    while low < high:  # the last rowid whose row can be found
        middle = (low + high + 1) // 2
        try:
            found = raw.execute(f"SELECT rowid FROM {table} WHERE rowid >= ? LIMIT 1", (middle,)).fetchone()
        except sqlite3.Error:
            found = (middle,)
        low, high = (middle, high) if found else (low, middle - 1)
    return low
