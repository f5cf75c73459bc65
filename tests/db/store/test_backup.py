"""Backups: made beside a writer, verified, restored; a damaged one is refused; what lay there before is kept."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from db.commands import evidence, ticks
from db.commands.author import Author
from db.errors import KnownError
from db.home import DATABASE
from db.queries.checklist import checklist
from db.rows import Checklist
from db.store.backup import Backup, back_up, restore, verify
from db.store.check import check
from db.store.connect import connect, open_database
from db.store.store import Store
from db.store.union import bundle_of, unite
from tests import plans as small
from tests.db.store.worlds import primary_rows

TODAY = date(2021, 6, 30)


@pytest.fixture
def backed_up(store: Store, gxt: Author, home: Path, tmp_path: Path) -> Backup:
    """A folder with an answer and a file, backed up; the store is still open."""
    file = tmp_path / "批复.pdf"
    file.write_bytes(b"%PDF-1.4 approved")
    ticks.tick(store, gxt, small.PLANTS_2021, value="6", files=[file], today=TODAY)
    return back_up(home, tmp_path / "usb")


def said(home: Path, plans: Path, unit: str) -> Checklist:
    with closing(Store.open(home, plans=plans)) as opened:
        return opened.read(lambda conn: checklist(conn, unit, TODAY))  # type: ignore[arg-type]


def rows_of(home: Path) -> object:
    with closing(open_database(home)) as raw:
        return primary_rows(raw)


def test_a_backup_holds_everything_and_verifies(backed_up: Backup, home: Path, plan_folder: Path) -> None:
    assert (backed_up.entries, backed_up.files) == (3, 1)
    assert verify(backed_up.path) == 3
    assert rows_of(home) == rows_of(backed_up.path)


def test_backups_by_default_lie_in_the_data_folder_one_beside_the_other(store: Store, home: Path) -> None:
    first, second = back_up(home), back_up(home)
    assert first.path.parent == second.path.parent == home / "backups"
    assert first.path != second.path
    assert not [path for path in (home / "backups").iterdir() if path.name.startswith(".")]


def test_a_backup_beside_a_writer_ends_and_is_whole(store: Store, gxt: Author, home: Path, tmp_path: Path) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    with closing(connect(home)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("DELETE FROM entry")  # not committed
        made = back_up(home, tmp_path / "usb")
        raw.execute("ROLLBACK")
    assert (made.entries, verify(made.path)) == (1, 1)


def test_restore_brings_everything_back_and_sets_the_present_aside(
    backed_up: Backup, store: Store, gxt: Author, home: Path, plan_folder: Path
) -> None:
    expected = store.read(lambda conn: checklist(conn, gxt.unit, TODAY))
    ticks.untick(store, gxt, small.PLANTS_2021, note="误报", today=TODAY)
    store.close()
    later = rows_of(home)
    shutil.rmtree(home / "evidence")
    aside = restore(home, backed_up.path)
    assert said(home, plan_folder, gxt.unit) == expected
    assert rows_of(aside) == later
    with closing(open_database(home)) as raw:
        assert not [finding for finding in check(raw, home, full=True, plans=plan_folder) if finding.error]
    assert not [path.name for path in home.iterdir() if path.name.startswith(".")]


def test_a_restored_folder_begins_a_new_log_and_unites_with_what_was_set_aside(
    backed_up: Backup, store: Store, gxt: Author, home: Path, plan_folder: Path
) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    store.close()
    aside = restore(home, backed_up.path)
    with closing(Store.open(home, plans=plan_folder)) as opened:
        ticks.tick(opened, gxt, small.CHECKPOINT, today=TODAY)
        with closing(open_database(aside)) as raw:
            former = bundle_of(raw)
        taken = opened.write(lambda tx: unite(tx.raw, former, "recover"))
        assert taken.entries == 1
    with closing(open_database(home)) as raw:
        findings = check(raw, home, full=True, plans=plan_folder)
        assert not [finding for finding in findings if finding.error]


def test_restore_into_an_empty_folder(backed_up: Backup, gxt: Author, tmp_path: Path, plan_folder: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    restore(fresh, backed_up.path)
    assert rows_of(fresh) == rows_of(backed_up.path)
    with closing(open_database(fresh)) as raw:
        assert not [finding for finding in check(raw, fresh, full=True, plans=plan_folder) if finding.error]


@pytest.mark.parametrize("damage", ["garbage", "empty", "truncated"])
def test_restore_over_a_damaged_file_is_what_backups_are_for(
    backed_up: Backup, store: Store, gxt: Author, home: Path, plan_folder: Path, damage: str
) -> None:
    expected = store.read(lambda conn: checklist(conn, gxt.unit, TODAY))
    store.close()
    whole = (home / DATABASE).read_bytes()
    data = {"garbage": b"damaged " * 4096, "empty": b"", "truncated": whole[: len(whole) // 3]}[damage]
    (home / DATABASE).write_bytes(data)
    aside = restore(home, backed_up.path)
    assert damage == "empty" or (aside / DATABASE).read_bytes() == data
    assert said(home, plan_folder, gxt.unit) == expected


def tampered(backup: Backup, statement: str) -> None:
    with closing(sqlite3.connect(backup.path / DATABASE, isolation_level=None)) as raw:
        assert raw.execute(statement).rowcount > 0


def refused(home: Path, backup: Backup, code: str = "backup_unusable") -> None:
    """The restore is refused and the data folder is as before."""
    before = {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}
    with pytest.raises(KnownError) as caught:
        restore(home, backup.path)
    assert caught.value.code == code
    assert {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()} == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET head = head || x'20'",
        "UPDATE entry SET prev = zeroblob(32) WHERE seq = 2",
        "UPDATE log SET unit = 'another'",
        "UPDATE content SET body = body || x'20'",
        "UPDATE plan_file SET bytes = x'7b7d'",
    ],
)
def test_a_backup_whose_rows_were_changed_is_refused(
    backed_up: Backup, store: Store, home: Path, statement: str
) -> None:
    store.close()
    tampered(backed_up, statement)
    refused(home, backed_up)


def test_a_backup_of_damaged_pages_is_refused(backed_up: Backup, store: Store, home: Path) -> None:
    store.close()
    file = backed_up.path / DATABASE
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    refused(home, backed_up)
    file.write_bytes(b"no database at all")
    refused(home, backed_up)
    file.unlink()
    refused(home, backed_up)


def test_a_backup_without_its_evidence_is_refused(backed_up: Backup, store: Store, home: Path) -> None:
    store.close()
    (file,) = (backed_up.path / "evidence").glob("??/*")
    file.unlink()
    refused(home, backed_up)


def test_a_backup_of_a_newer_version_or_another_program_is_refused(backed_up: Backup, store: Store, home: Path) -> None:
    store.close()
    with closing(sqlite3.connect(backed_up.path / DATABASE)) as raw:
        raw.execute("PRAGMA user_version = 9001")
    refused(home, backed_up, "database_newer")
    with closing(sqlite3.connect(backed_up.path / DATABASE)) as raw:
        raw.execute("PRAGMA application_id = 1")
    refused(home, backed_up, "database_foreign")


def test_restore_waits_for_no_other_program_and_leaves_nothing_behind(
    backed_up: Backup, store: Store, gxt: Author, home: Path
) -> None:
    store.read(lambda conn: checklist(conn, gxt.unit, TODAY))  # the window is open
    names = {path.name for path in home.iterdir()}
    with pytest.raises(KnownError) as caught:
        restore(home, backed_up.path)
    assert caught.value.code == "database_busy"
    assert {path.name for path in home.iterdir()} <= names
    ticks.tick(store, gxt, small.RULES, today=TODAY)  # and goes on working


def test_a_full_disk_leaves_no_half_backup(
    store: Store, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KnownError) as caught:
        back_up(home, tmp_path / "usb")
    assert caught.value.code == "disk_full"
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_target_that_cannot_be_written(store: Store, home: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").write_text("a file", encoding="utf-8")
    with pytest.raises(KnownError):
        back_up(home, tmp_path / "usb")


def test_evidence_of_a_backup_is_never_changed_by_later_work(
    backed_up: Backup, store: Store, gxt: Author, home: Path, tmp_path: Path
) -> None:
    other = tmp_path / "批复.pdf"
    other.write_bytes(b"%PDF-1.4 another")
    evidence.add(store, gxt, small.PLANTS_2021, [other], today=TODAY)
    assert len(list((home / "evidence").glob("??/*"))) == 2
    assert verify(backed_up.path) == 3
    assert len(list((backed_up.path / "evidence").glob("??/*"))) == 1
