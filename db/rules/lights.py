"""The light of a milestone on a day: the order in which states decide, from cancelled to the rule of the type.

`judge` is called by queries and reports for every milestone shown. Source: domain.md, "Light rules by type", Order.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Context, Decimal, localcontext

from db.rules.kinds import IndicatorType, Light, MilestoneKind, Status
from db.rules.light_compare import Finding, comparison, meets, reached, read, to_zero
from db.rules.light_data import LightRules, Thresholds
from db.rules.light_plain import judge_plain, standing_duty
from db.rules.light_time import (
    Case,
    adds_up,
    at_most,
    awaits_publication,
    month_first,
    month_index,
    publication,
    required_month,
)
from db.rules.light_types import judge_type
from db.rules.milestones import Commitment, Figure, Reason, Standing, Verdict

__all__ = ["LightRules", "Thresholds", "judge", "meets"]

_EXACT = Context(prec=50)
_TWELFTH = Decimal("1e-12")
_KEPT_EARLY = (
    IndicatorType.CUMULATIVE, IndicatorType.STOCK, IndicatorType.LEVEL, IndicatorType.RAISE_POINTS,
    IndicatorType.TO_ZERO,
)  # fmt: skip
_SETTLED = (Light.CANCELLED, Light.DONE, Light.IN_REVIEW)


def judge(
    commitment: Commitment, standing: Standing, figures: tuple[Figure, ...], today: date, rules: LightRules
) -> Verdict:
    """The light of `commitment` on `today`, with its status, reason, proportion and the figure judged.

    `figures` ascend by `as_at`, in the commitment's measure; those after `today` are left out. Raises nothing for
    finite figures. Cancelled and merged, accepted, returned and claimed decide before any date or figure.
    """
    by = rules.on(today)
    ask = _adjusted(commitment, standing)
    with localcontext(_EXACT):
        case = Case.of(commitment, ask, figures, today, by)
        finding = _settled(case, standing) or judge_plain(case, standing) or _numeric(case, standing)
    shown = case.figure if commitment.kind is MilestoneKind.TARGET else None
    target = finding.values.get("target", ask.target)
    return Verdict(
        light=finding.light,
        status=_status(commitment, standing, finding.light, shown),
        reason=Reason(finding.code, tuple((name, _kept(value)) for name, value in finding.values.items())),
        due_soon=finding.light not in _SETTLED and not standing_duty(ask) and 0 <= case.days <= by.due_soon_days,
        days=case.days,
        due_on=ask.due_on,
        progress=None if finding.progress is None else _rounded(finding.progress),
        expected=None if finding.expected is None else _rounded(finding.expected),
        figure=shown,
        target=_rounded(target) if isinstance(target, Decimal) else None,
    )


def _kept(value: object) -> object:
    return _rounded(value) if isinstance(value, Decimal) else value


def _rounded(value: Decimal) -> Decimal:
    """What is typed stays as it is; what a division has made has twelve decimals."""
    exponent = value.as_tuple().exponent
    return value.quantize(_TWELFTH, context=_EXACT) if isinstance(exponent, int) and exponent < -12 else value


def _adjusted(ask: Commitment, standing: Standing) -> Commitment:
    """The commitment with its approved adjustments; a new target replaces a range as well."""
    if standing.adjusted_due is not None:
        ask = replace(ask, due_on=standing.adjusted_due)
    if standing.adjusted_target is not None:
        ask = replace(ask, target=standing.adjusted_target, target_max=None)
    return ask


def _settled(case: Case, standing: Standing) -> Finding | None:
    """What has been decided or claimed stands before dates and figures."""
    year = {"year": case.today.year}
    if standing.cancelled:
        return Finding(Light.CANCELLED, "cancelled")
    if standing.merged:
        return Finding(Light.CANCELLED, "merged")
    if standing.accepted_on is not None:
        return Finding(Light.DONE, "accepted", {"on": standing.accepted_on, **year})
    if standing.returned:
        why = standing.return_reason.strip()
        return Finding(Light.RETURNED, "returned", {"why": why}) if why else Finding(Light.RETURNED, "returned_plain")
    if standing.claimed_on is not None:
        return Finding(Light.IN_REVIEW, "claimed", {"on": standing.claimed_on, **year})
    return None


def _numeric(case: Case, standing: Standing) -> Finding:
    """A number: past its date, not yet to be judged, without a fresh figure, and then by the rule of its type."""
    if case.days < 0:
        return _past(case)
    found = _later_year(case) or _last_quarter_only(case) or _recognition(case, standing) or _unfiled(case)
    if found is not None or case.figure is None:
        return found or Finding(Light.UNFILED, "unfiled")
    return judge_type(case, case.figure)


def _past(case: Case) -> Finding:
    """Past the date: 待核定 until the statistic is published; a figure that meets waits for its tick; else 逾期."""
    days: dict[str, object] = {"days": -case.days}
    if awaits_publication(case):
        return _pending(case)
    figure, met = case.figure, None
    if figure is not None:
        met = reached(case, figure)
    if figure is not None and met:
        return _met_at_date(case, figure)
    late = case.late_figure
    if late is not None and late is not figure and not at_most(case.ask) and reached(case, late):
        found = read(case, late)
        facts = comparison(case.ask, found) if found else {}
        return Finding(Light.OVERDUE, "overdue_late", {**facts, **days, "as_at": late.as_at, "year": case.today.year})
    if figure is None:
        return Finding(Light.OVERDUE, "overdue_unfiled", days)
    found = read(case, figure)
    if found is None:
        return Finding(Light.OVERDUE, "overdue_unjudged", days)
    code = "overdue_above" if at_most(case.ask) else "overdue_left" if _down(case.ask) else "overdue_short"
    return Finding(Light.OVERDUE, code, comparison(case.ask, found) | days)


def _met_at_date(case: Case, figure: Figure) -> Finding:
    """Met as of the date. What does not add up (a rate, a level, a limit) needs a figure of the due month itself."""
    due = month_index(case.ask.due_on)
    stays = adds_up(case.ask, case.rules) and not at_most(case.ask)
    if not stays and month_index(figure.as_at) < due:
        return _stale(case, figure, due)
    finding = judge_type(case, figure)
    code = "met_about" if finding.code.endswith("_about") else "met_at_date"
    if finding.code == "zero_met":
        code = "zero_at_date"
    elif at_most(case.ask):
        code = "kept_at_date"
    elif finding.code == "level_with_target":
        code = finding.code
    return replace(finding, light=Light.ON_TRACK, code=code)


def _pending(case: Case) -> Finding:
    published = publication(case.ask, case.rules, case.ask.due_on.year)
    facts: dict[str, object] = {"on": published, "year": case.today.year, "measure": case.ask.measure}
    if case.figure is None:
        return Finding(Light.PENDING, "pending", facts)
    return Finding(Light.PENDING, "pending_figure", facts | {"value": case.figure.value, "type": case.ask.type.value})


def _reached_already(case: Case) -> Finding | None:
    if case.figure is None or at_most(case.ask) or not reached(case, case.figure):
        return None
    return judge_type(case, case.figure)


def _later_year(case: Case) -> Finding | None:
    """A target that an earlier year's stands before: no light of its own yet, unless it is reached already."""
    if case.today >= case.start:
        return None
    early = _reached_already(case) if case.ask.type in _KEPT_EARLY and not _down(case.ask) else None
    return early or Finding(Light.ON_TRACK, "later", {"from": case.start.year})


