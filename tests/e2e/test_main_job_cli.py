"""The main job through the command line, on the bundled plans: lists, a tick with evidence, exports, taking it back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.duban_process import Ran, duban, process

GXT = "自治区工业和信息化厅"
FACTORY = "nzbf-2021-3:附件3/二/(四)#target/2021/1"
DAY = "2021-12-30"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after first use; tests work on copies."""
    home = tmp_path_factory.mktemp("made") / "data"
    assert duban("plans", home=home).code == 0
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A fresh data folder with the bundled plans."""
    return shutil.copytree(made, tmp_path / "home")


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """A file to attach."""
    file = tmp_path / "名单.txt"
    file.write_text("绿色工厂名单\n", encoding="utf-8")
    return file


def tasks(home: Path, unit: str, today: str = DAY, *more: str) -> list[dict[str, Any]]:
    """The items of `duban tasks`."""
    ran = duban("tasks", "--unit", unit, "--json", *more, home=home, today=today)
    assert ran.code == 0, ran.err
    return ran.json["items"]


def milestone(home: Path, spec: str, unit: str = GXT, today: str = DAY) -> dict[str, Any]:
    """One milestone of a unit's list by plan:code#key."""
    plan, rest = spec.split(":", 1)
    code, key = rest.rsplit("#", 1)
    for item in tasks(home, unit, today):
        if (item["plan"], item["code"]) == (plan, code):
            return next(row for row in item["milestones"] if row["key"] == key)
    raise AssertionError(f"{spec} is not in the list of {unit}")


def answered(home: Path, unit: str, today: str = DAY) -> set[str]:
    """The texts of all milestones that a unit answers for."""
    return {row["text"] for item in tasks(home, unit, today) for row in item["milestones"] if row["mine"]}


def test_tick_shows_everywhere_and_is_taken_back(home: Path, proof: Path, tmp_path: Path) -> None:
    assert milestone(home, FACTORY)["status"] == "not_started"
    said = duban(
        "tick", FACTORY, "--unit", GXT, "--value", "72", "--note", "名单见附件", "--attach", str(proof),
        "--by", "马晓燕", "--json", home=home, today=DAY,
    )  # fmt: skip
    assert said.code == 0
    assert said.json["code"] == "ticked"
    assert len(said.json["entries"]) == 3
    row = milestone(home, FACTORY)
    assert (row["status"], row["value"], row["as_at"], row["light"], row["evidence"]) == (
        "claimed", 72, DAY, "in_review", 1,
    )  # fmt: skip

    out = tmp_path / "out"
    report = duban("report", "--unit", GXT, "--period", "2021-12", "--out", str(out), "--json", home=home, today=DAY)
    assert report.code == 0, report.err
    assert {Path(file["path"]).suffix for file in report.json["files"]} == {".xlsx", ".pdf"}
    assert all(file["rows"] > 100 for file in report.json["files"])
    assert_reports_hold(out, "名单见附件", "72")

    taken_back = duban("untick", FACTORY, "--unit", GXT, "--note", "数字有误", home=home, today=DAY)
    assert taken_back.code == 0
    row = milestone(home, FACTORY)
    assert (row["status"], row["value"], row["evidence"]) == ("in_progress", 72, 1)
    entries = duban("history", FACTORY, "--unit", GXT, "--json", home=home).json["entries"]
    assert [entry["kind"] for entry in entries] == ["undone", "done", "figure", "evidence_added"]
    assert entries[0]["note"] == "数字有误"
    assert entries[1]["by"] == "马晓燕"


def assert_reports_hold(out: Path, note: str, value: str) -> None:
    """Both files hold the note and the figure of the green factories."""
    from openpyxl import load_workbook
    from pypdf import PdfReader

    book = load_workbook(next(out.glob("*.xlsx")), read_only=True)
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    book.close()
    assert any(note in cell for cell in cells)
    assert value in cells
    reader = PdfReader(next(out.glob("*.pdf")))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    assert "绿色工厂" in text
    assert note in text


def test_one_figure_shows_at_every_place_that_cites_the_indicator(home: Path) -> None:
    duban("figure", FACTORY, "--unit", GXT, "--value", "66", "--as-at", "2021-11-30", home=home, today=DAY)
    cited = [
        (item["plan"], item["code"], row["value"])
        for item in tasks(home, GXT)
        for row in item["milestones"]
        if row["indicator"] == "绿色工厂" and row["due_on"] <= "2023-12-31"
    ]
    assert len({(plan, code) for plan, code, _ in cited}) >= 3
    assert {value for *_, value in cited} == {66}


