"""The report workbook as a hand-in: the same lines as a package's, packed into text cells of a very hidden sheet.

Every cell says for itself which piece of what it is, so that sorting, moving and saving anew by WPS or LibreOffice do no
harm; the sheet's name and state don't matter. Called by `duban pack`; read by db.store.packread. Evidence isn't carried.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zlib
from pathlib import Path
from typing import Any

from db.errors import KnownError
from db.queries.packing import PackData
from db.rules.pack import CARRIED, CELL, JOURNAL, Manifest, PackFile

NAME = "督办数据"
MAX_CELLS = 600  # about 13 MB packed: beyond that a workbook opens slowly, and a package does better


def carried_cells(data: PackData) -> list[str]:
    """The cells' texts. Raises KnownError carried_too_large."""
    files, chunks = [], []
    for at, file in enumerate(data.journal, 1):
        content = file.read_bytes()
        files.append(PackFile(JOURNAL.format(at), len(content), hashlib.sha256(content).hexdigest(), "journal"))
        chunks.append(content)
    manifest = Manifest(
        data.kind, data.id, data.unit, data.unit_name, data.period, data.made_at, data.device, 1, ("",), data.heads,
        data.since, data.counts, tuple(files),
    ).data()  # fmt: skip
    head = len(manifest).to_bytes(8, "big") + manifest
    packing = zlib.compressobj(6)
    packed = packing.compress(head) + b"".join(packing.compress(chunk) for chunk in chunks) + packing.flush()
    text = base64.b64encode(packed).decode("ascii")
    pieces = [text[at : at + CELL] for at in range(0, len(text), CELL)]
    if len(pieces) > MAX_CELLS:
        raise KnownError("carried_too_large", size=f"{len(packed) / 1024 / 1024:.0f}")
    digest = hashlib.sha256(packed).hexdigest()[:32]
    return [f"{CARRIED}|{at}/{len(pieces)}|{digest}|{piece}" for at, piece in enumerate(pieces, 1)]


def write_sheet(book: Any, cells: list[str]) -> None:
    """Adds the very hidden sheet."""
    sheet = book.create_sheet(NAME)
    sheet.sheet_state = "veryHidden"
    sheet["A1"] = "本表是督办程序收取用的数据，请勿改动。"
    for at, text in enumerate(cells, 2):
        sheet.cell(at, 1, text)


def read_sheet(file: Path) -> list[str]:
    """The cells' texts as they stand in a file that was just written."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(file.read_bytes()), read_only=True)
    try:
        return [str(row[0]) for row in book[NAME].iter_rows(min_row=2, max_col=1, values_only=True)]
    finally:
        book.close()
