"""Union laws on honest and hostile rows; the SQL fold against its rebuild and against the oracle in plain Python."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

import db.store.journal as journal_module
from db.rules.journal import MAX_CLOCK, Head, LogRow, Slot, canonical, content_digest, encode_head, entry_hash
from db.store.journal import Draft
from db.store.union import Bundle, ContentBytes, EntryBytes
from tests.db.store import worlds
from tests.db.store.worlds import DEVICES, ENROLLED, STRANGER, UNITS, Place
from tests.scale import examples

UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]


def agree(place: Place, enrolled: frozenset[tuple[str, str]] = ENROLLED) -> worlds.Held:
    """The incremental fold, its rebuild and the oracle say the same; returns it."""
    said, facts = worlds.state_of(place.raw), worlds.values_of(place.raw)
    anew, facts_anew = worlds.rebuilt(place.raw)
    assert said == anew
    assert facts == facts_anew
    assert said == worlds.oracle(place.raw, enrolled)
    return said


# ---- honest histories


@st.composite
def honest(draw: st.DrawFn) -> Callable[[worlds._World], list[Place]]:
    """A history over several places: writing, taking back, restarts, clones, restored backups, partial packs, clocks."""
    steps = draw(st.lists(_step(), min_size=1, max_size=25))

    def run(world: worlds._World) -> list[Place]:
        places = [world.place(device) for device in DEVICES[:2]]
        snapshots: list[Place] = []
        for step in steps:
            _do(world, places, snapshots, step)
        return places

    return run


def _step() -> st.SearchStrategy[tuple[object, ...]]:
    which = st.integers(0, 5)
    return st.one_of(
        st.tuples(st.just("say"), which, st.sampled_from(UNITS[:2]), st.lists(st.integers(0, 6), min_size=1, max_size=3),
                  st.integers(0, 99)),
        st.tuples(st.just("retract"), which, st.integers(0, 6)),
        st.tuples(st.just("restart"), which),
        st.tuples(st.just("clone"), which, st.sampled_from([None, DEVICES[1]])),
        st.tuples(st.just("restore"), which, which),
        st.tuples(st.just("send"), which, which, st.integers(0, 2**16)),
        st.tuples(st.just("clock"), st.sampled_from(["1970-01-01T00:00:00Z", "2021-06-30T00:00:00Z",
                                                     "2099-12-31T00:00:00Z"])),
    )  # fmt: skip


def _do(world: worlds._World, places: list[Place], snapshots: list[Place], step: tuple[object, ...]) -> None:
    match step:
        case "say", int(which), str(unit), list(numbers), value:
            own = [slot for slot in worlds.slots() if slot.unit == unit]
            drafts = [
                worlds.answer(own[n % len(own)], str(value)) for n in dict.fromkeys(n % len(own) for n in numbers)
            ]
            places[which % len(places)].say(unit, drafts)
        case "retract", int(which), int(number):
            _take_back(places[which % len(places)], worlds.slots()[number])
        case "restart", int(which):
            places[which % len(places)].restart()
        case "clone", int(which), device:
            if len(places) < 5:
                places.append(world.copy(places[which % len(places)], device))  # type: ignore[arg-type]
        case "restore", int(which), int(other):
            if not snapshots or which % 2:
                snapshots.append(world.copy(places[which % len(places)]))
            else:
                places[other % len(places)] = world.copy(snapshots[which % len(snapshots)])
        case "send", int(source), int(target), int(mask):
            _send(places[source % len(places)], places[target % len(places)], mask)
        case "clock", str(stamp):
            journal_module.utc_stamp = lambda: stamp


def _take_back(place: Place, slot: Slot) -> None:
    held = worlds.state_of(place.raw).get(slot)
    if held:
        place.say(slot.unit, [worlds.retract(slot, held[0])])


def _send(source: Place, target: Place, mask: int) -> None:
    """A pack: all of it, or some of its entries in any order and without some contents."""
    whole = worlds.everything(source)
    if mask % 3:
        kept = [row for n, row in enumerate(whole.entries) if (mask >> (n % 16)) & 1]
        contents = tuple(row for n, row in enumerate(whole.contents) if (mask >> ((n + 5) % 16)) & 1)
        whole = replace(whole, entries=tuple(reversed(kept)), contents=contents)
    target.take(whole)


@pytest.fixture(autouse=True)
def true_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Histories set the machine's clock; it is put right afterwards."""
    monkeypatch.setattr(journal_module, "utc_stamp", journal_module.utc_stamp)


