"""Recovering (恢复记录): the union of every journal that can be read — this data file, its backups, packs. Always safe.

A data file that opens gets what it lacks. One that doesn't is set aside, never deleted, and a new one is built from what
can be read of it and of the backups. Called by `duban recover`.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from db.commands.collect import Collected, collect
from db.errors import KnownError
from db.home import DATABASE
from db.rules.journal import LogRow
from db.store.backup import BACKUPS, places_elsewhere
from db.store.connect import connect, known_errors, open_database, os_error, transaction
from db.store.evidence import FOLDER, damaged, keep_received
from db.store.indexing import rebuild
from db.store.opening import bring_up_to_date
from db.store.salvage import readable
from db.store.sqltext import SQL
from db.store.store import Store
from db.store.union import Union
from resources import path as resource

# Settings that a rebuilt file takes over: whom it believes, what went out and came in. Never what is derived.
_KEPT = ("enrol/", "receipt/", "anchor/", "handed/", "filed/", "doubt/", "purge/")


@dataclass(slots=True)
class Recovered:
    """What came back: entries from each source, evidence files, and where a damaged data file was put."""

    aside: Path | None = None
    entries: dict[Path, int] = field(default_factory=dict)
    files: int = 0
    packs: list[Collected] = field(default_factory=list)


def recover(home: Path, sources: Sequence[Path] = (), *, plans: Path | None = None) -> Recovered:
    """Unites this data folder with its backups and with `sources` (data folders, backups, packs). Raises KnownError."""
    done = Recovered()
    if not _opens(home):
        done.aside = _set_aside(home)
    with known_errors(home / DATABASE), closing(open_database(home)) as raw:
        bring_up_to_date(raw, plans or resource("plans"))
    folders = [done.aside] if done.aside else []
    folders += sorted(path.parent for path in (home / BACKUPS).glob(f"*/{DATABASE}") if path.parent != done.aside)
    folders += [place for place in places_elsewhere(home) if (place / DATABASE).is_file()]
    folders += [path for path in sources if path.is_dir() and (path / DATABASE).is_file()]
    for folder in dict.fromkeys(folders):
        done.entries[folder] = _unite(home, folder)
        done.files += _evidence(home, folder)
    if done.aside:
        _renumber(home)
    packs = [path for path in sources if path not in folders]
    if packs:
        store = Store.open(home, "duban-recover", plans=plans)
        try:
            done.packs = collect(store, packs, own=True)
        finally:
            store.close()
    return done


def _opens(home: Path) -> bool:
    """Whether the data file is whole. A missing one counts as whole: there is nothing to set aside."""
    path = home / DATABASE
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            return str(raw.execute("PRAGMA quick_check(1)").fetchone()[0]) == "ok"
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise KnownError("database_busy", path=path) from error
        return False
    except sqlite3.DatabaseError:
        return False


def _set_aside(home: Path) -> Path:
    """Moves the damaged file with its log into the backups."""
    aside = home / BACKUPS / f"damaged-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%fZ')}"
    try:
        aside.mkdir(parents=True)
        for ending in ("", "-wal", "-shm"):
            if (file := home / (DATABASE + ending)).exists():
                file.rename(aside / file.name)
    except OSError as error:
        raise os_error(error, home) from error
    return aside


def _unite(home: Path, folder: Path) -> int:
    """Adds what can be read there, in one transaction. Rows whose bytes are not what they claim are left."""
    path = folder / DATABASE
    with known_errors(home / DATABASE), closing(connect(home)) as raw, transaction(raw):
        union = Union(raw, "recovered")
        for row in readable(path, "log"):
            if _typed(row, bytes, str, str, str, str, bytes):
                union.log(LogRow(*row))
        for row in readable(path, "content"):
            if _typed(row, bytes, bytes, bytes):
                union.content(row)
        for row in readable(path, "entry"):
            if _typed(row, bytes, int, bytes, bytes, bytes):
                union.entry(row)
        _settings(raw, path)
        _sources(raw, path, union.taken.first)
        return union.finish().entries


def _typed(row: tuple[object, ...], *types: type) -> bool:
    return all(isinstance(value, kind) for value, kind in zip(row, types, strict=True))


def _settings(raw: sqlite3.Connection, path: Path) -> None:
    for row in readable(path, "setting"):
        if _typed(row, str, str) and row[0].startswith(_KEPT):
            raw.execute("INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)", row)
    for digest, at, data in readable(path, "plan_file"):
        if isinstance(digest, str) and isinstance(at, str) and isinstance(data, bytes):
            raw.execute(SQL["insert_plan_file"], {"digest": digest, "adopted_at": at, "bytes": data})


def _sources(raw: sqlite3.Connection, path: Path, first: int) -> None:
    """When and whence the rows had come there, so that one's own acts can still be undone."""
    raw.execute("CREATE TEMP TABLE came (hash BLOB PRIMARY KEY, at TEXT, source TEXT)")
    rows = (row for row in readable(path, "arrival") if _typed(row, bytes, str, str))
    raw.executemany("INSERT OR IGNORE INTO came VALUES (?, ?, ?)", rows)
    raw.execute(
        "UPDATE arrival SET (at, source) = (SELECT c.at, c.source FROM came c WHERE c.hash = arrival.hash)"
        " WHERE n >= ? AND hash IN (SELECT hash FROM came)",
        (first,),
    )
    raw.execute("DROP TABLE came")


def _renumber(home: Path) -> None:
    """In a file built anew the rows came source by source: their numbers follow the time of their first arrival again."""
    with known_errors(home / DATABASE), closing(connect(home)) as raw, transaction(raw):
        raw.execute("CREATE TEMP TABLE ordered AS SELECT log, seq, hash, at, source FROM arrival ORDER BY at, log, seq")
        raw.execute("DELETE FROM arrival")
        raw.execute("INSERT INTO arrival (log, seq, hash, at, source) SELECT * FROM ordered ORDER BY rowid")
        raw.execute("DROP TABLE ordered")
        rebuild(raw)


def _evidence(home: Path, folder: Path) -> int:
    """Brings back files whose bytes are what their name says."""
    files = 0
    for source in sorted((folder / FOLDER).glob("??/*")):
        try:
            size = source.stat().st_size
            if damaged(folder, source.name, size) or damaged(home, source.name, size) is None:
                continue
            keep_received(home, _chunks(source), source.name, size, source.name)
        except (OSError, shutil.SameFileError):
            continue
        files += 1
    return files


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as reading:
        while chunk := reading.read(1 << 20):
            yield chunk
