"""Writing to the journal: drafts → entries, contents, arrivals, facts, state, in the caller's transaction.

One log for each unit that a run of the program writes for, made with its first entry. Called by db.commands.
"""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

from db.rules.journal import (
    MAX_CLOCK,
    MAX_NAMED,
    SALT,
    Head,
    LogRow,
    Slot,
    canonical,
    content_digest,
    encode_head,
    entry_hash,
)
from db.rules.kinds import EntryHash, EntryKind
from db.rules.times import utc_stamp
from db.store.indexing import fold, index, rebuild, slot_id, trust_of
from db.store.sqltext import SQL


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said. `over` None: over the slot's present heads. `body` may hold names, texts and figures."""

    kind: EntryKind
    slot: Slot
    on: str
    body: dict[str, Any] | None = None
    sense: str | None = None
    evidence: tuple[str, ...] = ()
    retracts: str | None = None
    salt: bytes | None = None


@dataclass(slots=True)
class _Run:
    """Where this run's log of one unit stands."""

    row: LogRow
    seq: int
    last: bytes
    begun: bool


class Journal:
    """What one run of the program writes. Not for sharing between threads: the store has one writer."""

    def __init__(self, device: str, app: str) -> None:
        self.device = device
        self.app = app
        self._runs: dict[str, _Run] = {}

    def append(
        self, raw: sqlite3.Connection, unit: str, drafts: list[Draft], act: str | None = None
    ) -> list[EntryHash]:
        """Writes the drafts as one act in the name of `unit` and folds their slots. Returns the entries' hashes in hex.

        Runs inside the caller's transaction; call `forget` when that is rolled back.
        """
        run = self._run(raw, unit)
        act = act or secrets.token_hex(16)
        self._enrol(raw, unit)
        clock = min(1 + (raw.execute(SQL["greatest_clock"]).fetchone()[0] or 0), MAX_CLOCK)
        now = utc_stamp()
        arrivals = []
        for draft in drafts:
            over = () if draft.retracts else self._heads(raw, draft.slot)
            content = self._content(raw, draft)
            head = Head(
                kind=draft.kind.value, act=act, slot=draft.slot, on=draft.on, clock=clock, at=now, over=over,
                retracts=draft.retracts, sense=draft.sense, evidence=draft.evidence, c=content,
            )  # fmt: skip
            arrivals.append(self._write(raw, run, encode_head(head), now))
        slots = index(raw, arrivals, trust_of(raw))
        fold(raw, slots)
        return [EntryHash(arrival[3].hex()) for arrival in arrivals]

    def forget(self) -> None:
        """After a rollback: the next act begins a new log, since entries of this one are gone."""
        self._runs.clear()

    def _run(self, raw: sqlite3.Connection, unit: str) -> _Run:
        run = self._runs.get(unit)
        if run is None:
            last = raw.execute(SQL["last_own"]).fetchone()
            row = LogRow(secrets.token_bytes(16), self.device, unit, self.app, utc_stamp(), last[0] if last else b"")
            run = self._runs[unit] = _Run(row, 0, row.genesis, begun=False)
        if not run.begun:
            row = run.row
            values = {name: getattr(row, name) for name in ("log", "device", "unit", "app", "started_at", "after")}
            raw.execute(SQL["insert_log"], values | {"genesis": row.genesis})
            run.begun = True
        return run

    def _enrol(self, raw: sqlite3.Connection, unit: str) -> None:
        """This machine speaks for the unit that its user chose; what it said before, in another folder, counts now."""
        key = f"enrol/{unit}/{self.device}"
        if raw.execute("INSERT OR IGNORE INTO setting (key, value) VALUES (?, '1')", (key,)).rowcount == 0:
            return
        refused = "SELECT 1 FROM fact WHERE unit = ? AND refusal = 'not_enrolled' LIMIT 1"
        if raw.execute(refused, (unit,)).fetchone():
            rebuild(raw)

    @staticmethod
    def _heads(raw: sqlite3.Connection, slot: Slot) -> tuple[str, ...]:
        rows = raw.execute(SQL["slot_heads"], {"slot": slot_id(raw, slot)})
        return tuple(digest.hex() for digest, _unit in rows)[-MAX_NAMED:]  # the greatest; the rest stays a conflict

    @staticmethod
    def _content(raw: sqlite3.Connection, draft: Draft) -> str | None:
        if not draft.body:
            return None
        salt, body = draft.salt or secrets.token_bytes(SALT), canonical(draft.body)
        digest = content_digest(salt, body)
        raw.execute(SQL["insert_content"], {"digest": digest, "salt": salt, "body": body})
        return digest.hex()

    @staticmethod
    def _write(
        raw: sqlite3.Connection, run: _Run, head: bytes, now: str
    ) -> tuple[int, bytes, int, bytes, bytes, bytes]:
        log, seq, prev = run.row.log, run.seq + 1, run.last
        digest = entry_hash(log, seq, prev, head)
        raw.execute(SQL["insert_entry"], {"log": log, "seq": seq, "hash": digest, "prev": prev, "head": head})
        place = raw.execute(
            SQL["insert_arrival"], {"log": log, "seq": seq, "hash": digest, "at": now, "source": "own"}
        ).lastrowid
        run.seq, run.last = seq, digest
        return int(place or 0), log, seq, digest, prev, head
