"""Opening a data folder: versions, strangers, damage, pragmas, two programs at once, a killed program, a full disk."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.commands import evidence, ticks
from db.commands.author import Author
from db.errors import KnownError
from db.first import open_first
from db.home import DATABASE, data_home, device_id
from db.queries.checklist import checklist, find_row
from db.rules.kinds import Light
from db.store import schema, statements
from db.store.check import check
from db.store.connect import connect, open_database
from db.store.sqltext import USER_VERSION
from db.store.store import Store
from tests import plans as small
from tests.db.store.worlds import primary_rows

TODAY = date(2021, 6, 30)
ROOT = Path(__file__).resolve().parents[3]


def files_of(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def set_version(home: Path, version: int) -> None:
    with closing(sqlite3.connect(home / DATABASE)) as raw:
        raw.execute(f"PRAGMA user_version = {version}")
        raw.execute("PRAGMA journal_mode = DELETE")


def openers(plans: Path) -> list[Callable[[Path], Any]]:
    return [lambda home: Store.open(home, plans=plans), lambda home: open_first(home, plans=plans)]


@pytest.mark.parametrize("which", [0, 1])
def test_a_newer_file_is_refused_and_left_as_it_is(store: Store, home: Path, plan_folder: Path, which: int) -> None:
    store.close()
    set_version(home, (schema.PRIMARY_VERSION + 1) * 1000 + 1)
    before = files_of(home)
    with pytest.raises(KnownError) as caught:
        openers(plan_folder)[which](home)
    assert caught.value.code == "database_newer"
    assert caught.value.values["found"] == schema.PRIMARY_VERSION + 1
    assert files_of(home) == before


@pytest.mark.parametrize("which", [0, 1])
def test_another_programs_file_is_refused_and_left_as_it_is(home: Path, plan_folder: Path, which: int) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / DATABASE)) as raw:
        raw.execute("CREATE TABLE theirs (a)")
        raw.commit()
    before = files_of(home)
    with pytest.raises(KnownError) as caught:
        openers(plan_folder)[which](home)
    assert caught.value.code == "database_foreign"
    assert files_of(home) == before


@pytest.mark.parametrize(
    "data", [b"this is no database\n" * 300, b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_what_is_no_database_is_refused_and_left_as_it_is(home: Path, plan_folder: Path, data: bytes) -> None:
    home.mkdir()
    (home / DATABASE).write_bytes(data)
    for opener in openers(plan_folder):
        with pytest.raises(KnownError) as caught:
            opener(home)
        assert caught.value.code in ("database_damaged", "database_foreign")
        assert (home / DATABASE).read_bytes() == data


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_named_damaged_and_never_made_anew(
    store: Store, gxt: Author, home: Path, plan_folder: Path, part: float
) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    store.close()
    whole = (home / DATABASE).read_bytes()
    (home / DATABASE).write_bytes(whole[: int(len(whole) * part)])

    def use() -> None:
        with closing(Store.open(home, plans=plan_folder)) as opened:
            opened.read(lambda conn: checklist(conn, gxt.unit, TODAY))
            ticks.untick(opened, gxt, small.RULES, note="误报", today=TODAY)

    with pytest.raises(KnownError) as caught:
        use()
    assert caught.value.code == "database_damaged"


def test_a_file_in_place_of_the_folder(home: Path, plan_folder: Path) -> None:
    home.write_text("in the way", encoding="utf-8")
    for place, code in ((home, "home_not_folder"), (home / "below", "home_not_writable")):
        for opener in openers(plan_folder):
            with pytest.raises(KnownError) as caught:
                opener(place)
            assert caught.value.code == code
    assert home.read_text(encoding="utf-8") == "in the way"


def test_a_folder_in_place_of_the_file(home: Path, plan_folder: Path) -> None:
    (home / DATABASE).mkdir(parents=True)
    with pytest.raises(KnownError) as caught:
        Store.open(home, plans=plan_folder)
    assert caught.value.code in ("file_not_writable", "file_failed_io")
    assert (home / DATABASE).is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps files writable by other means")
def test_a_file_that_may_not_be_written(store: Store, gxt: Author, home: Path, plan_folder: Path) -> None:
    store.close()
    with closing(open_database(home)) as raw:
        raw.execute("PRAGMA query_only = ON")  # what a write-protected file says, also to root
        with pytest.raises(sqlite3.OperationalError, match="readonly") as said:
            raw.execute("DELETE FROM setting")
    from db.store.connect import translate

    assert translate(said.value, home).code == "file_not_writable"


@pytest.mark.parametrize("query_only", [False, True])
def test_the_pragmas_on_which_the_promises_rest(store: Store, home: Path, query_only: bool) -> None:
    with closing(connect(home, query_only=query_only)) as raw:
        said = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in
                ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "query_only")}  # fmt: skip
    assert said == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "query_only": int(query_only)
    }  # fmt: skip


def test_the_stores_own_connections_have_them_too(store: Store) -> None:
    def pragmas(conn: Any) -> list[Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "query_only")
        return [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert store.read(pragmas) == ["wal", 2, 1, 1]
    assert store.write(lambda tx: pragmas(tx.conn)) == ["wal", 2, 1, 0]


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(KnownError) as caught:
        store.read(lambda conn: conn.exec_driver_sql("DELETE FROM setting"))
    assert caught.value.code == "file_not_writable"


@pytest.mark.parametrize("version", [schema.PRIMARY_VERSION * 1000 + 999, schema.PRIMARY_VERSION * 1000])
def test_another_projection_version_is_derived_anew(
    store: Store, gxt: Author, home: Path, plan_folder: Path, version: int
) -> None:
    ticks.tick(store, gxt, small.PLANTS_2021, value="6", today=TODAY)
    expected = store.read(lambda conn: checklist(conn, gxt.unit, TODAY))
    store.set_setting("chosen", "kept")
    rows = store.write(lambda tx: primary_rows(tx.raw))
    store.close()
    with closing(sqlite3.connect(home / DATABASE)) as raw:
        raw.execute("CREATE TABLE of_that_version (a)")
        raw.execute("UPDATE fact SET value = '1'")
        raw.execute("DROP TABLE milestone")
        raw.commit()
    set_version(home, version)
    with closing(Store.open(home, plans=plan_folder)) as opened:
        assert opened.read(lambda conn: checklist(conn, gxt.unit, TODAY)) == expected
        assert opened.write(lambda tx: primary_rows(tx.raw)) == rows
        assert opened.setting("chosen") == "kept"
        findings = opened.write(lambda tx: tx.raw.execute("PRAGMA user_version").fetchone()[0])
        assert findings == USER_VERSION
    with closing(open_database(home)) as raw:
        assert not [finding for finding in check(raw, home, full=True, plans=plan_folder) if finding.error]
        assert not raw.execute("SELECT name FROM sqlite_schema WHERE name = 'of_that_version'").fetchall()


def test_the_written_out_statements_are_those_of_core() -> None:
    text = (ROOT / "db" / "store" / "sqltext.py").read_text(encoding="utf-8")
    assert text == statements.module_text(), "run `make sql`"


# ---- two programs, killed programs

_OTHER = """
import os, sys
from datetime import date
from pathlib import Path
from db.commands import ticks
from db.commands.author import Author
from db.store.store import Store
from tests import plans as small

