"""What has been said about a milestone: states of the journal → Standing, figures and the question to the light rules.

Pure; called by db.queries.assembly. Which period of a recurring milestone is looked at is decided here too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from db.queries.read import day as _date
from db.queries.read import figure as _decimal
from db.queries.records import MilestoneRecord, PlanRecord, StateRecord
from db.rules.kinds import IndicatorType, MilestoneKind, Nature, Op
from db.rules.light_data import Thresholds
from db.rules.milestones import Commitment, Figure, Standing
from db.rules.times import Period

ADJUSTED_TARGET = "adjustment/target"
_ARRANGED = ("adjustment", "breakdown", "target")  # fields by which others or oneself arrange, not report


# Looking a value up costs a tenth of calling its enum, and a list holds hundreds.
KINDS = {kind.value: kind for kind in MilestoneKind}
TYPES = {kind.value: kind for kind in IndicatorType}
OPS: dict[str | None, Op | None] = {None: None, **{op.value: op for op in Op}}


@cache
def _series(text: str) -> tuple[tuple[int, Decimal], ...]:
    return tuple((int(at), Decimal(target)) for at, target in json.loads(text))


_DATED = ("done", "undone", "accepted", "returned")


@dataclass(slots=True)
class States:
    """The winners of slots, by target."""

    by_target: dict[str, list[StateRecord]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[object, ...]], until: date) -> States:
        """From rows of list_states. A claim or a decision that holds from a day after `until` is not said yet; figures
        are chosen by their as-of date, texts by their period."""
        states, last = cls(), until.isoformat()
        for row in rows:
            record = StateRecord(*row)  # type: ignore[arg-type]
            if record.kind in _DATED and record.on_day > last:
                continue
            states.by_target.setdefault(record.target, []).append(record)
        return states

    def find(self, target: str, unit: str | None, period: str, name: str) -> StateRecord | None:
        """The winner of one slot."""
        for state in self.by_target.get(target, ()):
            if state.field == name and state.period == period and state.unit == unit:
                return state
        return None

    def silent(self, *targets: str | None) -> bool:
        """Whether nothing is said of any of these targets."""
        return not any(target in self.by_target for target in targets if target)

    def all(self, target: str, name: str) -> list[StateRecord]:
        """The winners of one field of a target, whatever unit and period."""
        return [state for state in self.by_target.get(target, ()) if state.field == name]


def within(field_name: str, period: str) -> str:
    """The field of what belongs to one period of a recurring milestone: evidence/2021."""
    return f"{field_name}/{period}" if period else field_name


def plan_year(plan: PlanRecord, year: int) -> int:
    """The year of the plan that is looked at: `year`, or the plan's nearest."""
    return min(max(year, plan.start_year), plan.end_year)


def recurring_period(record: MilestoneRecord, year: int, today: date) -> Period:
    """The period of a recurring milestone in `year`: the one that holds today, else that year's last or first."""
    day = today if today.year == year else date(year, 12 if today.year > year else 1, 15)
    match record.recurs:
        case "monthly":
            return Period.month_of(day)
        case "quarterly":
            return Period.parse(f"{year}Q{(day.month + 2) // 3}")
        case "half-yearly":
            return Period.parse(f"{year}H{1 if day.month <= 6 else 2}")
    return Period.parse(str(year))


def commitment(record: MilestoneRecord, plan: PlanRecord, year: int, due_on: date, rules: Thresholds) -> Commitment:
    """The question to the light rules. A plan that names no publication day gets the rules' usual one."""
    kind = TYPES[record.type]
    usual = rules.publishes_on(record.indicator_name, kind) if record.indicator_name else None
    return Commitment(
        kind=KINDS[record.kind],
        type=kind,
        year=year,
        due_on=due_on,
        plan_start=plan.start_year,
        plan_end=plan.end_year,
        op=OPS[record.op],
        target=_decimal(record.target),
        target_max=_decimal(record.target_max),
        measure=record.measure,
        basis=record.basis,
        recurs=record.recurs,
        baseline=_decimal(record.baseline),
        baseline_year=record.baseline_year,
        series=_series(record.series) if record.indicator else (),
        publishes_on=record.publishes_on or usual,
    )


def figures(record: MilestoneRecord, states: States) -> tuple[Figure, ...]:
    """The series of the milestone's indicator, ascending by as-of date. Where two units said something of one day, the
    answerer's stands."""
    said = states.all(record.indicator or record.uid, "figure")
    said.sort(key=lambda state: (state.period, state.unit == record.answerer, state.clock))
    by_day: dict[str, Figure] = {}
    for state in said:
        figure = _figure(state)
        if figure is not None:
            by_day[state.period] = figure
    return tuple(by_day.values())


UNTOUCHED = Standing()