@settings(max_examples=examples(25), suppress_health_check=UNHURRIED)
@given(run=honest(), order=st.randoms(use_true_random=False))
def test_honest_histories_unite_to_one_and_raise_no_alarm(
    run: Callable[[worlds._World], list[Place]], order: object
) -> None:
    with worlds.world() as world:
        places = run(world)
        for place in places:
            agree(place)
            assert [finding for finding in worlds.checked(place) if finding.error] == []
        bundles = [worlds.everything(place) for place in places]
        results = []
        for _ in range(2):
            order.shuffle(bundles)  # type: ignore[attr-defined]
            result = world.place(DEVICES[2])
            for bundle in bundles:
                result.take(bundle)
                agree(result)
            assert [finding for finding in worlds.checked(result) if finding.error] == []
            results.append(result)
        left, right = results
        assert worlds.primary_rows(left.raw) == worlds.primary_rows(right.raw)
        assert worlds.state_of(left.raw) == worlds.state_of(right.raw)
        assert worlds.values_of(left.raw) == worlds.values_of(right.raw)


# ---- hostile rows

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
_HASHES = [hashlib.sha256(bytes([n])).hexdigest() for n in range(4)]


@st.composite
def hostile(draw: st.DrawFn) -> Bundle:
    """Rows as an attacker or a broken disk makes them: forged logs and heads, forks, two rows for one log id."""
    logs = draw(st.lists(_log(), min_size=1, max_size=5))
    entries: list[EntryBytes] = []
    contents: list[ContentBytes] = []
    hashes = list(_HASHES)
    for _ in range(draw(st.integers(1, 14))):
        row = _entry(draw, logs, entries, contents, hashes)
        entries.append(row)
        hashes.append(row[2].hex())
    contents += draw(st.lists(_content(), max_size=3))
    return Bundle(tuple(logs), tuple(_damaged(draw, entries)), tuple(contents))


@st.composite
def _log(draw: st.DrawFn) -> LogRow:
    device = draw(st.sampled_from([*DEVICES, "", "z/z"]))
    unit = draw(st.sampled_from([*UNITS, STRANGER]))
    name = bytes([draw(st.integers(0, 2))]) * draw(st.sampled_from([16, 16, 16, 16, 15]))  # ids meet on purpose
    after = draw(st.sampled_from([b"", b"\x00" * 32, b"odd"]))
    return LogRow(name, device, unit, draw(_TEXT), draw(st.sampled_from(["2021-01-01T00:00:00Z", "", "9"])), after)


@st.composite
def _content(draw: st.DrawFn) -> ContentBytes:
    salt, body = draw(st.binary(max_size=20)), draw(st.binary(max_size=20))
    return draw(st.sampled_from([content_digest(salt, body), b"\x00" * 32])), salt, body


def _entry(
    draw: st.DrawFn, logs: list[LogRow], entries: list[EntryBytes], contents: list[ContentBytes], hashes: list[str]
) -> EntryBytes:
    log = draw(st.sampled_from(logs))
    chained = [row for row in entries if row[0] == log.log]
    if chained and draw(st.integers(0, 3)):
        before = draw(st.sampled_from(chained))
        seq, prev = before[1] + 1, before[2]
    else:
        seq = draw(st.sampled_from([1, 1, 1, 2, 7]))
        prev = draw(st.sampled_from([log.genesis, log.genesis, b"", bytes(32)]))
    data = draw(st.one_of(st.just(b""), st.binary(max_size=8), _bad_head())) if not draw(st.integers(0, 9)) else (
        encode_head(_head(draw, log, contents, hashes))
    )  # fmt: skip
    return log.log, seq, entry_hash(log.log, seq, prev, data), prev, data


