"""Bytes of a file → Content: tells the kind by its first bytes, refuses the rest with one sentence. Called by reading."""

from __future__ import annotations

from pathlib import PurePath

from db.errors import KnownError
from db.importers.content import Content
from db.importers.limits import MAX_FILE, MAX_TEXT

_TEXTS = {"", ".txt", ".md", ".markdown", ".text"}
_OLD = {".doc": "docx", ".wps": "docx", ".rtf": "docx", ".et": "xlsx", ".dps": "pdf", ".ofd": "pdf"}
_NEWER = {".docm": "docx", ".dotx": "docx", ".xlsm": "xlsx", ".xltx": "xlsx"}
_OTHER = {".csv", ".html", ".htm", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".zip", ".rar", ".7z", ".ppt", ".pptx"}


def read(data: bytes, name: str) -> Content:
    """The document's content. Raises KnownError import_…: empty, too_big, kind, extension, old_format, password, damaged,
    scanned, binary, zip_bomb."""
    suffix = PurePath(name).suffix.lower()
    shown = PurePath(name).name
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise KnownError("import_empty", file=shown)
    if len(data) > MAX_FILE:
        raise KnownError("import_too_big", file=shown, size=f"{len(data) / 1048576:.0f}", limit=MAX_FILE // 1048576)
    if suffix in _OLD:
        raise KnownError("import_old_format", file=shown, suffix=suffix, wanted=_OLD[suffix])
    kind = _checked_kind(data, suffix, shown)
    content = _by_kind(kind, data, shown)
    if len(content.text) > MAX_TEXT:
        raise KnownError("import_too_long", file=shown, limit=MAX_TEXT // 10000)
    if not content.text.strip():
        raise KnownError("import_empty", file=shown)
    return content


def _checked_kind(data: bytes, suffix: str, shown: str) -> str:
    """The kind, when name and content agree on it."""
    wanted = _NEWER.get(suffix, suffix.lstrip("."))
    if suffix in _OTHER or (suffix not in _TEXTS and wanted not in ("docx", "xlsx", "xls", "pdf", "json")):
        raise KnownError("import_kind", file=shown, suffix=suffix)
    kind, expected = sniff(data, suffix), "text" if suffix in _TEXTS else wanted
    if kind == expected:
        return kind
    if kind == "locked" and expected in ("docx", "xlsx", "xls"):
        raise KnownError("import_password", file=shown)
    if kind == "unknown" and expected != "text":
        raise KnownError("import_damaged", file=shown)
    if kind in ("unknown", "ole"):
        raise KnownError("import_binary", file=shown)
    raise KnownError("import_extension", file=shown, suffix=suffix or "?", kind=_SHOWN.get(kind, kind))


_SHOWN = {"text": "txt", "docx": "docx", "xlsx": "xlsx", "xls": "xls", "pdf": "pdf", "zip": "zip", "locked": "office"}


def sniff(data: bytes, suffix: str = "") -> str:
    """text, docx, xlsx, xls, pdf, zip, locked (an encrypted office file), ole or unknown, by content alone."""
    head = data[:8]
    if data[:1024].find(b"%PDF-") >= 0:
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(data, suffix)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    if suffix == ".xls" and head[:2] == b"\x09\x08":
        return "xls"
    from db.importers.readers.plain import looks_like_text

    return "text" if looks_like_text(data) else "unknown"


def _zip_kind(data: bytes, suffix: str) -> str:
    tail = data[-200_000:] + data[:4000]
    if b"word/document" in tail or b"word/" in tail:
        return "docx"
    if b"xl/workbook" in tail or b"xl/" in tail:
        return "xlsx"
    return {".docx": "docx", ".xlsx": "xlsx"}.get(suffix, "zip")


def _ole_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data[:4_000_000]:
        return "locked"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data[:65536]:
        return "xls"
    return "ole"


def _by_kind(kind: str, data: bytes, shown: str) -> Content:
    if kind == "text":
        from db.importers.readers import plain

        return plain.read(data, shown)
    if kind == "docx":
        from db.importers.readers import word

        return word.read(data, shown)
    if kind == "xlsx":
        from db.importers.readers import workbook

        return workbook.read(data, shown)
    if kind == "xls":
        from db.importers.readers import oldbook

        return oldbook.read(data, shown)
    from db.importers.readers import portable

    return portable.read(data, shown)
