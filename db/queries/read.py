"""Values out of contents that any program may have written: what can't be read is None. Pure; called by queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from db.rules.kinds import MAX_DIGITS


def day(text: object) -> date | None:
    """A civil date, or None."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def figure(text: object) -> Decimal | None:
    """A figure of its decimal text, or None: what no person could have typed (1e9999, NaN) is none."""
    try:
        value = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        return None
    if value is None or not value.is_finite() or not -MAX_DIGITS <= value.adjusted() <= MAX_DIGITS:
        return None
    return value if len(value.as_tuple().digits) <= 2 * MAX_DIGITS else None


def count(value: object) -> int:
    """A whole number, else 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
