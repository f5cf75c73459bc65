"""The light rules' thresholds as data: versions with a start date. Read by lights and light_types; the dict comes from
resources/rules/lights.json or from an office's own settings, the caller reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from db.rules.kinds import IndicatorType

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One version of the thresholds (domain.md, Light rules by type). Shares are fractions: 0.7 is 70 %."""

    since: date  # in force from this day
    yellow: Decimal  # ρ = P/E from here to 1 is yellow, below is red
    level: Decimal  # D: this share of the target short is yellow
    limit: Decimal  # H: this share above the limit is yellow
    about: Decimal  # 左右: reached at this share of the target
    growth_points: Decimal  # E: points short that are yellow at least
    growth_share: Decimal  # E: or this share of the target, if that is more
    decline_share: Decimal  # G: this share of the target short is yellow
    average_effort: Decimal  # F: yellow while the rate still needed is at most this many times the target
    elapsed_half: Decimal  # K: not begun when this share of the time has gone is yellow
    pieces: int  # A: whole targets up to this many are counted piece by piece
    piece_short: int  # A: so many pieces short is yellow, more is red
    piece_measures: frozenset[str]  # measures that come in pieces
    late_month: int  # A: none from this month is red; D: red is possible from this month
    due_soon_days: int
    grace_months: int  # a figure may be this much older than its publication lag
    first_ever_months: int  # J: judged in the last so many months before the date
    publication: str  # "MM-DD" of the following year when a statistic is verified, if nothing else is known
    publication_by_word: tuple[tuple[str, str], ...]  # (word in the indicator's name, "MM-DD")
    statistic_types: frozenset[str]  # always statistics
    count_types: frozenset[str]  # counted by the units themselves, never statistics
    statistic_words: tuple[str, ...]  # what makes a statistic of the other types, in the indicator's name
    flow_bases: tuple[str, ...]  # H: a basis with one of these words is an amount that adds up over the time
    stages: tuple[str, ...]  # K: in order; the first is not begun, the last is done

    def publishes_on(self, indicator: str, kind: IndicatorType) -> str | None:
        """The usual "MM-DD" of the following year for an indicator whose plan names none; None: not a statistic.

        Growth, decline and comparisons are statistics, counts are not, and of the rest what has a statistic's word in
        its name. For filling `Commitment.publishes_on`; what the plan or the office has entered stands above it.
        """
        named = kind not in self.count_types and any(word in indicator for word in self.statistic_words)
        if kind not in self.statistic_types and not named:
            return None
        return next((day for word, day in self.publication_by_word if word in indicator), self.publication)


@dataclass(frozen=True, slots=True)
class LightRules:
    """All versions of the thresholds, ascending by `since`."""

    versions: tuple[Thresholds, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LightRules:
        """The rules from their JSON object. Decimals are strings or whole numbers there, never floats.

        Raises ValueError, with the name of the field, for another format, no version or an unusable field.
        """
        if data.get("format") != FORMAT:
            raise ValueError(f"format {data.get('format')!r}, not {FORMAT}")
        versions = sorted((_version(row) for row in data.get("versions") or ()), key=lambda version: version.since)
        if not versions:
            raise ValueError("versions: there is none")
        return cls(tuple(versions))

    def on(self, day: date) -> Thresholds:
        """The version in force on `day`; before the first one began, the first."""
        return next((version for version in reversed(self.versions) if version.since <= day), self.versions[0])


def _version(row: Mapping[str, Any]) -> Thresholds:
    made: dict[str, Any] = {}
    for field in fields(Thresholds):
        name = "from" if field.name == "since" else field.name
        try:
            made[field.name] = _READERS[str(field.type)](row[name])
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise ValueError(f"{name}: {row.get(name)!r}") from error
    return Thresholds(**made)


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise TypeError(raw)
    value = Decimal(raw)
    if not value.is_finite() or value < 0:
        raise ValueError(raw)
    return value


def _whole(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise TypeError(raw)
    return raw


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(raw)
    return raw


_READERS: dict[str, Any] = {
    "date": date.fromisoformat,
    "Decimal": _decimal,
    "int": _whole,
    "str": _text,
    "frozenset[str]": lambda raw: frozenset(_text(item) for item in raw),
    "tuple[str, ...]": lambda raw: tuple(_text(item) for item in raw),
    "tuple[tuple[str, str], ...]": lambda raw: tuple((_text(word), _text(day)) for word, day in raw),
}
