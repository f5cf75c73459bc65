"""recover through the command line: a damaged data file is set aside, and everything comes back."""

from __future__ import annotations

from pathlib import Path

from db.home import DATABASE
from tests.e2e.duban_process import duban
from tests.e2e.scenes import FACTORIES, GXT, ok, row

DAY = "2021-12-22"


def test_a_damaged_data_file_is_recovered_from_backup_and_own_package(data: Path, tmp_path: Path) -> None:
    ok("tick", "--unit", GXT, FACTORIES, "--value", "5", "--as-at", "2021-12-20", home=data, today=DAY)
    ok("backup", home=data, today=DAY)
    ok("figure", "--unit", GXT, FACTORIES, "--value", "6", "--as-at", "2021-12-21", home=data, today=DAY)
    ok("pack", "--unit", GXT, "--period", "2021-12", "--out", str(tmp_path / "a.xlsx"), home=data, today=DAY)
    before = row(data, GXT, FACTORIES, DAY)
    assert before["value"] == 6
    (data / DATABASE).write_bytes(b"\xff" * 40_000)
    assert duban("tasks", "--unit", GXT, home=data).code == 1
    done = ok("recover", str(tmp_path / "a.xlsx"), "--json", home=data, today=DAY).json
    assert (Path(done["aside"]) / DATABASE).is_file()
    assert sum(source["entries"] for source in done["sources"]) + done["packs"][0]["entries"] == 2
    assert row(data, GXT, FACTORIES, DAY) == before
    assert ok("check", "--full", "--json", home=data, today=DAY).json["errors"] == 0
    again = ok("recover", "--json", home=data, today=DAY).json
    assert (again["aside"], sum(source["entries"] for source in again["sources"])) == (None, 0)
