"""What a purge (清除) leaves to be done outside the data file's transaction: evidence bytes, kept backups, the log's tail.

Safe to run at any time and again after a crash: what is still to do is read from the data (redacted, setting purge/…).
Standard library only. Called by db.commands.purge and collect.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from db.home import DATABASE
from db.store.backup import BACKUPS, places_elsewhere
from db.store.connect import connect, known_errors, os_error
from db.store.evidence import place
from db.store.redaction import DATA, PENDING


@dataclass(slots=True)
class Swept:
    """What was done: files taken off, backups rewritten; and backups that could not be reached."""

    files: int = 0
    backups: list[Path] = field(default_factory=list)
    unreached: list[Path] = field(default_factory=list)
    log_busy: bool = False  # another program is reading: old pages stay in the log until it has ended


def pending(raw: sqlite3.Connection) -> bool:
    """Whether a purge was begun and not swept."""
    return raw.execute("SELECT 1 FROM setting WHERE key GLOB ? LIMIT 1", (f"{PENDING}*",)).fetchone() is not None


def sweep(home: Path) -> Swept:
    """Takes off the bytes of purged files, rewrites every kept backup, makes the data file anew. Raises KnownError."""
    swept = Swept()
    with known_errors(home / DATABASE), closing(connect(home)) as raw:
        folders = [*_kept(home)]
        swept.unreached = [folder for folder in folders if not (folder / DATABASE).is_file()]
        reached = [folder for folder in folders if folder not in swept.unreached]
        try:
            for (key,) in raw.execute("SELECT key FROM setting WHERE key GLOB ?", (f"{PENDING}*",)).fetchall():
                digest = key.removeprefix(PENDING)
                if digest != DATA and not _named(raw, digest):
                    swept.files += sum(_take_off(place(folder, digest)) for folder in (home, *reached))
            for folder in reached:
                if _rewrite(raw, folder / DATABASE):
                    swept.backups.append(folder)
        except OSError as error:
            raise os_error(error, home) from error
        swept.log_busy = not _written_anew(raw)
        if not swept.log_busy:
            raw.execute("DELETE FROM setting WHERE key GLOB ?", (f"{PENDING}*",))
    return swept


def _written_anew(raw: sqlite3.Connection) -> bool:
    """secure_delete zeroes what is deleted; moved pages may still hold a copy until the file is written anew and its log
    is cut off. False while another program reads or writes: the next sweep tries again."""
    raw.execute("PRAGMA busy_timeout = 1000")
    try:
        raw.execute("VACUUM")
        return not raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False


def _kept(home: Path) -> Iterator[Path]:
    """Folders that hold a copy: the data folder's backups, what restores set aside, and backups made elsewhere."""
    yield from sorted(path.parent for path in (home / BACKUPS).glob(f"*/{DATABASE}"))
    yield from places_elsewhere(home)


def _named(raw: sqlite3.Connection, digest: str) -> bool:
    """Whether a content that is still here names the file."""
    return raw.execute("SELECT 1 FROM content WHERE instr(body, ?) LIMIT 1", (digest.encode(),)).fetchone() is not None


def _take_off(file: Path) -> int:
    """Zeroes are written over the bytes before the name goes; several links to one file are one file."""
    try:
        size = file.stat().st_size
        with file.open("rb+") as writing:
            for _ in range(size // 65536 + 1):
                writing.write(bytes(65536))
            writing.truncate(size)
            writing.flush()
            os.fsync(writing.fileno())
        file.unlink()
    except FileNotFoundError:
        return 0
    return 1


def _rewrite(raw: sqlite3.Connection, path: Path) -> bool:
    """Applies every redaction to a copy of the data; True when it held one of the contents."""
    digests = [digest for (digest,) in raw.execute("SELECT DISTINCT digest FROM redacted")]
    gone = [d for d in digests if not raw.execute("SELECT 1 FROM content WHERE digest = ?", (d,)).fetchone()]
    with known_errors(path), closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        held = [d for d in gone if copy.execute("SELECT 1 FROM content WHERE digest = ?", (d,)).fetchone()]
        if not held:
            return False
        copy.execute("BEGIN IMMEDIATE")
        facts = copy.execute("SELECT 1 FROM sqlite_schema WHERE name = 'fact'").fetchone()
        for digest in held:
            copy.execute("DELETE FROM content WHERE digest = ?", (digest,))
            if facts:
                copy.execute("UPDATE fact SET value = NULL, nature = NULL WHERE c = ?", (digest,))
        _tell(raw, copy, held)
        copy.execute("DELETE FROM setting WHERE key = 'folded'")  # its projection is derived anew when it is opened
        copy.execute("COMMIT")
        copy.execute("VACUUM")
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True


def _tell(raw: sqlite3.Connection, copy: sqlite3.Connection, digests: list[bytes]) -> None:
    """The copy gets the entries that redact, so that it says why the contents are gone, and keeps dropping them."""
    for digest in digests:
        for n, log, seq, entry in raw.execute(
            "SELECT f.n, f.log, f.seq, f.hash FROM redacted r JOIN fact f ON f.n = r.n WHERE r.digest = ?", (digest,)
        ).fetchall():
            if copy.execute("SELECT 1 FROM entry WHERE log = ? AND seq = ? AND hash = ?", (log, seq, entry)).fetchone():
                continue
            _copy_rows(raw, copy, "log", "log = ?", log)
            _copy_rows(raw, copy, "entry", "log = ? AND seq = ? AND hash = ?", log, seq, entry)
            _copy_rows(raw, copy, "content", "digest = (SELECT c FROM fact WHERE n = ?)", n)
            at, source = raw.execute("SELECT at, source FROM arrival WHERE n = ?", (n,)).fetchone()
            copy.execute(
                "INSERT INTO arrival (log, seq, hash, at, source) VALUES (?, ?, ?, ?, ?)", (log, seq, entry, at, source)
            )


def _copy_rows(raw: sqlite3.Connection, copy: sqlite3.Connection, table: str, which: str, *values: object) -> None:
    for row in raw.execute(f"SELECT * FROM {table} WHERE {which}", values).fetchall():
        copy.execute(f"INSERT OR IGNORE INTO {table} VALUES ({','.join('?' * len(row))})", row)
