"""Histories for the union tests: stores that write, and readings of a store that don't rely on its projection.

`Place` is one data file with a device; `oracle` derives what must hold from the raw rows alone: log rows by walking the
chain, admission by db.rules.admission, the fold by db.rules.fold.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from db.home import DATABASE
from db.rules.admission import Trust, refusal
from db.rules.fold import Said, fold
from db.rules.journal import LogRow, MalformedHeadError, Slot, decode_head
from db.rules.kinds import EntryKind
from db.store.check import Finding, check
from db.store.connect import open_database, transaction
from db.store.indexing import rebuild
from db.store.journal import Draft, Journal
from db.store.opening import bring_up_to_date
from db.store.sqltext import SQL
from db.store.union import Bundle, Taken, bundle_of, unite
from tests import plans as small

DEVICES = ("a" * 32, "b" * 32, "c" * 32)
UNITS = (small.unit(small.GXT), small.unit(small.FGW), small.unit(small.ISSUER))
STRANGER = small.unit(small.MZT)  # a unit that no store trusts
ENROLLED = frozenset((unit, device) for unit in UNITS for device in DEVICES[:2])
Held = dict[Slot, tuple[str, ...]]  # slot → heads, the winner first


@cache
def slots() -> tuple[Slot, ...]:
    """Few slots, so that histories meet in them; among them targets that no plan knows."""
    plan = small.minted()
    target = small.milestone_of(plan, "一/1", "target/2021/1")
    answers = [Slot("milestone", target["uid"], unit, "", "done") for unit in UNITS]
    figures = [Slot("indicator", target["indicator"], unit, "2021-06-30", "figure") for unit in UNITS[:2]]
    return (*answers, *figures, Slot("task", small.node_of(plan, "一/1")["uid"], UNITS[0], "2021-06", "progress"),
            Slot("milestone", "no-such", UNITS[0], "", "done"))  # fmt: skip


@cache
def offices() -> Mapping[str, frozenset[str]]:
    """Everything in the plan file → the unit that issued it, read from the file rather than the tables."""
    plan = small.minted()
    issuer = frozenset({str(small.unit(plan["issuer"]))})
    uids = [plan["uid"], *(row["uid"] for row in plan["indicators"])]
    for node in plan["nodes"]:
        uids += [node["uid"], *(row["uid"] for row in node["milestones"])]
    return dict.fromkeys(uids, issuer)


@cache
def leads() -> Mapping[str, frozenset[str]]:
    """Milestone → who answers for it, read from the file: it reviews what others contributed."""
    rows = [row for node in small.minted()["nodes"] for row in node["milestones"] if row["answerer"]]
    return {row["uid"]: frozenset({row["answerer"]}) for row in rows}


@cache
def _template() -> Path:
    """A data file with the small plan and the trusted devices, made once."""
    folder = Path(tempfile.mkdtemp(prefix="duban-test-"))
    plans = small.write_plans(folder / "plans", small.minted())
    with closing(open_database(folder / "home")) as raw:
        bring_up_to_date(raw, plans, strict=True)
        with transaction(raw):
            for unit, device in sorted(ENROLLED):
                raw.execute("INSERT INTO setting (key, value) VALUES (?, '1')", (f"enrol/{unit}/{device}",))
        raw.execute("PRAGMA journal_mode = DELETE")
    return folder / "home" / DATABASE


@dataclass
class Place:
    """One data folder that is open, on one device."""

    folder: Path
    device: str
    raw: sqlite3.Connection
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.device, "duban test")
        self.raw.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug here

    def say(self, unit: str, drafts: list[Draft]) -> list[str]:
        """Writes one act."""
        with transaction(self.raw):
            return [str(entry) for entry in self.journal.append(self.raw, unit, drafts)]

    def restart(self) -> None:
        """The program is started anew: the next act begins a log."""
        self.journal.forget()

    def take(self, bundle: Bundle) -> Taken:
        """Unites with another store's rows."""
        with transaction(self.raw):
            return unite(self.raw, bundle, "pack")

    def copy(self, folder: Path, device: str | None = None) -> Place:
        """The same folder somewhere else: a clone, or a backup to be restored."""
        folder.mkdir(parents=True)
        with closing(sqlite3.connect(folder / DATABASE)) as target:
            self.raw.backup(target)
        return Place(folder, device or self.device, open_database(folder))

    def close(self) -> None:
        self.raw.close()


@contextmanager
def world() -> Iterator[_World]:
    """Places that vanish afterwards."""
    with tempfile.TemporaryDirectory(prefix="duban-world-") as name:
        made = _World(Path(name))
        try:
            yield made
        finally:
            for place in made.places:
                place.close()


@dataclass
class _World:
    root: Path
    places: list[Place] = field(default_factory=list)

    def place(self, device: str) -> Place:
        """A new data folder with the small plan."""
        folder = self._folder()
        folder.mkdir()
        shutil.copyfile(_template(), folder / DATABASE)
        return self._kept(Place(folder, device, open_database(folder)))

    def copy(self, place: Place, device: str | None = None) -> Place:
        """A copy of a place's folder."""
        return self._kept(place.copy(self._folder(), device))

    def _folder(self) -> Path:
        return self.root / str(len(self.places))

    def _kept(self, place: Place) -> Place:
        self.places.append(place)
        return place


