"""Entries → facts → state: the journal's projection. Runs generated text; called by journal, union, rebuild.

One SQL fold serves a single tick and a rebuild of all; tests hold it against the oracle db.rules.fold.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db.rules.admission import Trust, refusal
from db.rules.journal import Head, LogRow, MalformedHeadError, Slot, decode_head
from db.store.ownitems import project_own
from db.store.redaction import purge
from db.store.sqltext import SQL

_OFFICE = (
    'SELECT issuer_unit FROM "plan" WHERE uid IN (SELECT :target UNION SELECT plan FROM milestone WHERE uid = :target'
    " UNION SELECT plan FROM node WHERE uid = :target UNION SELECT plan FROM indicator WHERE uid = :target)"
)
_LEAD = "SELECT answerer FROM milestone WHERE uid = :target"


class Looked(Mapping[str, frozenset[str]]):
    """Target uid → a unit (the office that issued its plan, its answerer), looked up when asked."""

    def __init__(self, raw: sqlite3.Connection, query: str) -> None:
        self._raw, self._query = raw, query

    def __getitem__(self, target: str) -> frozenset[str]:
        row = self._raw.execute(self._query, {"target": target}).fetchone()
        if row is None or row[0] is None:
            raise KeyError(target)
        return frozenset(row[0].split())

    def __iter__(self) -> Any:
        raise NotImplementedError("looked up, never listed")

    def __len__(self) -> int:
        raise NotImplementedError("looked up, never listed")


def trust_of(raw: sqlite3.Connection) -> Trust:
    """What this store believes, from its settings (enrol/<unit>/<device>, doubt/<log>) and the plans in force."""
    keys = raw.execute("SELECT key FROM setting WHERE key GLOB 'enrol/*'").fetchall()
    pairs = (key.split("/") for (key,) in keys)
    doubted = raw.execute("SELECT substr(key, 7) FROM setting WHERE key GLOB 'doubt/*'").fetchall()
    return Trust(
        frozenset((pair[1], pair[2]) for pair in pairs if len(pair) == 3),
        Looked(raw, _OFFICE),
        Looked(raw, _LEAD),
        frozenset(bytes.fromhex(log) for (log,) in doubted),
    )


def log_of(raw: sqlite3.Connection, log: bytes, seq: int, prev: bytes) -> LogRow | None:
    """The log row that an entry belongs to. Where two rows claim one id, the chain back to the first entry decides;
    None while that chain has a gap."""
    rows = [
        LogRow(log, *row[1:])
        for row in raw.execute('SELECT genesis, device, unit, app, started_at, "after" FROM log WHERE log = ?', (log,))
    ]
    if len(rows) == 1:
        return rows[0]
    while rows and seq > 1:
        before = raw.execute("SELECT prev FROM entry WHERE log = ? AND seq = ? AND hash = ?", (log, seq - 1, prev))
        found = before.fetchone()
        if found is None:
            return None
        seq, prev = seq - 1, found[0]
    return next((row for row in rows if row.genesis == prev), None)


_CHUNK = 2000  # facts written at once


Shown = tuple[str | None, str | None]  # value and nature that a content shows in lists


def index(
    raw: sqlite3.Connection,
    arrivals: Iterable[tuple[int, bytes, int, bytes, bytes, bytes]],
    trust: Trust,
    shown: Mapping[bytes, Shown] | None = None,
) -> set[int]:
    """Writes facts for (n, log, seq, hash, prev, head) rows and returns the slots they touch. Malformed heads and
    entries without a log row get no fact; `check` names them. `shown`: of contents that were just read."""
    touched: set[int] = set()
    facts: list[dict[str, Any]] = []
    more: list[tuple[int, Head]] = []
    for fact, head in _facts(raw, arrivals, trust, shown or {}):
        touched.add(fact["slot"])
        facts.append(fact)
        if head.over or (head.kind == "redact" and fact["refusal"] is None):
            more.append((fact["n"], head))
        if len(facts) == _CHUNK:
            _write(raw, facts, more)
            facts, more = [], []
    _write(raw, facts, more)
    return touched


def _facts(
    raw: sqlite3.Connection,
    arrivals: Iterable[tuple[int, bytes, int, bytes, bytes, bytes]],
    trust: Trust,
    shown: Mapping[bytes, Shown],
) -> Iterator[tuple[dict[str, Any], Head]]:
    alone: dict[bytes, LogRow | None] = {}
    slots: dict[Slot, int] = {}
    for n, log, seq, digest, prev, data in arrivals:
        try:
            head = decode_head(data)
        except MalformedHeadError:
            continue
        if log not in alone:
            alone[log] = _only_log(raw, log)
        row = alone[log] or log_of(raw, log, seq, prev)
        if row is None:
            continue
        slot = slots.get(head.slot)
        if slot is None:
            if len(slots) >= 50_000:
                slots.clear()
            slot = slots[head.slot] = slot_id(raw, head.slot)
        c = bytes.fromhex(head.c) if head.c else None
        value, nature = shown[c] if c is not None and c in shown else _shown(raw, c)
        yield {
            "n": n, "hash": digest, "log": log, "seq": seq, "unit": row.unit, "slot": slot, "kind": head.kind,
            "act": head.act, "clock": head.clock, "on_day": head.on, "at": head.at, "sense": head.sense,
            "retracts": bytes.fromhex(head.retracts) if head.retracts else None,
            "c": c,
            "refusal": "own_device" if log in trust.doubted else refusal(head, row.device, row.unit, trust),
            "live": 0, "value": value, "nature": nature,
        }, head  # fmt: skip


def _write(raw: sqlite3.Connection, facts: list[dict[str, Any]], more: list[tuple[int, Head]]) -> None:
    raw.executemany(SQL["insert_fact"], facts)
    overs = [{"hash": bytes.fromhex(over), "n": n} for n, head in more for over in head.over]
    raw.executemany(SQL["insert_over"], overs)
    purged = [(n, head.slot) for n, head in more if head.kind == "redact" and head.slot.field == "redact"]
    for n, slot in purged:
        if re.fullmatch("[0-9a-f]{64}", slot.period):
            raw.execute(SQL["insert_redacted"], {"digest": bytes.fromhex(slot.period), "n": n, "unit": slot.unit})


def _only_log(raw: sqlite3.Connection, log: bytes) -> LogRow | None:
    """The log row with this id where there is one; None where none or several claim it."""
    rows = raw.execute('SELECT log, device, unit, app, started_at, "after" FROM log WHERE log = ? LIMIT 2', (log,))
    found = rows.fetchall()
    return LogRow(*found[0]) if len(found) == 1 else None


def slot_id(raw: sqlite3.Connection, slot: Slot) -> int:
    """The slot's row, made when it is new."""
    key = slot._asdict()
    found = raw.execute(SQL["find_slot"], key).fetchone()
    return int(found[0]) if found else int(raw.execute(SQL["insert_slot"], key).lastrowid or 0)


