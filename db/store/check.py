"""Is what is stored what was said? Hashes, chains, contents, plan digests, projections, evidence. Called by `duban check`.

An error means that something was changed or lost; information means that something has not come yet or was taken away on
purpose. The chain shows damage and careless edits; against the PC's owner only an anchor held elsewhere helps.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.rules import planfile
from db.rules.directory import Directory
from db.rules.journal import SALT, LogRow, MalformedHeadError, content_digest, decode_head, entry_hash
from db.store import planload
from db.store.connect import transaction
from db.store.evidence import damaged
from db.store.indexing import read_body, rebuild
from resources import plan_order

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable; `error` False is information."""

    code: str
    where: str
    error: bool = True


def check(
    raw: sqlite3.Connection, home: Path, *, full: bool = False, own: bool = False, plans: Path | None = None
) -> list[Finding]:
    """Every finding. Quick: SQLite's own check, entries and chains. Full: also contents, evidence digests, plan files, and
    the projection built anew and compared (rolled back afterwards). `own`: only what lies in the folder itself is read,
    and nothing is built anew: for a backup."""
    findings = [*_integrity(raw, full), *_types(raw)]
    if findings:
        return findings  # the rest would read damaged pages or values
    strict, raw.text_factory = raw.text_factory, _readable
    try:
        findings += [*_entries(raw), *_anchors(raw)]
        if full:
            findings += [*_contents(raw), *_kept_plans(raw), *_evidence(raw, home)]
        if full and not own:
            findings += [*_bundled_plans(plans), *_projection(raw)]
    finally:
        raw.text_factory = strict
    return findings


def _readable(data: bytes) -> str:
    """Text that a disk changed may be no UTF-8 any more; that is to be found, not stumbled over."""
    return data.decode("utf-8", "replace")


def _integrity(raw: sqlite3.Connection, full: bool) -> Iterator[Finding]:
    for (text,) in raw.execute("PRAGMA integrity_check" if full else "PRAGMA quick_check"):
        if text != "ok":
            yield Finding("database_damaged", text)


def _types(raw: sqlite3.Connection) -> Iterator[Finding]:
    """SQLite keeps any type in any column; ours are written with one."""
    for name, blobs, number in (
        ("log", ("log", "genesis", "after"), None),
        ("entry", ("log", "hash", "prev", "head"), "seq"),
        ("content", ("digest", "salt", "body"), None),
        ("plan_file", ("bytes",), None),
    ):
        wrong = [f"typeof(\"{column}\") <> 'blob'" for column in blobs]
        wrong += [f"typeof({number}) <> 'integer'"] if number else []
        for (row,) in raw.execute(f"SELECT rowid FROM {name} WHERE {' OR '.join(wrong)}"):
            yield Finding("bad_type", f"{name} {row}")


def _entries(raw: sqlite3.Connection) -> Iterator[Finding]:
    logs: dict[bytes, set[bytes]] = {}
    for row in raw.execute('SELECT log, device, unit, app, started_at, "after", genesis FROM log'):
        made = LogRow(*row[:6])
        if made.genesis != row[6]:
            yield Finding("bad_log", row[0].hex())
        logs.setdefault(made.log, set()).add(made.genesis)
    previous: dict[tuple[bytes, int], set[bytes]] = {}
    last: tuple[bytes, int] | None = None
    for log, seq, digest, prev, head in raw.execute(
        "SELECT log, seq, hash, prev, head FROM entry ORDER BY log, seq, hash"
    ):
        where = f"{log.hex()[:8]}/{seq}"
        if entry_hash(log, seq, prev, head) != digest:
            yield Finding("bad_hash", where)
        try:
            decode_head(head)
        except MalformedHeadError:
            yield Finding("malformed", where, error=False)
        if last == (log, seq):
            yield Finding("fork", where)
        yield from _chain(log, seq, prev, where, logs, previous)
        if (log, seq - 2) in previous:
            del previous[log, seq - 2]
        previous.setdefault((log, seq), set()).add(digest)
        last = (log, seq)
    for after, count in raw.execute(
        'SELECT "after", count(*) FROM log WHERE length("after") > 0 GROUP BY 1 HAVING count(*) > 1'
    ):
        yield Finding("branch", f"{after.hex()[:12]} ×{count}", error=False)


def _chain(
    log: bytes, seq: int, prev: bytes, where: str, logs: dict[bytes, set[bytes]],
    previous: dict[tuple[bytes, int], set[bytes]],
) -> Iterator[Finding]:  # fmt: skip
    if log not in logs:
        yield Finding("no_log", where, error=False)
    elif seq == 1:
        if prev not in logs[log]:
            yield Finding("bad_prev", where)
    elif (log, seq - 1) not in previous:
        yield Finding("gap", where, error=False)
    elif prev not in previous[log, seq - 1]:
        yield Finding("bad_prev", where)


