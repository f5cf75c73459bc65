"""Plan files: minting, reading, refusing whatever is malformed; the bundled ones whole."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.first import open_first
from db.rules import planfile
from db.rules.kinds import Role
from db.rules.planfile import PlanFileError, mint, read, seal
from resources import path as resource
from resources import plan_order
from tests import plans as small
from tests.scale import examples

BUNDLED = [file.stem for file, _ in plan_order()]


def data_of(plan: dict[str, Any]) -> bytes:
    return json.dumps(plan, ensure_ascii=False).encode()


def test_what_is_minted_reads_back_the_same() -> None:
    plan = small.minted()
    assert read(data_of(plan)) == plan


def test_minting_twice_gives_the_same_ids_and_digest() -> None:
    assert mint(small.draft(), small.directory()) == mint(small.draft(), small.directory())


def test_ids_hang_on_place_and_year_and_never_on_wording() -> None:
    draft = small.draft()
    draft["title"] = "另一标题"  # the number names the document
    for node in draft["nodes"]:
        node["title"] += "！"
        node["points"] = []
        for row in node["milestones"]:
            row["text"] += "！"
    plan, other = small.minted(), mint(draft, small.directory())
    uids = [
        [(node["uid"], [row["uid"] for row in node["milestones"]]) for node in made["nodes"]] for made in (plan, other)
    ]
    assert uids[0] == uids[1]
    assert plan["uid"] == other["uid"]
    assert plan["digest"] != other["digest"]


def test_an_unknown_unit_stops_the_minting_with_its_place() -> None:
    draft = small.draft()
    draft["nodes"][1]["units"].append({"name": "外星事务局", "printed": "外星事务局", "role": "support"})
    with pytest.raises(PlanFileError, match="外星事务局") as caught:
        mint(draft, small.directory())
    assert caught.value.code == "一/1"


def _node(plan: dict[str, Any]) -> dict[str, Any]:
    return small.node_of(plan, "一/1")


def _row(plan: dict[str, Any]) -> dict[str, Any]:
    return small.milestone_of(plan, "一/1", "target/2021/1")


WRONG: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("", lambda p: p.update(format=2)),
    ("", lambda p: p.update(format="1")),
    ("", lambda p: p.pop("nodes")),
    ("", lambda p: p.update(nodes="x")),
    ("", lambda p: p.update(indicators=None)),
    ("", lambda p: p.update(title=" ")),
    ("", lambda p: p.update(title=None)),
    ("", lambda p: p.update(uid=5)),
    ("", lambda p: p.update(start_year=2030)),
    ("", lambda p: p.update(start_year=None)),
    ("", lambda p: p.update(issued_on="2021-02-30")),
    ("", lambda p: p["nodes"].append(p["nodes"][0])),
    ("", lambda p: p["indicators"].append(p["indicators"][0])),
    ("", lambda p: _node(p)["milestones"].append(_node(p)["milestones"][0])),
    ("一/1", lambda p: _node(p).update(kind="chapter")),
    ("一/1", lambda p: _node(p).update(title="")),
    ("一/1", lambda p: _node(p)["units"][0].update(role="boss")),
    ("一/1", lambda p: _row(p).update(kind="wish")),
    ("一/1", lambda p: _row(p).update(type="Z")),
    ("一/1", lambda p: _row(p).update(recurs="yearly")),
    ("一/1", lambda p: _row(p).update(year=None)),
    ("一/1", lambda p: _row(p).update(year=None, recurs="weekly")),
    ("一/1", lambda p: _row(p).update(due_on="31.12.2021")),
    ("一/1", lambda p: _row(p).update(due_on=None)),
    ("一/1", lambda p: _row(p).update(indicator="x")),
    ("一/1", lambda p: _row(p).update(op="~~")),
    ("一/1", lambda p: _row(p).update(target="5家")),
    ("一/1", lambda p: _row(p).update(target=None)),
    ("一/1", lambda p: _row(p).update(target="-1")),
    ("一/1", lambda p: _row(p).update(target="1e3")),
    ("一/1", lambda p: _row(p).update(target_max="x")),
]


@pytest.mark.parametrize(("code", "change"), WRONG)
def test_a_malformed_file_is_refused_with_place_and_reason(code: str, change: Callable[[dict[str, Any]], Any]) -> None:
    plan = small.minted()
    change(plan)
    with pytest.raises(PlanFileError) as caught:
        read(data_of(seal(plan)))
    assert caught.value.code == code
    assert caught.value.reason


def test_a_changed_file_is_refused_by_its_digest() -> None:
    plan = small.minted()
    _row(plan)["text"] += "。"
    with pytest.raises(PlanFileError, match="digest"):
        read(data_of(plan))
    plan.pop("digest")
    with pytest.raises(PlanFileError, match="digest"):
        read(data_of(plan))


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"null", b"[]", b"1", b'"x"', b"{", b"[" * 100_000, b'{"a":' * 100_000, b"NaN", b"1" * 10_000,
     "\ufeff{}".encode(), "{}".encode("utf-16")],
)  # fmt: skip
def test_what_is_no_plan_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(PlanFileError):
        read(data)


def test_half_a_character_is_refused() -> None:
    plan = small.minted()
    plan["title"] = "\ud800"
    data = json.dumps({**plan, "digest": "0" * 64}).encode()
    with pytest.raises(PlanFileError):
        read(data)


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({}), st.just([{}]),
    st.just({"uid": []}), st.sampled_from(["2021", "2021-12-31", "target", "\ud800", 10**400]),
)  # fmt: skip


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, ...]] = []
    if isinstance(value, dict):
        inner = [place for name, part in value.items() for place in _places(part, (*path, name))]
    elif isinstance(value, list):
        inner = [place for at, part in enumerate(value) for place in _places(part, (*path, at))]
    return [path, *inner] if path else inner


PLACES = _places(small.minted())


def _changed(place: tuple[str | int, ...], how: str, junk: object) -> dict[str, Any]:
    plan: Any = small.minted()
    inside = plan
    for step in place[:-1]:
        inside = inside[step]
    match how:
        case "put":
            inside[place[-1]] = junk
        case "drop":
            del inside[place[-1]]
        case "twice" if isinstance(inside, list):
            inside.append(copy.deepcopy(inside[int(place[-1])]))
    return plan  # type: ignore[no-any-return]


MUTATED = st.builds(_changed, st.sampled_from(PLACES), st.sampled_from(["put", "put", "drop", "twice"]), JUNK)


@settings(max_examples=examples(300, 20_000))
@given(plan=MUTATED, sealed=st.booleans())
def test_no_changed_file_does_anything_but_read_or_be_refused(plan: dict[str, Any], sealed: bool) -> None:
    data = json.dumps({**plan, "digest": _digest(plan)} if sealed else plan).encode()
    with contextlib.suppress(PlanFileError):
        assert read(data)


def _digest(plan: dict[str, Any]) -> str:
    try:
        return planfile.digest(plan)
    except (ValueError, RecursionError):
        return "0" * 64


@settings(max_examples=examples(300, 20_000))
@given(at=st.integers(0, 100_000), bit=st.integers(0, 7), cut=st.booleans())
def test_no_damaged_byte_passes(at: int, bit: int, cut: bool) -> None:
    good = data_of(small.minted())
    data = bytearray(good)
    data[at % len(data)] ^= 1 << bit
    with pytest.raises(PlanFileError):
        read(bytes(data) if not cut else good[: at % len(good)])


@settings(max_examples=examples(40))
@given(plan=MUTATED)
def test_whatever_reads_can_be_adopted_and_listed(plan: dict[str, Any]) -> None:
    """A file that passes the check must not break the start: it is adopted whole and its lists can be read."""
    import tempfile

    data = json.dumps({**plan, "digest": _digest(plan)}).encode()
    try:
        digest = read(data)["digest"]
    except PlanFileError:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "plans"
        folder.mkdir()
        (folder / "a.json").write_bytes(data)
        (folder / "order.json").write_text(json.dumps([{"slug": "a", "digest": digest}]), encoding="utf-8")
        with closing(open_first(Path(name) / "home", plans=folder, strict=True)) as first:
            first.checklist(small.unit(small.GXT), date(2021, 6, 30))


# ---- the bundled plans


@pytest.mark.parametrize("slug", BUNDLED)
def test_a_bundled_plan_is_whole(slug: str) -> None:
    plan = read(resource("plans", f"{slug}.json").read_bytes())
    directory = small.directory()
    assert plan["id"] == slug
    for node in plan["nodes"]:
        for unit in node["units"]:
            known = directory.get(unit["uid"])
            assert known is not None, (node["code"], unit["name"])
            assert known.name == unit["name"]
            assert directory.resolve(unit["name"], plan["jurisdiction"]) == known
            assert unit["printed"].strip()
            assert unit["role"] in set(Role)
        for row in node["milestones"]:
            answerer = directory.get(row["answerer"] or "")
            if slug == "ndf-2023-1":
                assert row["answerer"] is None or answerer is not None
            else:
                assert answerer is not None, (node["code"], row["key"])
                assert not answerer.is_group, (node["code"], row["key"])
        if node["kind"] == "task":
            assert 1 <= len(node["points"]) <= 6, node["code"]
            assert all(point.strip() == point and point for point in node["points"])
            years = [row["year"] for row in node["milestones"] if row["kind"] == "checkpoint"]
            assert years == list(range(plan["start_year"], plan["end_year"] + 1)), node["code"]


def test_every_bundled_plan_has_an_office_that_decides(tmp_path: Path) -> None:
    """Joint plans have several."""
    with closing(open_first(tmp_path / "home", strict=True)) as first:
        offices = dict(first.raw.execute('SELECT slug, issuer_unit FROM "plan"').fetchall())
    assert sorted(offices) == sorted(BUNDLED)
    for slug, uids in offices.items():
        assert uids, slug
        assert all(small.directory().get(uid) for uid in uids.split()), slug


def test_the_order_file_names_every_plan_with_its_digest() -> None:
    folder = resource("plans")
    assert {file.name for file, _ in plan_order()} == {
        file.name for file in folder.glob("*.json") if file.name != "order.json"
    }
    for file, digest in plan_order():
        assert read(file.read_bytes())["digest"] == digest
    assert len(BUNDLED) == 7


def test_ids_are_unique_over_all_bundled_plans() -> None:
    plans = [read(file.read_bytes()) for file, _ in plan_order()]
    uids = [plan["uid"] for plan in plans]
    uids += {row["uid"] for plan in plans for row in plan["indicators"]}  # an indicator may stand in several plans
    uids += [node["uid"] for plan in plans for node in plan["nodes"]]
    uids += [row["uid"] for plan in plans for node in plan["nodes"] for row in node["milestones"]]
    assert len(uids) == len(set(uids))
    assert len({plan["id"] for plan in plans}) == 7


@pytest.mark.parametrize("slug", BUNDLED)
def test_ids_of_a_first_revision_are_those_that_minting_gives(slug: str) -> None:
    """Two offices importing the same document apart get the same ids."""
    from db.rules.ids import document_uid, milestone_uid, node_uid

    plan = read(resource("plans", f"{slug}.json").read_bytes())
    assert plan["revision"] == 1
    assert plan["uid"] == document_uid(plan["doc_no"], plan["issuer"], plan["title"], plan["issued_on"] or "")
    for node in plan["nodes"]:
        assert node["uid"] == node_uid(plan["uid"], node["code"])
        for row in node["milestones"]:
            assert row["uid"] == milestone_uid(node["uid"], row["key"])
