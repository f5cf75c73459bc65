"""When a period's report is due: defaults of domain.md, editable for each plan. Pure; called by queries.period.

Month: the 25th; January and February together; Q4 is the annual; the year's preliminary 12-10, final 01-20 of the following
year, with verified figures until 03-31.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.rules.times import Period

_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """A plan's days: `day` of the month; "MM-DD" in the year itself (preliminary) and in the following one."""

    day: int = 25
    preliminary: str = "12-10"
    final: str = "01-20"
    verified: str = "03-31"

    @classmethod
    def of(cls, said: Mapping[str, object]) -> Deadlines:
        """The defaults with what has been set; unusable values are passed over."""
        made = cls()
        for name, value in said.items():
            try:
                made = made.changed(name, str(value))
            except ValueError:
                continue
        return made

    def changed(self, name: str, text: str) -> Deadlines:
        """With one of them set. Raises ValueError for an unknown name or a day that is none."""
        if name == "day":
            if not text.isdigit() or not 1 <= int(text) <= 31:
                raise ValueError(text)
            return replace(self, day=int(text))
        match = _MONTH_DAY.fullmatch(text)
        if name not in ("preliminary", "final", "verified") or match is None:
            raise ValueError(f"{name}={text}")
        date(2024, int(match[1]), int(match[2]))
        changes: dict[str, Any] = {name: text}
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class DueDate:
    """One day on which something of the period is due."""

    code: str  # month, together, quarter, preliminary, final, verified
    label: str
    on: date


def due_dates(period: Period, deadlines: Deadlines) -> tuple[DueDate, ...]:
    """What of this period is due by when, in order."""
    year, first, last = period.first.year, period.first.month, period.last.month
    months = last - first + 1
    if months == 12 or (last == 12 and months > 1):
        return (
            DueDate("preliminary", "年度报告初报", _on(year, deadlines.preliminary)),
            DueDate("final", "年度报告终报", _on(year + 1, deadlines.final)),
            DueDate("verified", "核定数补报截止", _on(year + 1, deadlines.verified)),
        )
    if months == 1 and last <= 2:
        return (DueDate("together", "1—2月合并报送", _day(year, 2, deadlines.day)),)
    label = "月报" if months == 1 else "季报" if months == 3 else "半年报"
    return (DueDate("month" if months == 1 else "quarter", label, _day(year, last, deadlines.day)),)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _on(year: int, month_day: str) -> date:
    month, _, day = month_day.partition("-")
    return _day(year, int(month), int(day))
