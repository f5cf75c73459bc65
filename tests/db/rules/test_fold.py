"""The oracle itself: small tables, and laws that hold for any history."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules.fold import Said, fold
from db.rules.journal import Slot
from tests.scale import examples

SLOT, OTHER = Slot("milestone", "m", "u", "", "done"), Slot("milestone", "m", "v", "", "done")


def said(
    name: str, clock: int, over: str = "", retracts: str | None = None, unit: str = "u", slot: Slot = SLOT
) -> Said:
    kind = "retract" if retracts else "done"
    return Said(name, b"log", clock, unit, slot, kind, clock, tuple(over), retracts)


def heads(*entries: Said) -> tuple[str, ...]:
    held = fold(entries).get(SLOT)
    return held.heads if held else ()


def test_nothing_one_and_over() -> None:
    assert heads() == ()
    assert heads(said("a", 1)) == ("a",)
    assert heads(said("a", 1), said("b", 2, over="a")) == ("b",)


def test_concurrent_answers_are_all_shown_the_greatest_first() -> None:
    assert heads(said("a", 1), said("b", 2, over="a"), said("c", 3, over="a")) == ("c", "b")
    assert heads(said("a", 1), said("b", 1), said("c", 2, over="ab")) == ("c",)


def test_clock_then_log_then_number_then_hash() -> None:
    rows = [replace(said(name, 1), log=log, seq=seq) for name, log, seq in
            (("a", b"1", 1), ("b", b"2", 1), ("c", b"2", 2), ("d", b"2", 2))]  # fmt: skip
    assert heads(*rows) == ("d", "c", "b", "a")


def test_a_retract_takes_back_and_what_it_covered_stands_again() -> None:
    assert heads(said("a", 1), said("r", 2, retracts="a")) == ()
    assert heads(said("a", 1), said("b", 2, over="a"), said("r", 3, retracts="b")) == ("a",)


def test_a_retract_is_never_retracted_nor_a_head() -> None:
    assert heads(said("a", 1), said("r", 2, retracts="a"), said("s", 3, retracts="r")) == ()
    assert heads(said("a", 1), said("r", 2, retracts="x", over="a")) == ("a",)


def test_only_the_same_unit_and_slot_retract() -> None:
    assert heads(said("a", 1), said("r", 2, retracts="a", unit="v")) == ("a",)
    assert heads(said("a", 1), said("r", 2, retracts="a", slot=OTHER)) == ("a",)


def test_foreign_names_in_over_are_passed_by() -> None:
    assert heads(said("a", 1), said("x", 2, over="a", slot=OTHER)) == ("a",)
    assert heads(said("a", 1, over="zz")) == ("a",)


NAMES = st.sampled_from("abcdef")
ENTRIES = st.lists(
    st.builds(
        lambda name, clock, over, retracts, unit, slot: said(name, clock, "".join(over), retracts, unit, slot),
        NAMES, st.integers(1, 4), st.lists(NAMES, max_size=3), st.none() | NAMES, st.sampled_from("uv"),
        st.sampled_from([SLOT, OTHER]),
    ),
    max_size=8,
    unique_by=lambda entry: entry.hash,
)  # fmt: skip


@settings(max_examples=examples(50, 10_000))
@given(ENTRIES, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(entries: list[Said], order: object) -> None:
    shuffled = entries + entries[:3]
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(entries)


@settings(max_examples=examples(50, 10_000))
@given(ENTRIES)
def test_an_entry_that_nobody_names_is_shown_in_any_history(entries: list[Said]) -> None:
    named = {name for entry in entries for name in entry.over} | {entry.retracts for entry in entries}
    shown = {name for held in fold(entries).values() for name in held.heads}
    assert {entry.hash for entry in entries if not entry.retracts and entry.hash not in named} <= shown
    assert not {entry.hash for entry in entries if entry.retracts} & shown


@settings(max_examples=examples(50, 10_000))
@given(ENTRIES)
def test_an_answer_over_everything_is_alone_and_its_retract_restores(entries: list[Said]) -> None:
    before = fold(entries)
    present = "".join(before[SLOT].heads) if SLOT in before else ""
    newest = said("n", 9, over=present)
    assert fold([*entries, newest])[SLOT].heads == ("n",)
    assert fold([*entries, newest, said("r", 10, retracts="n")]) == before
