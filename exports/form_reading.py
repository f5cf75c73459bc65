"""Reads workbooks that came back (填报表 and tables): values by row, merged areas, the hidden sheet. Never writes.

WPS may have saved them: styles lost, figures and days as text, sheets added. Called by `duban take` and the window.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from db.errors import KnownError
from db.rules.forms import META, MOST_ROWS, Sheet
from db.rules.pasted import Cell
from exports.form_hidden import Meta, hidden_sheet
from exports.form_reading_old import read_old

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024  # a form of a thousand rows has one; beyond this it is none
MOST_COLUMNS = 200
_OLD = (b"\xd0\xcf\x11\xe0", b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # .xls, .et, .doc, .wps


def read_workbook(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook, hidden ones of ours read as `meta` and `printed` of every sheet.

    Raises KnownError: missing, unreadable, no workbook, an old format, too large.
    """
    data = _bytes(path)
    if data.startswith(_OLD):
        return read_old(path, data)
    _check_archive(path, data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
    ) as error:
        raise KnownError("form_unreadable", name=path.name, why=type(error).__name__) from error
    try:
        meta, printed = _meta(book)
        sheets = [sheet for sheet in book.worksheets if sheet.title != META]
        if any(_holds_below(sheet) for sheet in sheets):
            raise KnownError("form_too_large", name=path.name)  # rather than take a part and say nothing
        return tuple(_sheet(sheet, meta, printed) for sheet in sheets)
    finally:
        book.close()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise KnownError("form_too_large", name=path.name)
        return path.read_bytes()
    except FileNotFoundError:
        raise KnownError("form_missing", name=path.name) from None
    except OSError as error:
        raise KnownError("form_unreadable", name=path.name, why=error.strerror) from None


def _check_archive(path: Path, data: bytes) -> None:
    """A bomb is refused before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise KnownError("form_not_workbook", name=path.name) from None
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise KnownError("form_not_workbook", name=path.name)
    if len(entries) > 2000 or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise KnownError("form_too_large", name=path.name)


def _meta(book: Any) -> Meta:
    if META not in book.sheetnames:
        return {}, {}
    sheet = book[META]
    last, wide = min(sheet.max_row or 1, MOST_ROWS + 1), min(sheet.max_column or 1, MOST_COLUMNS)
    return hidden_sheet(sheet.iter_rows(max_row=last, max_col=wide, values_only=True))


def _holds_below(sheet: Any) -> bool:
    """Whether something stands below the rows that are read; styled empty cells, which WPS leaves by thousands, don't."""
    last = MOST_ROWS + 100
    return (sheet.max_row or 0) > last and any(
        cell.value is not None for (row, _), cell in sheet._cells.items() if row > last
    )


def _sheet(sheet: Any, meta: Mapping[str, str], printed: Mapping[str, Mapping[str, str]]) -> Sheet:
    last, wide = min(sheet.max_row or 1, MOST_ROWS + 100), min(sheet.max_column or 1, MOST_COLUMNS)
    rows = tuple(
        tuple(_cell(value) for value in row) for row in sheet.iter_rows(max_row=last, max_col=wide, values_only=True)
    )
    spans: dict[tuple[int, int], Cell] = {}
    for area in list(sheet.merged_cells.ranges)[:MOST_ROWS]:
        value = _cell(sheet.cell(area.min_row, area.min_col).value)
        if value is not None and (area.max_row - area.min_row) < MOST_ROWS and area.max_col <= MOST_COLUMNS:
            for row in range(area.min_row, min(area.max_row, len(rows)) + 1):
                for column in range(area.min_col, area.max_col + 1):
                    spans[row - 1, column - 1] = value
    return Sheet(sheet.title, rows, meta, printed, spans)


def _cell(value: object) -> Cell:
    """What the program works with; error values, rich text and the rest as their text."""
    if value is None or isinstance(value, str | int | float):
        return value
    from datetime import date

    return value if isinstance(value, date) else str(value)
