"""填报表 as a file: what is open and what is locked, what comes back from WPS, and files that are none."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.commands import takein, texts
from db.commands.author import Author
from db.commands.takeplan import Mark
from db.errors import KnownError
from db.reports.forms import Form, form_of
from db.rules.forms import META, Field
from db.rules.kinds import TextField
from db.rules.times import Period
from db.store.store import Store
from exports.form_reading import read_workbook
from exports.form_workbook import HEAD_ROW, NAME, write_form

JUNE, TODAY = Period.parse("2021-06"), date(2021, 7, 2)
VALUE, AS_AT, PROGRESS, ID = 8, 9, 10, 14


@pytest.fixture
def form(store: Store, gxt: Author) -> Form:
    return store.read(lambda conn: form_of(conn, gxt.unit, JUNE, TODAY))


@pytest.fixture
def file(form: Form, tmp_path: Path) -> Path:
    return write_form(form, tmp_path / "表.xlsx").path


def _edit(file: Path, change: Any) -> None:
    book = openpyxl.load_workbook(file)
    change(book[NAME])
    book.save(file)


def _row(sheet: Any, text: str) -> int:
    return next(row for row in range(HEAD_ROW + 1, sheet.max_row + 1) if sheet.cell(row, 4).value == text)


def _plan(store: Store, who: Author, form: Form, file: Path) -> takein.FilePlan:
    incoming = takein.Incoming(file.name, who, form, read_workbook(file))
    return takein.preview(store, [incoming], takein.Choice(), today=TODAY)[0]


def _take(store: Store, who: Author, form: Form, file: Path, **choice: Any) -> takein.FilePlan:
    incoming = takein.Incoming(file.name, who, form, read_workbook(file))
    return takein.take(store, [incoming], takein.Choice(**choice), today=TODAY)[0][0]


def _marks(plan: takein.FilePlan) -> list[tuple[str, str, Mark]]:
    return [(step.title, step.field, step.mark) for step in plan.steps]


PLANTS = "2021年试办工厂5家"


def test_only_the_yellow_cells_are_open(file: Path, form: Form) -> None:
    sheet = openpyxl.load_workbook(file)[NAME]

    assert sheet.protection.sheet
    assert sheet.column_dimensions["N"].hidden
    assert openpyxl.load_workbook(file)[META].sheet_state == "veryHidden"
    for place, row in enumerate(form.rows, HEAD_ROW + 1):
        opened = {
            sheet.cell(HEAD_ROW, at).value for at in range(1, ID + 1) if not sheet.cell(place, at).protection.locked
        }
        assert opened == {name.value for name in row.open}
        assert all(
            (sheet.cell(place, at).fill.fgColor.rgb == "FFFFF2CC") == (sheet.cell(HEAD_ROW, at).value in opened)
            for at in range(1, ID + 1)
        )


def test_the_same_form_is_the_same_file(form: Form, tmp_path: Path) -> None:
    one, two = write_form(form, tmp_path / "a.xlsx").path, write_form(form, tmp_path / "b.xlsx").path

    assert one.read_bytes() == two.read_bytes()


def test_a_figure_and_a_text_come_in(store: Store, gxt: Author, form: Form, file: Path) -> None:
    def fill(sheet: Any) -> None:
        row = _row(sheet, PLANTS)
        sheet.cell(row, VALUE).value = "３家"
        sheet.cell(row, AS_AT).value = "6月25日"
        bearer = next(
            r for r in range(HEAD_ROW + 1, sheet.max_row + 1) if not sheet.cell(r, PROGRESS).protection.locked
        )
        sheet.cell(bearer, PROGRESS).value = "=已开工"
        sheet.cell(bearer, PROGRESS).data_type = "s"  # as a cell of text: no formula

    _edit(file, fill)

    _take(store, gxt, form, file)

    after = store.read(lambda conn: form_of(conn, gxt.unit, JUNE, TODAY))
    printed = next(dict(row.printed) for row in after.rows if row.text == PLANTS)
    assert (printed[Field.VALUE], printed[Field.AS_AT]) == ("3", "2021-06-25")
    assert any(dict(row.printed).get(Field.PROGRESS) == "=已开工" for row in after.rows)


def test_a_day_without_entry_is_the_periods_end(store: Store, gxt: Author, form: Form, file: Path) -> None:
    _edit(file, lambda sheet: setattr(sheet.cell(_row(sheet, PLANTS), VALUE), "value", 3))

    step = next(step for step in _plan(store, gxt, form, file).steps)

    assert (step.mark, step.slot and step.slot.period) == (Mark.NEW, "2021-06-30")


@pytest.mark.parametrize(
    ("value", "as_at"), [("约5家", None), ("5-8", None), (3, "月底"), (3, "2021-12-31"), (True, "x")]
)
def test_what_is_no_figure_or_no_day_is_refused(
    store: Store, gxt: Author, form: Form, file: Path, value: object, as_at: object
) -> None:
    def fill(sheet: Any) -> None:
        sheet.cell(_row(sheet, PLANTS), VALUE).value = value
        sheet.cell(_row(sheet, PLANTS), AS_AT).value = as_at

    _edit(file, fill)

    plan = _take(store, gxt, form, file)

    assert {mark for _, _, mark in _marks(plan)} <= {Mark.REFUSED}
    assert store.read(lambda conn: form_of(conn, gxt.unit, JUNE, TODAY)) == form


def test_what_changed_meanwhile_is_a_conflict_until_chosen(store: Store, gxt: Author, form: Form, file: Path) -> None:
    bearer = next(row for row in form.rows if Field.PROGRESS in row.open and row.mine)
    texts.set_text(store, gxt, bearer.node, JUNE, TextField.PROGRESS, "窗口写的。", today=TODAY)  # type: ignore[arg-type]
    place = HEAD_ROW + form.rows.index(bearer) + 1
    _edit(file, lambda sheet: setattr(sheet.cell(place, PROGRESS), "value", "表里写的。"))

    held = _take(store, gxt, form, file)
    chosen = _take(store, gxt, form, file, files=True)

    assert [mark for _, _, mark in _marks(held)] == [Mark.CONFLICT]
    assert [(step.was, step.now) for step in chosen.steps] == [("窗口写的。", "表里写的。")]
    again = _plan(store, gxt, form, file)
    assert [mark for _, _, mark in _marks(again)] == [Mark.SAME]


def test_locked_cells_that_were_filled_all_the_same_are_named_not_taken(
    store: Store, gxt: Author, form: Form, file: Path
) -> None:
    closed = next(at for at, row in enumerate(form.rows, HEAD_ROW + 1) if Field.PROGRESS not in row.open)
    _edit(file, lambda sheet: setattr(sheet.cell(closed, PROGRESS), "value", "写错了地方"))

    assert [mark for _, _, mark in _marks(_take(store, gxt, form, file))] == [Mark.FORBIDDEN]


def test_a_support_units_form_holds_its_contributions(store: Store, gxt: Author, fgw: Author, tmp_path: Path) -> None:
    form = store.read(lambda conn: form_of(conn, fgw.unit, JUNE, TODAY, answerer=gxt.unit))
    assert {row.mine for row in form.rows} == {False}
    file = write_form(form, tmp_path / "配合.xlsx").path

    def fill(sheet: Any) -> None:
        row = _row(sheet, PLANTS)
        sheet.cell(row, VALUE).value, sheet.cell(row, PROGRESS).value = 1, "已支持一家。"

    _edit(file, fill)

    _take(store, fgw, form, file)

    from db.reports.status import status_report

    ours = store.read(lambda conn: status_report(conn, gxt.unit, JUNE, TODAY)).ledger
    assert [item.parts for item in ours if item.text == PLANTS] == [f"{form.unit_name}：1家，已支持一家。"]


def test_a_deliverable_is_claimed_by_the_word(store: Store, gxt: Author, form: Form, file: Path) -> None:
    _edit(file, lambda sheet: setattr(sheet.cell(_row(sheet, "印发试办办法"), VALUE), "value", "完成"))
    assert [(field, mark) for _, field, mark in _marks(_take(store, gxt, form, file))] == [("自报完成", Mark.NEW)]
    assert [mark for _, _, mark in _marks(_plan(store, gxt, form, file))] == [Mark.SAME]
    _edit(file, lambda sheet: setattr(sheet.cell(_row(sheet, "印发试办办法"), VALUE), "value", "90%"))
    assert [mark for _, _, mark in _marks(_plan(store, gxt, form, file))] == [Mark.REFUSED]


def test_two_files_that_differ_are_in_conflict_and_neither_is_taken(
    store: Store, gxt: Author, form: Form, tmp_path: Path
) -> None:
    files = []
    for at, value in enumerate((3, 4)):
        path = write_form(form, tmp_path / f"{at}.xlsx").path
        _edit(path, lambda sheet, value=value: setattr(sheet.cell(_row(sheet, PLANTS), VALUE), "value", value))
        files.append(takein.Incoming(path.name, gxt, form, read_workbook(path)))

    done = takein.take(store, files, takein.Choice(files=True), today=TODAY)

    assert [[step.against for step in plan.steps] for plan, _ in done] == [["《1.xlsx》4"], ["《0.xlsx》3"]]
    assert [changes for _, changes in done] == [None, None]


def _biff(rows: list[tuple[object, ...]]) -> bytes:
    """An old workbook of one sheet, in the oldest form of the format: numbers and ASCII texts."""
    out = struct.pack("<HHHH", 0x0009, 4, 2, 0x0010)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HH3s", at, column, b"\0\0\0")
            if isinstance(value, str):
                text = value.encode("gb18030")
                body = place + struct.pack("<B", len(text)) + text
                out += struct.pack("<HH", 0x0004, len(body)) + body
            elif value is not None:
                body = place + struct.pack("<d", value)
                out += struct.pack("<HH", 0x0003, len(body)) + body
    return (
        struct.pack("<HHHH", 0x0009, 4, 2, 0x0010)
        + struct.pack("<HHH", 0x0042, 2, 936)
        + out[8:]
        + struct.pack("<HH", 0x000A, 0)
    )


def test_an_old_workbook_is_read_by_text(store: Store, gxt: Author, form: Form, tmp_path: Path) -> None:
    row = next(row for row in form.rows if row.text == PLANTS)
    head = ("文件依据", "重点任务", "年度目标/节点", "完成值", "数据截至")
    file = tmp_path / "旧.xls"
    file.write_bytes(_biff([head, (row.basis, row.task, row.text, 3.0, 44377.0)]))

    steps = _plan(store, gxt, form, file).steps

    assert [(step.title, step.now, step.mark, step.slot and step.slot.period) for step in steps] == [
        (PLANTS, "3", Mark.NEW, "2021-06-30")
    ]


def _zip(path: Path, name: str, size: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"\0" * size)
    return path


def _tall(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.cell(9000, 1).value = "x"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path, "form_missing"),
        (lambda path: (path.write_bytes(b"") and path) or path, "form_not_workbook"),
        (
            lambda path: (path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), path)[1],
            "form_old_format",
        ),
        (lambda path: (path.write_text("姓名\t数", encoding="utf-8"), path)[1], "form_not_workbook"),
        (lambda path: _zip(path, "xl/worksheets/sheet1.xml", 80 * 1024 * 1024), "form_too_large"),
        (lambda path: _zip(path, "word/document.xml", 10), "form_not_workbook"),
        (lambda path: _zip(path, "xl/workbook.xml", 10), "form_unreadable"),
        (_tall, "form_too_large"),
    ],
)
def test_files_that_are_no_form_are_one_sentence(tmp_path: Path, make: Any, code: str) -> None:
    with pytest.raises(KnownError) as raised:
        read_workbook(make(tmp_path / "坏.xlsx"))
    assert raised.value.code == code
    assert "没有收入" in raised.value.sentence()


def test_a_cut_file_is_one_sentence_wherever_it_is_cut(file: Path) -> None:
    whole = file.read_bytes()
    for share in range(1, 10):
        file.write_bytes(whole[: len(whole) * share // 10])
        with pytest.raises(KnownError):
            read_workbook(file)
