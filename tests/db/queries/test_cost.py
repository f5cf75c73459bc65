"""What reading costs: the number of statements doesn't grow with the data, and no list reads a journal table whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from db.commands import figures, texts, ticks
from db.commands.author import Author
from db.queries.checklist import checklist, preview
from db.queries.details import node_detail
from db.queries.history import history, undo_labels
from db.queries.indicators import indicators, names
from db.queries.listing import read_checklist
from db.queries.units import units
from db.rules.kinds import TextField
from db.rules.times import Period
from db.store.sqltext import SQL
from db.store.store import Store, raw_of
from tests import plans as small
from tests.db.store import worlds

TODAY = date(2021, 6, 30)
JUNE = Period.parse("2021-06")
PLAN = small.minted()
NODE = small.node_of(PLAN, "一/1")["uid"]
PLANT = PLAN["indicators"][0]["uid"]
TARGET = small.milestone_of(PLAN, "一/1", "target/2021/1")["uid"]
UNIT = small.unit(small.GXT)

READS: dict[str, Callable[[Connection], object]] = {
    "checklist": lambda conn: checklist(conn, UNIT, TODAY),
    "node_detail": lambda conn: node_detail(conn, UNIT, NODE, JUNE, TODAY),
    "history": lambda conn: history(conn, UNIT),
    "history of a target": lambda conn: history(conn, UNIT, target=[TARGET, PLANT]),
    "indicators": lambda conn: indicators(conn, UNIT, TODAY),
    "names": lambda conn: names(conn, UNIT, PLANT),
    "undo_labels": lambda conn: undo_labels(conn, UNIT),
    "units": units,
    "preview": lambda conn: preview(conn, UNIT, TARGET, value=5, as_at=TODAY, today=TODAY),  # type: ignore[arg-type]
}


@contextmanager
def statements(raw: sqlite3.Connection) -> Iterator[list[str]]:
    """What is run on this connection."""
    said: list[str] = []
    raw.set_trace_callback(said.append)
    try:
        yield said
    finally:
        raw.set_trace_callback(None)


def counted(store: Store, read: Callable[[Connection], object]) -> int:
    def run(conn: Connection) -> int:
        with statements(raw_of(conn)) as said:
            read(conn)
        return len([text for text in said if text.lstrip().upper().startswith(("SELECT", "WITH"))])

    return store.read(run)


def filled(store: Store, author: Author, times: int) -> None:
    for n in range(times):
        ticks.tick(store, author, small.PLANTS_2021, value=str(n + 1), note=f"第{n}次", today=TODAY)
        figures.add_name(store, author, PLANT, f"第{n}家", today=TODAY)
        texts.set_text(store, author, small.TASK, JUNE, TextField.PROGRESS, f"进展{n}", today=TODAY)
        ticks.tick_point(store, author, small.CHECKPOINT, n % 3 + 1, True, today=TODAY)
        ticks.tick(store, author, small.QUARTERLY, note=f"第{n}次", today=TODAY)


def test_the_number_of_statements_does_not_grow_with_the_journal(store: Store, gxt: Author) -> None:
    filled(store, gxt, 1)
    before = {name: counted(store, read) for name, read in READS.items()}
    filled(store, gxt, 12)
    assert {name: counted(store, read) for name, read in READS.items()} == before
    assert before["checklist"] <= 8
    assert max(before.values()) <= 20


def test_the_number_of_statements_does_not_grow_with_the_plans(store: Store, gxt: Author, tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "all")) as bundled:  # seven plans, 250 tasks
        for name in ("checklist", "indicators", "units"):
            assert counted(bundled, READS[name]) == counted(store, READS[name])


BIG = ("fact", "slot", "state", "fact_over", "entry", "content", "arrival")


def plan_of(raw: sqlite3.Connection, text: str, values: object) -> list[str]:
    return [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", values)]  # type: ignore[arg-type]


def whole_scans(steps: list[str]) -> list[str]:
    """Steps that read a journal table from end to end."""
    return [step for step in steps if step.startswith("SCAN") and step.split()[1] in BIG]


ONE = ("list_nodes", "list_milestones", "list_units", "list_states", "slot_heads", "find_slot", "mark_live", "clear_state",
       "fill_state", "greatest_clock", "last_own", "find_unit", "get_setting")  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_no_statement_of_the_lists_and_the_fold_reads_a_journal_table_whole(name: str) -> None:
    values = {"unit": UNIT, "slot": 1, "slots": "[1]", "key": "x", "uid": UNIT, "target": "x", "period": "", "field": "done",
              "scope": "milestone"}  # fmt: skip
    with worlds.world() as world:
        place = world.place(worlds.DEVICES[0])
        for n in range(30):
            place.say(UNIT, [worlds.answer(worlds.slots()[0], str(n))])
        steps = plan_of(place.raw, SQL[name], values)
        # The greatest clock is the first of its index that is admitted: a scan that ends at its first row.
        allowed = ("fact USING INDEX fact_clock", "arrival") if name in ("greatest_clock", "last_own") else ()
        assert [step for step in whole_scans(steps) if not any(text in step for text in allowed)] == [], steps


def test_core_reads_of_one_target_read_no_journal_table_whole(store: Store, gxt: Author) -> None:
    filled(store, gxt, 6)
    for name in ("node_detail", "history of a target", "names", "preview"):

        def run(conn: Connection, read: Callable[[Connection], Any] = READS[name]) -> list[tuple[str, list[str]]]:
            raw = raw_of(conn)
            with statements(raw) as said:
                read(conn)
            return [
                (text, plan_of(raw, text, ())) for text in said if text.lstrip().upper().startswith(("SELECT", "WITH"))
            ]

        for text, steps in store.read(run):
            assert whole_scans(steps) == [], (name, text, steps)


def test_the_first_list_and_the_stores_list_are_the_same(store: Store, gxt: Author) -> None:
    filled(store, gxt, 3)

    def both(conn: Connection) -> tuple[object, object]:
        return checklist(conn, UNIT, TODAY), read_checklist(raw_of(conn), UNIT, TODAY, None)

    core, plain = store.read(both)
    assert core == plain
