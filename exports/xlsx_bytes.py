"""A workbook's bytes, the same for the same content: fixed times inside the archive. Called by exports.workbook."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.workbook import Workbook
from openpyxl.writer.excel import ExcelWriter

_OLDEST = (1980, 1, 1, 0, 0, 0)


class _FixedZip(ZipFile):
    """An archive whose entries bear no time and no trace of the machine."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_kwargs: Any) -> None:
        entry = ZipInfo(str(zinfo_or_arcname), _OLDEST)
        entry.compress_type = ZIP_DEFLATED
        entry.create_system = 0
        super().writestr(entry, data)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        self.writestr(str(arcname or filename), Path(filename).read_bytes())


def workbook_bytes(book: Workbook, day: date) -> bytes:
    """The file's bytes; `day` stands as the day of making."""
    book.properties.created = book.properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    out = io.BytesIO()
    ExcelWriter(book, _FixedZip(out, "w", ZIP_DEFLATED)).save()
    return out.getvalue()