def _last_quarter_only(case: Case) -> Finding | None:
    """J: no light before the last quarter for 零突破, nor for 清零 without a baseline."""
    if case.ask.type is not IndicatorType.TO_ZERO or (_down(case.ask) and case.ask.baseline is not None):
        return None
    opens = month_index(case.ask.due_on) - case.rules.first_ever_months + 1
    if month_index(case.today) >= opens:
        return None
    wait = {"on": month_first(opens), "year": case.today.year}
    return _reached_already(case) or Finding(Light.NONE, "to_zero_wait" if _down(case.ask) else "first_ever_wait", wait)


def _recognition(case: Case, standing: Standing) -> Finding | None:
    """A′: before the month of recognition no number is judged, only its steps: one that is late is 黄."""
    if case.ask.type is not IndicatorType.RECOGNISED:
        return None
    early, due = _reached_already(case), case.ask.due_on
    if early is not None:
        return early
    month = min(12 * due.year + (case.ask.recognised_in or due.month) - 1, month_index(due))
    if case.figure is not None and month_index(case.figure.as_at) >= month:
        return None
    if required_month(case) >= month:
        return None
    names = [name for name, _ in case.ask.steps]
    done = names.index(standing.stage) + 1 if standing.stage in names else 0
    late = next(((name, day) for name, day in case.ask.steps[done:] if day < case.today), None)
    if late is not None:
        return Finding(Light.BEHIND, "step_late", {"step": late[0], "on": late[1], "year": case.today.year})
    return Finding(Light.ON_TRACK, "recognition_wait", {"on": month_first(month), "year": case.today.year})


def _unfiled(case: Case) -> Finding | None:
    """未填报: no figure, or one older than the lag and a month. What adds up and is reached need not be filed again."""
    figure = case.figure
    needed = required_month(case)
    if figure is None:
        if needed >= month_index(case.start):
            return Finding(Light.UNFILED, "unfiled")
        if case.ask.publishes_on is not None:
            return _pending(case)
        return Finding(Light.ON_TRACK, "no_data_yet")
    stays = adds_up(case.ask, case.rules) and not at_most(case.ask)
    if month_index(figure.as_at) >= needed or (stays and reached(case, figure)):
        return None
    return _stale(case, figure, needed)


def _stale(case: Case, figure: Figure, needed: int) -> Finding:
    facts = {"as_at": figure.as_at, "needed_month": month_first(needed), "year": case.today.year}
    return Finding(Light.UNFILED, "stale", facts)


def _down(ask: Commitment) -> bool:
    return ask.type is IndicatorType.TO_ZERO and to_zero(ask)


def _status(ask: Commitment, standing: Standing, light: Light, figure: Figure | None) -> Status:
    """The state in the words of domain.md, from the same facts; the first that applies."""
    known = (
        (standing.cancelled, Status.CANCELLED),
        (standing.merged, Status.MERGED),
        (standing.accepted_on is not None, Status.ACCEPTED),
        (standing.returned, Status.RETURNED),
        (standing.claimed_on is not None, Status.CLAIMED),
        (light is Light.PENDING, Status.PENDING),
        (standing_duty(ask), Status.STANDING),
        (standing.adjusted_due is not None, Status.EXTENDED),
        (standing.adjusted_target is not None, Status.ADJUSTED),
        (standing.started or standing.stage is not None or figure is not None, Status.IN_PROGRESS),
    )
    return next((status for holds, status in known if holds), Status.NOT_STARTED)
