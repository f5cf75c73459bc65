"""The store: one writer, two readers over one SQLite file. Owns transactions and the translation of errors.

Called by commands (write), queries (read) and the window's worker thread. SQLAlchemy Core runs the statements; the
journal runs generated text on the same connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event, exc, pool

from db.errors import KnownError
from db.home import DATABASE, device_id
from db.store.connect import connect, known_errors, open_database, translate
from db.store.journal import Draft, Journal
from db.store.opening import bring_up_to_date
from db.store.sqltext import SQL
from resources import path as resource

T = TypeVar("T")
EVIDENCE = "evidence"
BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class Writer:
    """What a write function works with: `conn` for Core, `raw` for the journal's text; both in one transaction."""

    conn: Connection
    raw: sqlite3.Connection
    journal: Journal
    home: Path

    def say(self, unit: str, drafts: list[Draft], act: str | None = None) -> list[Any]:
        """Appends the drafts as one act of `unit`."""
        return self.journal.append(self.raw, unit, drafts, act)


class Store:
    """An open data folder. One thread writes at a time; readers have connections of their own."""

    def __init__(self, home: Path, app: str) -> None:
        self.home = home
        self.journal = Journal(device_id(), app)
        self._write_engine = create_engine("sqlite://", creator=lambda: connect(home), poolclass=pool.StaticPool)
        self._read_engine = create_engine(
            "sqlite://", creator=lambda: connect(home, query_only=True), poolclass=pool.QueuePool, pool_size=2
        )
        # The driver is in autocommit mode; SQLAlchemy's own begin is made a real one (docs: pysqlite, transactions).
        event.listen(self._write_engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
        event.listen(self._read_engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN"))

    @classmethod
    def open(cls, home: Path, app: str = "duban", *, plans: Path | None = None) -> Store:
        """Opens a data folder, made and brought up to date when needed. Raises KnownError."""
        raw = open_database(home)
        try:
            with known_errors(home / DATABASE):
                bring_up_to_date(raw, plans or resource("plans"))
        finally:
            raw.close()
        return cls(home, app)

    def read(self, fn: Callable[[Connection], T]) -> T:
        """Runs `fn` in one read transaction: all its statements see the same data. Raises KnownError."""
        try:
            with self._read_engine.begin() as conn:
                return fn(conn)
        except exc.DBAPIError as error:
            raise translate(error.orig or error, self.home / DATABASE) from error
        except sqlite3.Error as error:
            raise translate(error, self.home / DATABASE) from error

    def write(self, fn: Callable[[Writer], T]) -> T:
        """Runs `fn` in one write transaction: on disk when it returns, or nothing changed. Raises KnownError."""
        try:
            with self._write_engine.begin() as conn:
                raw = conn.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)
                return fn(Writer(conn, raw, self.journal, self.home))
        except BaseException as error:
            self.journal.forget()
            cause = error.orig if isinstance(error, exc.DBAPIError) else error
            if isinstance(cause, sqlite3.Error):
                raise translate(cause, self.home / DATABASE) from error
            raise

    def setting(self, key: str) -> str | None:
        """A local setting, or None."""
        row = self.read(lambda conn: conn.exec_driver_sql(SQL["get_setting"], {"key": key}).fetchone())
        return str(row[0]) if row else None

    def set_setting(self, key: str, value: str) -> None:
        """Keeps a local setting; settings are never handed in or merged."""
        self.write(lambda tx: tx.raw.execute(SQL["set_setting"], {"key": key, "value": value}) and None)

    def data_version(self) -> int:
        """Changes when another program wrote to the file."""
        with self._write_engine.connect() as conn:
            raw = conn.connection.driver_connection
            assert raw is not None
            return int(raw.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Closes every connection; SQLite folds its log into the file when this was the last program."""
        self._read_engine.dispose()
        self._write_engine.dispose()


def raw_of(conn: Connection) -> sqlite3.Connection:
    """The driver's connection below a Core connection."""
    raw = conn.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise KnownError("database_busy", path="-")
    return raw
