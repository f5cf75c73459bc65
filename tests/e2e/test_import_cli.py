"""duban import through the command line: what was read, adopting it, plan files as revisions, refusals that write nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import plans as small
from tests.db.importers.makers import PLAN, docx
from tests.e2e.duban_process import duban, process


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder of its own, made on first use."""
    return tmp_path / "data"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document with units that no directory knows."""
    file = tmp_path / "方案.docx"
    file.write_bytes(docx(*PLAN.split("\n")))
    return file


def _plans(home: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = duban("plans", "--json", home=home).json["plans"]
    return found


def test_a_dry_run_prints_the_draft_in_the_dumps_form_and_makes_no_data(home: Path, document: Path) -> None:
    ran = process("import", str(document), "--dry-run", "--json", home=home)
    report = json.loads(ran.stdout)
    assert (ran.returncode, report["schema"], ran.stderr) == (0, 1, "")
    assert set(report) >= {"plans", "leftover", "contradictions"}
    node = next(node for node in report["plans"][0]["nodes"] if node["kind"] == "task")
    assert {"uid", "code", "title", "units", "points", "milestones"} <= set(node)
    assert not home.exists()


def test_a_document_becomes_a_plan_with_its_units_as_printed(home: Path, document: Path) -> None:
    ran = duban("import", str(document), "--json", home=home)
    (adopted,) = ran.json["adopted"]
    assert (ran.code, adopted["tasks"]) == (0, 4)
    assert "市民政局" in adopted["local"]
    listed = duban("tasks", "--unit", "市民政局", "--json", home=home, today="2025-03-01").json["items"]
    assert [item["code"] for item in listed if item["kind"] == "task"] == [
        "二/(一)/1",
        "二/(一)/2",
        "二/(二)/3",
        "二/(二)/4",
    ]
    assert duban("dump", "江政办发〔2024〕18号", home=home).json["plan"]["start_year"] == 2024
    assert duban("check", "--full", "--json", home=home).json["errors"] == 0


def test_a_document_that_is_here_already_waits_for_its_review(home: Path, document: Path) -> None:
    duban("import", str(document), home=home)
    before = _plans(home)
    ran = duban("import", str(document), "--json", home=home)
    assert (ran.code, ran.json["error"]["code"]) == (1, "import_review_needed")
    assert _plans(home) == before


def test_one_plan_of_a_gazette_is_chosen(home: Path, tmp_path: Path) -> None:
    gazette = tmp_path / "公报.txt"
    gazette.write_text(PLAN + PLAN.replace("18号", "19号").replace("养老", "托育"), encoding="utf-8")
    ran = duban("import", str(gazette), "--only", "江政办发[2024]19号", "--dry-run", "--json", home=home)
    assert [plan["plan"]["doc_no"] for plan in ran.json["plans"]] == ["江政办发〔2024〕19号"]
    ran = duban("import", str(gazette), "--only", "江政办发〔2024〕99号", "--json", home=home)
    assert (ran.code, ran.json["error"]["code"]) == (1, "import_none_chosen")


def test_a_tables_columns_can_be_given(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "表.docx"
    rows = [["序号", "任务", "单位甲", "完成时限"], ["1", "建成中心", "市民政局", "2024年底"]]
    table.write_bytes(docx("江城市2024年任务表", rows))
    ran = duban(
        "import",
        str(table),
        "--dry-run",
        "--json",
        "--map",
        "0=number",
        "--map",
        "1=task",
        "--map",
        "2=lead",
        home=home,
    )
    (node,) = ran.json["plans"][0]["nodes"]
    assert [(unit["printed"], unit["role"]) for unit in node["units"]] == [("市民政局", "lead")]
    ran = duban("import", str(table), "--dry-run", "--json", "--map", "2=whoever", home=home)
    assert ran.json["error"]["code"] == "import_mapping_invalid"


def test_a_plan_file_is_adopted_then_its_revision_and_nothing_older(home: Path, tmp_path: Path) -> None:
    first, second = small.minted(), small.revised(lambda plan: plan.update(title="试办工厂三年行动方案（修订）"))
    for name, plan in (("一.json", first), ("二.json", second)):
        (tmp_path / name).write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    assert duban("import", str(tmp_path / "一.json"), home=home).code == 0
    assert duban("import", str(tmp_path / "一.json"), "--json", home=home).json["error"]["code"] == "import_plan_same"
    assert duban("import", str(tmp_path / "二.json"), home=home).code == 0
    assert [plan["revision"] for plan in _plans(home) if plan["id"] == first["id"]] == [2]
    assert duban("import", str(tmp_path / "一.json"), "--json", home=home).json["error"]["code"] == "import_plan_older"
    (tmp_path / "坏.json").write_text("{}", encoding="utf-8")
    assert duban("import", str(tmp_path / "坏.json"), "--json", home=home).json["error"]["code"] == "plan_file_broken"


@pytest.mark.parametrize(
    ("name", "code"), [("无.txt", "import_unreadable"), ("空.txt", "import_empty"), ("旧.doc", "import_old_format")]
)
def test_a_refusal_is_one_sentence_and_writes_nothing(home: Path, tmp_path: Path, name: str, code: str) -> None:
    if code != "import_unreadable":
        (tmp_path / name).write_bytes(b"" if code == "import_empty" else b"x")
    ran = process("import", str(tmp_path / name), "--json", home=home)
    assert (ran.returncode, json.loads(ran.stdout)["error"]["code"]) == (1, code)
    assert "Traceback" not in ran.stderr
    assert not home.exists()
