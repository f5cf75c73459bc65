"""A report's data as text that is kept with its filing, and back: what was filed prints the same for ever.

Called by db.commands.filing and `duban report --again`. Fields that a later program knows take their defaults; fields
that it doesn't know are passed over.
"""

from __future__ import annotations

import base64
import json
import types
import zlib
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from db.errors import KnownError
from db.reports.model import StatusReport

FORMAT = 1
MOST = 64 * 1024 * 1024  # bytes of JSON


def freeze(report: StatusReport) -> str:
    """The report as text: JSON, packed, in letters. Decimals keep every digit."""
    text = json.dumps({"format": FORMAT, "report": _plain(report)}, ensure_ascii=False, sort_keys=True)
    return base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 9)).decode("ascii")


def thaw(text: str) -> StatusReport:
    """The report from its text. Raises KnownError issue_unreadable: damaged, or of a later format."""
    try:
        data = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), MOST)
        raw = json.loads(data.decode("utf-8", "surrogatepass"))
        if raw["format"] != FORMAT:
            raise KnownError("issue_unreadable", why=f"format {raw['format']}")
        report = _read(StatusReport, raw["report"])
    except (ValueError, KeyError, TypeError, ArithmeticError, zlib.error) as error:
        raise KnownError("issue_unreadable", why=type(error).__name__) from error
    assert isinstance(report, StatusReport)
    return report


def holds(text: str, target: str, words: tuple[str, ...]) -> bool:
    """Whether a frozen report prints one of these words of a milestone or task, among its evidence or its corrections.
    True for one that can't be read: it may."""
    try:
        data = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), MOST)
        raw = json.loads(data.decode("utf-8", "surrogatepass"))["report"]
        rows = [row for row in raw["items"] if target in (row["milestone"], row["node"])]
        rows += [*raw["evidence"], *raw.get("corrections", ())]
    except (ValueError, KeyError, TypeError, zlib.error):
        return True
    printed = [value for row in rows for value in row.values() if isinstance(value, str)]
    return any(word in value for word in words for value in printed)


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: Any, value: Any) -> Any:
    """`value` as `kind`, by the annotations of the report's dataclasses."""
    if hasattr(kind, "__supertype__"):
        return _read(kind.__supertype__, value)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [part for part in get_args(kind) if part is not type(None)]
        return None if value is None else _read(inner[0], value)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], part) for part in value)
    return _dataclass(kind, value) if is_dataclass(kind) else _scalar(kind, value)


def _scalar(kind: Any, value: Any) -> Any:
    if issubclass(kind, Enum | Decimal):
        return kind(value)
    if kind is date:
        return date.fromisoformat(value)
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


def _dataclass(kind: Any, value: dict[str, Any]) -> Any:
    hints = _hints(kind)
    made = {}
    for field in fields(kind):
        if field.name in value:
            made[field.name] = _read(hints[field.name], value[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(field.name)
    return kind(**made)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
