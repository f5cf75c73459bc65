"""Every change made to a stored byte behind the program's back is found; what is merely absent is information."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.commands import evidence, figures, texts, ticks, undo
from db.commands.author import Author
from db.rules.kinds import TextField
from db.rules.times import Period
from db.store.check import Finding, check
from db.store.connect import open_database
from db.store.store import Store
from tests import plans as small
from tests.scale import examples

TODAY = date(2021, 6, 30)
PRIMARY = {
    "log": ("log", "genesis", "device", "unit", "app", "started_at", "after"),
    "entry": ("log", "hash", "prev", "head"),
    "content": ("digest", "salt", "body"),
}
BYTES = [(table, column) for table, columns in PRIMARY.items() for column in columns]
# What a checklist reads of the projection.
DERIVED = [
    ("fact", "value", "'999'"), ("fact", "kind", "'undone'"), ("fact", "on_day", "'2020-01-01'"), ("fact", "sense", "'x'"),
    ("fact", "live", "1 - live"), ("fact", "refusal", "'x'"), ("fact", "clock", "clock + 1"), ("fact", "unit", "'x'"),
    ("fact", "nature", "'核定'"), ("state", "heads", "heads + 1"), ("slot", "field", "'x' || field"),
    ("slot", "period", "'x' || period"), ("slot", "unit", "'x'"),
]  # fmt: skip
PLANS = [
    ("milestone", "target", "'1'"), ("milestone", "due_on", "'2099-12-31'"), ("milestone", "answerer", "'x'"),
    ("milestone", "text", "'x'"), ("node", "title", "'x'"), ("part", "role", "'lead'"), ("assignment", "name", "'x'"),
    ("plan", "end_year", "2099"), ("indicator", "baseline", "'0'"), ("unit", "name", "'x'"),
]  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, sqlite3.Connection]]:
    """A data folder in which some of everything was said; with its plans and an open connection."""
    folder = tmp_path_factory.mktemp("written")
    plans = small.write_plans(folder / "plans", small.minted())
    file = folder / "名单.txt"
    file.write_text("甲\n乙\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUBAN_CONFIG", str(folder / "config"))
        with closing(Store.open(folder / "home", "duban test", plans=plans)) as store:
            gxt, fgw = Author(small.unit(small.GXT), "张三"), Author(small.unit(small.FGW), "李四")
            ticks.tick(store, gxt, small.PLANTS_2021, value="4", note="在建", files=[file], today=TODAY)
            ticks.tick(store, gxt, small.PLANTS_2021, value="6", today=TODAY)
            ticks.tick(store, fgw, small.PLANTS_2021, note="已配合", today=TODAY)
            texts.set_text(store, gxt, small.TASK, Period.parse("2021-06"), TextField.PROGRESS, "进展", today=TODAY)
            figures.figure(store, fgw, small.GROWTH, "11", today=TODAY)
            ticks.tick(store, gxt, small.RULES, today=TODAY)
            undo.undo(store, gxt, today=TODAY)
            evidence.add(store, gxt, small.RULES, [file], today=TODAY)
    raw = open_database(folder / "home")
    raw.execute("PRAGMA synchronous = OFF")
    yield folder / "home", plans, raw
    raw.close()


def errors(written: tuple[Path, Path, sqlite3.Connection]) -> list[Finding]:
    home, plans, raw = written
    return [finding for finding in check(raw, home, full=True, plans=plans) if finding.error]


def test_an_honest_folder_has_no_error(written: tuple[Path, Path, sqlite3.Connection]) -> None:
    assert errors(written) == []


@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(place=st.sampled_from(BYTES), row=st.integers(0, 50), at=st.integers(0, 2000), bit=st.integers(0, 7))
def test_any_changed_bit_of_a_primary_row_is_an_error(
    written: tuple[Path, Path, sqlite3.Connection], place: tuple[str, str], row: int, at: int, bit: int
) -> None:
    raw = written[2]
    table, column = place
    rows = raw.execute(f'SELECT rowid, CAST("{column}" AS BLOB), typeof("{column}") FROM {table}').fetchall()
    number, value, kind = rows[row % len(rows)]
    changed = bytearray(value or b"\x00")
    changed[at % len(changed)] ^= 1 << bit
    to_type = "TEXT" if kind == "text" else "BLOB"
    write = f'UPDATE {table} SET "{column}" = CAST(? AS {to_type}) WHERE rowid = ?'
    raw.execute(write, (bytes(changed), number))
    try:
        assert errors(written)
    finally:
        raw.execute(write, (value, number))


def test_nothing_of_the_changes_before_is_left(written: tuple[Path, Path, sqlite3.Connection]) -> None:
    assert errors(written) == []


@pytest.mark.parametrize("column", ["device", "unit", "app", "started_at"])
def test_text_that_is_no_text_any_more_is_an_error(written: tuple[Path, Path, sqlite3.Connection], column: str) -> None:
    raw = written[2]
    (before,) = raw.execute(f"SELECT {column} FROM log WHERE rowid = 1").fetchone()
    raw.execute(f"UPDATE log SET {column} = CAST(? AS TEXT) WHERE rowid = 1", (b"\xe1" + before.encode()[1:],))
    try:
        assert "bad_log" in {finding.code for finding in errors(written)}
    finally:
        raw.execute(f"UPDATE log SET {column} = ? WHERE rowid = 1", (before,))


@pytest.mark.parametrize("step", [-1, 1, 100])
def test_an_entry_moved_to_another_number_is_an_error(
    written: tuple[Path, Path, sqlite3.Connection], step: int
) -> None:
    raw = written[2]
    (number,) = raw.execute("SELECT max(rowid) FROM entry").fetchone()
    raw.execute("UPDATE entry SET seq = seq + ? WHERE rowid = ?", (step, number))
    try:
        assert "bad_hash" in {finding.code for finding in errors(written)}
    finally:
        raw.execute("UPDATE entry SET seq = seq - ? WHERE rowid = ?", (step, number))


@pytest.mark.parametrize(("table", "column", "change"), DERIVED + PLANS)
def test_a_changed_projection_is_an_error(
    written: tuple[Path, Path, sqlite3.Connection], table: str, column: str, change: str
) -> None:
    raw = written[2]
    (number,) = raw.execute(
        f'SELECT rowid FROM "{table}" WHERE "{column}" IS NOT NULL ORDER BY rowid DESC'
        if column not in ("refusal", "baseline") else f'SELECT rowid FROM "{table}" ORDER BY rowid'
    ).fetchone()  # fmt: skip
    (before,) = raw.execute(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', (number,)).fetchone()
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(f'UPDATE "{table}" SET "{column}" = {change} WHERE rowid = ?', (number,))
    try:
        (after,) = raw.execute(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', (number,)).fetchone()
        assert after != before
        assert "projection_differs" in {finding.code for finding in errors(written)}
    finally:
        raw.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (before, number))
        raw.execute("PRAGMA foreign_keys = ON")
    assert errors(written) == []


def test_a_lost_entry_is_noticed(written: tuple[Path, Path, sqlite3.Connection]) -> None:
    raw = written[2]
    row = raw.execute("SELECT log, seq, hash, prev, head FROM entry ORDER BY log, seq LIMIT 1").fetchone()
    raw.execute("DELETE FROM entry WHERE hash = ?", (row[2],))
    try:
        assert errors(written)
    finally:
        raw.execute("INSERT INTO entry (log, seq, hash, prev, head) VALUES (?, ?, ?, ?, ?)", row)
    assert errors(written) == []


def test_withheld_content_is_information(written: tuple[Path, Path, sqlite3.Connection]) -> None:
    home, plans, raw = written
    query = "SELECT digest, salt, body FROM content WHERE CAST(body AS TEXT) LIKE '%进展%'"
    row = raw.execute(query).fetchone()
    raw.execute("DELETE FROM content WHERE digest = ?", (row[0],))
    try:
        findings = check(raw, home, full=True, plans=plans)
        assert [finding.code for finding in findings if not finding.error] == ["withheld"]
        assert [finding for finding in findings if finding.error] == []
    finally:
        raw.execute("INSERT INTO content (digest, salt, body) VALUES (?, ?, ?)", row)


def test_changed_lost_and_shortened_evidence_is_an_error(written: tuple[Path, Path, sqlite3.Connection]) -> None:
    home = written[0]
    (file,) = [path for path in (home / "evidence").glob("??/*") if path.is_file()]
    whole = file.read_bytes()
    try:
        file.write_bytes(whole.replace("甲".encode(), "丙".encode()))
        assert {finding.code for finding in errors(written)} == {"evidence_changed"}
        file.write_bytes(whole[:-1])
        assert {finding.code for finding in errors(written)} == {"evidence_changed"}
        file.unlink()
        assert {finding.code for finding in errors(written)} == {"evidence_missing"}
    finally:
        file.write_bytes(whole)
    assert errors(written) == []


def test_a_changed_plan_revision_is_an_error(written: tuple[Path, Path, sqlite3.Connection]) -> None:
    raw = written[2]
    digest, data = raw.execute("SELECT digest, bytes FROM plan_file").fetchone()
    changed = data.replace("试办工厂6家".encode(), "试办工厂1家".encode())
    assert changed != data
    raw.execute("UPDATE plan_file SET bytes = ?", (changed,))
    try:
        assert "bad_plan" in {finding.code for finding in errors(written)}
    finally:
        raw.execute("UPDATE plan_file SET bytes = ? WHERE digest = ?", (data, digest))


@pytest.mark.parametrize("body", [
    b'{"digest":"../../../../etc/passwd","size":1}', b'{"digest":5,"size":"x"}', b'{"digest":"","size":[]}', b"[]", b"\xff",
    b'{"digest":"\\u0000","size":1}', b'{"size":1e999}',
])  # fmt: skip
def test_evidence_said_by_a_stranger_never_ends_the_check(body: bytes) -> None:
    from db.rules.journal import Head, LogRow, Slot, content_digest, encode_head, entry_hash
    from db.store.union import Bundle
    from tests.db.store import worlds

    slot = Slot("milestone", worlds.slots()[0].target, worlds.UNITS[0], "00" * 32, "evidence")
    log = LogRow(b"e" * 16, worlds.DEVICES[0], worlds.UNITS[0], "", "2021-01-01T00:00:00Z", b"")
    digest = content_digest(b"s" * 16, body)
    head = encode_head(Head("evidence_added", "2" * 32, slot, "2021-06-30", 1, "2021-06-30T00:00:00Z", c=digest.hex()))
    row = (log.log, 1, entry_hash(log.log, 1, log.genesis, head), log.genesis, head)
    with worlds.world() as world:
        place = world.place(worlds.DEVICES[0])
        place.take(Bundle((log,), (row,), ((digest, b"s" * 16, body),)))
        findings = check(place.raw, place.folder, full=True)
        assert {finding.code for finding in findings} & {"evidence_missing", "evidence_changed"}
