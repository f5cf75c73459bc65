"""The time side of the lights: from when a commitment counts, which figure is judged, when one is missing or stale.

Called by lights and light_types.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal

from db.rules.kinds import IndicatorType, MilestoneKind, Nature, Op
from db.rules.light_data import Thresholds
from db.rules.milestones import Commitment, Figure

_SPANS = {"half-yearly": 6, "quarterly": 3, "monthly": 1}
_YEARLY = ("当年", "当期", "同比", "增速")
_IN_YEAR = (IndicatorType.NEW_IN_YEAR, IndicatorType.RECOGNISED, IndicatorType.GROWTH, IndicatorType.REFERENCE)
_ADD_UP = (IndicatorType.NEW_IN_YEAR, IndicatorType.RECOGNISED, IndicatorType.CUMULATIVE)
_OWN_COURSE = (IndicatorType.STOCK, IndicatorType.TO_ZERO, IndicatorType.DELIVERABLE, IndicatorType.STANDING)


@dataclass(frozen=True, slots=True)
class Case:
    """A commitment on a day: with its approved adjustments, from `start`, and the figure that is judged."""

    ask: Commitment  # due_on, target and target_max are those in force
    start: date
    today: date
    rules: Thresholds
    figures: tuple[Figure, ...]
    figure: Figure | None

    @classmethod
    def of(cls, asked: Commitment, ask: Commitment, figures: tuple[Figure, ...], today: date, by: Thresholds) -> Case:
        """`asked` is as printed (it tells the start), `ask` as adjusted. Past the date only figures up to it count."""
        begins = start_of(asked, by)
        figure = pick(figures, begins if windowed(asked, by) else None, min(today, ask.due_on))
        return cls(ask, begins, today, by, figures, figure)

    @property
    def days(self) -> int:
        """Days until due, negative when past."""
        return (self.ask.due_on - self.today).days

    @property
    def late_figure(self) -> Figure | None:
        """The figure of now, for one past its date: of the year it was due in if the quantity is the year's."""
        last = self.today
        if windowed(self.ask, self.rules):
            last = min(last, date(self.ask.due_on.year, 12, 31))
        return pick(self.figures, self.start if windowed(self.ask, self.rules) else None, last)

    def elapsed(self, day: date) -> Decimal:
        """The share of the time from the start to the date that has gone at the end of `day`'s month, 0 to 1."""
        span = month_index(self.ask.due_on) - month_index(self.start) + 1
        gone = month_index(day) - month_index(self.start) + 1
        return Decimal(min(max(gone, 0), span)) / span if span > 0 else Decimal(1)


def month_index(day: date) -> int:
    """Months since year 0: the month that holds `day` as one number."""
    return 12 * day.year + day.month - 1


def month_first(index: int) -> date:
    """The first day of the month with this index, held within the calendar."""
    year, month = divmod(index, 12)
    return date(min(max(year, MINYEAR), MAXYEAR), month + 1, 1)


def at_most(ask: Commitment) -> bool:
    """Whether less is better: type H, or any other asked "at most" but those that have a course of their own."""
    return ask.type is IndicatorType.NOT_ABOVE or (ask.op is Op.AT_MOST and ask.type not in _OWN_COURSE)


def adds_up(ask: Commitment, rules: Thresholds) -> bool:
    """Whether the quantity adds up over the time, so that a reached target stays reached: new, recognised, cumulative.

    A limit (H) adds up, is a flow, when its basis says so (当年, 累计, 新增, 限额 …). A share, a rate, a level
    (占比, 增速, 水平 …) and a limit without a basis are levels: a level taken for a flow would be red without cause.
    """
    if ask.type in _ADD_UP:
        return True
    return ask.type is IndicatorType.NOT_ABOVE and any(word in (ask.basis or "") for word in rules.flow_bases)


def windowed(ask: Commitment, rules: Thresholds) -> bool:
    """Whether only figures of the year (or half, quarter, month) itself count, not the latest known before it."""
    if ask.kind is not MilestoneKind.TARGET:
        return False
    if ask.type is IndicatorType.DECLINE:
        return not averaged(ask) and (yearly(ask) or ask.baseline_year is None)
    if ask.type is IndicatorType.NOT_ABOVE:
        return yearly(ask) or (adds_up(ask, rules) and "累计" not in (ask.basis or ""))
    return ask.type in _IN_YEAR