def _anchors(raw: sqlite3.Connection) -> Iterator[Finding]:
    """Heads that were handed in or confirmed by a receipt: each must be here, else the journal's tail was cut off."""
    rows = raw.execute("SELECT key, value FROM setting WHERE key GLOB 'anchor/*' OR key GLOB 'receipt/*'")
    for key, value in rows.fetchall():
        kind, _, log = key.partition("/")
        heads = {log: json.loads(value)} if kind == "anchor" else json.loads(value)
        for name, (seq, digest) in heads.items():
            found = raw.execute(
                "SELECT 1 FROM entry WHERE log = ? AND seq = ? AND hash = ?",
                (bytes.fromhex(name), seq, bytes.fromhex(digest)),
            ).fetchone()
            if not found:
                yield Finding("anchor_lost", f"{name[:8]}/{seq}")


def _contents(raw: sqlite3.Connection) -> Iterator[Finding]:
    for digest, salt, body in raw.execute("SELECT digest, salt, body FROM content"):
        if len(salt) != SALT or content_digest(salt, body) != digest:
            yield Finding("bad_content", digest.hex()[:12])
    query = (
        "SELECT hash, c IN (SELECT digest FROM redacted) FROM fact"
        " WHERE c IS NOT NULL AND c NOT IN (SELECT digest FROM content)"
    )
    for digest, purged in raw.execute(query):
        yield Finding("redacted" if purged else "withheld", digest.hex()[:12], error=False)
    for reason, count in raw.execute("SELECT refusal, count(*) FROM fact WHERE refusal IS NOT NULL GROUP BY 1"):
        yield Finding("not_admitted", f"{reason} ×{count}", error=False)


def _kept_plans(raw: sqlite3.Connection) -> Iterator[Finding]:
    for digest, data in raw.execute("SELECT digest, bytes FROM plan_file"):
        try:
            found = planfile.read(data)["digest"]
        except planfile.PlanFileError as error:
            yield Finding("bad_plan", f"{digest[:12]}: {error}")
            continue
        if found != digest:
            yield Finding("bad_plan", digest[:12])


def _bundled_plans(folder: Path | None) -> Iterator[Finding]:
    for file, digest in plan_order(folder):
        try:
            if planfile.read(file.read_bytes())["digest"] != digest:
                yield Finding("bad_plan_file", file.name)
        except (planfile.PlanFileError, OSError) as error:
            yield Finding("bad_plan_file", f"{file.name}: {error}")


def _evidence(raw: sqlite3.Connection, home: Path) -> Iterator[Finding]:
    rows = raw.execute(
        "SELECT c.body FROM fact f JOIN content c ON c.digest = f.c WHERE f.kind = 'evidence_added' AND f.refusal IS NULL"
    )
    for (body,) in rows:
        said = read_body(body)
        digest, size = said.get("digest"), said.get("size")
        named = isinstance(digest, str) and _DIGEST.fullmatch(digest) and isinstance(size, int)
        wrong = damaged(home, str(digest), int(size or 0)) if named else "missing"
        if wrong:
            yield Finding(f"evidence_{wrong}", str(said.get("name") or ""))


# Everything derived, without the numbers that a rebuild gives anew.
_DERIVED = {
    "state": "SELECT f.hash, t.heads FROM state t JOIN fact f ON f.n = t.n",
    "fact": "SELECT f.hash, f.n, f.log, f.seq, f.unit, f.kind, f.act, f.clock, f.on_day, f.at, f.sense, f.retracts, f.c,"
    " f.refusal, f.live, f.value, f.nature, s.scope, s.target, s.unit, s.period, s.field"
    " FROM fact f JOIN slot s ON s.id = f.slot",
    "fact_over": "SELECT hash, n FROM fact_over",
    **{
        name: f'SELECT * FROM "{name}"'
        for name in ("unit", "plan", "node", "assignment", "part", "indicator", "milestone")
    },
}


class _RolledBackError(Exception):
    """Ends the comparison without keeping what was rebuilt."""


def _projection(raw: sqlite3.Connection) -> Iterator[Finding]:
    before = _derived(raw)
    after: dict[str, list[bytes]] = {}
    try:
        with transaction(raw):
            _derive_plans(raw)
            rebuild(raw)
            after = _derived(raw)
            raise _RolledBackError
    except _RolledBackError:
        pass
    for name, rows in before.items():
        if rows != after[name]:
            yield Finding("projection_differs", f"{name}: {len(rows)} ≠ {len(after[name])}")


def _derived(raw: sqlite3.Connection) -> dict[str, list[bytes]]:
    """A digest of each derived row, in any fixed order: a journal of years needs 32 bytes a row."""
    return {
        name: sorted(hashlib.sha256(repr(row).encode()).digest() for row in raw.execute(query))
        for name, query in _DERIVED.items()
    }


def _derive_plans(raw: sqlite3.Connection) -> None:
    """The plans in force and the directory anew, from the plan files that are kept. One that is damaged is left as it
    is: `_kept_plans` names it."""
    directory = Directory.bundled()
    planload.load_directory(raw, directory)
    query = 'SELECT p.position, f.bytes FROM "plan" p JOIN plan_file f ON f.digest = p.digest ORDER BY p.position'
    for position, data in raw.execute(query).fetchall():
        try:
            plan = planfile.read(data)
        except planfile.PlanFileError:
            continue
        planload.project(raw, plan, position, directory)
