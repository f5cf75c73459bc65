"""Reading what others hand in, without believing a word of it: packages, workbooks that carry data, receipts.

Nothing is unpacked by name; sizes are bounded while inflating; every file is compared with its digest as it is read.
Standard library only. Called by db.commands.collect and recover.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from db.errors import KnownError
from db.rules.pack import (
    CARRIED,
    MANIFEST,
    MAX_FILES,
    MAX_LINE,
    MalformedPackError,
    Manifest,
    PackFile,
    Receipt,
    Row,
    read_line,
    read_manifest,
    read_receipt,
)
from db.store.evidence import MAX_BYTES

MAX_MANIFEST = 16 * 1024 * 1024
MAX_JOURNAL = 512 * 1024 * 1024  # of lines in one part, inflated
MAX_TOTAL = 1024 * 1024 * 1024  # of a part, inflated
MAX_RECEIPT = 16 * 1024 * 1024
MAX_CARRIED = 64 * 1024 * 1024  # of base64 in one workbook
MAX_UNPACKED = 128 * 1024 * 1024  # of lines carried by a workbook
_CHUNK = 1 << 18
_PIECE = re.compile(rb"%s\|(\d{1,5})/(\d{1,5})\|([0-9a-f]{32})\|([A-Za-z0-9+/=]{1,32760})" % CARRIED.encode())


def printable(text: str) -> str:
    """A stranger's words for a screen: no control or direction characters, at most 80."""
    return "".join(char if char.isprintable() else "?" for char in text[:80])


class Package:
    """One readable part of a hand-in. `lines` and `evidence` raise KnownError pack_damaged when bytes are not what the
    manifest says; whoever takes rows in does so in one transaction that this ends."""

    def __init__(self, path: Path, manifest: Manifest, opened: ZipFile | None, carried: bytes = b"") -> None:
        self.path = path
        self.manifest = manifest
        self._zip = opened
        self._carried = carried

    @property
    def journal(self) -> tuple[PackFile, ...]:
        """The files of lines in this part."""
        return tuple(file for file in self.manifest.files if file.role == "journal")

    @property
    def evidence(self) -> tuple[PackFile, ...]:
        """The evidence in this part."""
        return tuple(file for file in self.manifest.files if file.role == "evidence")

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every line as (kind, row)."""
        for line in self.lines():
            try:
                yield read_line(line)
            except MalformedPackError:
                raise self._damaged("journal") from None

    def lines(self) -> Iterator[bytes]:
        """The journal's lines. The last of a file comes only after its digest was found right."""
        if self._zip is None:
            yield from self._carried_lines()
            return
        for file in self.journal:
            rest = b""
            for chunk in self.chunks(file):
                *whole, rest = (rest + chunk).split(b"\n")
                if len(rest) > MAX_LINE:
                    raise self._damaged(file.path)
                yield from whole
            if rest:
                raise self._damaged(file.path)

    def _carried_lines(self) -> Iterator[bytes]:
        at = 0
        for file in self.journal:
            content = self._carried[at : at + file.size]
            at += file.size
            if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.sha256:
                raise self._damaged(file.path)
            yield from content.splitlines()
        if at != len(self._carried):
            raise self._damaged("journal")

    def chunks(self, file: PackFile) -> Iterator[bytes]:
        """A file's bytes, never more than it says; compared with size and digest at the end."""
        assert self._zip is not None
        digest, size = hashlib.sha256(), 0
        with self._read(file.path) as reading:
            while chunk := self._next(reading, file):
                size += len(chunk)
                if size > file.size:
                    raise self._damaged(file.path)
                digest.update(chunk)
                yield chunk
        if size != file.size or digest.hexdigest() != file.sha256:
            raise self._damaged(file.path)

    def verify(self) -> None:
        """Reads what is neither lines nor evidence (reports, the note), so that a change there is found too."""
        for file in self.manifest.files if self._zip else ():
            if file.role not in ("journal", "evidence"):
                for _chunk in self.chunks(file):
                    pass

    def _read(self, path: str) -> IO[bytes]:
        assert self._zip is not None
        try:
            return self._zip.open(path)
        except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError):
            raise self._damaged(path) from None

    def _next(self, reading: IO[bytes], file: PackFile) -> bytes:
        try:
            return reading.read(_CHUNK)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError):
            raise self._damaged(file.path) from None

    def _damaged(self, where: str) -> KnownError:
        return KnownError("pack_damaged", name=self.path.name, where=printable(where))