def _bad_head() -> st.SearchStrategy[bytes]:
    good = {"kind": "done", "act": "0" * 32, "slot": list(worlds.slots()[0]), "on": "2021-06-30", "clock": 1,
            "at": "2021-06-30T00:00:00Z"}  # fmt: skip
    changes = [("clock", 0), ("clock", MAX_CLOCK + 1), ("clock", 10**400), ("clock", True), ("clock", "1"), ("on", "2021"),
               ("slot", []), ("slot", ["a"] * 4), ("slot", ["\x00"] * 5), ("slot", [{}] * 5), ("kind", "Retract"),
               ("kind", None), ("act", "0"), ("over", "x"), ("over", [1]), ("retracts", _HASHES[0]), ("c", 5),
               ("evidence", [None]), ("at", ""), ("slot", ["x" * 201] * 5), ("over", [_HASHES[0]] * 501),
               ("on", "2021-02-30"), ("on", "２０２１-01-01")]  # fmt: skip
    return st.sampled_from([canonical({**good, name: value}) for name, value in changes])


def _head(draw: st.DrawFn, log: LogRow, contents: list[ContentBytes], hashes: list[str]) -> Head:
    slot = draw(st.sampled_from([*[slot for slot in worlds.slots() if slot.unit == log.unit], *worlds.slots()]))
    kind = draw(st.sampled_from(["done", "done", "undone", "figure", "text", "retract", "retract", "accepted", "returned",
                                 "assigned", "redact", "unheard_of", "target_set"]))  # fmt: skip
    named = None
    if draw(st.booleans()):
        salt = bytes([draw(st.integers(0, 3))]) * 16
        body = draw(st.sampled_from([b"", b"[]", b"\xff", b"[" * 5000, canonical({"value": "7", "nature": "快报"}),
                                     b'{"value":7,"nature":[]}', b'{"value":"\\ud800"}']))  # fmt: skip
        named = content_digest(salt, body).hex()
        if draw(st.booleans()):
            contents.append((bytes.fromhex(named), salt, body))
    return Head(
        kind=kind,
        act=draw(st.sampled_from(["0" * 32, "1" * 32])),
        slot=slot,
        on=draw(st.sampled_from(["2021-06-30", "1999-01-01"])),
        clock=draw(st.sampled_from([1, 1, 2, 3, 2**40, MAX_CLOCK])),
        at="2021-06-30T00:00:00Z",
        over=tuple(draw(st.lists(st.sampled_from(hashes), max_size=4))),
        retracts=draw(st.sampled_from(hashes)) if kind == "retract" else None,
        c=named,
    )


def _damaged(draw: st.DrawFn, entries: list[EntryBytes]) -> list[EntryBytes]:
    """Some rows whose bytes no longer are what their hash says."""
    result = list(entries)
    for log, seq, digest, prev, head in entries:
        match draw(st.integers(0, 12)):
            case 0:
                result.append((log, seq, digest, prev, head + b" "))
            case 1:
                result.append((log, seq + 1, digest, prev, head))
            case 2:
                result.append((log, seq, bytes(32), prev, head))
    return result


Piece = Bundle


def _pieces(draw: st.DrawFn, bundle: Bundle) -> list[Piece]:
    """The bundle cut into single rows, in any order, some twice, and joined into packs of any size."""
    rows: list[Piece] = [
        *(Bundle(logs=(row,)) for row in bundle.logs),
        *(Bundle(entries=(row,)) for row in bundle.entries),
        *(Bundle(contents=(row,)) for row in bundle.contents),
    ]
    rows += draw(st.lists(st.sampled_from(rows), max_size=4))
    rows = draw(st.permutations(rows))
    packs: list[Piece] = []
    for row in rows:
        if packs and draw(st.integers(0, 3)):
            last = packs[-1]
            packs[-1] = Bundle(last.logs + row.logs, last.entries + row.entries, last.contents + row.contents)
        else:
            packs.append(row)
    return packs


@settings(max_examples=examples(40), suppress_health_check=UNHURRIED)
@given(data=st.data())
def test_any_bytes_unite_alike_in_any_order_grouping_and_twice(data: st.DataObject) -> None:
    bundle = data.draw(hostile())
    with worlds.world() as world:
        results = []
        for _ in range(2):
            place = world.place(DEVICES[0])
            for pack in data.draw(st.composite(_pieces)(bundle)):
                place.take(pack)
                agree(place)
            results.append(place)
        left, right = results
        assert worlds.primary_rows(left.raw) == worlds.primary_rows(right.raw)
        assert worlds.state_of(left.raw) == worlds.state_of(right.raw)
        assert worlds.values_of(left.raw) == worlds.values_of(right.raw)
        again = left.take(worlds.everything(right))
        assert (again.logs, again.entries, again.contents) == (0, 0, 0)
        note(str(worlds.checked(left)))


