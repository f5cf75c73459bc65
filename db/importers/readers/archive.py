"""Office files as zip archives: opened with their sizes checked before anything is inflated. Called by word and workbook."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from db.errors import KnownError
from db.importers.limits import MAX_PART, MAX_PARTS, MAX_RATIO, MAX_UNPACKED


def open_archive(data: bytes, shown: str) -> zipfile.ZipFile:
    """The archive. Raises KnownError import_damaged, import_password or import_zip_bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise KnownError("import_damaged", file=shown) from None
    if any(part.flag_bits & 1 for part in parts):
        raise KnownError("import_password", file=shown)
    total = sum(part.file_size for part in parts)
    worst = max((part.file_size for part in parts), default=0)
    swollen = any(
        part.file_size > 1 << 20 and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED or worst > MAX_PART or swollen:
        raise KnownError("import_zip_bomb", file=shown, size=f"{total / 1048576:.0f}")
    return archive


def part(archive: zipfile.ZipFile, name: str, shown: str) -> bytes:
    """One part's bytes, never more than the archive announced. Raises KnownError import_damaged."""
    try:
        with archive.open(name) as stream:
            body = stream.read(MAX_PART + 1)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise KnownError("import_damaged", file=shown) from None
    except Exception as error:  # zlib.error has no public base
        if error.__class__.__name__ != "error":
            raise
        raise KnownError("import_damaged", file=shown) from None
    if len(body) > MAX_PART:
        raise KnownError("import_zip_bomb", file=shown, size=f"{len(body) / 1048576:.0f}")
    return body


def tree(archive: zipfile.ZipFile, name: str, shown: str) -> ElementTree.Element:
    """A part as XML. A document type declaration is refused: office files have none, entity bombs do."""
    body = part(archive, name, shown)
    if b"<!DOCTYPE" in body[:4096] or b"<!ENTITY" in body[:65536]:
        raise KnownError("import_damaged", file=shown)
    try:
        return ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError):
        raise KnownError("import_damaged", file=shown) from None
