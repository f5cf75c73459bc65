"""Scene 1: eight sections get their 填报表; seven come back from WPS (one sorted, one with rows inserted); the take-in shows
three conflicts; the month's report is ready, nothing retyped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.e2e.duban_process import duban
from tests.e2e.scenes import GXT, ok

PERIOD, TODAY = "2021-06", "2021-07-02"
SECTIONS = [f"第{number}处" for number in "一二三四五六七八"]
HEAD = 4
COLUMNS = {"text": 4, "value": 8, "as_at": 9, "progress": 10, "problem": 11, "id": 14}


def _tasks(home: Path) -> list[str]:
    items = ok("tasks", "--unit", GXT, "--json", home=home, today=TODAY).json["items"]
    return [
        i["uid"] for i in items if i["kind"] == "task" and any(m["mine"] and m["year"] == 2021 for m in i["milestones"])
    ]


@pytest.fixture
def forms(data: Path, tmp_path: Path) -> dict[str, Path]:
    """Eight sections with tasks of their own, and their forms."""
    tasks = _tasks(data)
    share = len(tasks) // len(SECTIONS)
    for at, section in enumerate(SECTIONS):
        mine = tasks[at * share : (at + 1) * share]
        ok("contact", *mine, "--unit", GXT, "--section", section, home=data, today=TODAY)
    made = ok(
        "forms", "--unit", GXT, "--period", PERIOD, "--out", str(tmp_path / "out"), "--json", home=data, today=TODAY
    )
    return {row["section"]: Path(row["path"]) for row in made.json["files"]}


def _rows(sheet: Any) -> list[int]:
    return [row for row in range(HEAD + 1, sheet.max_row + 1) if sheet.cell(row, COLUMNS["id"]).value]


def _is_open(cell: Any) -> bool:
    return not cell.protection.locked


def _fill(file: Path, section: str) -> int:
    """The section fills its first open progress cell and every open figure with one; returns how many progress cells."""
    book = openpyxl.load_workbook(file)
    sheet = book["填报表"]
    filled = 0
    for row in _rows(sheet):
        if _is_open(sheet.cell(row, COLUMNS["progress"])):
            sheet.cell(row, COLUMNS["progress"]).value = f"{section}已推进第{row}行。"
            filled += 1
    book.save(file)
    return filled


def _wps(file: Path) -> None:
    """What WPS does to a file: styles gone, protection gone, a sheet added, figures and days as text."""
    book = openpyxl.load_workbook(file)
    plain = openpyxl.Workbook()
    plain.remove(plain.active)
    for sheet in book.worksheets:
        copy = plain.create_sheet(sheet.title)
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value is not None and not (cell.row < HEAD and cell.column > 1):
                    copy.cell(cell.row, cell.column).value = str(cell.value)
    plain.create_sheet("WpsReserved_CellImgList").cell(1, 1).value = "x"
    plain.save(file)


def _sort(file: Path) -> None:
    """The rows stand upside down, as after sorting by a column."""
    book = openpyxl.load_workbook(file)
    sheet = book["填报表"]
    rows = [[cell.value for cell in sheet[row]] for row in _rows(sheet)]
    for place, values in zip(_rows(sheet), reversed(rows), strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(place, column).value = value
    book.save(file)


def _insert(file: Path) -> None:
    """Rows are inserted, and the id column is lost."""
    book = openpyxl.load_workbook(file)
    sheet = book["填报表"]
    sheet.insert_rows(HEAD + 2, 2)
    sheet.cell(HEAD + 2, COLUMNS["text"]).value = "小计"
    sheet.delete_cols(COLUMNS["id"])
    book.save(file)


def test_seven_forms_come_back_with_three_conflicts_and_the_report_is_ready(
    data: Path, forms: dict[str, Path], tmp_path: Path
) -> None:
    assert {section for section in forms if section} == set(SECTIONS)
    back = SECTIONS[:7]
    filled = {section: _fill(forms[section], section) for section in back}
    for section in back:
        _wps(forms[section])
    _sort(forms[back[0]])
    _insert(forms[back[1]])
    # Meanwhile three of the tasks were written by the office itself.
    book = openpyxl.load_workbook(forms[back[2]])
    ids = [book["填报表"].cell(row, COLUMNS["id"]).value.split("|")[0] for row in _rows(book["填报表"])
           if book["填报表"].cell(row, COLUMNS["progress"]).value][:3]  # fmt: skip
    items = ok("tasks", "--unit", GXT, "--json", home=data, today=TODAY).json["items"]
    for uid in ids:
        task = next(i["uid"] for i in items if any(m["uid"] == uid for m in i["milestones"]))
        ok("text", task, "--unit", GXT, "--period", PERIOD, "--progress", "综合处已写。", home=data, today=TODAY)
    files = [str(forms[section]) for section in back]

    before = ok("history", "--unit", GXT, "--json", home=data, today=TODAY).json["entries"]
    shown = duban("take", *files, "--unit", GXT, "--dry-run", "--json", home=data, today=TODAY)
    assert ok("history", "--unit", GXT, "--json", home=data, today=TODAY).json["entries"] == before
    taken = duban("take", *files, "--unit", GXT, "--json", home=data, today=TODAY)

    for ran in (shown, taken):
        assert sum(file["counts"]["conflict"] for file in ran.json["files"]) == 3, ran.out
        assert sum(file["counts"]["new"] for file in ran.json["files"]) == sum(filled.values()) - 3
        assert all(file["counts"]["unknown"] == file["counts"]["refused"] == 0 for file in ran.json["files"])
    assert (shown.code, taken.code) == (0, 3)
    acts = {file["act"] for file in taken.json["files"]}
    assert len(acts) == 7  # one act a file
    assert None not in acts
    report = ok("report", "--unit", GXT, "--period", PERIOD, "--out", str(tmp_path / "r"), "--format", "xlsx", "--json",
                home=data, today=TODAY).json  # fmt: skip
    said = [
        str(cell.value)
        for line in openpyxl.load_workbook(report["files"][0]["path"])["数据"].iter_rows()
        for cell in line
    ]
    for section in back:
        assert sum(f"{section}已推进第" in text for text in said) == filled[section] - (3 if section == back[2] else 0)
    assert sum("综合处已写。" in text for text in said) == 3


def test_a_form_taken_twice_changes_nothing(data: Path, forms: dict[str, Path]) -> None:
    file = forms[SECTIONS[3]]
    _fill(file, SECTIONS[3])
    ok("take", str(file), home=data, today=TODAY)

    again = ok("take", str(file), "--json", home=data, today=TODAY).json["files"][0]

    assert (again["act"], again["taken"], again["counts"]["new"]) == (None, 0, 0)


def test_one_act_a_file_is_undone_at_once(data: Path, forms: dict[str, Path]) -> None:
    file = forms[SECTIONS[3]]
    _fill(file, SECTIONS[3])
    ok("take", str(file), home=data, today=TODAY)

    ok("undo", "--unit", GXT, home=data, today=TODAY)

    again = ok("take", str(file), "--dry-run", "--json", home=data, today=TODAY).json["files"][0]
    assert again["counts"]["new"] > 0


def test_a_form_of_another_unit_is_refused(data: Path, forms: dict[str, Path]) -> None:
    ran = duban("take", str(forms[SECTIONS[0]]), "--unit", "自治区科技厅", home=data, today=TODAY)

    assert ran.code == 1
    assert "不是本单位的" in ran.err