def test_undo_and_redo_survive_the_end_of_the_program(home: Path, proof: Path) -> None:
    duban("tick", FACTORY, "--unit", GXT, "--value", "72", "--attach", str(proof), home=home, today=DAY)
    assert duban("undo", "--unit", GXT, home=home, today=DAY).code == 0
    row = milestone(home, FACTORY)
    assert (row["status"], row["value"], row["evidence"]) == ("not_started", None, 0)
    assert duban("redo", "--unit", GXT, home=home, today=DAY).code == 0
    row = milestone(home, FACTORY)
    assert (row["status"], row["value"], row["evidence"]) == ("claimed", 72, 1)
    assert duban("check", "--full", home=home).code == 0


def test_a_figure_below_its_target_is_progress_not_a_tick(home: Path) -> None:
    said = duban("tick", FACTORY, "--unit", GXT, "--value", "41", "--json", home=home, today=DAY).json
    assert said["code"] == "recorded_below"
    assert "没有打勾" in said["message"]
    assert milestone(home, FACTORY)["status"] == "in_progress"


def test_lists_of_the_units_the_plans_name(home: Path) -> None:
    city = tasks(home, "中卫市工业和信息化局")
    assert {item["plan"] for item in city} == {"zhongwei-2021"}
    assert len([item for item in city if item["kind"] == "task"]) == 83
    county = {item["plan"] for item in tasks(home, "沙坡头区人民政府")}
    assert county == {"ndb-2018-75", "nzbf-2021-3", "nzbf-2021-5", "nzbf-2021-6", "zhongwei-2021"}
    assert all(item["via"] for item in tasks(home, "沙坡头区人民政府") if item["plan"] == "ndb-2018-75")
    reform = tasks(home, "自治区发展改革委")
    assert {"ndb-2018-75", "nzbf-2021-3", "nzbf-2023-13"} <= {item["plan"] for item in reform}
    for older, current in (
        ("自治区经济和信息化委员会", GXT),
        ("工业和信息化厅", GXT),
        ("自治区发展和改革委员会", "自治区发展改革委"),
    ):
        assert tasks(home, older) == tasks(home, current)


def test_a_unit_named_in_one_clause_is_not_asked_for_base_stations(home: Path) -> None:
    police = tasks(home, "中卫市公安局")
    assert police
    assert not any("5G" in (row["indicator"] or "") for item in police for row in item["milestones"])
    assert not answered(home, "中卫市公安局")
    assert any("5G" in text for text in answered(home, "中卫市云计算和大数据发展局"))


def test_a_county_gives_its_contribution_and_is_not_asked_for_the_citys_total(home: Path) -> None:
    spec = next(
        f"zhongwei-2021:{item['code']}#{row['key']}"
        for item in tasks(home, "沙坡头区人民政府")
        for row in item["milestones"]
        if row["indicator"] and not row["mine"] and item["plan"] == "zhongwei-2021"
    )
    said = duban("tick", spec, "--unit", "沙坡头区人民政府", "--value", "3", "--json", home=home, today=DAY)
    assert said.json["code"] == "part"
    assert milestone(home, spec, "沙坡头区人民政府")["value"] is None


def test_choosing_by_plan_year_and_light(home: Path) -> None:
    chosen = tasks(home, GXT, "2022-06-30", "--plan", "nzbf-2021-3", "--year", "2021", "--light", "overdue")
    assert chosen
    assert {item["plan"] for item in chosen} == {"nzbf-2021-3"}
    assert {row["light"] for item in chosen for row in item["milestones"]} == {"overdue"}
    assert {row["due_on"][:4] for item in chosen for row in item["milestones"]} == {"2021"}


WRONG = [
    (("tick", FACTORY, "--unit", "工信听"), "unit_unknown"),
    (("tick", "nzbf-2021-3:附件3/二/(四)#target/1999/1", "--unit", GXT), "milestone_unknown"),
    (("tick", FACTORY, "--unit", GXT, "--value", "约5家"), "figure_not_number"),
    (("tick", FACTORY, "--unit", GXT, "--value", "nan"), "figure_not_number"),
    (("tick", FACTORY, "--unit", GXT, "--value", "72", "--as-at", "2022-01-01"), "date_in_future"),
    (("tick", FACTORY, "--unit", GXT, "--value", "72", "--as-at", "1921-01-01"), "date_too_early"),
    (("tick", FACTORY, "--unit", GXT, "--done-on", "昨天"), "date_invalid"),
    (("tick", FACTORY, "--unit", GXT, "--attach", "/不在.pdf"), "evidence_missing"),
    (("tick", FACTORY, "--unit", GXT, "--attach", "/"), "evidence_not_file"),
    (("tick", FACTORY, "--unit", "自治区教育厅"), "milestone_not_yours"),
    (("untick", FACTORY, "--unit", GXT, "--note", "x"), "not_ticked"),
    (("undo", "--unit", GXT), "nothing_to_undo"),
    (("text", "nzbf-2021-3:不在", "--unit", GXT, "--progress", "x"), "task_unknown"),
    (("tasks", "--unit", GXT, "--plan", "不在"), "plan_unknown"),
    (("dump", "不在"), "plan_unknown"),
    (("report", "--unit", GXT, "--out", "/proc/不能写"), "out_not_writable"),
    (("report", "--unit", GXT, "--out", ".", "--format", "doc"), "report_format"),
    (("restore", "/不在"), "backup_unusable"),
]