def _shown(raw: sqlite3.Connection, digest: bytes | None) -> Shown:
    row = digest and raw.execute("SELECT body FROM content WHERE digest = ?", (digest,)).fetchone()
    return shown_of(row[0]) if row else (None, None)


def shown_of(data: bytes) -> Shown:
    """Value and nature of a content's body, when it is readable."""
    if b'"value"' not in data and b'"nature"' not in data and b"\\u" not in data:
        return None, None
    body = read_body(data)
    value, nature = body.get("value"), body.get("nature")
    return (value if isinstance(value, str) else None), (nature if isinstance(nature, str) else None)


def read_body(data: bytes) -> dict[str, Any]:
    """A content's body; an unreadable one (a later version's, a redacted one) is empty."""
    try:
        body = json.loads(data)
        if b"\\u" in data:
            json.dumps(body, ensure_ascii=False).encode()  # half a character can't be stored, shown or printed
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def fold(raw: sqlite3.Connection, slots: set[int]) -> None:
    """Brings the state of these slots up to date."""
    chosen = {"slots": json.dumps(sorted(slots))}
    for name in ("mark_live", "clear_state", "fill_state"):
        raw.execute(SQL[name], chosen)
    project_own(raw, chosen["slots"])


def rebuild(raw: sqlite3.Connection) -> None:
    """Derives every fact and state anew from the primary tables. Runs inside the caller's transaction."""
    for table in ("state", "redacted", "fact_over", "fact", "slot"):
        raw.execute(f"DELETE FROM {table}")
    rows = raw.execute(
        "SELECT a.n, e.log, e.seq, e.hash, e.prev, e.head FROM arrival a"
        " JOIN entry e ON e.log = a.log AND e.seq = a.seq AND e.hash = a.hash ORDER BY a.n"
    )
    index(raw, rows, trust_of(raw))
    purge(raw)
    raw.execute(SQL["mark_all_live"])
    raw.execute(SQL["fill_all_states"])
    project_own(raw, None)
