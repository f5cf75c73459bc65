"""What a hand-in (报送包), a return slip and a receipt are made of: names, lines, manifest, device code. Pure.

Written by exports.package and exports.carried, read by db.store.packread. The format is docs/packages.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.rules.journal import LogRow, content_digest, entry_hash

FORMAT = "duban-pack-1"
RECEIPT = "duban-receipt-1"
MANIFEST = "duban.json"
JOURNAL = "数据/journal-{:03d}.jsonl"
PART_BYTES = 20 * 1024 * 1024  # what an office's mail lets through
CHUNK_BYTES = 6 * 1024 * 1024  # of journal lines in one file of a package
MAX_LINE = 6 * 1024 * 1024  # a content's body is at most 4 MB
MAX_FILES = 20_000  # in one part
CELL = 30_000  # characters of a carried line in one cell; a cell holds 32,767
CARRIED = "duban1"

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that is misheard or misread
_LOG, _ENTRY, _CONTENT = "log", "entry", "content"
_HEX = re.compile(r"[0-9a-f]*")
_decode = json.JSONDecoder().decode

Heads = Mapping[str, tuple[int, str]]  # log in hex → (seq, hash in hex) of its last entry
Row = tuple[Any, ...]


class MalformedPackError(ValueError):
    """What was handed in is not of this format; `reason` says what is wrong, in the words of a message's code."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{reason} {where}".strip())
        self.reason = reason
        self.where = where


def device_code(device: str) -> str:
    """A device as it is read over the telephone: twelve characters in groups of four, told by its id alone."""
    number = int.from_bytes(hashlib.sha256(b"duban-device-1" + device.encode()).digest()[:8], "big") >> 4
    digits = [_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(12))]
    return "-".join("".join(digits[at : at + 4]) for at in (0, 4, 8))


def spoken_code(text: str) -> str:
    """A code as somebody typed it: any case, any dashes or spaces, full-width or not, O for 0 and I or L for 1."""
    plain = re.sub(r"[\s\-–—－_]", "", unicodedata.normalize("NFKC", text)).upper()
    plain = plain.translate(str.maketrans("OIL", "011"))
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


# ---- lines of the journal


def log_line(row: LogRow) -> bytes:
    """A log row as a line."""
    return _line([_LOG, row.log.hex(), row.device, row.unit, row.app, row.started_at, row.after.hex()])


def entry_line(log: bytes, seq: int, digest: bytes, prev: bytes, head: bytes) -> bytes:
    """An entry as a line."""
    return _line([_ENTRY, log.hex(), seq, digest.hex(), prev.hex(), _text(head)])


