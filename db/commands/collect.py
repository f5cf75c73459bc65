"""Taking in what others hand in (收取): packages, workbooks that carry data, return slips, receipts; one or a thousand.

Each package is one transaction: killed half-way, the next run goes on. Evidence is stored and verified before an entry
names it. Set union: any order, twice, overlapping. Called by window and command line.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from db.commands.handing import record_receipt
from db.errors import KnownError
from db.home import device_id
from db.queries.conflicts import Conflict, conflicts_since
from db.rules.journal import LogRow
from db.rules.pack import Heads, Manifest, PackFile, Receipt, device_code
from db.rules.times import Period, utc_stamp
from db.store.evidence import keep_received, place
from db.store.packread import Package, open_package, printable
from db.store.redaction import file_digest, redacted
from db.store.sqltext import SQL
from db.store.store import Store, Writer, raw_of
from db.store.sweeping import pending, sweep
from db.store.union import Taken, Union, readmit

COLLECTED = "collected/"  # setting: the digest of a file that was taken in whole
FILED = "filed/"  # setting: filed/<period>/<unit>/<hand-in>: when it came


@dataclass(frozen=True, slots=True)
class Refused:
    """Entries that were stored and don't count, by whose device they are and why."""

    unit: str
    unit_name: str
    device: str
    code: str  # of the device
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one file. `error`: nothing of it was taken. `notices`: taken, and the person should know."""

    path: Path
    kind: str = ""  # pack, slip, receipt; "" when it could not be read
    unit: str = ""
    unit_name: str = ""
    period: str = ""
    entries: int = 0
    files: int = 0
    already: bool = False
    trusted: tuple[str, ...] = ()  # codes of devices that were enrolled unchecked by this
    refused: tuple[Refused, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    redactions: int = 0
    receipt: Path | None = None
    notices: tuple[KnownError, ...] = ()
    error: KnownError | None = None


@dataclass(slots=True)
class _Chain:
    """Whether a package's entries hang together, checked line by line: hand-made rows with sound hashes don't."""

    raw: sqlite3.Connection
    name: str
    logs: dict[bytes, list[LogRow]] = field(default_factory=dict)
    last: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    gaps: set[bytes] = field(default_factory=set)
    trusted: list[str] = field(default_factory=list)

    def log(self, row: LogRow) -> None:
        self.logs.setdefault(row.log, []).append(row)

    def entry(self, log: bytes, seq: int, digest: bytes, prev: bytes, whole: bool) -> None:
        before = self.last.get(log)
        if log not in self.logs or seq < 1 or (before is not None and seq <= before[0]):
            raise KnownError("pack_chain_broken", name=self.name, where=f"{log.hex()[:8]}/{seq}")
        self.last[log] = (seq, digest)
        follows = before is not None and before[0] == seq - 1
        if not (before[1] == prev if before and follows else self._joins(log, seq, prev, whole)):
            raise KnownError("pack_chain_broken", name=self.name, where=f"{log.hex()[:8]}/{seq}")

    def _joins(self, log: bytes, seq: int, prev: bytes, whole: bool) -> bool:
        """The first of a run of entries: begins its log, or follows what is here, or leaves a gap."""
        if seq == 1:
            return any(row.genesis == prev for row in self.logs[log])
        rows = self.raw.execute("SELECT hash FROM entry WHERE log = ? AND seq = ?", (log, seq - 1)).fetchall()
        if not rows and whole:
            self.gaps.add(log)
        return not rows or any(digest == prev for (digest,) in rows)


def collect(
    store: Store,
    paths: Sequence[Path],
    *,
    trust: bool = False,
    own: bool = False,
    receipts: Path | None = None,
    wanted: Callable[[Collected], None] | None = None,
) -> list[Collected]:
    """Takes in files and folders of files. One that can't be taken is told in its row and the others go on; `wanted` is
    called after each.

    `trust` enrols the devices of each package for its unit without a code having been checked; `own` (recover) takes back
    what this machine itself wrote. `receipts`: where receipts go; None: beside the file.
    """
    if store.read(lambda conn: pending(raw_of(conn))):
        sweep(store.home)
    done: list[Collected] = []
    later: list[Path] = []
    for path in _files(paths):
        row = _one(store, path, trust=trust, own=own, receipts=receipts)
        if row.error is not None and row.error.code == "pack_part_first":
            later.append(path)
            continue
        done.append(row)
        if wanted:
            wanted(row)
    for path in later:
        done.append(_one(store, path, trust=trust, own=own, receipts=receipts))
        if wanted:
            wanted(done[-1])
    return done


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            endings = (".zip", ".xlsx", ".xlsm", ".receipt.json")
            yield from sorted(file for file in path.iterdir() if file.name.lower().endswith(endings))
        else:
            yield path


def _one(store: Store, path: Path, *, trust: bool, own: bool, receipts: Path | None) -> Collected:
    try:
        with open_package(path) as opened:
            if isinstance(opened, Receipt):
                return _take_receipt(store, path, opened)
            digest = _digest(path)
            manifest = opened.manifest
            row = Collected(path, manifest.kind, manifest.unit, _name(store, manifest), manifest.period)
            if store.setting(COLLECTED + digest) is not None and not own:
                return replace(row, already=True)
            row = _take(store, row, opened, digest, trust=trust, own=own)
    except KnownError as error:
        return Collected(path, error=error)
    if row.redactions:
        sweep(store.home)
    return _with_receipt(store, row, manifest, receipts) if manifest.kind == "pack" and manifest.part == 1 else row


def _name(store: Store, manifest: Manifest) -> str:
    """The sender by the directory's name for its uid, not by what the package calls it."""
    query = 'SELECT name FROM "unit" WHERE uid = ?'
    row = store.read(lambda conn: conn.exec_driver_sql(query, (manifest.unit,)).fetchone())
    return str(row[0]) if row else f"（名录外）{printable(manifest.unit_name)}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ---- one package


