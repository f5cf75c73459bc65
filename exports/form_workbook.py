"""填报表.xlsx: the rows of a 科室 or a support unit, yellow cells to fill, the rest locked, ids hidden. Called by cli, window.

Read back by exports.form_reading. The hidden sheet keeps what was printed in the yellow cells, so that a conflict can be told
from a change.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter

from db.reports.forms import Form, FormRow
from db.rules.forms import FORMAT, ID_HEAD, META, PRINTED, Field
from db.rules.times import day_text
from exports.names import safe
from exports.written import Compared, Written, write_checked
from exports.xlsx_bytes import workbook_bytes
from exports.xlsx_cells import Looks, Value, clean, height, put, set_widths

NAME = "填报表"
HEAD_ROW = 4
_YELLOW, _HEAD, _LOCKED = "#FFF2CC", "#EEF0F3", "#F6F7F9"
_WIDE = 1000.0
# (heading, share of the width, alignment)
_COLUMNS: tuple[tuple[str, float, str], ...] = (
    ("序号", 24, "centre"), (PRINTED[0], 60, "left"), (PRINTED[1], 90, "left"), (PRINTED[2], 90, "left"),
    ("完成时限", 48, "centre"), ("目标", 44, "right"), ("已报完成值", 60, "left"), (Field.VALUE, 50, "right"),
    (Field.AS_AT, 52, "centre"), (Field.PROGRESS, 130, "left"), (Field.PROBLEM, 80, "left"), (Field.NEXT, 80, "left"),
    ("承办人", 40, "centre"), (ID_HEAD, 10, "left"),
)  # fmt: skip
_TEXT_CELLS = [name.value for name in Field if name is not Field.VALUE]
_HEADS = [name for name, _, _ in _COLUMNS]
_NOTE = (
    "只填黄色格，其他格已锁定；可以排序，不要删行、改编号。完成值填数字，不写“约”；数据截至填日期，例如6月30日，空着按报告期末算。"
    "进展等文字填在本任务有黄格的那一行。工作成果类节点已完成的，在完成值填“完成”。填好后存为xlsx发回。"
)


def form_name(form: Form) -> str:
    """单位-2021-06-填报表-规划处.xlsx"""
    about = f"-{safe(form.section or form.answerer)}" if form.section or form.answerer else ""
    return f"{safe(form.unit_name)[:40]}-{form.period.key}-填报表{about[:40]}.xlsx"


def write_form(form: Form, path: Path) -> Written:
    """Writes the form to `path`. Raises KnownError export_*; then nothing at `path` has changed."""
    book: Any = Workbook()
    sheet = book.active
    sheet.title = NAME
    looks = Looks(sheet)
    _fill(sheet, looks, form)
    _meta(book.create_sheet(META), form)
    data = workbook_bytes(book, form.made_on)

    def compare(file: Path) -> Iterator[Compared]:
        found = load_workbook(io.BytesIO(file.read_bytes()), read_only=True)
        try:
            ids = [row[len(_HEADS) - 1] for row in found[NAME].iter_rows(min_row=HEAD_ROW + 1, values_only=True)]
            yield Compared("填报表的行", [row.key.text for row in form.rows], ids)
            yield Compared("隐藏表的行", len(form.rows) + 1, sum(1 for _ in found[META].iter_rows()))
        finally:
            found.close()

    write_checked(path, data, compare)
    return Written(path, len(form.rows), "", sheets=1)


def _fill(sheet: Any, looks: Looks, form: Form) -> None:
    widths = set_widths(sheet, [share for _, share, _ in _COLUMNS], _WIDE)
    caption = f"填报单位：{form.unit_name}　　报告期：{form.period.title}　　制表：{day_text(form.made_on)}"
    if form.answerer:
        caption += f"　　主报单位：{form.answerer}（本表填本单位的配合情况和本级贡献值）"
    for row, text, look in (
        (1, form.title, {"size": 18.0, "name": "方正小标宋简体", "align": "centre", "middle": True}),
        (2, caption, {"middle": True}),
        (3, _NOTE, {"ink": "#7D4E00"}),
    ):
        looks.apply(put(sheet, row, 1, text), frame=False, **look)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_COLUMNS) - 1)
    sheet.row_dimensions[1].height = 34
    sheet.row_dimensions[3].height = height([(_NOTE, _WIDE)])
    for at, name in enumerate(_HEADS, 1):
        looks.apply(
            put(sheet, HEAD_ROW, at, str(name)), align="centre", middle=True, bold=True, name="黑体", fill=_HEAD
        )
    sheet.row_dimensions[HEAD_ROW].height = 22
    for place, line in enumerate(form.rows, HEAD_ROW + 1):
        _row(sheet, looks, place, line, widths)
    sheet.column_dimensions[get_column_letter(len(_COLUMNS))].hidden = True
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 5)
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(_COLUMNS))}{HEAD_ROW + max(len(form.rows), 1)}"
    _protect(sheet)


def _row(sheet: Any, looks: Looks, place: int, line: FormRow, widths: list[float]) -> None:
    printed = dict(line.printed)
    values: list[Value] = [
        line.number, line.basis, line.task, line.text, line.due_on, line.target, line.former,
        *(_cell_value(name, printed.get(name, "")) for name in Field), line.person, line.key.text,
    ]  # fmt: skip
    texts = []
    for at, (value, (name, _, align)) in enumerate(zip(values, _COLUMNS, strict=True)):
        is_open = name in line.open
        cell = put(sheet, place, at + 1, value)
        number = "@" if name in _TEXT_CELLS else "yyyy-mm-dd" if name == "完成时限" else "General"
        looks.apply(cell, align=align, fill=_YELLOW if is_open else _LOCKED, number=number)
        if is_open:
            cell.protection = Protection(locked=False)
        if isinstance(value, str) and name != ID_HEAD:
            texts.append((value, widths[at]))
    sheet.row_dimensions[place].height = round(min(max(height(texts), 34.0), 400.0), 1)


def _cell_value(name: Field, text: str) -> Value:
    """A figure as a number; days stay text, so that nothing turns 6.30 into another year's day."""
    return Decimal(text) if name is Field.VALUE and text else text


def _protect(sheet: Any) -> None:
    """Locked without a password: against slips, not against people. Sorting, filtering and widths stay possible."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.sort = guard.autoFilter = False
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 8, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _meta(sheet: Any, form: Form) -> None:
    """The hidden sheet: what the form is, and by row the key, the digest of its printed text, and the yellow cells."""
    head = {
        "format": FORMAT, "unit": form.unit, "unit_name": form.unit_name, "section": form.section,
        "answerer": form.answerer, "period": form.period.key, "made_on": form.made_on.isoformat(),
    }  # fmt: skip
    put(sheet, 1, 1, json.dumps(head, ensure_ascii=False))
    for place, row in enumerate(form.rows, 2):
        printed = {name.name: clean(text) for name, text in row.printed}
        put(sheet, place, 1, row.key.text)
        put(sheet, place, 2, row.known.digest)
        at = 3
        text = json.dumps(printed, ensure_ascii=False)
        while text:  # a cell holds 32,767 characters
            put(sheet, place, at, text[:30_000])
            text, at = text[30_000:], at + 1
    sheet.sheet_state = "veryHidden"
