"""Scene 10 of domain.md: a secret file is purged everywhere; a successor opens the folder and prints last December's
ledger, identical. Through the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.machines import Machine, holding
from tests.e2e.scenes import FACTORIES, GXT

SECRET = "不该进来的内容：某某工程坐标九九八七".encode()
DAY = "2021-12-22"


@pytest.fixture
def unit(bundled: Path, tmp_path: Path) -> Machine:
    """The unit's machine."""
    return Machine(Path(shutil.copytree(bundled, tmp_path / "unit")), tmp_path / "unit-device")


@pytest.fixture
def office(bundled: Path, tmp_path: Path) -> Machine:
    """The office's machine."""
    return Machine(Path(shutil.copytree(bundled, tmp_path / "office")), tmp_path / "office-device")


def test_a_secret_file_is_purged_everywhere_and_a_successor_prints_december(
    unit: Machine, office: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "名单.txt"
    file.write_bytes(SECRET)
    tick = unit.ok(
        "tick", "--unit", GXT, FACTORIES, "--value", "5", "--as-at", "2021-12-20", "--note", SECRET.decode(),
        "--attach", str(file), "--json", today=DAY,
    ).json  # fmt: skip
    elsewhere = tmp_path / "U盘"
    unit.ok("backup")
    unit.ok("backup", "--out", str(elsewhere))
    first = tmp_path / "一.zip"
    unit.ok("pack", "--unit", GXT, "--period", "2021-12", "--out", str(first), today=DAY)
    office.ok("collect", "--trust", str(first))
    office.ok("backup")
    for folder in (unit.home, elsewhere, office.home, office.home / "backups", unit.home / "backups"):
        assert holding(folder, SECRET)

    # The file first, then the words beside the figure and the claim.
    for entry in tick["entries"]:
        done = unit.ok("redact", "--unit", GXT, entry, "--reason", "误传", "--json", today=DAY, code=3).json
        assert [row["files"] for row in done["handed"]] == [str(first)]
    assert holding(unit.home, SECRET) == []
    assert holding(elsewhere, SECRET) == []
    assert unit.ok("history", "--unit", GXT, "--json").json["entries"], "the tombstones stay"
    findings = unit.ok("check", "--full", "--json").json
    assert findings["errors"] == 0
    assert "redacted" in {row["code"] for row in findings["findings"]}

    # The collector follows with the next hand-in, and doesn't take the old one in again.
    second = tmp_path / "二.zip"
    unit.ok("pack", "--unit", GXT, "--period", "2021-12", "--out", str(second), today=DAY)
    assert holding(tmp_path / "unit", SECRET) == []
    office.ok("collect", str(second), code=3)
    assert holding(office.home, SECRET) == []
    renamed = tmp_path / "旧.zip"
    shutil.copy(first, renamed)
    with renamed.open("ab") as longer:
        longer.write(b"\0")  # another file for the digest, the same archive
    office.run("collect", str(first), str(renamed))
    assert holding(office.home, SECRET) == []
    assert office.ok("check", "--full", "--json").json["errors"] == 0

    # Restoring a backup made before the purge doesn't bring it back.
    backup = next((unit.home / "backups").glob("duban-*"))
    unit.ok("restore", str(backup))
    assert unit.ok("check", "--full", "--json").json["errors"] == 0
    assert holding(unit.home, SECRET) == []


def test_a_successor_prints_last_decembers_ledger_identical(unit: Machine, tmp_path: Path) -> None:
    unit.ok("tick", "--unit", GXT, FACTORIES, "--value", "5", "--as-at", "2021-12-20", today=DAY)
    unit.ok("file", "--unit", GXT, "--period", "2021-12", "--unsigned", "--out", str(tmp_path / "filed"), today=DAY)
    printed = {path.name: path.read_bytes() for path in (tmp_path / "filed").iterdir()}
    issue = unit.ok("file", "--unit", GXT, "--period", "2021-12", "--list", "--json", today=DAY).json
    successor = Machine(Path(shutil.copytree(unit.home, tmp_path / "handed-over")), tmp_path / "other-device")
    again = ("report", "--unit", GXT, "--again", issue["filed"][0]["entry"])
    successor.ok(*again, "--out", str(tmp_path / "again"), today="2022-03-01")
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == printed
    successor.ok("figure", "--unit", GXT, FACTORIES, "--value", "6", "--as-at", "2022-02-28", today="2022-03-01")
    assert successor.ok("check", "--full", "--json").json["errors"] == 0


@pytest.mark.parametrize("name", ["机密名单.txt", "通知.txt", "通知.docx"])
def test_marked_documents_are_refused(unit: Machine, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.endswith(".docx"):
        _docx(file, "秘密★10年")
    else:
        file.write_text("机密★\n\n关于某事的通知" if name == "通知.txt" else "名单", encoding="utf-8")
    ran = unit.run("tick", "--unit", GXT, FACTORIES, "--value", "5", "--attach", str(file), "--json", today=DAY)
    assert ran.json["error"]["code"] == "evidence_marked"
    assert not [path for path in (unit.home / "evidence").rglob("*") if path.is_file()]


def _docx(file: Path, marking: str) -> None:
    from zipfile import ZipFile

    with ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:p><w:t>{marking[:1]}</w:t><w:t>{marking[1:]}</w:t></w:p><w:p>正文</w:p>"
        )