def _take(store: Store, row: Collected, opened: Package, digest: str, *, trust: bool, own: bool) -> Collected:
    opened.verify()
    kept: list[str] = []

    def write(tx: Writer) -> Collected:
        taken, chain = _unite(tx.raw, opened, trust=trust, own=own)
        _check_heads(tx.raw, opened, chain)
        _remember(tx.raw, opened.manifest, digest)
        return replace(
            row, entries=taken.entries, files=len(kept), trusted=tuple(chain.trusted), refused=_refused(tx.raw, taken.first),
            conflicts=conflicts_since(tx.conn, taken.first), redactions=len(taken.gone),
            notices=(*notices, *_notices(tx.raw, row, opened, taken, chain)),
        )  # fmt: skip

    try:
        notices = _take_evidence(store, opened, kept)
        return store.write(write)
    except BaseException:
        store.read(lambda conn: _drop_unnamed(raw_of(conn), store.home, kept))
        raise


def _drop_unnamed(raw: sqlite3.Connection, home: Path, digests: Sequence[str]) -> None:
    """Takes files off again that were stored for a package which then was refused, unless something names them."""
    for digest in digests:
        if raw.execute("SELECT 1 FROM content WHERE instr(body, ?) LIMIT 1", (digest.encode(),)).fetchone() is None:
            place(home, digest).unlink(missing_ok=True)


def _unite(raw: sqlite3.Connection, opened: Package, *, trust: bool, own: bool) -> tuple[Taken, _Chain]:
    """Streams the rows into the union. Raises KnownError for a broken chain or changed bytes: the transaction ends."""
    manifest = opened.manifest
    union = Union(raw, f"{manifest.kind} {manifest.id}"[:80])
    chain = _Chain(raw, opened.path.name)
    counts: Counter[str] = Counter()
    for kind, row in opened.rows():
        counts[kind] += 1
        if kind == "entry":
            chain.entry(row[0], row[1], row[2], row[3], manifest.kind == "pack")
            union.entry(row)
        elif kind == "content":
            union.content(row)
        else:
            log = LogRow(*row)
            chain.log(log)
            if not own:
                _doubt(raw, log, manifest.unit)
            if trust and (code := _trust(raw, log, manifest.unit)):
                chain.trusted.append(code)
            union.log(log)
        if union.taken.left:
            raise KnownError("pack_rows_forged", name=opened.path.name, where=union.taken.left[0])
    if opened.journal and dict(counts) != {kind: n for kind, n in manifest.counts.items() if n}:
        raise KnownError("pack_incomplete", name=opened.path.name, where="journal")
    return union.finish(), chain


def _doubt(raw: sqlite3.Connection, row: LogRow, sender: str) -> None:
    """A log that claims to be of this machine and isn't here is not believed from a stranger: `recover` takes it back."""
    if row.device != device_id() or raw.execute("SELECT 1 FROM log WHERE log = ?", (row.log,)).fetchone():
        return
    wrote = raw.execute("SELECT 1 FROM setting WHERE key = ? AND value = '1'", (f"enrol/{row.unit}/{row.device}",))
    if wrote.fetchone() or row.unit != sender:
        raw.execute(SQL["set_setting"], {"key": f"doubt/{row.log.hex()}", "value": "1"})


