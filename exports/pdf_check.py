"""Reads a PDF file back as written: its structure, pages, table rows and fonts. Called by exports.status_pdf.

Knows only the plain structure that reportlab writes (no object streams); the standard library is enough.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_PAGE = re.compile(rb"/Type /Page\b(?!s)")
_STREAM = re.compile(rb"<<(?P<head>[^<>]*/Length (?P<length>\d+)[^<>]*)>>\s*stream\r?\n")
_ROW = b"/DubanRow BMC"


@dataclass(frozen=True, slots=True)
class Found:
    """What a written file holds. `loose` counts fonts without an embedded file."""

    whole: bool
    pages: int
    rows: int
    fonts: int
    loose: int


def read_back(data: bytes) -> Found:
    """What stands in the file; `whole` is False when its end, its table of objects or a page's content is damaged."""
    whole = data.startswith(b"%PDF-") and _objects_in_place(data)
    rows = 0
    for match in _STREAM.finditer(data):
        if b"/Length1" in match["head"]:
            continue  # a font's file
        body = data[match.end() : match.end() + int(match["length"])]
        content = _content(body)
        whole = (
            whole
            and content is not None
            and data[match.end() + len(body) : match.end() + len(body) + 20].lstrip().startswith(b"endstream")
        )
        rows += (content or b"").count(_ROW)
    fonts = len(re.findall(rb"/Type /Font\b(?!Descriptor)", data))
    return Found(
        whole=whole,
        pages=len(_PAGE.findall(data)),
        rows=rows,
        fonts=fonts,
        loose=fonts - len(re.findall(rb"/FontFile2 \d+ 0 R", data)),
    )


def _objects_in_place(data: bytes) -> bool:
    """Whether every entry of the table of objects points to an object."""
    end = _XREF.search(data)
    if not end or not data.startswith(b"xref", int(end[1])):
        return False
    entries = _ENTRY.findall(data, int(end[1]))
    used = [(number, int(offset)) for number, (offset, _, kind) in enumerate(entries) if kind == b"n"]
    return bool(used) and all(data.startswith(b"%d 0 obj" % number, offset) for number, offset in used)


def _content(body: bytes) -> bytes | None:
    try:
        return zlib.decompress(body)
    except zlib.error:
        return None