@pytest.mark.parametrize(("words", "code"), WRONG, ids=[f"{words[0]}-{code}" for words, code in WRONG])
def test_bad_input_is_one_sentence_and_nothing_is_written(home: Path, words: tuple[str, ...], code: str) -> None:
    before = entries(home)
    ran = duban(*words, "--json", home=home, today=DAY)
    assert ran.code == 1
    assert ran.json["error"]["code"] == code
    assert ran.json["error"]["message"].endswith(("。", "？"))
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert entries(home) == before


def entries(home: Path) -> int:
    """How many entries the journal holds."""
    import sqlite3

    raw = sqlite3.connect(home / "duban.db")
    try:
        return int(raw.execute("SELECT count(*) FROM entry").fetchone()[0])
    finally:
        raw.close()


def test_the_nearest_unit_is_suggested(home: Path) -> None:
    ran = duban("tasks", "--unit", "工信听", home=home)
    assert "「自治区工业和信息化厅」" in ran.err


def test_wrong_usage_is_exit_code_two(home: Path) -> None:
    assert duban("tick", home=home).code == 2
    assert duban("没有这个", home=home).code == 2


def test_a_damaged_plan_file_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import resources
    from db import first

    plans = shutil.copytree(resources.path("plans"), tmp_path / "plans")
    file = plans / "nzbf-2021-3.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"70"', '"71"', 1), encoding="utf-8")
    monkeypatch.setattr(first, "resource", lambda *_: plans)
    ran = duban("tasks", "--unit", GXT, "--json", home=tmp_path / "home")
    assert ran.code == 1
    assert ran.json["error"]["code"] == "plan_file_broken"
    assert "nzbf-2021-3.json" in ran.json["error"]["message"]


def test_backup_and_restore_bring_an_act_back(home: Path, proof: Path, tmp_path: Path) -> None:
    duban("tick", FACTORY, "--unit", GXT, "--value", "72", "--attach", str(proof), home=home, today=DAY)
    made = duban("backup", "--out", str(tmp_path / "备份"), "--json", home=home).json
    assert (made["entries"], made["files"]) == (3, 1)
    duban("undo", "--unit", GXT, home=home, today=DAY)
    assert duban("restore", made["path"], home=home).code == 0
    assert milestone(home, FACTORY)["status"] == "claimed"
    assert duban("check", "--full", home=home).code == 0


def test_reading_verbs_load_neither_qt_nor_sqlalchemy(home: Path) -> None:
    code = (
        "import sys\nfrom desktop.__main__ import main\ncode = main(sys.argv[1:])\n"
        "heavy = {'PySide6', 'sqlalchemy', 'openpyxl', 'reportlab'} & set(sys.modules)\n"
        "sys.exit(code or (9 if heavy else 0))"
    )
    for words in (("tasks", "--unit", GXT, "--json"), ("plans",), ("units",), ("dump", "nzbf-2021-5")):
        ran = process(*words, home=home, code=code)
        assert ran.returncode == 0, f"{words}: {ran.stderr}"


def test_first_use_loads_neither_and_makes_the_copy_by_itself(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom desktop.__main__ import main\ncode = main(sys.argv[1:])\n"
        "sys.exit(code or (9 if {'PySide6', 'sqlalchemy'} & set(sys.modules) else 0))"
    )
    ran = process("tasks", "--unit", GXT, "--json", home=tmp_path / "新的 文件夹", code=code)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["items"]


def test_a_console_of_another_code_page_does_not_stop_the_program(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp437")
    ran = process("plans", home=home)
    assert ran.returncode == 0


def test_the_packages_are_this_programs_own() -> None:
    import db
    import desktop
    import exports
    import resources
    from tests.e2e.duban_process import ROOT

    for package in (db, desktop, exports, resources):
        assert Path(str(package.__file__)).is_relative_to(ROOT)


def test_help_is_exit_code_zero(home: Path) -> None:
    ran: Ran = duban("tasks", "--help", home=home)
    assert ran.code == 0
    assert "--unit" in ran.out


def test_a_claim_made_after_the_day_looked_at_is_not_said_yet(home: Path) -> None:
    duban("tick", FACTORY, "--unit", GXT, "--value", "72", "--as-at", "2021-12-31", home=home, today="2022-01-10")
    assert milestone(home, FACTORY, today="2022-01-10")["status"] == "claimed"
    before = milestone(home, FACTORY, today="2021-12-31")
    assert (before["status"], before["value"]) == ("in_progress", 72)