def averaged(ask: Commitment) -> bool:
    """Whether the figure is an average over the years (年均)."""
    return "年均" in (ask.basis or "")


def yearly(ask: Commitment) -> bool:
    """Whether the quantity is one year's own, by recurrence or basis."""
    return ask.recurs is not None or (not averaged(ask) and any(word in (ask.basis or "") for word in _YEARLY))


def previous_printed(ask: Commitment) -> tuple[int, Decimal] | None:
    """The target printed for the last year before this one, with its year."""
    return max((row for row in ask.series if row[0] < ask.year), default=None)


def start_of(ask: Commitment, rules: Thresholds) -> date:
    """From when the commitment counts: its period if it recurs; its year if the quantity is the year's; else the year
    after the last one for which a target of the same indicator is printed, or the plan's first.
    """
    due = month_index(ask.due_on)
    if ask.recurs is not None:
        return month_first(due + 1 - _SPANS.get(ask.recurs, ask.due_on.month))
    if windowed(ask, rules):
        return month_first(min(12 * ask.year, due))
    if ask.kind is not MilestoneKind.TARGET:
        return month_first(12 * ask.plan_start)
    printed = previous_printed(ask)
    return month_first(12 * (printed[0] + 1 if printed else ask.plan_start))


def pick(figures: tuple[Figure, ...], first: date | None, last: date) -> Figure | None:
    """The latest figure by 数据截至 within first … last; of the same day 核定 wins, then the later in the series."""
    fit = [row for row in figures if row.as_at <= last and (first is None or row.as_at >= first)]
    return max(reversed(fit), key=lambda row: (row.as_at, row.nature is Nature.VERIFIED), default=None)


def publication(ask: Commitment, rules: Thresholds, year: int) -> date | None:
    """The day in the following year by which the statistic of `year` is verified; None: not a statistic.

    A day that is none of the calendar is held to its month; one that can't be read gives way to the rules' default.
    """
    if ask.publishes_on is None:
        return None
    month, day = _month_day(ask.publishes_on) or _month_day(rules.publication) or (3, 31)
    following = min(year + 1, MAXYEAR)
    return date(following, month, min(day, monthrange(following, month)[1]))


def _month_day(text: str) -> tuple[int, int] | None:
    month, _, day = text.partition("-")
    if not (month.isascii() and month.isdigit() and day.isascii() and day.isdigit()):
        return None
    return (int(month), max(int(day), 1)) if 1 <= int(month) <= 12 else None


def awaits_publication(case: Case) -> bool:
    """Past the date, a statistic without a 核定 figure of the due month whose publication day has not passed."""
    published = publication(case.ask, case.rules, case.ask.due_on.year)
    if published is None or case.today > published:
        return False
    figure = case.figure
    verified = figure is not None and figure.nature is Nature.VERIFIED
    return not (verified and figure is not None and month_index(figure.as_at) >= month_index(case.ask.due_on))


def required_month(case: Case) -> int:
    """The month (index) that the data must have reached today: last month, less the lag of a statistic.

    January is never asked alone: 1—2月 are reported together. A statistic that has only been reported at year's ends
    must have reached the last year whose publication is a month past.
    """
    ask, today = case.ask, case.today
    published = publication(ask, case.rules, today.year - 1)
    if published is not None and _once_a_year(case):
        known = month_index(published) + case.rules.grace_months < month_index(today)
        return 12 * (today.year - (1 if known else 2)) + 11
    lag = published.month if published else 0
    index = month_index(today) - case.rules.grace_months - lag
    return index - 1 if index % 12 == 0 else index


def _once_a_year(case: Case) -> bool:
    """Whether a statistic comes at year's ends only, by the figures so far; a quantity of the year comes within it."""
    return not windowed(case.ask, case.rules) and all(row.as_at.month == 12 for row in case.figures)
