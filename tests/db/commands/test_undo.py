"""Undo restores the former state exactly, redo the later one; nothing of another unit or device is touched."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.commands import evidence, figures, texts, ticks, undo
from db.commands.author import Author
from db.errors import KnownError
from db.queries.history import history, undo_labels
from db.queries.indicators import names
from db.rows import Contact
from db.rules.journal import Head, LogRow, decode_head, encode_head, entry_hash
from db.rules.kinds import Light, TextField
from db.rules.times import Period
from db.store.check import check
from db.store.connect import open_database
from db.store.store import Store
from db.store.union import Bundle, bundle_of, unite
from tests import plans as small
from tests.db.commands.cases import TODAY, primary, refused, row
from tests.scale import examples

PLANT = small.minted()["indicators"][0]["uid"]
AUTHORS = (Author(small.unit(small.GXT), "张三"), Author(small.unit(small.FGW), "李四"))
Snapshot = dict[tuple[str, ...], list[tuple[object, ...]]]
Verb = Callable[[Store, Author, Path], object]


def snapshot(store: Store, unit: str) -> Snapshot:
    """What holds in every slot of a unit: all heads with kind, day, sense and the content's bytes."""
    rows = store.read(
        lambda conn: conn.exec_driver_sql(
            "SELECT s.scope, s.target, s.period, s.field, f.kind, f.on_day, f.sense, f.value, c.body FROM fact f"
            " JOIN slot s ON s.id = f.slot LEFT JOIN content c ON c.digest = f.c"
            " WHERE s.unit = ? AND f.live = 1 AND NOT EXISTS (SELECT 1 FROM fact_over o JOIN fact g ON g.n = o.n"
            " WHERE o.hash = f.hash AND g.live = 1 AND g.slot = f.slot)",
            (unit,),
        ).fetchall()
    )
    held: Snapshot = {}
    for scope, target, period, name, *value in rows:
        held.setdefault((scope, target, period, name), []).append(tuple(value))
    return {slot: sorted(values, key=repr) for slot, values in held.items()}


def _first_name(store: Store, author: Author) -> str:
    listed = store.read(lambda conn: names(conn, author.unit, PLANT))
    return listed[0].id if listed else "none"


def _first_evidence(store: Store, author: Author) -> str:
    found = store.read(
        lambda conn: conn.exec_driver_sql(
            "SELECT s.period FROM state t JOIN slot s ON s.id = t.slot JOIN fact f ON f.n = t.n"
            " WHERE s.unit = ? AND f.kind = 'evidence_added' ORDER BY f.n", (author.unit,)
        ).scalars().first()
    )  # fmt: skip
    return str(found)


def _verbs() -> st.SearchStrategy[Verb]:
    milestones = st.sampled_from(
        [
            small.PLANTS_2021,
            small.PLANTS_2022,
            small.RULES,
            small.QUARTERLY,
            small.CHECKPOINT,
            small.GROWTH,
            small.SECTION,
        ]
    )
    values = st.sampled_from(["1", "5", "9.5"])
    days = st.sampled_from([date(2021, 5, 31), TODAY])
    return st.one_of(
        st.builds(lambda m, v: lambda s, a, _: ticks.tick(s, a, m, value=v, note="说", today=TODAY),
                  milestones, st.none() | values),
        st.builds(lambda m: lambda s, a, f: ticks.tick(s, a, m, files=[f], today=TODAY), milestones),
        st.builds(lambda m: lambda s, a, _: ticks.untick(s, a, m, note="误", today=TODAY), milestones),
        st.builds(lambda m, v, d: lambda s, a, _: figures.figure(s, a, m, v, as_at=d, today=TODAY), milestones, values, days),
        st.builds(lambda t: lambda s, a, _: texts.set_text(
            s, a, small.TASK, Period.parse("2021-06"), TextField.PROGRESS, t, today=TODAY), st.sampled_from(["", "甲", "乙"])),
        st.builds(lambda m: lambda s, a, f: evidence.add(s, a, m, [f, f], today=TODAY), milestones),
        st.just(lambda s, a, _: evidence.withdraw(s, a, _first_evidence(s, a), today=TODAY)),
        st.builds(lambda n, d: lambda s, a, _: ticks.tick_point(s, a, small.CHECKPOINT, n, d, today=TODAY),
                  st.integers(1, 3), st.booleans()),
        st.builds(lambda m: lambda s, a, _: ticks.tick_many(s, a, m, today=TODAY), st.lists(milestones, max_size=4)),
        st.just(lambda s, a, _: figures.add_name(s, a, PLANT, "甲厂", today=TODAY)),
        st.just(lambda s, a, _: figures.remove_name(s, a, PLANT, _first_name(s, a), today=TODAY)),
        st.builds(lambda p: lambda s, a, _: texts.set_contact(
            s, a, [small.TASK, small.TASK_2], Contact(person=p), today=TODAY), st.sampled_from(["", "赵六"])),
    )  # fmt: skip


