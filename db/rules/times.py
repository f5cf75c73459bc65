"""Civil dates and reporting periods. Called by rules, queries, commands and reports.

A civil date is China's (+08:00), whatever zone the machine is set to. Wall-clock times of entries are UTC.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})|Q([1-4])|H([12]))?")


def china_today() -> date:
    """Today's date in China, from this machine's clock."""
    return datetime.now(CHINA).date()


def utc_stamp() -> str:
    """Now as the journal writes it: UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_day(text: str) -> date:
    """A date as people type it: 2021-06-30, 2021/6/30, 2021.6.30, 20210630, 2021年6月30日.

    Raises ValueError when it is none of these or no day of the calendar.
    """
    match = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?|(\d{4})(\d{2})(\d{2})", text.strip())
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) for part in match.groups() if part)
    return date(year, month, day)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting period: a month, a quarter, a half-year or a year. `first` and `last` are inclusive civil dates."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """2021-06, 2021Q2, 2021H1 or 2021. Raises ValueError for anything else."""
        match = _PERIOD.fullmatch(text.strip())
        if not match:
            raise ValueError(text)
        year = int(match[1])
        if match[2]:
            month = int(match[2])
            return cls.months(year, month, month)
        if match[3]:
            return cls.months(year, 3 * int(match[3]) - 2, 3 * int(match[3]))
        if match[4]:
            return cls.months(year, 6 * int(match[4]) - 5, 6 * int(match[4]))
        return cls.months(year, 1, 12)

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Period:
        """From the first day of month `first` to the last day of month `last` of `year`."""
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def month_of(cls, day: date) -> Period:
        """The month that holds `day`."""
        return cls.months(day.year, day.month, day.month)

    @property
    def key(self) -> str:
        """The form in slots and on the command line: 2021-06, 2021Q2, 2021H1, 2021."""
        year, first, last = self.first.year, self.first.month, self.last.month
        match last - first + 1:
            case 1:
                return f"{year}-{first:02d}"
            case 3:
                return f"{year}Q{last // 3}"
            case 6:
                return f"{year}H{last // 6}"
        return str(year)

    @property
    def title(self) -> str:
        """In reports' Chinese: 2021年6月, 2021年第二季度, 2021年上半年, 2021年."""
        year, last = self.first.year, self.last.month
        match self.last.month - self.first.month + 1:
            case 1:
                return f"{year}年{last}月"
            case 3:
                return f"{year}年第{'一二三四'[last // 3 - 1]}季度"
            case 6:
                return f"{year}年{'上下'[last // 6 - 1]}半年"
        return f"{year}年"

    def previous(self) -> Period:
        """The period of the same length just before."""
        span = self.last.month - self.first.month + 1
        year, first = self.first.year, self.first.month - span
        return Period.months(year - (first < 1), first + 12 * (first < 1), self.last.month - span + 12 * (first < 1))


def day_text(day: date, within: int | None = None) -> str:
    """A date for sentences: 6月30日, with its year unless that is `within`."""
    text = f"{day.month}月{day.day}日"
    return text if day.year == within else f"{day.year}年{text}"


def civil_day(stamp: str) -> date | None:
    """The day in China of a UTC stamp as the journal writes it; None for anything else."""
    try:
        return datetime.fromisoformat(stamp).astimezone(CHINA).date()
    except (ValueError, OverflowError):
        return None
