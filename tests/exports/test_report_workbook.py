"""The workbook, read back with openpyxl: counts, real values, texts that stay texts, print set-up, nothing cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from db.errors import KnownError
from db.reports.model import Place
from db.rules.kinds import Light
from exports import workbook, workbook_data
from exports.workbook import write_workbook
from exports.xlsx_cells import LONGEST, units
from tests.exports import report_rows as rows

HEADS = [
    "序号", "文件依据", "重点任务", "年度目标/节点", "完成时限", "牵头单位(责任领导)", "责任/配合单位", "截至6月进展", "完成率",
    "亮灯", "存在问题及原因", "下一步措施",
]  # fmt: skip
INDICATOR_HEADS = [
    "序号", "指标", "单位", "口径", "基期值(年)", "年度目标", "完成值", "数据截至", "数性", "完成%", "序时要求", "超/欠",
    "亮灯", "期末目标", "牵头单位", "备注",
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the workbook goes."""
    return tmp_path / "a.xlsx"


def values(sheet: Any) -> list[list[Any]]:
    """A sheet's cells."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def data_rows(path: Path) -> list[dict[str, Any]]:
    """The data sheet's rows by heading."""
    heads, *body = values(load_workbook(path)["数据"])
    return [dict(zip(heads, row, strict=True)) for row in body]


def test_sheets_counts_and_columns(path: Path) -> None:
    part = rows.item(1, place=Place.PARTS, parts="已供地3宗")
    later = rows.item(0, place=Place.OTHER, year=2022)
    written = write_workbook(rows.report(rows.item(), rows.item(2), part, later), path)
    book = load_workbook(path)
    assert book.sheetnames == ["台账", "数据", "指标表", "配合事项", "佐证清单", "说明"]
    assert (written.sheets, written.rows) == (6, 5)
    assert [cell.value for cell in book["台账"][4]] == HEADS
    assert [cell.value for cell in book["指标表"][4]] == INDICATOR_HEADS
    assert [row[0] for row in values(book["台账"]) if isinstance(row[0], int)] == [1, 2]
    assert len(data_rows(path)) == 4
    assert [head for head in values(book["数据"])[0]][-3:] == ["节点编号", "任务编号", "文件编号"]


def test_dates_and_figures_are_real(path: Path) -> None:
    write_workbook(rows.report(), path)
    book = load_workbook(path)
    row = data_rows(path)[0]
    assert row["完成时限"] == datetime(2021, 12, 31)  # noqa: DTZ001
    assert (row["目标值"], row["完成值"]) == (1500, 1300)
    assert row["完成率"] == pytest.approx(0.866667)
    ledger = next(line for line in book["台账"].iter_rows() if line[0].value == 1)
    assert ledger[4].is_date
    assert ledger[8].value == pytest.approx(0.866667)
    assert ledger[8].number_format == "0.0%"
    line = next(line for line in book["指标表"].iter_rows() if line[0].value == 1)
    assert (line[4].value, line[4].number_format) == (130, 'General"(2020)"')
    assert (line[11].value, line[11].number_format) == (36.7, '"超"0.0"点";"欠"0.0"点";"持平"')


def test_a_light_is_a_word_and_a_colour(path: Path) -> None:
    write_workbook(rows.report(rows.item(light=Light.OVERDUE)), path)
    book = load_workbook(path)
    for sheet, column in (("台账", 9), ("数据", workbook_data.LIGHT)):
        cell = next(row[column] for row in book[sheet].iter_rows() if row[column].value == "逾期")
        assert cell.fill.fgColor.rgb == "FFFAE8E6"
        assert cell.font.color.rgb == "FFA81E17"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-cmd|' /C calc'!A0", "@SUM(A1)", "#N/A", '=HYPERLINK("x")', "'a", "1"]
)
def test_text_of_people_stays_text(path: Path, text: str) -> None:
    write_workbook(rows.report(rows.item(next_step=text, task=text, person=text)), path)
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if cell.value == text:
                    assert cell.data_type == "s"
    assert data_rows(path)[0]["下一步措施"] == text


