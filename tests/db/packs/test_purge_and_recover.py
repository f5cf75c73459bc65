"""Purge: everywhere, verifiable, safe to interrupt. Recover: whatever is damaged, everything readable comes back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.commands import evidence as proof
from db.commands import purging, recover, texts, ticks, undo
from db.errors import KnownError
from db.home import DATABASE
from db.queries.acts import stacks
from db.rules.kinds import TextField
from db.rules.times import Period
from db.store.backup import back_up
from db.store.check import check
from db.store.store import raw_of
from db.store.sweeping import pending
from tests import plans as small
from tests.db.packs.making import DAY, GXT, OFFICE, Place, device
from tests.e2e.machines import holding

SECRET = "某处坐标九九八七"
JUNE = Period.parse("2021-06")


@pytest.fixture
def unit(tmp_path: Path, plan_folder: Path) -> Place:
    """The unit."""
    return Place(tmp_path / "unit", plan_folder)


def errors(place: Place) -> list[str]:
    """What `check --full` calls an error."""
    with closing(sqlite3.connect(place.root / "home" / DATABASE, isolation_level=None)) as raw:
        return [row.code for row in check(raw, place.root / "home", full=True, plans=place.plans) if row.error]


def text(place: Place, words: str) -> str:
    """A progress text; its entry."""
    with place.store() as store:
        return str(texts.set_text(store, GXT, small.TASK, JUNE, TextField.PROGRESS, words, today=DAY).entries[0])


def test_the_text_before_stands_again_and_the_tombstone_verifies(unit: Place) -> None:
    text(unit, "第一稿")
    entry = text(unit, SECRET)
    with unit.store() as store:
        done = purging.redact(store, GXT, entry[:12], reason="误贴", today=DAY)
        assert (done.contents, done.log_busy) == (1, False)
        body = store.read(
            lambda conn: conn.exec_driver_sql(
                "SELECT c.body FROM state t JOIN fact f ON f.n = t.n JOIN slot s ON s.id = t.slot JOIN content c"
                " ON c.digest = f.c WHERE s.field = 'progress'"
            ).scalar()
        )
        assert "第一稿" in bytes(body).decode()
    assert holding(unit.root, SECRET.encode()) == []
    assert errors(unit) == []


def test_a_file_attached_twice_goes_with_both_entries(unit: Place, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(SECRET, encoding="utf-8")
    unit.tick(small.RULES, (file,))
    unit.tick(small.CHECKPOINT, (file,))
    with unit.store() as store:
        entry = store.read(
            lambda conn: conn.exec_driver_sql(
                "SELECT lower(hex(hash)) FROM fact WHERE kind = 'evidence_added'"
            ).scalar()
        )
        done = purging.redact(store, GXT, str(entry), reason="误传", today=DAY)
    assert (done.contents, done.files) == (2, 1)
    assert holding(unit.root / "home", SECRET.encode()) == []
    assert errors(unit) == []


def test_what_was_purged_is_neither_undone_nor_done_again(unit: Place) -> None:
    unit.tick()
    entry = text(unit, SECRET)
    with unit.store() as store:
        purging.redact(store, GXT, entry, reason="误贴", today=DAY)
        done, undone = store.read(lambda conn: stacks(conn, GXT.unit, store.journal.device))
        assert (len(done), undone) == (1, [])
        assert undo.undo(store, GXT, today=DAY).code == "undone"
        with pytest.raises(KnownError) as caught:
            undo.undo(store, GXT, today=DAY)
        assert caught.value.code == "nothing_to_undo"


@pytest.mark.parametrize(("author", "entry", "code"), [(OFFICE, None, "redact_not_yours"), (GXT, "abc", "redact_unknown"),
                                                       (GXT, "f" * 64, "redact_unknown")])  # fmt: skip
def test_whose_and_which(unit: Place, author: object, entry: str | None, code: str) -> None:
    said = text(unit, SECRET)
    with unit.store() as store, pytest.raises(KnownError) as caught:
        purging.redact(store, author, entry or said, reason="误", today=DAY)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert holding(unit.root, SECRET.encode())


def interrupted(home: Path) -> None:
    """The power fails between the act and the sweeping."""
    raise KeyboardInterrupt


def test_a_purge_that_was_interrupted_is_finished_by_the_next_command(
    unit: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(SECRET, encoding="utf-8")
    unit.tick(files=(file,))
    file.unlink()
    with unit.store() as store:
        back_up(store.home)
        entry = store.read(
            lambda conn: conn.exec_driver_sql(
                "SELECT lower(hex(hash)) FROM fact WHERE kind = 'evidence_added'"
            ).scalar()
        )
        with monkeypatch.context() as patch:
            patch.setattr("db.commands.purging.sweep", interrupted)
            with pytest.raises(KeyboardInterrupt):
                purging.redact(store, GXT, str(entry), reason="误传", today=DAY)
        assert store.read(lambda conn: pending(raw_of(conn)))
    assert holding(unit.root, SECRET.encode())
    unit.collect()
    assert holding(unit.root, SECRET.encode()) == []
    assert errors(unit) == []


def test_a_reader_elsewhere_is_named_and_the_rest_done_afterwards(unit: Place) -> None:
    entry = text(unit, SECRET)
    with closing(sqlite3.connect(unit.root / "home" / DATABASE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM content").fetchone()
        with unit.store() as store:
            assert purging.redact(store, GXT, entry, reason="误贴", today=DAY).log_busy
        reader.execute("COMMIT")
    unit.collect()
    assert holding(unit.root, SECRET.encode()) == []
    with unit.store() as store:
        assert not store.read(lambda conn: pending(raw_of(conn)))


# ---- recover


def primary(place: Place) -> list[object]:
    """Hashes of all entries and digests of all contents."""
    with closing(sqlite3.connect(place.root / "home" / DATABASE)) as raw:
        rows = raw.execute("SELECT hash FROM entry ORDER BY 1").fetchall()
        return [*rows, *raw.execute("SELECT digest FROM content ORDER BY 1").fetchall()]


def recovered(place: Place, *sources: Path) -> recover.Recovered:
    """Recovers on the place's machine."""
    with device(place.root / "device"):
        return recover.recover(place.root / "home", sources, plans=place.plans)