@contextmanager
def open_package(path: Path) -> Iterator[Package | Receipt]:
    """A package, a workbook that carries data, or a receipt. Raises KnownError: missing, foreign, damaged, hostile."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
            if start[:1] == b"{" or start[:3] == b"\xef\xbb\xbf":
                file.seek(0)
                yield _receipt(path, file.read(MAX_RECEIPT + 1))
                return
            if start[:2] != b"PK":
                raise KnownError("pack_foreign", name=path.name)
            with _archive(path, file) as opened:
                yield _package(path, opened)
    except FileNotFoundError:
        raise KnownError("pack_missing", name=path.name) from None
    except IsADirectoryError:
        raise KnownError("pack_foreign", name=path.name) from None
    except PermissionError:
        raise KnownError("pack_unreadable", name=path.name) from None


def _receipt(path: Path, data: bytes) -> Receipt:
    try:
        return read_receipt(data.removeprefix(b"\xef\xbb\xbf"))
    except MalformedPackError:
        raise KnownError("pack_foreign", name=path.name) from None


def _archive(path: Path, file: IO[bytes]) -> ZipFile:
    try:
        return ZipFile(file)
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError, OverflowError):
        raise KnownError("pack_damaged", name=path.name, where="zip") from None


def _package(path: Path, opened: ZipFile) -> Package:
    entries = opened.infolist()
    names = [entry.filename for entry in entries]
    if MANIFEST not in names:
        if "xl/workbook.xml" in names:
            return _carried(path, opened)
        raise KnownError("pack_foreign", name=path.name)
    _check_entries(path, entries)
    manifest = _manifest(path, _bounded(path, opened, MANIFEST, MAX_MANIFEST))
    listed = [file.path for file in manifest.files]
    if len(set(listed)) != len(listed) or {*listed, MANIFEST} != set(names):
        extra = sorted({*listed, MANIFEST} ^ set(names))
        raise KnownError("pack_files_differ", name=path.name, where=printable("、".join(extra[:3])) or "-")
    _check_sizes(path, manifest, {entry.filename: entry.file_size for entry in entries})
    return Package(path, manifest, opened)


def _check_entries(path: Path, entries: list[ZipInfo]) -> None:
    """Nothing that a package never holds: names twice, paths that leave it, encryption, other ways of packing."""
    if len(entries) > MAX_FILES + 1:
        raise KnownError("pack_too_large", name=path.name)
    seen = set()
    for entry in entries:
        name = entry.filename
        parts = name.replace("\\", "/").split("/")
        if name.casefold() in seen:
            raise KnownError("pack_names_twice", name=path.name, where=printable(name))
        if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or name.endswith("/"):
            raise KnownError("pack_path_escapes", name=path.name, where=printable(name))
        if entry.flag_bits & 0x1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise KnownError("pack_damaged", name=path.name, where=printable(name))
        seen.add(name.casefold())


def _check_sizes(path: Path, manifest: Manifest, sizes: dict[str, int]) -> None:
    total = lines = 0
    for file in manifest.files:
        if file.size != sizes[file.path]:
            raise KnownError("pack_damaged", name=path.name, where=printable(file.path))
        if file.role == "evidence" and file.size > MAX_BYTES:
            raise KnownError("pack_too_large", name=path.name)
        total += file.size
        lines += file.size if file.role == "journal" else 0
    if total > MAX_TOTAL or lines > MAX_JOURNAL:
        raise KnownError("pack_too_large", name=path.name)


def _manifest(path: Path, data: bytes) -> Manifest:
    try:
        return read_manifest(data)
    except MalformedPackError as error:
        code = "pack_format" if error.reason == "format" else "pack_damaged"
        raise KnownError(code, name=path.name, where=f"{MANIFEST} {error.where}".strip()) from None


def _bounded(path: Path, opened: ZipFile, name: str, most: int) -> bytes:
    try:
        with opened.open(name) as reading:
            data = reading.read(most + 1)
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise KnownError("pack_damaged", name=path.name, where=name) from None
    if len(data) > most:
        raise KnownError("pack_too_large", name=path.name)
    return data


# ---- a workbook that carries data


@dataclass(slots=True)
class _Pieces:
    total: int
    found: dict[int, bytes]


def _carried(path: Path, opened: ZipFile) -> Package:
    """The rows in a workbook's cells. The XML is not parsed: every piece says for itself where it belongs."""
    for digest, pieces in _pieces(path, opened).items():
        if len(pieces.found) != pieces.total:
            lost = pieces.total - len(pieces.found)
            raise KnownError("carried_incomplete", name=path.name, count=lost, total=pieces.total)
        text = b"".join(pieces.found[at] for at in sorted(pieces.found))
        try:
            packed = base64.b64decode(text, validate=True)
        except ValueError:
            raise KnownError("pack_damaged", name=path.name, where=CARRIED) from None
        if hashlib.sha256(packed).hexdigest()[:32] != digest.decode():
            raise KnownError("pack_damaged", name=path.name, where=CARRIED)
        return _unpacked(path, packed)
    raise KnownError("carried_none", name=path.name)


