"""The journal's bytes: heads, hashes, slots. Pure; called by the store when it writes, reads, unites and checks.

The stored bytes are hashed and never written again by any version (docs/architecture.md, One journal). Every hashed
field is preceded by its length, so that no two different rows have the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

MAX_CLOCK = 2**53  # a hostile clock beyond this is not admitted; our own stays at the bound
MAX_HEAD = 64 * 1024  # bytes
MAX_NAMED = 500  # hashes in one field of a head
SALT = 16  # bytes
_HEX32 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD = re.compile(r"[a-z_]{1,40}")
_ACT = re.compile(r"[0-9a-f]{32}")
_AT = re.compile(r"[0-9TZ:.+-]{10,40}")


class Slot(NamedTuple):
    """What an entry speaks about: one answer of one unit on one thing."""

    scope: str  # milestone, indicator, task, plan, unit, own
    target: str  # uid
    unit: str  # uid of the unit whose answer it is
    period: str  # a period's key, a figure's as-of date, an evidence id, or ""
    field: str  # done, figure, part, progress, evidence, point/3, …


@dataclass(frozen=True, slots=True)
class LogRow:
    """One run of the program that wrote. `log` is 16 random bytes, never continued by another run. `after` is the hash
    of the last entry of the store's previous log, or empty."""

    log: bytes
    device: str
    unit: str
    app: str
    started_at: str
    after: bytes

    @property
    def genesis(self) -> bytes:
        """What `prev` of the first entry must be."""
        return _hash(
            b"duban-log-1", self.log, self.device.encode(), self.unit.encode(), self.app.encode(),
            self.started_at.encode(), self.after,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """An entry's head, decoded. Holds no free text, person or file name: these are in the content that `c` names."""

    kind: str
    act: str
    slot: Slot
    on: str
    clock: int
    at: str
    over: tuple[str, ...] = ()
    retracts: str | None = None
    sense: str | None = None
    evidence: tuple[str, ...] = ()
    c: str | None = None


class MalformedHeadError(ValueError):
    """Bytes that are no head of this format; such an entry is kept and reported, never projected."""


def _hash(*fields: bytes) -> bytes:
    digest = hashlib.sha256()
    for field in fields:
        digest.update(len(field).to_bytes(8, "big"))
        digest.update(field)
    return digest.digest()


def entry_hash(log: bytes, seq: int, prev: bytes, head: bytes) -> bytes:
    """SHA-256 of an entry; `seq` counts from 1 and enters as eight bytes."""
    return _hash(b"duban-1", log, seq.to_bytes(8, "big"), prev, head)


def content_digest(salt: bytes, body: bytes) -> bytes:
    """SHA-256 of salt and body: what `c` in a head names."""
    return hashlib.sha256(salt + body).digest()


def evidence_name(salt: bytes, file_digest: bytes) -> str:
    """How a head names a file: salted, so that a head alone can't be compared with known files. Hex."""
    return hashlib.sha256(b"duban-evidence-1" + salt + file_digest).hexdigest()


def canonical(value: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON with sorted keys, NFC text and no floats. Raises TypeError for a float."""
    return json.dumps(_normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _normal(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError("figures are decimal strings")
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {_normal(name): _normal(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_normal(part) for part in value]
    return value


def encode_head(head: Head) -> bytes:
    """The head's bytes. Empty fields are left out."""
    fields: dict[str, Any] = {
        "kind": head.kind, "act": head.act, "slot": list(head.slot), "on": head.on, "clock": head.clock, "at": head.at,
        "over": list(head.over), "retracts": head.retracts, "sense": head.sense, "evidence": list(head.evidence),
        "c": head.c,
    }  # fmt: skip
    return canonical({name: value for name, value in fields.items() if value not in (None, [])})


def decode_head(data: bytes) -> Head:
    """A head from its bytes. Unknown fields are passed over (a later version's); raises MalformedHeadError."""
    if len(data) > MAX_HEAD:
        raise MalformedHeadError("too long")
    try:
        raw = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedHeadError(str(error)) from None
    if not isinstance(raw, dict):
        raise MalformedHeadError("no object")
    head = Head(
        kind=_text(raw.get("kind"), _WORD),
        act=_text(raw.get("act"), _ACT),
        slot=_slot(raw.get("slot")),
        on=_day(raw.get("on")),
        clock=_clock(raw.get("clock")),
        at=_text(raw.get("at"), _AT),
        over=_hashes(raw.get("over", [])),
        retracts=None if raw.get("retracts") is None else _text(raw["retracts"], _HEX32),
        sense=None if raw.get("sense") is None else _text(raw["sense"], _HEX32),
        evidence=_hashes(raw.get("evidence", [])),
        c=None if raw.get("c") is None else _text(raw["c"], _HEX32),
    )
    if (head.kind == "retract") != (head.retracts is not None):
        raise MalformedHeadError("a retract names what it retracts, and nothing else does")
    return head


def _text(value: object, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise MalformedHeadError(f"not of the form {form.pattern}")
    return value


def _day(value: object) -> str:
    day = _text(value, _DAY)
    try:
        date.fromisoformat(day)
    except ValueError:
        raise MalformedHeadError("no day of the calendar") from None
    return day


def _clock(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_CLOCK:
        raise MalformedHeadError("clock")
    return value


def _hashes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MAX_NAMED:
        raise MalformedHeadError("not a list of hashes")
    return tuple(_text(part, _HEX32) for part in value)


def _slot(value: object) -> Slot:
    if not isinstance(value, list) or len(value) != 5:
        raise MalformedHeadError("slot")
    for part in value:
        if not isinstance(part, str) or len(part) > 200 or "\x00" in part:
            raise MalformedHeadError("slot")
    try:
        "".join(value).encode()
    except UnicodeEncodeError:
        raise MalformedHeadError("slot") from None
    return Slot(*value)
