"""Random histories over several stores that hand packages to each other: restores, clones, partial and repeated packages,
wrong clocks, redactions. One result whatever the order; no honest package is refused; no conflict is hidden."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import db.store.journal as journal_module
from db.commands import collect as collecting
from db.queries.packing import heads_of, sound_since, unit_lines
from db.rules.journal import Slot
from db.rules.kinds import EntryKind
from db.rules.pack import Heads, Manifest, PackFile
from db.store.check import check
from db.store.connect import transaction
from db.store.indexing import fold
from db.store.journal import Draft
from db.store.packread import Package
from db.store.redaction import purge
from tests.db.store import worlds
from tests.db.store.worlds import DEVICES, UNITS, Place
from tests.scale import examples

UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]
SECRET = "机要内容"


def packed(place: Place, unit: str, since: Heads) -> Package:
    """A hand-in of one unit, as a workbook carries it."""
    begun = sound_since(place.raw, since)
    lines = [*unit_lines(place.raw, unit, begun)]
    journal = b"".join(line for _kind, line in lines)
    counts = {kind: sum(found == kind for found, _line in lines) for kind in ("log", "entry", "content")}
    from hashlib import sha256

    files = (PackFile("journal", len(journal), sha256(journal).hexdigest(), "journal"),)
    manifest = Manifest(
        "pack",
        "0" * 32,
        unit,
        "",
        "2021-06",
        "",
        place.device,
        1,
        ("",),
        heads_of(place.raw, unit),
        begun,
        counts,
        files,
    )
    return Package(Path("pack.xlsx"), manifest, None, journal)


def taken(place: Place, package: Package) -> None:
    """Takes a package in as `collect` does. An honest one is never refused: this raises nothing."""
    with transaction(place.raw):
        _row, chain = collecting._unite(place.raw, package, trust=False, own=False)
        collecting._check_heads(place.raw, package, chain)
        collecting._remember(place.raw, package.manifest, "0" * 64)


def receipt(place: Place, package: Package) -> Heads:
    """What this place confirms to have."""
    return collecting.held(place.raw, [bytes.fromhex(log) for log in package.manifest.heads])


@dataclass
class History:
    """Places, packages under way, receipts by (place, unit)."""

    world: worlds._World
    places: list[Place]
    packages: list[tuple[int, str, Package]] = field(default_factory=list)
    receipts: dict[tuple[int, str], Heads] = field(default_factory=dict)
    snapshots: list[Place] = field(default_factory=list)

    def at(self, number: int) -> Place:
        """A place by any number."""
        return self.places[number % len(self.places)]

    def say(self, which: int, unit: str, numbers: list[int], value: int) -> None:
        """One act."""
        own = [slot for slot in worlds.slots() if slot.unit == unit]
        chosen = dict.fromkeys(number % len(own) for number in numbers)
        text = f"{SECRET}{value}" if value % 5 == 0 else str(value)
        self.at(which).say(unit, [worlds.answer(own[number], text) for number in chosen])

    def take_back(self, which: int, number: int) -> None:
        """Undo of what stands in a slot."""
        place, slot = self.at(which), worlds.slots()[number]
        if held := worlds.state_of(place.raw).get(slot):
            place.say(slot.unit, [worlds.retract(slot, held[0])])

    def redact(self, which: int, number: int) -> None:
        """Purges one of the contents of a unit that this place holds."""
        place = self.at(which)
        rows = place.raw.execute(
            "SELECT c.digest, s.scope, s.target, s.unit FROM fact f JOIN slot s ON s.id = f.slot JOIN content c"
            " ON c.digest = f.c WHERE f.unit = s.unit AND instr(c.body, ?) ORDER BY f.n",
            (SECRET.encode(),),
        ).fetchall()
        if rows:
            digest, scope, target, unit = rows[number % len(rows)]
            slot = Slot(scope, target, unit, digest.hex(), "redact")
            place.say(unit, [Draft(EntryKind.REDACT, slot, "2021-06-30", {"note": "误"})])
            with transaction(place.raw):
                fold(place.raw, purge(place.raw)[1])

    def send(self, which: int, unit: str, partial: bool) -> None:
        """Makes a package; it may be taken later, more than once, or never."""
        at = which % len(self.places)
        since = self.receipts.get((at, unit), {}) if partial else {}
        self.packages.append((at, unit, packed(self.places[at], unit, since)))

    def receive(self, which: int, number: int, confirmed: bool) -> None:
        """Some place takes some package in, and confirms it or not."""
        if self.packages:
            source, unit, package = self.packages[number % len(self.packages)]
            taken(self.at(which), package)
            if confirmed:
                self.receipts[source, unit] = receipt(self.at(which), package)

    def clone(self, which: int, device: str | None) -> None:
        """The folder is copied to a further machine, or the same."""
        if len(self.places) < 4:
            self.places.append(self.world.copy(self.at(which), device))

    def restore(self, which: int, other: int) -> None:
        """A backup is made, or an old one put in force."""
        if not self.snapshots or which % 2:
            self.snapshots.append(self.world.copy(self.at(which)))
        else:
            self.places[other % len(self.places)] = self.world.copy(self.snapshots[which % len(self.snapshots)])


def steps_of(chance: random.Random, most: int) -> list[tuple[object, ...]]:
    """A history's steps: much is said, and most of what is handed in is taken. Told by the seed alone."""
    names = ["say"] * 8 + ["take_back", "redact", "redact", "restart", "clone", "restore", "clock"] + ["send"] * 4
    names += ["receive"] * 6
    steps: list[tuple[object, ...]] = []
    for _ in range(chance.randint(12, most)):
        which, name = chance.randrange(6), chance.choice(names)
        more: dict[str, tuple[object, ...]] = {
            "say": (chance.choice(UNITS[:2]), [chance.randrange(7) for _ in range(chance.randint(1, 3))],
                    chance.choice((5, chance.randrange(100)))),
            "take_back": (chance.randrange(7),), "redact": (chance.randrange(10),), "restart": (),
            "clone": (chance.choice((None, DEVICES[1])),), "restore": (chance.randrange(6),),
            "send": (chance.choice(UNITS[:2]), chance.random() < 0.6),
            "receive": (chance.randrange(10), chance.random() < 0.6),
        }  # fmt: skip
        clock = chance.choice(["1970-01-01T00:00:00Z", "2021-06-30T00:00:00Z", "2099-12-31T00:00:00Z"])
        steps.append(("clock", clock) if name == "clock" else (name, which, *more[name]))
    return steps