def standing(record: MilestoneRecord, states: States, period: str) -> Standing:
    """What the answerer and the office said of one milestone, figures apart."""
    if states.silent(record.uid, record.node):
        return UNTOUCHED
    who = record.answerer
    done = states.find(record.uid, who, period, "done")
    review = states.find(record.uid, who, period, "review")
    claimed = done is not None and done.kind == "done"
    later = review is not None and (done is None or review.clock > done.clock)
    change = approved(record, states, period, "adjustment")
    target = approved(record, states, period, ADJUSTED_TARGET) or change
    own = [
        state
        for state in states.by_target.get(record.uid, ())
        if state.unit == who and state.field.partition("/")[0] not in _ARRANGED
    ]
    noted = [state.on_day for state in (*own, *(s for s in states.by_target.get(record.node, ()) if s.unit == who))]
    return Standing(
        claimed_on=date.fromisoformat(done.on_day) if claimed and done else None,
        accepted_on=date.fromisoformat(review.on_day) if review and later and review.kind == "accepted" else None,
        returned=bool(review and later and review.kind == "returned"),
        return_reason=(review.value or "") if review and later and review.kind == "returned" else "",
        cancelled=change == "cancelled",
        merged=change == "merged",
        adjusted_due=_date(change),
        adjusted_target=_decimal(target) if target and not _date(target) else None,
        noted_on=date.fromisoformat(max(noted)) if noted else None,
        started=bool(own),
    )


def approved(record: MilestoneRecord, states: States, period: str, field_name: str) -> str:
    """What an approved adjustment says: a date, a figure, "cancelled" or "merged"; "" while there is none."""
    said = states.find(record.uid, record.answerer, period, field_name)
    return said.value or "" if said is not None and said.kind == "adjustment_approved" else ""


def working_target(record: MilestoneRecord, states: States, period: str) -> Decimal | None:
    """The year's working target (年度分解) that stands before the plan's, or None."""
    said = states.find(record.uid, record.answerer, period, "target")
    return _decimal(said.value) if said is not None and said.kind == "target_set" else None


def sub_target(record: MilestoneRecord, states: States, member: str) -> Decimal | None:
    """What the breakdown (目标分解) gives to one member; None: nothing, so its part is not judged."""
    given = [s for s in states.all(record.uid, f"breakdown/{member}") if s.kind == "breakdown_set"]
    given.sort(key=lambda state: (state.unit == record.answerer, state.clock))
    return _decimal(given[-1].value) if given else None


def contributions(record: MilestoneRecord, states: States, member: str) -> tuple[Figure, ...]:
    """The series of one member's own part (本级贡献值), ascending by as-of date."""
    said = [state for state in states.all(record.uid, "part") if state.unit == member]
    found = [figure for state in sorted(said, key=lambda state: state.period) if (figure := _figure(state))]
    return tuple(found)


def unconfirmed(record: MilestoneRecord, states: States, period: str) -> bool:
    """Whether the answer was given to another meaning than the plan's present one and nobody confirmed it since."""
    done = states.find(record.uid, record.answerer, period, "done")
    if done is None or done.kind != "done" or done.sense in (None, record.sense):
        return False
    confirmed = states.find(record.uid, record.answerer, period, "meaning")
    return confirmed is None or confirmed.sense != record.sense


def in_conflict(record: MilestoneRecord, states: States, period: str) -> bool:
    """Whether one of the milestone's slots has several heads, or two units gave different figures for one day."""
    if states.silent(record.uid, record.indicator):
        return False
    own = [state for state in states.by_target.get(record.uid, ()) if state.period in (period, "")]
    said = states.all(record.indicator or record.uid, "figure")
    days: dict[str, set[str | None]] = {}
    for state in said:
        days.setdefault(state.period, set()).add(state.value)
    return any(state.heads > 1 for state in (*own, *said)) or any(len(values) > 1 for values in days.values())


def figures_of(rows: Iterable[tuple[Any, ...]], today: date) -> dict[str, Figure]:
    """Target → its latest figure up to `today`, from (target, period, value, nature) rows ascending by period."""
    latest = {}
    for target, period, value, nature in rows:
        figure = _read(period, value, nature)
        if figure is not None and figure.as_at <= today:
            latest[target] = figure
    return latest


def _figure(state: StateRecord) -> Figure | None:
    return _read(state.period, state.value, state.nature)


def _read(period: str, value: str | None, nature: str | None) -> Figure | None:
    """None when the content is withheld or no figure: nothing is shown rather than something wrong."""
    number, day = _decimal(value), _date(period)
    if number is None or day is None:
        return None
    natures = {known.value: known for known in Nature}
    return Figure(day, number, natures.get(nature or "", Nature.QUICK))
