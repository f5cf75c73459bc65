"""The journal's bytes: canonical JSON, hashes over length-prefixed fields, heads that read back or are refused."""

from __future__ import annotations

import hashlib
import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules.journal import (
    MAX_CLOCK,
    MAX_HEAD,
    MAX_NAMED,
    Head,
    LogRow,
    MalformedHeadError,
    Slot,
    canonical,
    content_digest,
    decode_head,
    encode_head,
    entry_hash,
    evidence_name,
)
from tests.scale import examples

HASH = st.binary(min_size=32, max_size=32).map(bytes.hex)
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
HEADS = st.builds(
    lambda retract, **values: Head(**{**values, "kind": "retract" if retract else "done", "retracts": retract}),
    retract=st.none() | HASH,
    act=st.binary(min_size=16, max_size=16).map(bytes.hex),
    slot=st.builds(Slot, TEXT, TEXT, TEXT, TEXT, TEXT),
    on=st.dates().map(lambda day: day.isoformat()),
    clock=st.integers(1, MAX_CLOCK),
    at=st.just("2021-06-30T08:00:00.000Z"),
    over=st.lists(HASH, max_size=3).map(tuple),
    sense=st.none() | HASH,
    evidence=st.lists(HASH, max_size=2).map(tuple),
    c=st.none() | HASH,
)


@settings(max_examples=examples(60, 10_000))
@given(HEADS)
def test_heads_read_back(head: Head) -> None:
    data = encode_head(head)
    assert decode_head(data) == head
    assert canonical(json.loads(data)) == data


@settings(max_examples=examples(100, 10_000))
@given(st.one_of(st.binary(max_size=200), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(
        ["kind", "act", "slot", "on", "clock", "at", "over", "retracts", "sense", "evidence", "c"]), inner, max_size=11),
    max_leaves=20).map(lambda value: json.dumps(value).encode())))  # fmt: skip
def test_any_bytes_are_a_head_or_malformed(data: bytes) -> None:
    try:
        head = decode_head(data)
    except MalformedHeadError:
        return
    assert decode_head(encode_head(head)) == head


def changed(**values: object) -> bytes:
    good = {"kind": "done", "act": "0" * 32, "slot": ["milestone", "a", "b", "", "done"], "on": "2021-06-30", "clock": 1,
            "at": "2021-06-30T00:00:00Z"}  # fmt: skip
    return json.dumps({**good, **values}).encode()


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert decode_head(changed(later={"x": 1.5})) == decode_head(changed())


@pytest.mark.parametrize(
    "values",
    [{"clock": 0}, {"clock": MAX_CLOCK + 1}, {"clock": True}, {"clock": 1.0}, {"clock": "1"}, {"clock": None},
     {"on": "2021-02-29"},
     {"on": "２０２１-01-01"}, {"on": "2021-W01-1"}, {"on": "20210101"}, {"on": "2021-01-01\n"}, {"on": None}, {"kind": "Done"},
     {"kind": ""}, {"kind": "a" * 41}, {"act": "0" * 31}, {"act": "G" * 32}, {"slot": ["a"] * 4}, {"slot": ["a"] * 6},
     {"slot": ["a", "b", "c", "d", 1]}, {"slot": ["a" * 201, "", "", "", ""]}, {"slot": ["\x00", "", "", "", ""]},
     {"slot": ["\ud800", "", "", "", ""]}, {"slot": "abcde"}, {"over": "x"}, {"over": ["x"]},
     {"over": ["0" * 64] * (MAX_NAMED + 1)},
     {"retracts": "0" * 64}, {"kind": "retract"}, {"kind": "retract", "retracts": "0"}, {"sense": "0" * 63}, {"c": 1},
     {"evidence": [1]}, {"at": "x"}, {"at": ""}],
)  # fmt: skip
def test_malformed_heads(values: dict[str, object]) -> None:
    with pytest.raises(MalformedHeadError):
        decode_head(changed(**values))


def test_a_head_has_a_greatest_length() -> None:
    assert decode_head(changed(later="x" * (MAX_HEAD - 1000)))
    with pytest.raises(MalformedHeadError):
        decode_head(changed(later="x" * MAX_HEAD))


def test_canonical_bytes() -> None:
    assert canonical({"b": 1, "a": ["e\u0301", None, True]}) == '{"a":["é",null,true],"b":1}'.encode()
    for value in (1.5, float("nan")):
        with pytest.raises(TypeError):
            canonical({"a": [value]})


LOG = LogRow(b"\x01" * 16, "d" * 32, "unit", "duban 0.1", "2021-06-30T00:00:00.000Z", b"")


def test_the_hashes_of_this_format_never_change() -> None:
    """Written out once: another value means that no store of an earlier version could be read."""
    head = encode_head(
        Head("done", "0" * 32, Slot("milestone", "m", "u", "", "done"), "2021-06-30", 1, "2021-06-30T00:00:00Z")
    )
    assert head == (
        b'{"act":"00000000000000000000000000000000","at":"2021-06-30T00:00:00Z","clock":1,"kind":"done",'
        b'"on":"2021-06-30","slot":["milestone","m","u","","done"]}'
    )

    def plainly(*fields: bytes) -> bytes:
        return hashlib.sha256(b"".join(len(field).to_bytes(8, "big") + field for field in fields)).digest()

    genesis = plainly(b"duban-log-1", b"\x01" * 16, b"d" * 32, b"unit", b"duban 0.1", b"2021-06-30T00:00:00.000Z", b"")
    assert LOG.genesis == genesis
    assert entry_hash(LOG.log, 1, genesis, head) == plainly(b"duban-1", LOG.log, (1).to_bytes(8, "big"), genesis, head)
    assert entry_hash(LOG.log, 1, genesis, head).hex() == GOLDEN
    assert content_digest(b"s" * 16, b"body") == hashlib.sha256(b"s" * 16 + b"body").digest()
    assert (
        evidence_name(b"s" * 16, b"f" * 32) == hashlib.sha256(b"duban-evidence-1" + b"s" * 16 + b"f" * 32).hexdigest()
    )


GOLDEN = "86305040fc31357ac106fa5042b45fe33679c379d6adf80f430d6baecc06923b"


@settings(max_examples=examples(100))
@given(st.lists(st.tuples(st.text(max_size=4), st.text(max_size=4)), min_size=2, max_size=2, unique=True))
def test_no_two_rows_have_the_same_bytes(pairs: list[tuple[str, str]]) -> None:
    """Fields can't be shifted into each other: each is preceded by its length."""
    made = {LogRow(LOG.log, device, unit, "", "", b"").genesis for device, unit in pairs if _clean(device + unit)}
    assert len(made) == len([pair for pair in pairs if _clean("".join(pair))])


def _clean(text: str) -> bool:
    return text.encode("utf-8", "ignore").decode() == text


@pytest.mark.parametrize("place", range(4))
def test_every_field_of_an_entry_counts(place: int) -> None:
    values: list[object] = [LOG.log, 1, LOG.genesis, b"{}"]
    before = entry_hash(*values)  # type: ignore[arg-type]
    values[place] = 2 if place == 1 else bytes(values[place]) + b"x"  # type: ignore[arg-type]
    assert entry_hash(*values) != before  # type: ignore[arg-type]
