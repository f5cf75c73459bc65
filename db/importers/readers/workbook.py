"""Excel workbooks (.xlsx): every visible sheet as a table, merged cells filled from their first."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime

from db.errors import KnownError
from db.importers.content import Content, Writer
from db.importers.limits import MAX_COLUMNS, MAX_ROWS
from db.importers.readers.archive import open_archive


def read(data: bytes, shown: str) -> Content:
    """The content of a workbook."""
    open_archive(data, shown).close()
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise KnownError("import_damaged", file=shown) from error
    made = Writer("xlsx")
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or not hasattr(sheet, "merged_cells"):
            continue
        above, beside = _merged(sheet)
        rows: list[list[tuple[str, bool]]] = []
        for number, row in enumerate(
            sheet.iter_rows(max_row=min(sheet.max_row or 0, MAX_ROWS), max_col=min(sheet.max_column or 0, MAX_COLUMNS)),
            1,
        ):
            cells = [
                ("" if (number, place) in beside else shown_value(cell.value), (number, place) in above)
                for place, cell in enumerate(row, 1)
            ]
            if any(text for text, _ in cells) or any(merged for _, merged in cells):
                rows.append(cells)
        if rows:
            made.table(rows, sheet.title)
    return made.done()


def _merged(sheet: object) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Cells that continue the one above, and those that only widen the one to their left."""
    above: set[tuple[int, int]] = set()
    beside: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:  # type: ignore[attr-defined]
        if area.max_row - area.min_row > MAX_ROWS or area.max_col - area.min_col > MAX_COLUMNS:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if column > area.min_col:
                    beside.add((row, column))
                elif row > area.min_row:
                    above.add((row, column))
    return above, beside


def shown_value(value: object) -> str:
    """A cell as a person sees it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).strip()