@settings(max_examples=examples(25), suppress_health_check=UNHURRIED)
@given(run=honest(), bad=hostile(), mine=st.integers(0, 6))
def test_hostile_rows_among_honest_ones_leave_the_store_usable(
    run: Callable[[worlds._World], list[Place]], bad: Bundle, mine: int
) -> None:
    with worlds.world() as world:
        place = run(world)[0]
        place.take(bad)
        agree(place)
        slot = worlds.slots()[mine]
        if (slot.unit, place.device) in ENROLLED:
            (entry,) = place.say(slot.unit, [worlds.answer(slot, "new")])
            assert worlds.state_of(place.raw)[slot] == (entry,)  # said over all that was there: no conflict is left
            place.say(slot.unit, [worlds.retract(slot, entry)])
            agree(place)


# ---- single cases, so that none rests on chance


def test_entries_before_their_log_row_count_once_it_comes() -> None:
    with worlds.world() as world:
        source, target = world.place(DEVICES[0]), world.place(DEVICES[1])
        source.say(UNITS[0], [worlds.answer(worlds.slots()[0], "1")])
        whole = worlds.everything(source)
        target.take(replace(whole, logs=()))
        assert agree(target) == {}
        target.take(whole)
        assert agree(target) == worlds.state_of(source.raw)


def test_a_log_id_claimed_twice_goes_to_the_row_that_its_chain_begins_with() -> None:
    with worlds.world() as world:
        source, target = world.place(DEVICES[0]), world.place(DEVICES[1])
        for value in "123":
            source.say(UNITS[0], [worlds.answer(worlds.slots()[0], value)])
        whole = worlds.everything(source)
        forged = replace(whole.logs[0], unit=UNITS[1])
        target.take(replace(whole, logs=(forged,)))
        agree(target)
        target.take(whole)
        assert agree(target) == worlds.state_of(source.raw)


def test_salt_and_body_cut_at_another_place_are_left_at_the_door() -> None:
    with worlds.world() as world:
        source, target = world.place(DEVICES[0]), world.place(DEVICES[1])
        source.say(UNITS[0], [worlds.answer(worlds.slots()[0], "1")])
        whole = worlds.everything(source)
        ((digest, salt, body),) = whole.contents
        shifted = (digest, salt + body[:1], body[1:])  # the same bytes joined, so the same digest
        taken = target.take(replace(whole, contents=(shifted,)))
        assert taken.left == ["content"]
        target.take(whole)
        assert worlds.primary_rows(target.raw) == worlds.primary_rows(source.raw)


def test_two_logs_after_the_same_entry_are_a_branch_and_no_alarm() -> None:
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        place.say(UNITS[0], [worlds.answer(worlds.slots()[0], "1")])
        clone = world.copy(place)
        place.restart()
        place.say(UNITS[0], [worlds.answer(worlds.slots()[0], "2")])
        clone.say(UNITS[0], [worlds.answer(worlds.slots()[0], "3")])
        place.take(worlds.everything(clone))
        held = agree(place)
        assert len(held[worlds.slots()[0]]) == 2  # concurrent answers: both are shown
        findings = worlds.checked(place)
        assert [(finding.code, finding.error) for finding in findings] == [("branch", False)]


def test_a_fork_within_a_log_is_kept_whole_and_named() -> None:
    with worlds.world() as world:
        place, other = world.place(DEVICES[0]), world.place(DEVICES[1])
        place.say(UNITS[0], [worlds.answer(worlds.slots()[0], "1")])
        whole = worlds.everything(place)
        log, seq, _digest, prev, head = whole.entries[0]
        head = head.replace(b'"on":"2021-06-30"', b'"on":"2021-06-29"')
        fork = (log, seq, entry_hash(log, seq, prev, head), prev, head)
        other.take(replace(whole, entries=(fork, *whole.entries)))
        assert len(agree(other)[worlds.slots()[0]]) == 2
        assert "fork" in {finding.code for finding in worlds.checked(other) if finding.error}


