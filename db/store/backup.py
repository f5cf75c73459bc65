"""Backups: SQLite's own copy inside a held read transaction, verified by opening and counting. Called by `duban backup`.

Evidence is content-addressed and never rewritten, so a backup links to it where the disk can and copies it otherwise.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db.errors import KnownError
from db.home import DATABASE, prepare
from db.store.check import check
from db.store.connect import APPLICATION_ID, connect, known_errors, os_error
from db.store.evidence import FOLDER
from db.store.sqltext import USER_VERSION

BACKUPS = "backups"
PLACES = "elsewhere.txt"  # backups that were made outside the data folder, so that a purge reaches them


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished, verified copy."""

    path: Path
    entries: int
    files: int


def back_up(home: Path, target: Path | None = None) -> Backup:
    """Copies database and evidence into a new folder below `target` (default: the data folder's backups).

    Raises KnownError: disk full, not writable, or the copy does not hold what the original holds; no half copy stays.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    final = (target or home / BACKUPS) / f"duban-{stamp}"
    draft = final.with_name(f".{final.name}.part")
    try:
        draft.mkdir(parents=True)
        with known_errors(draft / DATABASE):
            entries = _copy_database(home, draft / DATABASE)
        files = _copy_evidence(home, draft)
        if target is not None:
            _note_place(home, final)
        draft.rename(final)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise os_error(error, final) from error
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Backup(final, entries, files)


def _note_place(home: Path, final: Path) -> None:
    """A file beside the backups, not a setting: a backup must not wait for a writer."""
    (home / BACKUPS).mkdir(exist_ok=True)
    with (home / BACKUPS / PLACES).open("a", encoding="utf-8") as places:
        places.write(f"{final.absolute()}\n")


def places_elsewhere(home: Path) -> list[Path]:
    """Backups that were made outside the data folder, as far as they are remembered."""
    try:
        lines = (home / BACKUPS / PLACES).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [Path(line) for line in dict.fromkeys(lines) if line]


def _copy_database(home: Path, target: Path) -> int:
    source, copy = connect(home, query_only=True), sqlite3.connect(target, isolation_level=None)
    try:
        source.execute("BEGIN")  # held: a writer can't make the copy start over again and again
        expected = source.execute("SELECT count(*) FROM entry").fetchone()[0]
        source.backup(copy)
        source.execute("COMMIT")
        found = copy.execute("SELECT count(*) FROM entry").fetchone()[0]
        if found != expected or copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise KnownError("backup_not_verified", path=target)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        source.close()
        copy.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return int(found)


def _copy_evidence(home: Path, target: Path) -> int:
    files = 0
    for source in sorted((home / FOLDER).glob("??/*")):
        place = target / FOLDER / source.parent.name / source.name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, place)
        except OSError:  # another drive, or one that knows no links
            shutil.copy2(source, place)
        files += 1
    return files


def verify(folder: Path) -> int:
    """Checks a backup's entries, contents, plan files and evidence; the number of entries.

    Raises KnownError backup_unusable with what is wrong.
    """
    path = folder / DATABASE
    if not path.is_file():
        raise KnownError("backup_unusable", path=folder, why=DATABASE)
    raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise KnownError("database_foreign", path=path)
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        if version // 1000 > USER_VERSION // 1000:
            raise KnownError("database_newer", path=path, found=version // 1000, known=USER_VERSION // 1000)
        wrong = [finding for finding in check(raw, folder, full=True, own=True) if finding.error]
        if wrong:
            raise KnownError("backup_unusable", path=folder, why=f"{wrong[0].code} {wrong[0].where}")
        return int(raw.execute("SELECT count(*) FROM entry").fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise KnownError("backup_unusable", path=folder, why=error) from None
    finally:
        raw.close()


def restore(home: Path, folder: Path) -> Path:
    """Replaces the data by a verified backup. The present data is set aside, never deleted; returns where it lies now.

    Raises KnownError: the backup can't be used, another program has the data open, disk full.
    """
    verify(folder)
    prepare(home)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = home / BACKUPS / f"before-restore-{stamp}"
    draft = home / f".restore-{stamp}.db"
    try:
        shutil.copy2(folder / DATABASE, draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        _restore_evidence(home, folder)
        if (home / DATABASE).exists():
            _set_aside(home, aside)
        draft.rename(home / DATABASE)
    except OSError as error:
        raise os_error(error, home) from error
    finally:
        draft.unlink(missing_ok=True)
    return aside


def _set_aside(home: Path, aside: Path) -> None:
    """Moves the present data away, its write-ahead log too where a damaged file could not take it in."""
    try:
        _close_log(home)
    except KnownError as error:
        if error.code != "database_damaged":
            raise  # a damaged file is what a backup is restored for; one in use is not touched
    aside.mkdir(parents=True)
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        if (home / name).exists():
            (home / name).rename(aside / name)


def _restore_evidence(home: Path, folder: Path) -> None:
    for source in sorted((folder / FOLDER).glob("??/*")):
        place = home / FOLDER / source.parent.name / source.name
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            draft = place.with_name(f".{place.name}.part")
            shutil.copy2(source, draft)
            draft.rename(place)


def _close_log(home: Path) -> None:
    """Folds the write-ahead log into the file and makes sure that no other program has it open."""
    with known_errors(home / DATABASE):
        raw = connect(home)
        try:
            raw.execute("PRAGMA busy_timeout = 500")
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            mode = raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if busy or mode != "delete":
                raise KnownError("database_busy", path=home / DATABASE)
        finally:
            raw.close()