@dataclass
class Stacks:
    """What undo and redo must lead to: (before, after) of each act."""

    done: list[tuple[Snapshot, Snapshot]] = field(default_factory=list)
    undone: list[tuple[Snapshot, Snapshot]] = field(default_factory=list)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("do"), st.integers(0, 1), _verbs()),
        st.tuples(st.just("do"), st.integers(0, 1), _verbs()),
        st.tuples(st.sampled_from(["undo", "undo", "redo"]), st.integers(0, 1), st.none()),
        st.tuples(st.just("reopen"), st.just(0), st.none()),
    ),
    min_size=3,
    max_size=25,
)


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=STEPS)
def test_undo_and_redo_restore_exactly(steps: list[tuple[str, int, Verb | None]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        plans = small.write_plans(root / "plans", small.minted())
        (root / "证.txt").write_text("证", encoding="utf-8")
        store = Store.open(root / "home", "duban test", plans=plans)
        try:
            stacks = (Stacks(), Stacks())
            for step, who, verb in steps:
                if step == "reopen":
                    store.close()
                    store = Store.open(root / "home", "duban test", plans=plans)
                else:
                    others = snapshot(store, AUTHORS[1 - who].unit)
                    _step(store, stacks[who], AUTHORS[who], step, verb, root / "证.txt")
                    assert snapshot(store, AUTHORS[1 - who].unit) == others
                for author, stack in zip(AUTHORS, stacks, strict=True):
                    labels = store.read(lambda conn, unit=author.unit: undo_labels(conn, unit))
                    assert [label is not None for label in labels] == [bool(stack.done), bool(stack.undone)]
        finally:
            store.close()
        with closing(open_database(root / "home")) as raw:
            assert not [finding for finding in check(raw, root / "home", full=True, plans=plans) if finding.error]


def _step(store: Store, stack: Stacks, author: Author, step: str, verb: Verb | None, file: Path) -> None:
    before = snapshot(store, author.unit)
    if verb is not None:
        try:
            verb(store, author, file)
        except KnownError:
            assert snapshot(store, author.unit) == before
            return
        stack.done.append((before, snapshot(store, author.unit)))
        stack.undone.clear()
        return
    source, target = (stack.done, stack.undone) if step == "undo" else (stack.undone, stack.done)
    if not source:
        with refused(store, f"nothing_to_{step}"):
            getattr(undo, step)(store, author, today=TODAY)
        return
    said = getattr(undo, step)(store, author, today=TODAY)
    assert said.warnings == ()
    former, later = source.pop()
    target.append((former, later))
    assert snapshot(store, author.unit) == (former if step == "undo" else later)


# ---- single cases


def test_redo_is_gone_after_something_new(store: Store, gxt: Author) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    undo.undo(store, gxt, today=TODAY)
    ticks.tick(store, gxt, small.CHECKPOINT, today=TODAY)
    with refused(store, "nothing_to_redo"):
        undo.redo(store, gxt, today=TODAY)


def test_undo_survives_a_restart_and_is_named(store: Store, gxt: Author, home: Path, plan_folder: Path) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    ticks.tick_many(store, gxt, [small.CHECKPOINT, small.QUARTERLY], today=TODAY)
    store.close()
    with closing(Store.open(home, plans=plan_folder)) as opened:
        assert opened.read(lambda conn: undo_labels(conn, gxt.unit)) == ("打勾2项", None)
        assert dict(undo.undo(opened, gxt, today=TODAY).values)["title"] == "打勾2项"
        assert opened.read(lambda conn: undo_labels(conn, gxt.unit)) == ("打勾「印发试办办法」", "打勾2项")
        assert row(opened, gxt, small.QUARTERLY).light is not Light.IN_REVIEW


def test_history_shows_what_was_taken_back(store: Store, gxt: Author) -> None:
    ticks.tick(store, gxt, small.RULES, note="已印发", today=TODAY)
    undo.undo(store, gxt, today=TODAY)
    newest, oldest = store.read(lambda conn: history(conn, gxt.unit))
    assert (newest.kind, newest.live) == ("retract", False)
    assert (oldest.kind, oldest.note, oldest.live, oldest.retracted, oldest.by) == (
        "done",
        "已印发",
        False,
        True,
        "张三",
    )


def _taken(store: Store, bundle: Bundle) -> None:
    store.write(lambda tx: unite(tx.raw, bundle, "pack"))


def _enrol(store: Store, unit: str, device: str) -> None:
    store.set_setting(f"enrol/{unit}/{device}", "1")


def _forged(template: Head, device: str, unit: str, **changes: object) -> Bundle:
    """One entry of another device with parts of an existing head."""
    values = {name: getattr(template, name) for name in Head.__slots__} | changes
    head = encode_head(Head(**values))  # type: ignore[arg-type]
    log = LogRow(b"f" * 16, device, unit, "", "2021-01-01T00:00:00Z", b"")
    return Bundle((log,), ((log.log, 1, entry_hash(log.log, 1, log.genesis, head), log.genesis, head),))


def test_undo_leaves_another_device_of_the_same_unit_alone(
    store: Store, gxt: Author, plan_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_CONFIG", str(tmp_path / "other machine"))
    with closing(Store.open(tmp_path / "other", plans=plan_folder)) as other:
        ticks.tick(other, gxt, small.CHECKPOINT, today=TODAY)
        theirs = other.write(lambda tx: bundle_of(tx.raw))
        device = other.journal.device
    monkeypatch.setenv("DUBAN_CONFIG", str(tmp_path / "config"))
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    _enrol(store, gxt.unit, device)
    _taken(store, theirs)
    assert row(store, gxt, small.CHECKPOINT).light is Light.IN_REVIEW
    undo.undo(store, gxt, today=TODAY)
    with refused(store, "nothing_to_undo"):
        undo.undo(store, gxt, today=TODAY)
    assert row(store, gxt, small.CHECKPOINT).light is Light.IN_REVIEW


def test_undo_leaves_entries_alone_that_only_claim_to_belong_to_the_act(store: Store, gxt: Author) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    head = decode_head(primary(store)["entry"][0][4])  # type: ignore[arg-type]
    device = "d" * 32
    _enrol(store, gxt.unit, device)
    slot = head.slot._replace(target=small.milestone_of(small.minted(), "一/1", "checkpoint/2021/1")["uid"])
    _taken(store, _forged(head, device, gxt.unit, slot=slot, c=None, sense=None))
    assert row(store, gxt, small.CHECKPOINT).light is Light.IN_REVIEW
    said = undo.undo(store, gxt, today=TODAY)
    assert len(said.entries) == 1
    assert row(store, gxt, small.CHECKPOINT).light is Light.IN_REVIEW
    assert row(store, gxt, small.RULES).light is not Light.IN_REVIEW
    assert len(undo.redo(store, gxt, today=TODAY).entries) == 1


def test_what_was_answered_over_since_stays_and_is_told(store: Store, gxt: Author) -> None:
    said = ticks.tick_many(store, gxt, [small.RULES, small.CHECKPOINT], today=TODAY)
    head = decode_head(
        next(data for *_, digest, _prev, data in primary(store)["entry"] if digest.hex() == said.entries[0])  # type: ignore[attr-defined, arg-type]
    )
    _enrol(store, gxt.unit, "d" * 32)
    _taken(
        store, _forged(head, "d" * 32, gxt.unit, kind="undone", act="9" * 32, over=(said.entries[0],), clock=9, c=None)
    )
    undone = undo.undo(store, gxt, today=TODAY)
    assert (len(undone.entries), len(undone.warnings)) == (1, 1)
    redone = undo.redo(store, gxt, today=TODAY)
    assert len(redone.entries) == 1, "what was not taken back is not said again over the other's answer"
    assert row(store, gxt, small.RULES).light is not Light.IN_REVIEW
    assert row(store, gxt, small.CHECKPOINT).light is Light.IN_REVIEW


def test_an_act_wholly_answered_over_is_refused(store: Store, gxt: Author) -> None:
    said = ticks.tick(store, gxt, small.RULES, today=TODAY)
    head = decode_head(primary(store)["entry"][0][4])  # type: ignore[arg-type]
    _enrol(store, gxt.unit, "d" * 32)
    _taken(
        store, _forged(head, "d" * 32, gxt.unit, kind="undone", act="9" * 32, over=(said.entries[0],), clock=9, c=None)
    )
    with refused(store, "undo_answered_over"):
        undo.undo(store, gxt, today=TODAY)


def test_a_device_that_claims_the_log_id_of_ours_changes_nothing_in_undo(store: Store, gxt: Author) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    _taken(store, Bundle((LogRow(bytes(primary(store)["log"][0][0]), store.journal.device, gxt.unit, "x", "y", b""),)))  # type: ignore[call-overload]
    assert store.read(lambda conn: undo_labels(conn, gxt.unit))[0] == "打勾「印发试办办法」"
