"""How fast hand-ins are taken in: packages of 500 entries collected in one run, against raw sqlite3 inserting the same rows
into the same tables with the same pragmas, one transaction a package; and how much memory more packages need.

`python -m tests.bench.collecting [packages]` alone; `make bench` takes 60. The full size is 1000.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from db.commands.collect import Collected, collect
from db.rules.journal import Head, LogRow, Slot, canonical, content_digest, encode_head, entry_hash
from db.rules.pack import JOURNAL, MANIFEST, Manifest, PackFile, content_line, entry_line, log_line
from db.store.connect import connect
from db.store.sqltext import PRIMARY, PROJECTION
from db.store.store import Store
from tests.bench.measure import Row

ENTRIES = 500
TABLES = ("log", "content", "entry", "arrival", "slot", "fact", "fact_over", "state", "setting")


def write_packages(folder: Path, count: int) -> list[Path]:
    """Hand-ins as units make them: figures, claims and texts on milestones of the bundled plans."""
    with closing(sqlite3.connect(folder / "data" / "duban.db")) as raw:
        rows = raw.execute(
            "SELECT answerer, uid, node FROM milestone WHERE answerer IS NOT NULL ORDER BY answerer, uid"
        ).fetchall()
    by_unit: dict[str, list[tuple[str, str]]] = {}
    for unit, milestone, node in rows:
        by_unit.setdefault(unit, []).append((milestone, node))
    units = [unit for unit, targets in by_unit.items() if len(targets) >= 5]
    return [_package(folder / f"p{n:04d}.zip", units[n % len(units)], by_unit, n) for n in range(count)]


def _package(path: Path, unit: str, by_unit: dict[str, list[tuple[str, str]]], number: int) -> Path:
    log = LogRow(secrets.token_bytes(16), f"{number:032x}", unit, "bench", "2021-06-30T00:00:00.000Z", b"")
    lines, prev = [log_line(log)], log.genesis
    for seq in range(1, ENTRIES + 1):
        milestone, node = by_unit[unit][seq % len(by_unit[unit])]
        day = f"20{20 + number // 365 % 80:02d}-{1 + seq // 28 % 12:02d}-{1 + seq % 28:02d}"
        kind, slot, body = (
            ("figure", Slot("milestone", milestone, unit, f"{day}/{number}/{seq}", "figure"), {"value": str(seq)}),
            ("done", Slot("milestone", milestone, unit, f"{number}/{seq}", "done"), {"note": "已完成并印发"}),
            ("text", Slot("task", node, unit, f"{number}/{seq}", "progress"), {"text": "截至6月底，累计建成若干座。"}),
        )[seq % 3]  # fmt: skip
        salt, said = secrets.token_bytes(16), canonical({**body, "by": "张三"})
        c = content_digest(salt, said)
        head = encode_head(
            Head(kind, secrets.token_hex(16), slot, "2021-06-30", seq, "2021-06-30T08:00:00.000Z", c=c.hex())
        )
        digest = entry_hash(log.log, seq, prev, head)
        lines += [entry_line(log.log, seq, digest, prev, head), content_line(c, salt, said)]
        prev = digest
    journal = b"".join(lines)
    files = (PackFile(JOURNAL.format(1), len(journal), hashlib.sha256(journal).hexdigest(), "journal"),)
    manifest = Manifest(
        "pack", secrets.token_hex(16), unit, "", "2021-06", "2021-06-30T08:00:00.000Z", log.device, 1, (path.name,),
        {log.log.hex(): (ENTRIES, prev.hex())}, {}, {"log": 1, "entry": ENTRIES, "content": ENTRIES}, files,
    )  # fmt: skip
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(files[0].path, journal)
        archive.writestr(MANIFEST, manifest.data())
    return path


def ours(folder: Path, packages: list[Path]) -> tuple[float, list[int]]:
    """(seconds, peak memory in MB after a tenth and after all)."""
    import resource

    peaks: list[int] = []
    seen = 0

    def wanted(row: Collected) -> None:
        nonlocal seen
        if row.error or row.entries != ENTRIES:
            raise RuntimeError(f"not taken: {row}")
        seen += 1
        if seen in (max(1, len(packages) // 10), len(packages)):
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)

    store = Store.open(folder / "data", "bench")
    begun = time.perf_counter()
    collect(store, packages, trust=True, wanted=wanted)
    taken = time.perf_counter() - begun
    store.close()
    return taken, peaks


def theirs(folder: Path, packages: int, tables: tuple[str, ...] = TABLES) -> float:
    """Seconds that raw sqlite3 needs for the same rows, package by package; reading them doesn't count."""
    target = folder / f"raw-{len(tables)}"
    target.mkdir()
    taken = 0.0
    with closing(sqlite3.connect(folder / "data" / "duban.db")) as source, closing(connect(target)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        for statement in (*PRIMARY, *PROJECTION):
            raw.execute(statement)
        for part in range(packages):
            batches = [(table, _rows(source, table, part, packages)) for table in tables]
            begun = time.perf_counter()
            raw.execute("BEGIN IMMEDIATE")
            for table, rows in batches:
                if rows:
                    raw.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
            raw.execute("COMMIT")
            taken += time.perf_counter() - begun
    return taken


def _rows(source: sqlite3.Connection, table: str, part: int, parts: int) -> list[tuple[object, ...]]:
    """The rows of one package: rowids run as the packages were taken."""
    first, last = source.execute(f"SELECT coalesce(min(rowid), 0), coalesce(max(rowid), -1) FROM {table}").fetchone()
    size = (last - first + parts) // parts
    start = first + part * size
    return source.execute(f"SELECT * FROM {table} WHERE rowid BETWEEN ? AND ?", (start, start + size - 1)).fetchall()


def rows(count: int = 60) -> Iterator[Row]:
    """The rows of this bench: each way once, the database of ours being the source of theirs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["DUBAN_CONFIG"] = str(folder / "config")
        Store.open(folder / "data", "bench").close()
        packages = write_packages(folder, count)
        taken, peaks = ours(folder, packages)
        print(f"peak memory after a tenth and after all packages: {peaks} MB", file=sys.stderr)
        work = f"collect {count} packages of {ENTRIES} entries"
        yield Row(work, "raw sqlite3, the same rows, all tables", taken, theirs(folder, count), 1)
        yield Row(work, "raw sqlite3, journal rows alone", taken, theirs(folder, count, TABLES[:4]), 1)


if __name__ == "__main__":
    for row in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 60):
        print(f"{row.work}  {row.ours:.2f} s  {row.reference} {row.theirs:.2f} s  × {row.ratio:.2f}")
