"""Scene 9 of domain.md: two of 28 claims are returned; only these reopen; a later correction leaves the bulletin as it
was printed. Through the command line, unit and office each on a machine of its own."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from db.commands import evidence, ticks
from db.commands.author import Author
from db.rules.kinds import UnitUid
from db.rules.times import china_today
from tests.e2e.machines import Machine
from tests.e2e.scenes import FACTORIES, GXT, OFFICE, PLAN

JUNE, JULY = "2021-06-24", "2021-07-05"


@pytest.fixture
def unit(bundled: Path, tmp_path: Path) -> Machine:
    """The unit's machine."""
    return Machine(Path(shutil.copytree(bundled, tmp_path / "unit")), tmp_path / "unit-device")


@pytest.fixture
def office(bundled: Path, tmp_path: Path) -> Machine:
    """The office's machine."""
    return Machine(Path(shutil.copytree(bundled, tmp_path / "office")), tmp_path / "office-device")


def lights(machine: Machine, wanted: list[str]) -> dict[str, str]:
    """Milestone → light of those that were claimed."""
    listed = machine.ok("tasks", "--unit", GXT, "--plan", PLAN, "--json", today=JULY).json["items"]
    return {row["uid"]: row["light"] for item in listed for row in item["milestones"] if row["uid"] in wanted}


def claim_28(machine: Machine, tmp_path: Path) -> list[str]:
    """Ticks 28 checkpoints of 2021 as one act, with a file for each."""
    listed = machine.ok("tasks", "--unit", GXT, "--plan", PLAN, "--json", today=JUNE).json["items"]
    rows = [row for item in listed for row in item["milestones"] if row["kind"] == "checkpoint" and row["mine"]]
    chosen = [row["uid"] for row in rows if row["due_on"].startswith("2021")][:28]
    assert len(chosen) == 28
    with machine.store() as store:
        uid = store.read(lambda conn: conn.exec_driver_sql('SELECT uid FROM "unit" WHERE name = ?', (GXT,)).scalar())
        author = Author(UnitUid(str(uid)), "张三")
        ticks.tick_many(store, author, chosen, note="已办结", today=date(2021, 6, 24))
        for at, milestone in enumerate(chosen):
            file = tmp_path / f"印证{at}.txt"
            file.write_text(f"第{at}项办结材料", encoding="utf-8")
            evidence.add(store, author, milestone, [file], today=date(2021, 6, 24))
    return chosen


def test_two_of_28_claims_are_returned_and_only_these_reopen(unit: Machine, office: Machine, tmp_path: Path) -> None:
    claimed = claim_28(unit, tmp_path)
    unit.ok("figure", "--unit", GXT, FACTORIES, "--value", "3", "--as-at", "2021-06-20", today=JUNE)
    unit.ok("file", "--unit", GXT, "--period", "2021-06", "--unsigned", "--out", str(tmp_path / "filed"), today=JUNE)
    printed = {path.name: path.read_bytes() for path in (tmp_path / "filed").iterdir()}
    hand_in = tmp_path / "报送.zip"
    packed = unit.ok("pack", "--unit", GXT, "--period", "2021-06", "--out", str(hand_in), "--json", today=JUNE).json
    assert packed["evidence"] == 28

    # Stored, and not counted until the code was read over the telephone.
    taken = office.ok("collect", str(hand_in), "--json", code=3).json["files"][0]
    assert taken["evidence"] == 28
    assert {row["why"] for row in taken["not_admitted"]} == {"not_enrolled"}
    assert office.ok("claims", "--json").json["claims"] == []
    assert taken["not_admitted"][0]["device_code"] == packed["device_code"] == unit.code
    office.ok("enrol", "--unit", GXT, "--device", unit.code.lower().replace("-", " "))
    waiting = office.ok("claims", "--unit", OFFICE, "--of", GXT, "--waiting", "--json").json["claims"]
    assert {row["milestone"] for row in waiting} == set(claimed)
    assert all(row["evidence"] == 1 for row in waiting)

    slip = tmp_path / "退回单.zip"
    review = ("review", "--unit", OFFICE, "--of", GXT)
    office.ok(*review, *claimed[2:], "--accept", today=JULY)
    office.ok(*review, *claimed[:2], "--return", "缺验收意见", "--slip", str(slip), today=JULY)
    assert set(lights(unit, claimed).values()) == {"in_review"}
    unit.ok("collect", str(slip), code=3)
    assert set(lights(unit, claimed).values()) == {"in_review"}, "a slip of an unknown device changes nothing"
    unit.ok("enrol", "--unit", OFFICE, "--device", office.code)
    now = lights(unit, claimed)
    assert [now[uid] for uid in claimed[:2]] == ["returned", "returned"]
    assert {now[uid] for uid in claimed[2:]} == {"done"}

    # The unit answers the two anew; only what came after the receipt goes out; the office closes them.
    unit.ok("collect", str(tmp_path / "报送.receipt.json"))
    for uid in claimed[:2]:
        unit.ok("tick", "--unit", GXT, uid, "--note", "已补验收意见", today=JULY)
    correction = ("--value", "4", "--as-at", "2021-06-20", "--note", "名单核实后更正")
    unit.ok("figure", "--unit", GXT, FACTORIES, *correction, today=JULY)
    second = unit.ok(
        "pack", "--unit", GXT, "--period", "2021-07", "--out", str(tmp_path / "二.zip"), "--json", today=JULY
    ).json
    assert second["entries"] == 3
    office.ok("collect", str(tmp_path / "二.zip"))
    again = office.ok("claims", "--of", GXT, "--waiting", "--json").json["claims"]
    assert {row["milestone"] for row in again} == set(claimed[:2])
    office.ok(*review, *claimed[:2], "--accept", today=JULY)
    assert set(lights(office, claimed).values()) == {"done"}

    # What was filed in June prints as it did, though its figure was corrected since.
    issue = unit.ok("file", "--unit", GXT, "--period", "2021-06", "--list", "--json", today=JULY).json
    entry = issue["filed"][0]["entry"]
    unit.ok("report", "--unit", GXT, "--again", entry, "--out", str(tmp_path / "again"), today=JULY)
    reprinted = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert reprinted == printed
    for machine in (unit, office):
        assert machine.ok("check", "--full", "--json").json["errors"] == 0