home, plans, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
store = Store.open(home, "other", plans=plans)
author = Author(small.unit(small.GXT), "别人")
if how == "many":
    for n in range(25):
        ticks.tick(store, author, small.PLANTS_2021, value=str(n + 1), today=date(2021, 6, 30))
if how in ("inside", "uncommitted"):
    ticks.tick(store, author, small.RULES, today=date(2021, 6, 30))

    def write(tx):
        from db.rules.journal import Slot
        from db.store.journal import Draft
        from db.rules.kinds import EntryKind

        tx.say(author.unit, [Draft(EntryKind.TEXT, Slot("task", "x", author.unit, "", "note"), "2021-06-30", {"text": "a"})])
        tx.raw.execute("CREATE TABLE half (a)")
        print("ready", flush=True)
        if how == "inside":
            os._exit(9)
        sys.stdin.readline()

    store.write(write)
print("done", flush=True)
"""


def other_program(home: Path, plans: Path, how: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(home), str(plans), how],
        env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_programs_at_once_lose_nothing(store: Store, gxt: Author, home: Path, plan_folder: Path) -> None:
    other = other_program(home, plan_folder, "many")
    acts = set()
    for n in range(25):
        acts.add(ticks.tick(store, gxt, small.PLANTS_2021, value=str(n + 30), today=TODAY).act)
    out, _ = other.communicate(timeout=60)
    assert (out.split(), other.returncode) == (["done"], 0)
    apps = store.read(
        lambda conn: conn.exec_driver_sql(
            "SELECT l.app, count(DISTINCT f.act) FROM fact f JOIN log l ON l.log = f.log GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )
    assert [tuple(row) for row in apps] == [("duban test", 25), ("other", 25)]
    assert len(acts) == 25
    with closing(open_database(home)) as raw:
        findings = check(raw, home, full=True, plans=plan_folder)
        assert not [finding for finding in findings if finding.error]
        # Each writer saw the other's answers: one head, no conflict made by haste.
        assert raw.execute("SELECT max(heads) FROM state").fetchone() == (1,)


def test_another_programs_change_is_seen(store: Store, home: Path, plan_folder: Path, gxt: Author) -> None:
    before = store.data_version()
    with closing(Store.open(home, "other", plans=plan_folder)) as other:
        ticks.tick(other, gxt, small.RULES, today=TODAY)
    assert store.data_version() != before
    row = find_row(store.read(lambda conn: checklist(conn, gxt.unit, TODAY)), _uid(small.RULES))
    assert row is not None
    assert row.light is Light.IN_REVIEW


def _uid(spec: str) -> str:
    code, _, key = spec.partition(":")[2].rpartition("#")
    return str(small.milestone_of(small.minted(), code, key)["uid"])


@pytest.mark.parametrize("how", ["inside", "uncommitted"])
def test_a_program_killed_while_writing_leaves_the_old_state(
    store: Store, gxt: Author, home: Path, plan_folder: Path, how: str
) -> None:
    store.close()
    other = other_program(home, plan_folder, how)
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    if how == "uncommitted":
        other.kill()
    other.communicate(timeout=60)
    with closing(open_database(home)) as raw:
        assert raw.execute("SELECT count(*) FROM entry").fetchone() == (1,)  # what was committed before
        assert raw.execute("SELECT count(*) FROM log").fetchone() == (1,)
        assert not raw.execute("SELECT name FROM sqlite_schema WHERE name = 'half'").fetchall()
        assert not [finding for finding in check(raw, home, full=True, plans=plan_folder) if finding.error]


def test_a_writer_that_waits_too_long_says_so_and_loses_nothing(
    store: Store, gxt: Author, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.store.connect.BUSY_MS", 50)  # read when the store first writes
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    with closing(connect(home)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError) as caught:
            ticks.untick(store, gxt, small.RULES, note="误报", today=TODAY)
        assert caught.value.code == "database_busy"
        raw.execute("ROLLBACK")
    ticks.untick(store, gxt, small.RULES, note="误报", today=TODAY)


# ---- a full disk


def test_a_full_disk_is_said_and_the_old_state_is_whole(
    store: Store, gxt: Author, home: Path, plan_folder: Path
) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    before = store.write(lambda tx: primary_rows(tx.raw))
    expected = store.read(lambda conn: checklist(conn, gxt.unit, TODAY))
    store.write(lambda tx: tx.raw.execute("PRAGMA page_count").fetchone())

    def limit(tx: Any) -> None:
        (pages,) = tx.raw.execute("PRAGMA page_count").fetchone()
        tx.raw.execute(f"PRAGMA max_page_count = {pages}")

    store.write(limit)
    with pytest.raises(KnownError) as caught:
        ticks.tick(store, gxt, small.PLANTS_2021, value="6", note="长" * 60_000, today=TODAY)
    assert caught.value.code == "disk_full"
    assert caught.value.sentence() != "disk_full"
    assert store.write(lambda tx: primary_rows(tx.raw)) == before
    assert store.read(lambda conn: checklist(conn, gxt.unit, TODAY)) == expected
    store.write(lambda tx: tx.raw.execute("PRAGMA max_page_count = 1000000").fetchone() and None)
    ticks.tick(store, gxt, small.PLANTS_2021, value="6", note="长" * 60_000, today=TODAY)
    with closing(open_database(home)) as raw:
        assert not [finding for finding in check(raw, home, full=True, plans=plan_folder) if finding.error]


def test_a_disk_that_is_full_while_a_file_is_kept_leaves_no_draft(
    store: Store, gxt: Author, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    file = tmp_path / "照片.jpg"
    file.write_bytes(b"x" * 1000)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KnownError) as caught:
        evidence.add(store, gxt, small.RULES, [file], today=TODAY)
    assert caught.value.code == "disk_full"
    assert not [path for path in (home / "evidence").rglob("*") if path.is_file()]


# ---- plans at the start


def test_one_broken_plan_file_does_not_hold_up_the_others(home: Path, tmp_path: Path) -> None:
    other = small.minted()
    other["id"], other["uid"], other["nodes"] = "other", "00000000-0000-5000-8000-000000000001", []
    other["indicators"] = []
    folder = small.write_plans(tmp_path / "two", small.minted(), small.seal(other))
    (folder / "shiban-2021-9.json").write_bytes(b"{}")
    with pytest.raises(KnownError) as caught:
        open_first(home, plans=folder, strict=True)
    assert (caught.value.code, caught.value.values["file"]) == ("plan_file_broken", "shiban-2021-9.json")
    first = open_first(home, plans=folder)
    with closing(first):
        assert [problem.values["file"] for problem in first.problems] == ["shiban-2021-9.json"]
        assert [row[0] for row in first.raw.execute('SELECT slug FROM "plan"')] == ["other"]
    small.write_plans(folder, small.minted(), small.seal(other))
    with closing(open_first(home, plans=folder)) as again:
        assert again.problems == []
        assert [row[0] for row in again.raw.execute('SELECT slug FROM "plan" ORDER BY position')] == [
            "shiban-2021-9", "other"
        ]  # fmt: skip


def test_opening_twice_changes_nothing(store: Store, gxt: Author, home: Path, plan_folder: Path) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    store.close()
    before = (home / DATABASE).read_bytes()
    for opener in openers(plan_folder):
        opener(home).close()
    assert (home / DATABASE).read_bytes() == before


# ---- where data lies


def test_the_data_folder_is_named_by_argument_then_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data_home() == tmp_path / "home"
    assert data_home(tmp_path / "other") == tmp_path / "other"
    monkeypatch.delenv("DUBAN_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    if sys.platform.startswith("linux"):
        assert data_home() == tmp_path / "xdg" / "duban"


def test_a_device_keeps_its_id_and_another_machine_gets_its_own(tmp_path: Path) -> None:
    mine = device_id()
    assert device_id() == mine
    kept = tmp_path / "config" / "device"
    kept.write_text(f"{mine}\n{'0' * 64}\n", encoding="ascii")  # the profile was copied to another machine
    other = device_id()
    assert other != mine
    assert device_id() == other
    kept.write_text("damaged", encoding="ascii")
    assert len(device_id()) == 32