def _trust(raw: sqlite3.Connection, row: LogRow, sender: str) -> str | None:
    """Enrols the device of a log of the package's own unit, unchecked; its code when that is new. Never for a unit that
    is written for here: its devices are enrolled by code."""
    if row.unit != sender or "/" in row.device or not row.device:
        return None
    mine = raw.execute("SELECT 1 FROM setting WHERE key GLOB ? AND value = '1'", (f"enrol/{sender}/*",)).fetchone()
    values = {"key": f"enrol/{sender}/{row.device}", "value": f"trust {utc_stamp()}"}
    insert = "INSERT OR IGNORE INTO setting (key, value) VALUES (:key, :value)"
    if mine or not raw.execute(insert, values).rowcount:
        return None
    if raw.execute("SELECT 1 FROM log WHERE unit = ? AND device = ?", (sender, row.device)).fetchone():
        readmit(raw, sender, row.device)
    return device_code(row.device)


def _check_heads(raw: sqlite3.Connection, opened: Package, chain: _Chain) -> None:
    """The last entries that the manifest names must have come with it, or before: what was cut off shows."""
    if opened.manifest.kind != "pack":
        return
    heads = {bytes.fromhex(log): (seq, bytes.fromhex(digest)) for log, (seq, digest) in opened.manifest.heads.items()}
    since = {bytes.fromhex(log): (seq, bytes.fromhex(digest)) for log, (seq, digest) in opened.manifest.since.items()}
    here = "SELECT 1 FROM entry WHERE log = ? AND seq = ? AND hash = ?"
    for log in heads.keys() | chain.last.keys():
        seq, digest = heads.get(log, (0, b""))
        if log in chain.last:
            sound = chain.last[log] == (seq, digest)
        elif raw.execute(here, (log, seq, digest)).fetchone():
            sound = True
        else:  # nothing new since a receipt that another store gave, or this one before it was restored
            chain.gaps.add(log)
            sound = since.get(log) == (seq, digest)
        if not sound:
            raise KnownError("pack_incomplete", name=opened.path.name, where=f"{log.hex()[:8]}/{seq}")


def _remember(raw: sqlite3.Connection, manifest: Manifest, digest: str) -> None:
    raw.execute(SQL["set_setting"], {"key": COLLECTED + digest, "value": utc_stamp()})
    for log, (seq, head) in manifest.heads.items():
        _anchor(raw, log, seq, head)
    if manifest.kind == "pack" and manifest.part == 1 and _is_period(manifest.period) and "/" not in manifest.unit:
        key = f"{FILED}{manifest.period}/{manifest.unit}/{manifest.id}"
        value = {"at": utc_stamp(), "made_at": manifest.made_at, "device": manifest.device}
        insert = "INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)"
        raw.execute(insert, (key, json.dumps(value, ensure_ascii=False)))


def _anchor(raw: sqlite3.Connection, log: str, seq: int, head: str) -> None:
    """Keeps the furthest head that was handed in of a log and is here: `check` tells when it is here no longer."""
    here = "SELECT 1 FROM entry WHERE log = ? AND seq = ? AND hash = ?"
    if not raw.execute(here, (bytes.fromhex(log), seq, bytes.fromhex(head))).fetchone():
        return
    before = raw.execute(SQL["get_setting"], {"key": f"anchor/{log}"}).fetchone()
    if before is None or json.loads(before[0])[0] < seq:
        raw.execute(SQL["set_setting"], {"key": f"anchor/{log}", "value": json.dumps([seq, head])})


def _is_period(text: str) -> bool:
    try:
        return Period.parse(text).key == text
    except ValueError:
        return False


_WITHHELD = (
    "SELECT count(*) FROM fact f WHERE f.n >= ? AND f.c IS NOT NULL AND f.c NOT IN (SELECT digest FROM redacted)"
    " AND NOT EXISTS (SELECT 1 FROM content c WHERE c.digest = f.c)"
)


def _notices(raw: sqlite3.Connection, row: Collected, opened: Package, taken: Taken, chain: _Chain) -> list[KnownError]:
    notices = []
    if chain.gaps:
        notices.append(KnownError("pack_gap", unit=row.unit_name, count=len(chain.gaps)))
    forked = [log for log in chain.last if _forked(raw, log)]
    if forked:
        notices.append(KnownError("pack_rewritten", unit=row.unit_name, where=forked[0].hex()[:8]))
    if len(opened.manifest.parts) > 1:
        notices.append(
            KnownError("pack_parts", part=opened.manifest.part, parts=len(opened.manifest.parts), others="、".join(
                printable(name) for at, name in enumerate(opened.manifest.parts, 1) if at != opened.manifest.part
            ))
        )  # fmt: skip
    withheld = raw.execute(_WITHHELD, (taken.first,)).fetchone()[0]
    if withheld:
        notices.append(KnownError("pack_withheld", unit=row.unit_name, count=withheld))
    if taken.gone:
        notices.append(KnownError("pack_redacted", count=len(taken.gone)))
    return notices


def _forked(raw: sqlite3.Connection, log: bytes) -> bool:
    rows = raw.execute("SELECT count(*) > count(DISTINCT seq) FROM entry WHERE log = ?", (log,))
    return bool(rows.fetchone()[0])