def play(history: History, steps: list[tuple[object, ...]]) -> None:
    """Runs the steps."""
    for name, *values in steps:
        if name == "clock":
            stamp = str(values[0])
            journal_module.utc_stamp = lambda stamp=stamp: stamp
        elif name == "restart":
            history.at(int(str(values[0]))).restart()
        else:
            step: Callable[..., None] = getattr(history, str(name))
            step(*values)


@pytest.fixture(autouse=True)
def true_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Histories set the machine's clock; it is put right afterwards."""
    monkeypatch.setattr(journal_module, "utc_stamp", journal_module.utc_stamp)


def meet(places: list[Place], shuffle: random.Random) -> None:
    """Everybody hands everything to everybody, in any order, twice."""
    for _round in range(2):
        packages = [packed(place, unit, {}) for place in places for unit in UNITS]
        errands = [(place, package) for place in places for package in packages]
        shuffle.shuffle(errands)
        for place, package in errands:
            taken(place, package)


def said(raw: sqlite3.Connection) -> tuple[object, ...]:
    """Everything that must be the same everywhere."""
    values = raw.execute(
        "SELECT s.scope, s.target, s.unit, s.period, s.field, f.hash, f.value, f.nature, f.live, f.refusal"
        " FROM fact f JOIN slot s ON s.id = f.slot ORDER BY f.hash"
    ).fetchall()
    return worlds.primary_rows(raw), worlds.state_of(raw), values


@settings(max_examples=examples(12, 5000), suppress_health_check=UNHURRIED)
@given(seed=st.integers(0, 2**32))
def test_packages_unite_to_one_result(seed: int) -> None:
    chance = random.Random(seed)
    with worlds.world() as world:
        history = History(world, [world.place(device) for device in DEVICES[:2]])
        play(history, steps_of(chance, 40))
        for place in history.places:
            assert worlds.state_of(place.raw) == worlds.oracle(place.raw)
        meet(history.places, chance)
        first = said(history.places[0].raw)
        for place in history.places:
            assert said(place.raw) == first
            assert worlds.state_of(place.raw) == worlds.oracle(place.raw), "a conflict is hidden, or an answer is"
            findings = check(place.raw, place.folder, full=True)
            assert [finding for finding in findings if finding.error] == []
            gone = {row[0] for row in place.raw.execute("SELECT digest FROM redacted")}
            here = {row[0] for row in place.raw.execute("SELECT digest FROM content")}
            assert not here & gone


@settings(max_examples=examples(8, 2000), suppress_health_check=UNHURRIED)
@given(seed=st.integers(0, 2**32))
def test_any_order_and_repetition_of_the_same_packages_comes_to_the_same(seed: int) -> None:
    chance = random.Random(seed)
    with worlds.world() as world:
        history = History(world, [world.place(device) for device in DEVICES[:2]])
        play(history, steps_of(chance, 25))
        packages = [package for _at, _unit, package in history.packages]
        packages += [packed(place, unit, {}) for place in history.places for unit in UNITS[:2]]
        collectors = [world.place(DEVICES[0]) for _ in range(2)]
        for place in collectors:
            errands = packages + packages[: chance.randint(1, 30)]
            chance.shuffle(errands)
            for package in errands:
                taken(place, package)
        one, other = (said(place.raw) for place in collectors)
        assert one == other
