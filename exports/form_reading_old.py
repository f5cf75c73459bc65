"""Workbooks of the old format (.xls, and .et that WPS saved as such). Called by exports.form_reading."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from db.errors import KnownError
from db.rules.forms import META, MOST_ROWS, Sheet
from db.rules.pasted import Cell
from exports.form_hidden import Meta, hidden_sheet


def read_old(path: Path, data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an old workbook. Raises KnownError form_old_format for .doc, .wps and what else is none."""
    import xlrd  # type: ignore[import-untyped]

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        if any(sheet.nrows > MOST_ROWS + 100 for sheet in book.sheets()):
            raise KnownError("form_too_large", name=path.name)
        meta = _meta(book)
        return tuple(_sheet(book, sheet, meta) for sheet in book.sheets() if sheet.name != META)
    except KnownError:
        raise
    except Exception as error:  # the reader raises whatever a damaged file makes it stumble over
        raise KnownError("form_old_format", name=path.name) from error


def _meta(book: Any) -> Meta:
    if META not in book.sheet_names():
        return {}, {}
    sheet = book.sheet_by_name(META)
    return hidden_sheet(sheet.row_values(row) for row in range(sheet.nrows))


def _sheet(book: Any, sheet: Any, meta: Meta) -> Sheet:
    rows = tuple(tuple(_cells(book, sheet, row)) for row in range(sheet.nrows))
    spans: dict[tuple[int, int], Cell] = {}
    for top, bottom, left, right in sheet.merged_cells[:MOST_ROWS]:
        for row in range(top, min(bottom, len(rows))):
            spans |= {(row, column): rows[top][left] for column in range(left, right)}
    return Sheet(sheet.name, rows, *meta, spans)


def _cells(book: Any, sheet: Any, row: int) -> Iterator[Cell]:
    import xlrd

    for cell in sheet.row(row):
        if cell.ctype == xlrd.XL_CELL_DATE:
            try:
                yield datetime(*xlrd.xldate_as_tuple(cell.value, book.datemode)[:3])  # noqa: DTZ001  # a cell knows no zone
            except xlrd.xldate.XLDateError:
                yield cell.value
        elif cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
            yield None
        else:
            yield cell.value