def test_odd_characters_come_through(path: Path) -> None:
    text = "铃\x07声\r\n第二行 😀 مرحبا \u202e反 \ud800 _x0041_ 㐂<b>&amp;"
    kept = "铃声\n第二行 😀 مرحبا \u202e反  _x0041_ 㐂<b>&amp;"
    write_workbook(rows.report(rows.item(next_step=text), unit_name="甲&乙厅"), path)
    assert data_rows(path)[0]["下一步措施"].replace("_x005F_x", "_x") == kept


def test_a_text_longer_than_a_cell_stands_whole_in_its_own_sheet(path: Path) -> None:
    note = "".join(f"第{at}句话写得很长😀。" for at in range(10_000))
    write_workbook(rows.report(rows.item(problem=note)), path)
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(units(cell.value) <= LONGEST for cell in row if isinstance(cell.value, str))
    assert data_rows(path)[0]["存在问题及原因"].endswith("……（未完，全文见“全文”表第1条）")
    pieces = [row[3] for row in values(book["全文"])[1:]]
    assert "".join(pieces) == note
    heights = [size.height for sheet in book.worksheets for size in sheet.row_dimensions.values() if size.height]
    assert max(heights) <= 409


def test_a_text_too_tall_for_a_printed_row_is_marked(path: Path) -> None:
    text = "\n".join(f"第{at}条" for at in range(100))
    write_workbook(rows.report(rows.item(problem=text)), path)
    book = load_workbook(path)
    cell = next(row[10].value for row in book["台账"].iter_rows() if row[0].value == 1)
    assert cell.endswith("……（未完，全文见“全文”表第1条）")
    assert data_rows(path)[0]["存在问题及原因"] == text


def test_print_set_up(path: Path) -> None:
    tasks = [rows.item(at, node=rows.item(1).node) for at in (1, 2, 3)]
    write_workbook(rows.report(*tasks), path)
    book = load_workbook(path)
    sheet = book["台账"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.fitToHeight in (0, None)
    assert "&P" in sheet.oddFooter.center.text
    assert sheet.freeze_panes == "A5"
    assert {"C7:C9", "F7:F9", "G7:G9", "B7:B9"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))
    flat = book["数据"]
    assert flat.freeze_panes == "A2"
    assert flat.auto_filter.ref.startswith("A1:")
    assert book.properties.title == rows.report().title


def test_the_same_data_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(rows.report(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with ZipFile(tmp_path / "a.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_a_unit_without_tasks_gets_a_workbook_that_says_so(path: Path) -> None:
    written = write_workbook(rows.empty(), path)
    assert written.rows == 0
    said = {value for row in values(load_workbook(path)["台账"]) for value in row if value}
    assert "本期没有本单位主报的节点。" in said


@pytest.mark.parametrize("lost", ["row", "value"])
def test_what_is_lost_in_the_file_is_noticed(path: Path, monkeypatch: pytest.MonkeyPatch, lost: str) -> None:
    real = workbook.workbook_data.write

    def losing(sheet: Any, looks: Any, report: Any, matrix: Any) -> None:
        real(sheet, looks, report, matrix)
        if lost == "row":
            sheet.delete_rows(2)
        else:
            sheet["R2"].value = 1301

    path.write_bytes(b"older")
    monkeypatch.setattr(workbook.workbook_data, "write", losing)
    with pytest.raises(KnownError) as caught:
        write_workbook(rows.report(rows.item(), rows.item(2)), path)
    assert caught.value.code == "export_mismatch"
    assert path.read_bytes() == b"older"
    assert list(files(path.parent)) == ["a.xlsx"]


def files(folder: Path) -> Iterator[str]:
    """The names in a folder."""
    return (entry.name for entry in folder.iterdir())
