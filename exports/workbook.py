"""The status report as a workbook: the ledger to print, a flat data sheet, the indicator table and more. Called by the
command line and the window's worker with the data of db.reports.status.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from db.reports.model import Place, StatusReport
from db.rules.wording import light_name
from exports import workbook_data, workbook_print
from exports.carried import read_sheet, write_sheet
from exports.long_texts import NAME as LONG
from exports.long_texts import LongTexts
from exports.workbook_print import PrintSheet
from exports.written import Compared, Written, write_checked
from exports.xlsx_bytes import workbook_bytes
from exports.xlsx_cells import SIZE, Looks, Value, clean, shown

_NAMES = {"ledger": "台账", "indicators": "指标表", "parts": "配合事项", "evidence": "佐证清单", "facts": "说明"}


def write_workbook(report: StatusReport, path: Path, *, carried: list[str] | None = None) -> Written:
    """Writes the report to `path` and returns what was written; `carried` are the cells of a hand-in. Raises KnownError
    export_*; then nothing at `path` has changed. The same data make the same bytes."""
    long = LongTexts()
    rows = workbook_data.matrix(report, long)
    book = _book(report, rows, long)
    if carried:
        write_sheet(book, carried)
    data = workbook_bytes(book, report.as_of)
    sheets = len(book.sheetnames)

    def compare(file: Path) -> Iterator[Compared]:
        yield from _compared(file, report, rows, long, sheets)
        if carried:
            yield Compared("随表数据", carried, read_sheet(file))

    write_checked(path, data, compare)
    wanted = len(report.ledger) + len(report.at(Place.PARTS)) + len(report.indicators) + len(report.evidence)
    return Written(path, wanted, report.digest, sheets=sheets)


def _book(report: StatusReport, rows: list[list[Value]], long: LongTexts) -> Any:
    book: Any = Workbook()
    book.properties.title = clean(report.title)
    book.properties.creator = "Duban"
    book.properties.subject = clean(f"{report.unit_name} {report.period_title}")
    normal = book._named_styles["Normal"]
    normal.font.name, normal.font.size, normal.font.family, normal.font.scheme = "宋体", SIZE, None, None
    first = book.active
    looks = Looks(first)

    def page(name: str, title: str) -> PrintSheet:
        sheet = first if name == "ledger" else book.create_sheet(_NAMES[name])
        sheet.title = _NAMES[name]
        return PrintSheet(sheet, looks, report, long, title)

    workbook_print.ledger(page("ledger", report.title.removesuffix("进展情况报告") + "台账"))
    workbook_data.write(book.create_sheet(workbook_data.NAME), looks, report, rows)
    workbook_print.indicators(page("indicators", "指标表"))
    if report.at(Place.PARTS):
        workbook_print.parts(page("parts", "配合事项"), report.at(Place.PARTS))
    if report.evidence:
        workbook_print.evidence(page("evidence", "佐证材料清单"))
    workbook_print.facts(page("facts", "说明"))
    if long.texts:
        long.write(book.create_sheet(LONG), looks, report)
    return book


def _compared(
    file: Path, report: StatusReport, rows: list[list[Value]], long: LongTexts, sheets: int
) -> Iterator[Compared]:
    """Counts and sums of the file as it stands on the disk against the data."""
    book = load_workbook(io.BytesIO(file.read_bytes()), read_only=True)
    try:
        yield Compared("工作表数", sheets, len(book.sheetnames))
        for name, wanted in (
            ("ledger", report.ledger),
            ("indicators", report.indicators),
            ("parts", report.at(Place.PARTS)),
            ("evidence", report.evidence),
        ):
            if _NAMES[name] in book.sheetnames or wanted:
                numbers = [row[0] for row in _values(book[_NAMES[name]]) if isinstance(row[0], int)]
                yield Compared(f"“{_NAMES[name]}”表的行数", [row.number for row in wanted], numbers)
        yield from _data_compared(_values(book[workbook_data.NAME])[1:], report, rows)
        if long.texts:
            found = [(row[0], row[3]) for row in _values(book[LONG])[1:]]
            yield Compared("长文的段", [(piece[0], piece[3]) for piece in long.pieces()], found)
    finally:
        book.close()


def _data_compared(found: list[list[Any]], report: StatusReport, rows: list[list[Value]]) -> Iterator[Compared]:
    yield Compared("“数据”表的行数", len(rows), len(found))
    values = [column[0] for column in workbook_data.COLUMNS].index("完成值")
    yield Compared(
        "完成值合计", round(sum(float(str(row[values] or 0)) for row in rows), 6), _total(row[values] for row in found)
    )
    lights = Counter(light_name(item.light) for item in report.items)
    yield Compared("各亮灯的个数", lights, Counter(row[workbook_data.LIGHT] for row in found))
    wrong = sum(
        _comparable(value) != _comparable(there)
        for row, back in zip(rows, found, strict=True)
        for value, there in zip(row, back, strict=True)
    )
    yield Compared("与数据不同的单元格数", 0, wrong)


def _total(values: Iterator[Any]) -> float:
    return round(sum(float(value or 0) for value in values), 6)


def _values(sheet: Any) -> list[list[Any]]:
    return [[shown(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _comparable(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, date) else value or None