def much(place: Place, tmp_path: Path, count: int = 60) -> None:
    """Enough that the file has many pages."""
    file = tmp_path / "证明.txt"
    file.write_bytes(b"evidence")
    with place.store() as store:
        proof.add(store, GXT, small.RULES, [file], today=DAY)
        for at in range(count):
            ticks.tick(store, GXT, small.RULES, note=f"第{at}次" * 200, today=DAY)


def test_a_damaged_page_costs_only_its_rows_and_the_backup_gives_them_back(unit: Place, tmp_path: Path) -> None:
    much(unit, tmp_path)
    with unit.store() as store:
        back_up(store.home)
    whole = primary(unit)
    path = unit.root / "home" / DATABASE
    data = bytearray(path.read_bytes())
    for page in range(40, len(data) // 4096 - 2, 7):
        data[page * 4096 : page * 4096 + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    done = recovered(unit)
    assert done.aside is not None
    assert (done.aside / DATABASE).read_bytes() == bytes(data), "the damaged file is set aside as it was"
    assert done.entries[done.aside] > 0, "what could be read of it came first"
    assert primary(unit) == whole
    assert errors(unit) == []
    with unit.store() as store:
        assert undo.undo(store, GXT, today=DAY).code == "undone", "one's own acts are still one's own"


def test_a_file_that_is_no_database_any_more(unit: Place, tmp_path: Path) -> None:
    much(unit, tmp_path, 3)
    pack = unit.pack(tmp_path / "own.zip")[0]
    whole = primary(unit)
    shutil.rmtree(unit.root / "home" / "evidence")
    path = unit.root / "home" / DATABASE
    path.write_bytes(b"\0" * 5000)
    done = recovered(unit, pack)
    assert [row.error for row in done.packs] == [None]
    assert primary(unit) == whole
    assert errors(unit) == [], "the own package brought the evidence back too"


def test_recover_on_a_sound_store_changes_nothing(unit: Place, tmp_path: Path) -> None:
    much(unit, tmp_path, 3)
    with unit.store() as store:
        back_up(store.home)
    whole = primary(unit)
    done = recovered(unit)
    assert (done.aside, sum(done.entries.values()), done.files) == (None, 0, 0)
    assert primary(unit) == whole


def test_recover_does_not_bring_back_what_was_purged(unit: Place, tmp_path: Path) -> None:
    entry = text(unit, SECRET)
    old = tmp_path / "old"
    shutil.copytree(unit.root / "home", old)
    with unit.store() as store:
        purging.redact(store, GXT, entry, reason="误贴", today=DAY)
    recovered(unit, old)
    unit.collect()
    with closing(sqlite3.connect(unit.root / "home" / DATABASE)) as raw:
        assert raw.execute("SELECT count(*) FROM content WHERE instr(body, ?)", (SECRET.encode(),)).fetchone() == (0,)
