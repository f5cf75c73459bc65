"""Excel 97 workbooks (.xls), as WPS and old offices still write them."""

from __future__ import annotations

import io

from db.errors import KnownError
from db.importers.content import Content, Writer
from db.importers.limits import MAX_COLUMNS, MAX_ROWS
from db.importers.readers.workbook import shown_value


def read(data: bytes, shown: str) -> Content:
    """The content of an old workbook."""
    import xlrd  # type: ignore[import-untyped]

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except MemoryError:
        raise
    except Exception as error:  # xlrd raises whatever its parsers do
        raise KnownError("import_password" if "ncrypt" in str(error) else "import_damaged", file=shown) from error
    made = Writer("xls")
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        above = {(row, left) for top, bottom, left, _ in sheet.merged_cells for row in range(top + 1, bottom)}
        rows = []
        for number in range(min(sheet.nrows, MAX_ROWS)):
            cells = []
            for place in range(min(sheet.ncols, MAX_COLUMNS)):
                cell = sheet.cell(number, place)
                value = (
                    xlrd.xldate_as_datetime(cell.value, book.datemode)
                    if cell.ctype == xlrd.XL_CELL_DATE
                    else cell.value
                )
                cells.append((shown_value(value), (number, place) in above))
            if any(text for text, _ in cells) or any(merged for _, merged in cells):
                rows.append(cells)
        if rows:
            made.table(rows, sheet.name)
    return made.done()
