"""Whose devices speak for which unit (核对识别码): enrolment by a code read over the telephone, and the list of devices.

A code shows that a device is the one somebody read out; nothing is signed, and the list says so. Called by cli, window.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from db.errors import KnownError
from db.rules.pack import device_code, spoken_code
from db.rules.times import utc_stamp
from db.store.sqltext import SQL
from db.store.store import Store, Writer, raw_of
from db.store.sweeping import pending, sweep
from db.store.union import readmit

OWN, CODE, UNCHECKED, STRANGE = "own", "code", "unchecked", "not_enrolled"


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device that wrote in a unit's name. `trust`: own (this store's), code (read out), unchecked (--trust),
    not_enrolled."""

    unit: str
    unit_name: str
    device: str
    code: str
    trust: str
    entries: int


def devices(raw: sqlite3.Connection, unit: str | None = None) -> tuple[DeviceRow, ...]:
    """The devices of one unit or of all, enrolled or only met in logs."""
    known = {}
    for key, value in raw.execute("SELECT key, value FROM setting WHERE key GLOB 'enrol/*'"):
        parts = key.split("/")
        if len(parts) == 3:
            known[parts[1], parts[2]] = OWN if value == "1" else CODE if value.startswith("code") else UNCHECKED
    counted = {
        (of, device): count
        for of, device, count in raw.execute(
            "SELECT l.unit, l.device, count(e.seq) FROM log l LEFT JOIN entry e ON e.log = l.log GROUP BY 1, 2"
        )
    }
    names = dict(raw.execute('SELECT uid, name FROM "unit"').fetchall())
    return tuple(
        DeviceRow(of, names.get(of, ""), device, device_code(device), known.get((of, device), STRANGE),
                  counted.get((of, device), 0))
        for of, device in sorted({*known, *counted}, key=lambda pair: (names.get(pair[0], ""), pair))
        if unit in (None, of)
    )  # fmt: skip


def enrol(store: Store, unit: str, code: str) -> DeviceRow:
    """Believes a device that wrote in the unit's name, by its code or whole id. What it said before counts from now on.

    Raises KnownError: no such code among this unit's devices (its hand-in has to be collected first).
    """

    def write(tx: Writer) -> DeviceRow:
        row = _find(devices(tx.raw, unit), code)
        if row.trust != OWN:
            value = f"code {utc_stamp()}"
            tx.raw.execute(SQL["set_setting"], {"key": f"enrol/{unit}/{row.device}", "value": value})
            readmit(tx.raw, unit, row.device)
        return _find(devices(tx.raw, unit), code)

    row = store.write(write)
    if store.read(lambda conn: pending(raw_of(conn))):
        sweep(store.home)
    return row


def dismiss(store: Store, unit: str, code: str) -> DeviceRow:
    """Believes a device no longer: its entries stay and don't count. Raises KnownError; this machine's own stays."""

    def write(tx: Writer) -> DeviceRow:
        row = _find(devices(tx.raw, unit), code)
        if row.trust == OWN:
            raise KnownError("enrol_own")
        tx.raw.execute("DELETE FROM setting WHERE key = ?", (f"enrol/{unit}/{row.device}",))
        readmit(tx.raw, unit, row.device)
        return _find(devices(tx.raw, unit), code)

    return store.write(write)


def _find(rows: Iterable[DeviceRow], code: str) -> DeviceRow:
    typed = spoken_code(code)
    found = [row for row in rows if row.code == typed or row.device == code.strip().lower()]
    if not found:
        raise KnownError("enrol_unknown", typed=code)
    return found[0]


def listed(store: Store, unit: str | None = None) -> tuple[DeviceRow, ...]:
    """The devices, read through the store."""
    return store.read(lambda conn: devices(raw_of(conn), unit))