def test_nobody_retracts_what_another_unit_said() -> None:
    slot = worlds.slots()[0]
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        (entry,) = place.say(UNITS[0], [worlds.answer(slot, "1")])
        (own,) = place.say(UNITS[0], [worlds.retract(slot, "00" * 32)])
        place.say(UNITS[1], [worlds.retract(slot, entry)])  # not admitted: another unit's slot
        place.say(
            UNITS[2], [worlds.retract(slot, entry)]
        )  # admitted, being the office, but it names another unit's word
        place.say(UNITS[0], [worlds.retract(slot, own)])  # a retract is never retracted
        assert agree(place) == {slot: (entry,)}


def test_what_a_device_said_before_it_was_enrolled_here_counts_once_it_is() -> None:
    """A second data folder on one machine takes in the first one's journal and then speaks for the unit itself."""
    slot, other = worlds.slots()[0], worlds.slots()[3]
    with worlds.world() as world:
        source, target = world.place(DEVICES[2]), world.place(DEVICES[2])
        source.say(UNITS[0], [worlds.answer(slot, "1")])
        target.take(worlds.everything(source))
        assert agree(target) == {}  # nobody enrolled the device here
        target.say(UNITS[0], [worlds.answer(other, "2")])
        assert set(agree(target, ENROLLED | {(UNITS[0], DEVICES[2])})) == {slot, other}
        assert not [finding for finding in worlds.checked(target) if finding.error]


def test_more_heads_than_a_head_may_name_can_still_be_answered_over() -> None:
    slot = worlds.slots()[0]
    log = LogRow(b"h" * 16, DEVICES[0], UNITS[0], "", "2021-01-01T00:00:00Z", b"")
    rows: list[EntryBytes] = []
    prev = log.genesis
    for seq in range(1, 522):
        head = encode_head(Head("done", "2" * 32, slot, "2021-06-30", seq, "2021-06-30T00:00:00Z"))
        rows.append((log.log, seq, prev := entry_hash(log.log, seq, old := prev, head), old, head))
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        place.take(Bundle((log,), tuple(rows)))
        assert len(agree(place)[slot]) == 521
        for _ in range(2):
            (entry,) = place.say(UNITS[0], [worlds.answer(slot, "new")])
        assert agree(place)[slot] == (entry,)


def test_a_huge_clock_of_a_stranger_does_not_hold_up_our_own() -> None:
    slot = worlds.slots()[0]
    log = LogRow(b"s" * 16, DEVICES[2], STRANGER, "", "2021-01-01T00:00:00Z", b"")
    head = encode_head(Head("done", "2" * 32, slot, "2021-06-30", MAX_CLOCK, "2021-06-30T00:00:00Z"))
    row = (log.log, 1, entry_hash(log.log, 1, log.genesis, head), log.genesis, head)
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        place.take(Bundle((log,), (row,)))
        place.say(UNITS[0], [worlds.answer(slot, "1")])
        place.say(UNITS[0], [worlds.answer(slot, "2")])
        clocks = [n for (n,) in place.raw.execute("SELECT clock FROM fact WHERE refusal IS NULL ORDER BY n")]
        assert clocks == sorted(set(clocks))


def test_partial_packs_are_information_and_no_error() -> None:
    with worlds.world() as world:
        source, target = world.place(DEVICES[0]), world.place(DEVICES[1])
        for value in "1234":
            source.say(UNITS[0], [worlds.answer(worlds.slots()[0], value)])
        whole = worlds.everything(source)
        target.take(replace(whole, entries=whole.entries[2:], contents=whole.contents[:1]))
        findings = worlds.checked(target)
        assert {finding.code for finding in findings} >= {"gap"}
        assert not [finding for finding in findings if finding.error]
        agree(target)


def test_unknown_kinds_are_kept_verified_and_reported() -> None:
    slot = worlds.slots()[0]
    log = LogRow(b"u" * 16, DEVICES[0], UNITS[0], "", "2021-01-01T00:00:00Z", b"")
    head = encode_head(Head("of_a_later_version", "2" * 32, slot, "2021-06-30", 1, "2021-06-30T00:00:00Z"))
    row = (log.log, 1, entry_hash(log.log, 1, log.genesis, head), log.genesis, head)
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        place.take(Bundle((log,), (row,)))
        assert agree(place) == {}
        findings = worlds.checked(place)
        assert [(finding.code, finding.where, finding.error) for finding in findings] == [
            ("not_admitted", "unknown_kind ×1", False)
        ]


