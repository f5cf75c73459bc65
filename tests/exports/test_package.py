"""The hand-in's files: parts within the limit, evidence by clause with safe names, the workbook that carries data."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from db.commands import handing
from db.errors import KnownError
from db.reports.status import status_report
from db.rules.pack import MANIFEST, PART_BYTES
from db.rules.times import Period
from exports.carried import NAME, carried_cells
from exports.workbook import write_workbook
from tests import plans as small
from tests.db.packs.making import DAY, GXT, Place


@pytest.fixture
def unit(tmp_path: Path, plan_folder: Path) -> Place:
    """The unit that hands in."""
    return Place(tmp_path / "unit", plan_folder)


@pytest.fixture
def office(tmp_path: Path, plan_folder: Path) -> Place:
    """The office that collects."""
    return Place(tmp_path / "office", plan_folder)


def files(folder: Path, sizes: dict[str, int]) -> tuple[Path, ...]:
    """Files of these sizes with bytes that don't pack."""
    import random

    folder.mkdir(exist_ok=True)
    made = []
    for name, size in sizes.items():
        (folder / name).write_bytes(random.Random(name).randbytes(size))
        made.append(folder / name)
    return tuple(made)


def test_parts_within_the_limit_taken_in_any_order(unit: Place, office: Place, tmp_path: Path) -> None:
    attached = files(tmp_path / "in", {f"照片{n}.jpg": 300_000 for n in range(9)})
    unit.tick(files=attached)
    parts = unit.pack(tmp_path / "报送.zip", limit=1_000_000)
    assert [path.name for path in parts] == [f"报送.part{n}.zip" for n in range(1, len(parts) + 1)]
    assert len(parts) >= 3
    assert all(path.stat().st_size <= 1_000_000 for path in parts)
    for path in parts:
        with ZipFile(path) as archive:
            assert json.loads(archive.read(MANIFEST))["parts"] == [part.name for part in parts]
            assert archive.testzip() is None
    rows = office.collect(*reversed(parts))
    assert [row.error for row in rows] == [None] * len(parts)
    assert sum(row.files for row in rows) == 9
    with office.store() as store:
        for file in attached:
            import hashlib

            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            assert (store.home / "evidence" / digest[:2] / digest).read_bytes() == file.read_bytes()


def test_a_later_part_alone_is_told_what_is_missing(unit: Place, office: Place, tmp_path: Path) -> None:
    unit.tick(files=files(tmp_path / "in", {f"照片{n}.jpg": 300_000 for n in range(5)}))
    parts = unit.pack(tmp_path / "报送.zip", limit=700_000)
    row = office.collect(parts[-1])[0]
    assert row.error is not None
    assert row.error.code == "pack_part_first"
    assert parts[0].name in row.error.sentence()
    first = office.collect(parts[0])[0]
    assert [notice.code for notice in first.notices] == ["pack_parts"]
    assert office.collect(parts[-1])[0].error is None


def test_a_file_beyond_the_limit_gets_a_part_of_its_own(unit: Place, office: Place, tmp_path: Path) -> None:
    unit.tick(files=files(tmp_path / "in", {"小.pdf": 1000, "大.pdf": 900_000}))
    parts = unit.pack(tmp_path / "报送.zip", limit=500_000)
    sizes = [path.stat().st_size for path in parts]
    assert sum(size > 500_000 for size in sizes) == 1
    assert all(row.error is None for row in office.collect(*parts))


def test_evidence_is_named_by_clause_and_milestone_with_safe_names(unit: Place, tmp_path: Path) -> None:
    names = {"证明.txt": 10, "a" * 200 + ".txt": 11, "甲（终稿）.txt": 12}
    unit.tick(files=files(tmp_path / "in", names))
    unit.tick(small.CHECKPOINT, files=files(tmp_path / "另", {"证明.TXT": 13}))
    path = unit.pack(tmp_path / "报送.zip")[0]
    with ZipFile(path) as archive:
        inside = [name for name in archive.namelist() if name.startswith("佐证/")]
    assert len(inside) == 4
    assert all(len(name.encode()) < 255 and ".." not in name and name.count("/") == 3 for name in inside)
    assert any("印发试办办法" in name and name.endswith("证明.txt") for name in inside)
    assert len({name.casefold() for name in inside}) == 4


