"""Preparing a hand-in (报送包) or a return slip (退回单), and remembering what was handed in. Called by pack and review.

The rows are spooled into a folder of the caller's inside one read transaction; exports.package makes files of them.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from db.errors import KnownError
from db.home import device_id
from db.queries.packing import PackData, evidence_since, heads_of, sound_since, spool, unit_lines
from db.rules.pack import Heads, read_heads
from db.rules.times import utc_stamp
from db.store.connect import os_error
from db.store.sqltext import SQL
from db.store.store import Store, raw_of

HANDED = "handed/"  # setting: what a pack held, so that a purge can name the copies that are out


def prepare(store: Store, unit: str, period: str, folder: Path, *, everything: bool = False) -> PackData:
    """A unit's hand-in: what it said since the last receipt, or all; evidence; log heads. Raises KnownError."""

    def read(conn: Connection) -> PackData:
        raw = raw_of(conn)
        since = {} if everything else sound_since(raw, receipt_heads(raw, unit))
        evidence, missing = evidence_since(raw, store.home, unit, since)
        return _data(raw, "pack", unit, period, since, folder, evidence=evidence, missing=missing)

    return _spooled(store, read, folder)


def prepare_slip(store: Store, office: str, unit: str, folder: Path, lines: Sequence[str]) -> PackData:
    """What `office` said of `unit`'s answers: reviews, returns, approvals. Small; `lines` are for people."""

    def read(conn: Connection) -> PackData:
        return _data(raw_of(conn), "slip", office, "", {}, folder, about=unit, slip=tuple(lines))

    return _spooled(store, read, folder)


def _spooled(store: Store, read: object, folder: Path) -> PackData:
    try:
        found: PackData = store.read(read)  # type: ignore[arg-type]
    except OSError as error:
        raise os_error(error, folder) from error
    return found


def _data(
    raw: sqlite3.Connection, kind: str, unit: str, period: str, since: Heads, folder: Path, about: str | None = None,
    **more: object,
) -> PackData:  # fmt: skip
    name = raw.execute('SELECT name FROM "unit" WHERE uid = ?', (unit,)).fetchone()
    journal, counts = spool(unit_lines(raw, unit, since, about), folder)
    return PackData(
        kind=kind, id=secrets.token_hex(16), unit=unit, unit_name=name[0] if name else "", period=period,
        made_at=utc_stamp(), device=device_id(), heads=heads_of(raw, unit) if about is None else {}, since=since,
        counts=counts, journal=journal, **{"evidence": (), "missing": (), **more},  # type: ignore[arg-type]
    )  # fmt: skip


def receipt_heads(raw: sqlite3.Connection, unit: str) -> Heads:
    """What the collector confirmed to have of this unit."""
    row = raw.execute(SQL["get_setting"], {"key": f"receipt/{unit}"}).fetchone()
    return read_heads(json.loads(row[0])) if row else {}


def record(store: Store, data: PackData, files: Sequence[Path]) -> None:
    """Remembers what went out: a later purge names these copies."""
    value = {
        "at": data.made_at, "unit": data.unit, "period": data.period, "files": [str(file) for file in files],
        "since": {log: list(at) for log, at in data.since.items()},
        "heads": {log: list(at) for log, at in data.heads.items()},
    }  # fmt: skip
    store.set_setting(f"{HANDED}{data.id}", json.dumps(value, ensure_ascii=False))


def handed_with(raw: sqlite3.Connection, log: bytes, seq: int) -> list[tuple[str, str]]:
    """(when, files) of the hand-ins that held this entry."""
    found = []
    for (text,) in raw.execute("SELECT value FROM setting WHERE key GLOB 'handed/*'"):
        value = json.loads(text)
        after = value["since"].get(log.hex(), [0])[0]
        upto = value["heads"].get(log.hex(), [0])[0]
        if after < seq <= upto:
            found.append((str(value["at"]), "、".join(value["files"])))
    return sorted(found)


def record_receipt(store: Store, unit: str, heads: Heads) -> list[str]:
    """Notes what the collector has. Returns the logs of which it has entries that are not here (a restored backup).

    Raises KnownError receipt_foreign when this store has never written for the unit.
    """

    def write(tx: object) -> list[str]:
        raw: sqlite3.Connection = tx.raw  # type: ignore[attr-defined]
        if raw.execute("SELECT 1 FROM log WHERE unit = ?", (unit,)).fetchone() is None:
            raise KnownError("receipt_foreign")
        known = sound_since(raw, heads)
        before = receipt_heads(raw, unit)
        merged = {log: max(before.get(log, (0, "")), at) for log, at in {**before, **known}.items()}
        merged |= {log: max(at, known[log]) for log, at in merged.items() if log in known}
        value = json.dumps({log: list(at) for log, at in merged.items()})
        raw.execute(SQL["set_setting"], {"key": f"receipt/{unit}", "value": value})
        return sorted(set(heads) - set(known))

    return store.write(write)
