"""Printing: JSON as the contract says, lines for people, errors on stderr. Called by the verbs."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from db.errors import KnownError
from db.rows import Changes


def emit_json(value: Any) -> None:
    """One JSON document on stdout."""
    # dumps, not dump: one call of the encoder written in C, and one write.
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=plain, separators=(",", ":")) + "\n")


def plain(value: object) -> object:
    """What json does not know: dates as ISO text, figures as numbers, whole ones without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(type(value).__name__)


def figure(text: str | None) -> object:
    """A plan file's decimal text as a JSON number."""
    return None if text is None else plain(Decimal(text))


def emit_error(error: KnownError, *, as_json: bool, lang: str) -> int:
    """The sentence on stderr (with --json the error object on stdout too). Returns exit code 1."""
    sentence, hint = error.sentence(lang), error.hint(lang)
    if as_json:
        emit_json({"error": {"code": error.code, "message": sentence, "hint": hint}})
    print(f"{sentence}{hint}", file=sys.stderr)
    return 1


def emit_changes(changes: Changes, *, as_json: bool, lang: str) -> int:
    """What a writing verb did."""
    message = KnownError(f"done.{changes.code}", **dict(changes.values)).sentence(lang)
    if as_json:
        emit_json(
            {
                "schema": 1, "act": changes.act, "entries": list(changes.entries), "code": changes.code,
                "message": message, "warnings": list(changes.warnings),
            }
        )  # fmt: skip
    else:
        print(message)
        for warning in changes.warnings:
            print(warning)
    return 3 if changes.warnings else 0


def width(text: str) -> int:
    """Columns on a terminal: a full-width character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table(rows: Iterable[Sequence[str]]) -> None:
    """Rows in aligned columns; the last column is not padded."""
    kept = [list(row) for row in rows]
    if not kept:
        return
    widths = [max(width(row[place]) for row in kept) for place in range(len(kept[0]))]
    for row in kept:
        cells = [cell + " " * (room - width(cell)) for cell, room in zip(row[:-1], widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())