def checked(place: Place) -> list[Finding]:
    """What a full check finds."""
    return check(place.raw, place.folder, full=True, plans=_template().parents[1] / "plans")


def everything(place: Place) -> Bundle:
    """All rows of a place."""
    return bundle_of(place.raw)


def primary_rows(raw: sqlite3.Connection) -> tuple[list[tuple[object, ...]], ...]:
    """log, entry and content, whole."""
    return tuple(
        raw.execute(query).fetchall()
        for query in (
            'SELECT log, genesis, device, unit, app, started_at, "after" FROM log ORDER BY log, genesis',
            "SELECT log, seq, hash, prev, head FROM entry ORDER BY log, seq, hash",
            "SELECT digest, salt, body FROM content ORDER BY digest",
        )
    )


def state_of(raw: sqlite3.Connection) -> Held:
    """What the store says: every slot's heads, and that its state row names the winner and counts them rightly."""
    held: Held = {}
    for number, *place in raw.execute("SELECT id, scope, target, unit, period, field FROM slot").fetchall():
        found = raw.execute(SQL["slot_heads"], {"slot": number}).fetchall()
        heads = tuple(reversed([digest.hex() for digest, _unit in found]))
        row = raw.execute(
            "SELECT f.hash, s.heads FROM state s JOIN fact f ON f.n = s.n WHERE s.slot = ?", (number,)
        ).fetchone()
        if heads:
            assert row is not None, "a slot with heads has no state"
            assert (row[0].hex(), row[1]) == (heads[0], len(heads)), "the state hides a head or names another winner"
            held[Slot(*place)] = heads
        else:
            assert row is None, "a slot without heads has a state"
    return held


def values_of(raw: sqlite3.Connection) -> dict[str, tuple[object, ...]]:
    """What lists read of every fact, by hash."""
    rows = raw.execute(
        "SELECT f.hash, f.log, f.seq, f.unit, f.kind, f.act, f.clock, f.on_day, f.at, f.sense, f.retracts, f.c, f.refusal,"
        " f.live, f.value, f.nature, s.scope, s.target, s.unit, s.period, s.field FROM fact f JOIN slot s ON s.id = f.slot"
    )
    return {row[0].hex(): row[1:] for row in rows}


def rebuilt(raw: sqlite3.Connection) -> tuple[Held, dict[str, tuple[object, ...]]]:
    """State and facts when derived anew; the store is left as it was."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        rebuild(raw)
        return state_of(raw), values_of(raw)
    finally:
        raw.execute("ROLLBACK")


def oracle(raw: sqlite3.Connection, enrolled: frozenset[tuple[str, str]] = ENROLLED) -> Held:
    """What must hold, from the raw rows alone."""
    trust = Trust(enrolled, offices(), leads())
    logs: dict[bytes, list[LogRow]] = {}
    for row in raw.execute('SELECT log, device, unit, app, started_at, "after" FROM log'):
        logs.setdefault(row[0], []).append(LogRow(*row))
    entries = raw.execute("SELECT log, seq, hash, prev, head FROM entry").fetchall()
    prevs = {(log, seq, digest): prev for log, seq, digest, prev, _head in entries}
    said = []
    for log, seq, digest, prev, data in entries:
        row = _log_row(logs.get(log, []), log, seq, prev, prevs)
        try:
            head = decode_head(data)
        except MalformedHeadError:
            continue
        if row is None or refusal(head, row.device, row.unit, trust):
            continue
        said.append(Said(digest.hex(), log, seq, row.unit, head.slot, head.kind, head.clock, head.over, head.retracts))
    return {slot: held.heads for slot, held in fold(said).items()}


def _log_row(
    rows: list[LogRow], log: bytes, seq: int, prev: bytes, prevs: Mapping[tuple[bytes, int, bytes], bytes]
) -> LogRow | None:
    """One row: that one. Several: the one that the chain begins with, if the chain is here."""
    if len(rows) < 2:
        return rows[0] if rows else None
    while seq > 1:
        earlier = prevs.get((log, seq - 1, prev))
        if earlier is None:
            return None
        seq, prev = seq - 1, earlier
    return next((row for row in rows if row.genesis == prev), None)


def answer(slot: Slot, value: str, day: str = "2021-06-30") -> Draft:
    """A draft in a slot, of the kind that fits it."""
    kinds = {"done": EntryKind.DONE, "figure": EntryKind.FIGURE}
    return Draft(kinds.get(slot.field, EntryKind.TEXT), slot, day, {"value": value, "note": value})


def retract(slot: Slot, entry: str) -> Draft:
    """A draft that takes an entry back."""
    return Draft(EntryKind.RETRACT, slot, "2021-06-30", retracts=entry)
