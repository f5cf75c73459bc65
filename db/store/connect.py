"""Opening the SQLite file: pragmas read back, versions, creation. Standard library only; the start path calls it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import KnownError
from db.home import DATABASE, prepare
from db.store.sqltext import PRIMARY, PROJECTION, USER_VERSION

APPLICATION_ID = 0x44554241  # "DUBA"
BUSY_MS = 5000


@contextmanager
def known_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say about a file into a KnownError."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except PermissionError as error:
        raise KnownError("file_not_writable", path=path) from error
    except OSError as error:
        raise os_error(error, path) from error


def os_error(error: OSError, path: Path) -> KnownError:
    """A KnownError for an error of the system."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return KnownError("disk_full", path=path.drive or path)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return KnownError("file_not_writable", path=path)
    return KnownError("file_failed", path=path, why=error.strerror or error)


def translate(error: BaseException, path: Path) -> KnownError:
    """A KnownError for an error of SQLite; a bug of ours (bad SQL, broken constraint) is raised as it is."""
    text = str(error).lower()
    for part, code in _SQLITE:
        if part in text:
            return KnownError("disk_full" if code == "file_failed_io" and _no_room(path) else code, path=path)
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, (sqlite3.OperationalError, sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)
    ):
        return KnownError("database_damaged", path=path)
    raise error


def _no_room(path: Path) -> bool:
    """Whether the disk is so full that SQLite can't even make its shared memory: it calls that an I/O error."""
    import shutil

    try:
        return shutil.disk_usage(path.parent).free < 1 << 16
    except OSError:
        return False


_SQLITE = (
    ("disk is full", "disk_full"),
    ("locked", "database_busy"),
    ("malformed", "database_damaged"),
    ("not a database", "database_damaged"),
    ("readonly", "file_not_writable"),
    ("unable to open", "file_not_writable"),
    ("disk i/o", "file_failed_io"),
)


def connect(home: Path, *, query_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode (BEGIN is explicit) with the pragmas that the promises rest on, read back."""
    path = home / DATABASE
    raw = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    try:
        _refuse_strangers(raw, path)
        raw.execute("PRAGMA foreign_keys = ON")
        mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA secure_delete = ON")
        if mode != "wal" or raw.execute("PRAGMA synchronous").fetchone()[0] != 2:
            raise KnownError("home_on_network", path=home)
        if query_only:
            raw.execute("PRAGMA query_only = ON")
    except BaseException:
        raw.close()
        raise
    return raw


def open_database(home: Path) -> sqlite3.Connection:
    """Opens the data folder's database, made on first use. Raises KnownError: newer version, damaged, not writable."""
    prepare(home)
    path = home / DATABASE
    with known_errors(path):
        raw = connect(home)
        try:
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            if version != USER_VERSION:
                _create(raw)
        except BaseException:
            raw.close()
            raise
    return raw


def _refuse_strangers(raw: sqlite3.Connection, path: Path) -> None:
    """Looks at the file before anything of ours writes to it, were it only the journal mode."""
    version = raw.execute("PRAGMA user_version").fetchone()[0]
    application = raw.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID and raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise KnownError("database_foreign", path=path)
    if version // 1000 > USER_VERSION // 1000:
        raise KnownError("database_newer", path=path, found=version // 1000, known=USER_VERSION // 1000)


def _create(raw: sqlite3.Connection) -> None:
    """Makes the tables, or drops and makes the projections of another version; both in one transaction."""
    with transaction(raw):
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        if version == USER_VERSION:
            return  # another process was first
        if version == 0:
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            for statement in PRIMARY:
                raw.execute(statement)
        else:
            drop_projections(raw)
        for statement in PROJECTION:
            raw.execute(statement)
        raw.execute("DELETE FROM setting WHERE key IN ('directory', 'bundled', 'folded')")
        raw.execute(f"PRAGMA user_version = {USER_VERSION}")


def drop_projections(raw: sqlite3.Connection) -> None:
    """Drops every table that is derived. Primary tables are left alone."""
    kept = {statement.split()[2].strip('"') for statement in PRIMARY if statement.startswith("CREATE TABLE")}
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    raw.execute("PRAGMA defer_foreign_keys = ON")
    for name in names:
        if name not in kept and not name.startswith("sqlite_"):
            raw.execute(f'DROP TABLE "{name}"')


@contextmanager
def transaction(raw: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT, rolled back whole on any error."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise
    raw.execute("COMMIT")