def _refused(raw: sqlite3.Connection, first: int) -> tuple[Refused, ...]:
    rows = raw.execute(
        "SELECT f.unit, u.name, l.device, f.refusal, count(*) FROM fact f JOIN log l ON l.log = f.log AND l.unit = f.unit"
        ' LEFT JOIN "unit" u ON u.uid = f.unit WHERE f.n >= ? AND f.refusal IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 5',
        (first,),
    )
    return tuple(Refused(unit, name or "", device, device_code(device), why, n) for unit, name, device, why, n in rows)


# ---- evidence


def _take_evidence(store: Store, opened: Package, kept: list[str]) -> list[KnownError]:
    """Stores the files that a content of this package or of the store names; new ones are added to `kept`.

    Raises KnownError pack_part_first when this part's files are named by a part that hasn't been taken.
    """
    if not opened.evidence:
        return []
    named = _named_here(opened) if opened.journal else store.read(_named_in_store)
    gone = _gone_files(store, opened)
    wanted = [file for file in opened.evidence if file.sha256 not in gone]
    if not opened.journal and any(file.sha256 not in named for file in wanted):
        raise KnownError("pack_part_first", name=opened.path.name, first=printable(opened.manifest.parts[0]))
    notices = []
    for file in wanted:
        try:
            if file.sha256 in named and _take_file(store, opened, file):
                kept.append(file.sha256)
        except KnownError as error:
            if error.code != "evidence_marked":
                raise
            notices.append(error)
    return notices


def _take_file(store: Store, opened: Package, file: PackFile) -> bool:
    """Whether the file was not here before. Raises KnownError: damaged, marked as secret."""
    here = place(store.home, file.sha256)
    if here.exists() and here.stat().st_size == file.size:
        for _chunk in opened.chunks(file):
            pass  # a changed copy is a changed package, whether its file is needed or not
        return False
    keep_received(store.home, opened.chunks(file), file.path.rpartition("/")[2], file.size, file.sha256)
    return True


def _named_here(opened: Package) -> set[str]:
    """Digests of the files that this package's contents name, and of those in its other parts."""
    return {file_digest(row[2]) for kind, row in opened.rows() if kind == "content" and b'"digest"' in row[2]}


def _named_in_store(conn: object) -> set[str]:
    rows = conn.exec_driver_sql(  # type: ignore[attr-defined]
        "SELECT c.body FROM fact f JOIN content c ON c.digest = f.c WHERE f.kind = 'evidence_added'"
    )
    return {file_digest(body) for (body,) in rows}


def _gone_files(store: Store, opened: Package) -> set[str]:
    """Files of contents that were redacted here: they are not stored again, not even for a moment."""
    known = store.read(lambda conn: redacted(raw_of(conn)))
    if not known or not opened.journal:
        return set()
    rows = [row for kind, row in opened.rows() if kind == "content"]
    alive = {file_digest(row[2]) for row in rows if row[0] not in known}
    return {file_digest(row[2]) for row in rows if row[0] in known} - alive - {""}


# ---- receipts


def _with_receipt(store: Store, row: Collected, manifest: Manifest, folder: Path | None) -> Collected:
    """Writes what this store now has of the unit's logs, beside the file or in `folder`."""
    logs = [bytes.fromhex(log) for log in manifest.heads]
    heads = store.read(lambda conn: held(raw_of(conn), logs))
    receipt = Receipt(manifest.unit, row.unit_name, manifest.id, utc_stamp(), device_id(), heads)
    target = (folder or row.path.parent) / f"{row.path.stem}.receipt.json"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.part")
        draft.write_bytes(receipt.data())
        draft.replace(target)
    except OSError as error:
        notice = KnownError("receipt_not_written", path=target, why=error.strerror)
        return replace(row, notices=(*row.notices, notice))
    return replace(row, receipt=target)


def held(raw: sqlite3.Connection, logs: Sequence[bytes]) -> Heads:
    """The last entry of each log up to which nothing is missing."""
    heads = {}
    for log in logs:
        last = 0
        digest = b""
        for seq, found in raw.execute(
            "SELECT seq, max(hash) FROM entry WHERE log = ? GROUP BY seq ORDER BY seq", (log,)
        ):
            if seq != last + 1:
                break
            last, digest = seq, found
        if last:
            heads[log.hex()] = (last, digest.hex())
    return heads


def _take_receipt(store: Store, path: Path, receipt: Receipt) -> Collected:
    lost = record_receipt(store, receipt.unit, receipt.heads)
    row = Collected(path, "receipt", receipt.unit, printable(receipt.unit_name))
    if lost:
        return replace(row, notices=(KnownError("receipt_ahead", count=len(lost)),))
    return row