def test_drafts_are_written_as_said() -> None:
    draft: Draft = worlds.answer(worlds.slots()[3], "412")
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        (entry,) = place.say(UNITS[0], [draft])
        kind, value = place.raw.execute(
            "SELECT kind, value FROM fact WHERE hash = ?", (bytes.fromhex(entry),)
        ).fetchone()
        assert (kind, value) == ("figure", "412")


def _one(name: bytes, device: str, unit: str, kind: str, slot: Slot, **more: Any) -> Bundle:
    """A log with one entry."""
    log = LogRow(name * 16, device, unit, "", "2021-01-01T00:00:00Z", b"")
    head = encode_head(Head(kind, name.hex() * 16, slot, "2021-06-30", 7, "2021-06-30T00:00:00Z", **more))
    return Bundle((log,), ((log.log, 1, entry_hash(log.log, 1, log.genesis, head), log.genesis, head),))


def test_a_retract_from_a_device_that_is_not_enrolled_takes_nothing_back() -> None:
    slot = worlds.slots()[0]
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        (entry,) = place.say(UNITS[0], [worlds.answer(slot, "1")])
        place.take(_one(b"n", DEVICES[2], UNITS[0], "retract", slot, retracts=entry))
        assert agree(place) == {slot: (entry,)}
        place.take(_one(b"m", DEVICES[1], UNITS[0], "retract", slot, retracts=entry))  # that one is
        assert agree(place) == {}


def test_an_answer_in_one_slot_covers_nothing_in_another() -> None:
    here, there = worlds.slots()[0], worlds.slots()[5]
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        (entry,) = place.say(UNITS[0], [worlds.answer(here, "1")])
        bundle = _one(b"o", DEVICES[1], UNITS[0], "text", there, over=(entry,))
        place.take(bundle)
        assert agree(place) == {here: (entry,), there: (bundle.entries[0][2].hex(),)}
        place.take(_one(b"p", DEVICES[2], UNITS[0], "done", here, over=(entry,)))  # not admitted: covers nothing either
        assert agree(place)[here] == (entry,)


def test_content_that_comes_later_shows_its_figure() -> None:
    with worlds.world() as world:
        source, target = world.place(DEVICES[0]), world.place(DEVICES[1])
        (entry,) = source.say(UNITS[0], [worlds.answer(worlds.slots()[3], "412")])
        whole = worlds.everything(source)
        for bundle, value in ((replace(whole, contents=()), None), (whole, "412")):
            target.take(bundle)
            agree(target)
            row = target.raw.execute("SELECT value FROM fact WHERE hash = ?", (bytes.fromhex(entry),)).fetchone()
            assert row == (value,)


def test_a_chain_that_decides_between_two_log_rows_may_come_in_parts() -> None:
    slot = worlds.slots()[0]
    with worlds.world() as world:
        source, target = world.place(DEVICES[0]), world.place(DEVICES[1])
        for value in "123":
            source.say(UNITS[0], [worlds.answer(slot, value)])
        whole = worlds.everything(source)
        forged = replace(whole.logs[0], unit=UNITS[1])
        for part in ((2,), (0,), (1,)):
            target.take(replace(whole, logs=(*whole.logs, forged), entries=tuple(whole.entries[n] for n in part)))
            agree(target)
        assert worlds.state_of(target.raw) == worlds.state_of(source.raw)


def test_content_that_an_old_and_a_new_entry_name_is_shown_by_both() -> None:
    slot = worlds.slots()[3]
    body, salt = canonical({"value": "412"}), b"s" * 16
    digest = content_digest(salt, body)
    with worlds.world() as world:
        place = world.place(DEVICES[0])
        place.take(_one(b"q", DEVICES[0], UNITS[0], "figure", slot, c=digest.hex()))
        later = _one(b"r", DEVICES[1], UNITS[0], "figure", slot, c=digest.hex())
        place.take(replace(later, contents=((digest, salt, body),)))
        agree(place)
        assert place.raw.execute("SELECT value FROM fact").fetchall() == [("412",), ("412",)]