def test_without_evidence_a_claim_is_closed_only_with_a_reason(unit: Machine, office: Machine, tmp_path: Path) -> None:
    listed = unit.ok("tasks", "--unit", GXT, "--plan", PLAN, "--json", today=JUNE).json["items"]
    uid = next(
        row["uid"] for item in listed for row in item["milestones"] if row["kind"] == "checkpoint" and row["mine"]
    )
    unit.ok("tick", "--unit", GXT, uid, today=JUNE)
    unit.ok("pack", "--unit", GXT, "--period", "2021-06", "--out", str(tmp_path / "a.xlsx"), today=JUNE)
    taken = office.ok("collect", "--trust", str(tmp_path / "a.xlsx"), "--json").json["files"][0]
    assert taken["trusted_unsigned"] == [unit.code]
    assert [row["milestone"] for row in office.ok("claims", "--missing", "--json").json["claims"]] == [uid]
    review = ("review", "--unit", OFFICE, "--of", GXT, uid)
    assert office.run(*review, "--accept", "--json", today=JULY).json["error"]["code"] == "review_no_evidence"
    stranger = office.run("review", "--unit", "中卫市人民政府", "--of", GXT, uid, "--return", "不归我管", "--json")
    assert stranger.json["error"]["code"] == "review_not_office"
    office.ok(*review, "--accept", "--without-evidence", "现场核查", today=JULY)
    assert lights(office, [uid]) == {uid: "done"}
    devices = office.ok("enrol", "--unit", GXT, "--json").json["devices"]
    assert [(row["code"], row["trust"]) for row in devices] == [(unit.code, "unchecked")]


def test_who_has_filed_and_who_is_late(unit: Machine, office: Machine, tmp_path: Path) -> None:
    today = china_today().isoformat()
    unit.ok("text", "--unit", GXT, f"{PLAN}:附件3/二/(四)", "--progress", "有进展", today=JUNE)
    unit.ok("pack", "--unit", GXT, "--period", "2021-06", "--out", str(tmp_path / "a.xlsx"), today=JUNE)
    office.ok("collect", str(tmp_path / "a.xlsx"), code=3)
    ask = ("filed", "--unit", OFFICE, "--period", "2021-06", "--json")
    assert office.ok(*ask, today=today).json["filed"] == 0, "a device that nobody enrolled files for nobody"
    office.ok("enrol", "--unit", GXT, "--device", unit.code)
    found = office.ok(*ask, "--due", today, today=today).json
    mine = next(row for row in found["rows"] if row["unit_name"] == GXT)
    assert (found["filed"], mine["late"], mine["checked"]) == (1, False, True)
    late = office.ok(*ask, today=today).json
    assert late["late"] == len(late["rows"]), "June's date is long past: who filed today is late, who hasn't is overdue"
    assert found["filing_rate"] == round(1 / found["units"], 4)
    assert found["done_rate"] == 0
