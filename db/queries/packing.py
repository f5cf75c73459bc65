"""What a hand-in takes from the store: a unit's log rows, entries and contents as lines, log heads, evidence by clause.

Called by db.commands.handing (hand-in, return slip); its PackData is what exports.package writes.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from db.rules.journal import LogRow
from db.rules.kinds import EntryKind
from db.rules.pack import CHUNK_BYTES, Heads, content_line, entry_line, log_line
from db.store.evidence import damaged, place
from db.store.indexing import read_body


@dataclass(frozen=True, slots=True)
class PackedFile:
    """An evidence file of the hand-in: where it lies, its own name, and the words that name its place."""

    path: Path
    name: str
    size: int
    digest: str
    clause: str  # "三年行动 一/1"
    milestone: str


@dataclass(frozen=True, slots=True)
class PackData:
    """All that a hand-in holds beside the reports. `journal` are files of lines in order; the caller removes them."""

    kind: str  # pack, slip
    id: str
    unit: str
    unit_name: str
    period: str
    made_at: str
    device: str
    heads: Heads
    since: Heads
    counts: dict[str, int]
    journal: tuple[Path, ...]
    evidence: tuple[PackedFile, ...]
    missing: tuple[str, ...]  # names of evidence that is not on the disk as it was kept
    slip: tuple[str, ...] = ()  # a return slip's lines for people


def heads_of(raw: sqlite3.Connection, unit: str) -> dict[str, tuple[int, str]]:
    """The last entry of each of a unit's logs."""
    rows = raw.execute(
        "SELECT e.log, e.seq, e.hash FROM entry e JOIN"
        " (SELECT log, max(seq) AS seq FROM entry WHERE log IN (SELECT log FROM log WHERE unit = ?) GROUP BY log) m"
        " ON m.log = e.log AND m.seq = e.seq ORDER BY e.log, e.hash",
        (unit,),
    )
    return {log.hex(): (seq, digest.hex()) for log, seq, digest in rows}


def sound_since(raw: sqlite3.Connection, since: Heads) -> dict[str, tuple[int, str]]:
    """The heads of a receipt that this store knows: only after these may a hand-in begin."""
    known = {}
    for log, (seq, digest) in since.items():
        found = raw.execute(
            "SELECT 1 FROM entry WHERE log = ? AND seq = ? AND hash = ?",
            (bytes.fromhex(log), seq, bytes.fromhex(digest)),
        ).fetchone()
        if found:
            known[log] = (seq, digest)
    return known


_ENTRIES = (
    "SELECT e.log, e.seq, e.hash, e.prev, e.head, c.digest, c.salt, c.body FROM entry e"
    " LEFT JOIN fact f ON f.hash = e.hash LEFT JOIN slot s ON s.id = f.slot LEFT JOIN content c ON c.digest = f.c"
    " WHERE e.log = ? AND e.seq > ?"
)


def unit_lines(
    raw: sqlite3.Connection, unit: str, since: Heads, about: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """("log" | "entry" | "content", line) of what `unit` said after `since`, log by log in order; with `about` only what
    it said of that unit's answers (a return slip)."""
    for log in [row[0] for row in raw.execute("SELECT DISTINCT log FROM log WHERE unit = ? ORDER BY log", (unit,))]:
        query, values = f"{_ENTRIES} ORDER BY e.seq, e.hash", [log, since.get(log.hex(), (0, ""))[0]]
        if about is not None:
            query, values = f"{_ENTRIES} AND s.unit = ? ORDER BY e.seq, e.hash", [*values, about]
        first = True
        for row in raw.execute(query, values):
            if first:
                yield from (("log", log_line(made)) for made in _log_rows(raw, log))
                first = False
            yield "entry", entry_line(*row[:5])
            if row[5] is not None:
                yield "content", content_line(*row[5:])


def _log_rows(raw: sqlite3.Connection, log: bytes) -> list[LogRow]:
    query = 'SELECT log, device, unit, app, started_at, "after" FROM log WHERE log = ? ORDER BY genesis'
    return [LogRow(*row) for row in raw.execute(query, (log,))]


def spool(lines: Iterable[tuple[str, bytes]], folder: Path) -> tuple[tuple[Path, ...], dict[str, int]]:
    """Writes the lines into files of bounded size; returns them and how many lines of each kind there are."""
    files: list[Path] = []
    counts: Counter[str] = Counter()
    with ExitStack() as opened:
        writing: BinaryIO | None = None
        written = 0
        for kind, line in lines:
            if writing is None or written + len(line) > CHUNK_BYTES:
                files.append(folder / f"journal-{len(files) + 1:03d}.jsonl")
                writing, written = opened.enter_context(files[-1].open("xb")), 0
            writing.write(line)
            written += len(line)
            counts[kind] += 1
    return tuple(files), dict(counts)


def evidence_since(
    raw: sqlite3.Connection, home: Path, unit: str, since: Heads
) -> tuple[tuple[PackedFile, ...], tuple[str, ...]]:
    """(evidence that stands and was named after `since`, names of files that are gone or changed), in document order."""
    rows = raw.execute(
        "SELECT f.log, f.seq, c.body, p.short, p.slug, n.code, m.text FROM fact f JOIN slot s ON s.id = f.slot"
        ' JOIN content c ON c.digest = f.c LEFT JOIN milestone m ON m.uid = s.target LEFT JOIN "plan" p ON p.uid = m.plan'
        " LEFT JOIN node n ON n.uid = m.node WHERE f.unit = ? AND f.kind = ? AND f.live = 1"
        " AND EXISTS (SELECT 1 FROM state t WHERE t.n = f.n)"
        " ORDER BY p.position, n.position, m.position, f.n",
        (unit, EntryKind.EVIDENCE_ADDED),
    )
    files, missing = [], []
    for log, seq, body, short, slug, code, text in rows:
        if seq <= since.get(log.hex(), (0, ""))[0]:
            continue
        said = read_body(body)
        name, digest, size = str(said.get("name") or ""), str(said.get("digest") or ""), int(said.get("size") or 0)
        if damaged(home, digest, size):
            missing.append(name)
        else:
            clause = f"{short or slug or ''} {code or ''}".strip() or "单位"
            files.append(PackedFile(place(home, digest), name, size, digest, clause, text or "审签和其他"))
    return tuple(files), tuple(missing)