def test_the_next_hand_in_begins_after_the_receipt(unit: Place, office: Place, tmp_path: Path) -> None:
    unit.tick()
    first = unit.pack(tmp_path / "一.zip")[0]
    receipt = office.collect(first)[0].receipt
    assert receipt is not None
    assert unit.collect(receipt)[0].error is None
    unit.tick(small.CHECKPOINT)
    second = unit.pack(tmp_path / "二.zip")[0]
    whole = unit.pack(tmp_path / "全.zip", everything=True)[0]

    def entries(path: Path) -> object:
        with ZipFile(path) as archive:
            return json.loads(archive.read(MANIFEST))["counts"].get("entry")

    assert (entries(first), entries(second), entries(whole)) == (1, 1, 2)
    assert office.collect(second)[0].notices == ()


def test_a_hand_in_after_a_receipt_tells_a_stranger_that_it_lacks_the_rest(
    unit: Place, office: Place, tmp_path: Path, plan_folder: Path
) -> None:
    unit.tick()
    receipt = office.collect(unit.pack(tmp_path / "一.zip")[0])[0].receipt
    assert receipt is not None
    unit.collect(receipt)
    unit.tick(small.CHECKPOINT)
    other = Place(tmp_path / "other", plan_folder)
    row = other.collect(unit.pack(tmp_path / "二.zip")[0])[0]
    assert (row.entries, [notice.code for notice in row.notices]) == (1, ["pack_gap"])


# ---- the workbook alone


def workbook(unit: Place, path: Path) -> Path:
    """The report with the data in a very hidden sheet."""
    folder = path.parent / ".spool"
    folder.mkdir()
    with unit.store() as store:
        data = handing.prepare(store, GXT.unit, "2021-06", folder)
        report = store.read(lambda conn: status_report(conn, GXT.unit, Period.parse("2021-06"), DAY))
    return write_workbook(report, path, carried=carried_cells(data)).path


def test_the_workbook_alone_carries_the_data(unit: Place, office: Place, tmp_path: Path) -> None:
    for note in range(3):
        unit.tick(note=f"第{note}次“说明”<&>")
    path = workbook(unit, tmp_path / "报表.xlsx")
    assert load_workbook(path)[NAME].sheet_state == "veryHidden"
    row = office.collect(path)[0]
    assert (row.error, row.entries, row.notices) == (None, 3, ())


def test_it_survives_being_saved_anew_sorted_and_moved(unit: Place, office: Place, tmp_path: Path) -> None:
    """As another office program would write it: shared strings, another order, another sheet name, shown."""
    for _ in range(60):
        unit.tick(note="很长的说明" * 400)
    path = workbook(unit, tmp_path / "报表.xlsx")
    book = load_workbook(path)
    sheet = book[NAME]
    cells = [row[0].value for row in sheet.iter_rows(max_col=1)]
    assert len(cells) > 1
    book.remove(sheet)
    moved = book.create_sheet("别的名字", 0)
    for at, text in enumerate(reversed(cells), 5):
        moved.cell(at, 3, text)
    book.save(tmp_path / "另存.xlsx")
    row = office.collect(tmp_path / "另存.xlsx")[0]
    assert (row.error, row.entries) == (None, 60)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice isn't here")
def test_libreoffice_saves_it_and_it_is_taken(unit: Place, office: Place, tmp_path: Path) -> None:
    unit.tick(note="说明")
    path = workbook(unit, tmp_path / "报表.xlsx")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "xlsx", "--outdir",
         str(tmp_path / "lo-out"), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    row = office.collect(tmp_path / "lo-out" / "报表.xlsx")[0]
    assert (row.error, row.entries) == (None, 1)


def test_too_much_for_a_workbook_is_said(unit: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.carried.MAX_CELLS", 0)
    unit.tick()
    with pytest.raises(KnownError) as caught:
        workbook(unit, tmp_path / "报表.xlsx")
    assert caught.value.code == "carried_too_large"
    assert not (tmp_path / "报表.xlsx").exists()


def test_the_limit_is_what_mail_lets_through() -> None:
    assert PART_BYTES == 20 * 1024 * 1024