def content_line(digest: bytes, salt: bytes, body: bytes) -> bytes:
    """A content row as a line."""
    return _line([_CONTENT, digest.hex(), salt.hex(), _text(body)])


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _text(data: bytes) -> str | dict[str, str]:
    """Bytes that are text stand as text, so that a person can read the file; others as base64."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return {"b64": base64.b64encode(data).decode("ascii")}
    return text


def read_line(line: bytes) -> tuple[str, Row]:
    """("log", LogRow's fields) | ("entry", EntryBytes) | ("content", ContentBytes) from a line.

    Hashes are as the line states them; whoever takes the row in compares them with its bytes. Raises MalformedPackError.
    """
    try:
        values = _decode(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise MalformedPackError("line") from None
    try:
        match values:
            case ["entry", str(log), int(seq), str(digest), str(prev), head]:
                return _ENTRY, (_bytes(log), seq, _bytes(digest), _bytes(prev), _data(head))
            case ["content", str(digest), str(salt), body]:
                return _CONTENT, (_bytes(digest), _bytes(salt), _data(body))
            case ["log", str(log), str(device), str(unit), str(app), str(started_at), str(after)]:
                if max(map(len, (device, unit, app, started_at))) <= 200:
                    "".join((device, unit, app, started_at)).encode()
                    return _LOG, (_bytes(log), device, unit, app, started_at, _bytes(after))
    except ValueError:  # half a character, odd digits
        pass
    raise MalformedPackError("line")


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text)


def _data(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, dict) and isinstance(value.get("b64"), str):
        return base64.b64decode(value["b64"], validate=True)
    raise MalformedPackError("line")


def sound_entry(row: Row) -> bool:
    """Whether an entry's hash is that of its bytes."""
    log, seq, digest, prev, head = row
    return bool(entry_hash(log, seq, prev, head) == digest)


def sound_content(row: Row) -> bool:
    """Whether a content's digest is that of its bytes."""
    digest, salt, body = row
    return bool(content_digest(salt, body) == digest)


# ---- manifest and receipt


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file in one part. `role`: report, evidence, journal, note."""

    path: str
    size: int
    sha256: str
    role: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a part says of itself and of the hand-in it belongs to."""

    kind: str  # pack, slip
    id: str
    unit: str
    unit_name: str
    period: str
    made_at: str
    device: str
    part: int
    parts: tuple[str, ...]  # names of all parts
    heads: Heads
    since: Heads
    counts: Mapping[str, int]
    files: tuple[PackFile, ...]

    def data(self) -> bytes:
        """The manifest as it stands in the archive."""
        value = {
            "format": FORMAT, "kind": self.kind, "id": self.id, "unit": self.unit, "unit_name": self.unit_name,
            "period": self.period, "made_at": self.made_at, "device": self.device,
            "device_code": device_code(self.device), "part": self.part, "parts": list(self.parts),
            "heads": {log: list(at) for log, at in self.heads.items()},
            "since": {log: list(at) for log, at in self.since.items()},
            "counts": dict(self.counts),
            "files": [{"path": f.path, "size": f.size, "sha256": f.sha256, "role": f.role} for f in self.files],
        }  # fmt: skip
        return json.dumps(value, ensure_ascii=False, indent=1).encode()


def read_manifest(data: bytes) -> Manifest:
    """A manifest from its bytes. Raises MalformedPackError: another format, fields missing or of another form."""
    value = _object(data)
    if value.get("format") != FORMAT:
        raise MalformedPackError("format", str(value.get("format"))[:40])
    files = value.get("files")
    if not isinstance(files, list) or len(files) > MAX_FILES:
        raise MalformedPackError("manifest", "files")
    parts = value.get("parts")
    if not isinstance(parts, list) or not 1 <= len(parts) <= 1000 or not all(isinstance(name, str) for name in parts):
        raise MalformedPackError("manifest", "parts")
    part = _number(value, "part")
    if not 1 <= part <= len(parts):
        raise MalformedPackError("manifest", "part")
    counts = value.get("counts")
    return Manifest(
        **{name: _string(value, name) for name in ("kind", "id", "unit", "unit_name", "period", "made_at", "device")},
        part=part,
        parts=tuple(parts),
        heads=read_heads(value.get("heads")),
        since=read_heads(value.get("since")),
        counts={k: v for k, v in counts.items() if isinstance(v, int)} if isinstance(counts, dict) else {},
        files=tuple(_file(row) for row in files),
    )


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise MalformedPackError("manifest") from None
    if not isinstance(value, dict):
        raise MalformedPackError("manifest")
    return value


def _file(row: object) -> PackFile:
    if not isinstance(row, dict):
        raise MalformedPackError("manifest", "files")
    digest = _string(row, "sha256")
    if len(digest) != 64 or not _HEX.fullmatch(digest):
        raise MalformedPackError("manifest", "sha256")
    return PackFile(_string(row, "path"), _number(row, "size"), digest, _string(row, "role"))


def _string(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str) or len(found) > 500 or "\x00" in found:
        raise MalformedPackError("manifest", name)
    try:
        found.encode()
    except UnicodeEncodeError:
        raise MalformedPackError("manifest", name) from None
    return found


def _number(value: Mapping[str, Any], name: str) -> int:
    found = value.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 2**53:
        raise MalformedPackError("manifest", name)
    return found


def read_heads(value: object) -> dict[str, tuple[int, str]]:
    """Log heads from JSON. Raises MalformedPackError."""
    if not isinstance(value, dict) or len(value) > 100_000:
        raise MalformedPackError("manifest", "heads")
    heads = {}
    for log, at in value.items():
        match at:
            case [int(seq), str(digest)] if len(log) == 32 and len(digest) == 64 and 0 < seq < 2**62:
                if not (_HEX.fullmatch(log) and _HEX.fullmatch(digest)):
                    raise MalformedPackError("manifest", "heads")
                heads[log] = (seq, digest)
            case _:
                raise MalformedPackError("manifest", "heads")
    return heads


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a collector has of one unit: the unit's next pack starts after these heads."""

    unit: str
    unit_name: str
    pack: str
    at: str
    device: str
    heads: Heads

    def data(self) -> bytes:
        """The receipt's bytes."""
        value = {
            "format": RECEIPT, "unit": self.unit, "unit_name": self.unit_name, "pack": self.pack, "at": self.at,
            "device": self.device, "device_code": device_code(self.device),
            "heads": {log: list(at) for log, at in self.heads.items()},
        }  # fmt: skip
        return json.dumps(value, ensure_ascii=False, indent=1).encode()


def read_receipt(data: bytes) -> Receipt:
    """A receipt from its bytes. Raises MalformedPackError."""
    value = _object(data)
    if value.get("format") != RECEIPT:
        raise MalformedPackError("format", str(value.get("format"))[:40])
    return Receipt(
        **{name: _string(value, name) for name in ("unit", "unit_name", "pack", "at", "device")},
        heads=read_heads(value.get("heads")),
    )