def _pieces(path: Path, opened: ZipFile) -> dict[bytes, _Pieces]:
    found: dict[bytes, _Pieces] = {}
    size = 0
    wanted = re.compile(r"xl/(sharedStrings\.xml|worksheets/[^/]+\.xml)")
    entries = [entry for entry in opened.infolist() if wanted.fullmatch(entry.filename)]
    if sum(entry.file_size for entry in entries) > MAX_TOTAL or len(entries) > 1000:
        raise KnownError("pack_too_large", name=path.name)
    for entry in entries:
        for number, total, digest, text in _scan(path, opened, entry.filename):
            pieces = found.setdefault(digest, _Pieces(total, {}))
            if number not in pieces.found:
                size += len(text)
                pieces.found[number] = text
            if size > MAX_CARRIED or pieces.total != total or not 1 <= number <= total:
                raise KnownError("pack_damaged", name=path.name, where=CARRIED)
    if len(found) > 1:
        raise KnownError("carried_mixed", name=path.name)
    return found


def _scan(path: Path, opened: ZipFile, name: str) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Pieces in one XML file, read in chunks that overlap by the longest piece."""
    window = b""
    try:
        with opened.open(name) as reading:
            while chunk := reading.read(1 << 20):
                window += chunk
                end = 0
                for match in _PIECE.finditer(window):
                    if match.end() == len(window):
                        break  # it may go on in the next chunk
                    end = match.end()
                    yield int(match[1]), int(match[2]), match[3], match[4]
                window = window[max(end, len(window) - 40_000) :]
            for match in _PIECE.finditer(window):
                yield int(match[1]), int(match[2]), match[3], match[4]
    except (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError):
        raise KnownError("pack_damaged", name=path.name, where=name) from None


def _unpacked(path: Path, packed: bytes) -> Package:
    opening = zlib.decompressobj()
    try:
        data = opening.decompress(packed, MAX_UNPACKED)
    except zlib.error:
        raise KnownError("pack_damaged", name=path.name, where=CARRIED) from None
    if opening.unconsumed_tail or not opening.eof:
        raise KnownError("pack_too_large", name=path.name)
    size = int.from_bytes(data[:8], "big")
    if size > min(MAX_MANIFEST, len(data)):
        raise KnownError("pack_damaged", name=path.name, where=CARRIED)
    manifest = _manifest(path, data[8 : 8 + size])
    if any(file.role != "journal" for file in manifest.files):
        raise KnownError("pack_damaged", name=path.name, where=CARRIED)
    return Package(path, manifest, None, data[8 + size :])
