"""Five result sets → one unit's Checklist. Pure; called by db.first and queries.checklist, same statements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from db.queries.read import figure
from db.queries.records import MilestoneRecord, NodeRecord, PlanRecord
from db.queries.standing import (
    KINDS,
    OPS,
    TYPES,
    States,
    commitment,
    contributions,
    figures,
    in_conflict,
    plan_year,
    recurring_period,
    standing,
    sub_target,
    unconfirmed,
    within,
    working_target,
)
from db.rows import Checklist, MilestoneRow, NodeRow, PlanRow, Point, Share, UnitRow
from db.rules.kinds import (
    IndicatorUid,
    Light,
    MilestoneKind,
    MilestoneUid,
    NodeUid,
    PlanUid,
    Role,
    Status,
    UnitUid,
    worst,
)
from db.rules.light_data import LightRules
from db.rules.lights import judge
from db.rules.milestones import Figure, Reason, Standing, Verdict
from db.rules.wording import sentence

FINISHED = (Light.DONE, Light.IN_REVIEW)


@cache
def light_rules() -> LightRules:
    """The rules that come with the program."""
    from resources import read_json

    return LightRules.from_json(read_json("rules", "lights.json"))


def assemble(
    unit: UnitRow,
    plans: Iterable[Sequence[Any]],
    nodes: Iterable[Sequence[Any]],
    milestones: Iterable[Sequence[Any]],
    units: Iterable[Sequence[Any]],
    states: Iterable[tuple[Any, ...]],
    today: date,
    year: int | None,
) -> Checklist:
    """One unit's checklist as of `today`; `year` (default: today's) is the one whose milestones count."""
    records = [PlanRecord(*row) for row in plans]
    maker = Maker(unit.uid, today, year or today.year, {plan.uid: plan for plan in records}, States.of(states, today))
    for row in units:
        maker.add_share(*row)
    for row in milestones:
        maker.add_milestone(MilestoneRecord(*row))
    order = {plan.uid: place for place, plan in enumerate(records)}
    wanted = sorted((NodeRecord(*row) for row in nodes), key=lambda node: (order[node.plan], node.position))
    rows = [maker.node(node) for node in wanted]
    rows = _rolled_up(rows)
    shown = [_plan_row(plan, rows, today) for plan in records if any(row.plan == plan.uid for row in rows)]
    in_force = {plan.uid for plan in shown if not plan.ended}
    counted = [
        milestone
        for row in rows
        if row.plan in in_force
        for milestone in row.milestones
        if maker.counts(milestone) and milestone.mine
    ]
    return Checklist(
        unit=unit,
        today=today,
        year=maker.year,
        plans=tuple(shown),
        nodes=tuple(rows),
        lights=tuple(sorted(Counter(milestone.light for milestone in counted).items())),
        due_soon=sum(milestone.due_soon for milestone in counted),
        missing_evidence=sum(milestone.light in FINISHED and not milestone.evidence for milestone in counted),
    )


class _Known(NamedTuple):
    """What is known of a milestone besides the plan's own facts."""

    verdict: Verdict
    target: Decimal | None
    target_max: Decimal | None
    figure: Figure | None = None
    conflict: bool = False
    confirm: bool = False
    planned_target: Decimal | None = None
    sub_target: bool = False


class Maker:
    """Turns records into rows for one unit on one day."""

    def __init__(self, unit: UnitUid, today: date, year: int, plans: dict[str, PlanRecord], states: States) -> None:
        self.unit, self.today, self.year, self.plans, self.states = unit, today, year, plans, states
        self._shares: dict[str, list[Share]] = {}
        self._records: dict[str, list[MilestoneRecord]] = {}
        self._checkpoints: dict[tuple[str, date, bool], _Known] = {}
        self._sentences: dict[Reason, str] = {}
        self._rules = light_rules()
        self._thresholds = self._rules.on(today)

    def add_share(self, node: str, _position: int, unit: str, name: str, printed: str, role: str) -> None:
        self._shares.setdefault(node, []).append(Share(UnitUid(unit), name, printed, Role(role)))

    def add_milestone(self, record: MilestoneRecord) -> None:
        self._records.setdefault(record.node, []).append(record)

    def node(self, record: NodeRecord) -> NodeRow:
        points = tuple(json.loads(record.points))
        milestones = tuple(self.milestone(milestone, points) for milestone in self._records.get(record.uid, ()))
        own = [milestone for milestone in milestones if milestone.mine and self.counts(milestone)]
        contact = self.states.find(record.uid, self.unit, "", "contact")
        section, _, person = ((contact.value or "") if contact else "").partition("\n")
        row = NodeRow(
            uid=NodeUid(record.uid),
            plan=PlanUid(record.plan),
            code=record.code,
            number=record.number,
            title=record.title,
            kind=record.kind,
            parent=NodeUid(record.parent) if record.parent else None,
            depth=0,
            role=Role(record.role) if record.role else None,
            via=record.via or "",
            units=tuple(self._shares.get(record.uid, ())),
            points=points,
            notice=record.notice,
            milestones=milestones,
            light=Light.NONE,
            reason="",
            due_soon=False,
            done=0,
            total=0,
            next_due=None,
            evidence=0,
            section=section,
            person=person,
        )
        return _counted(row, own)

    def counts(self, milestone: MilestoneRow) -> bool:
        """Whether a milestone enters the year's counts."""
        return milestone.current and milestone.light is not Light.CANCELLED

    def milestone(self, record: MilestoneRecord, points: tuple[str, ...]) -> MilestoneRow:
        """The milestone as this unit sees it; `points` are its task's."""
        year, period, due_on = self._when(record, self.plans[record.plan])
        mine = record.answerer == self.unit
        quiet = not mine and self.states.silent(record.uid, record.indicator, record.node)
        known = self._unanswered(record, due_on) if quiet else self._known(record, year, period, due_on)
        verdict, shown = known.verdict, known.figure
        return MilestoneRow(
            uid=MilestoneUid(record.uid),
            node=NodeUid(record.node),
            plan=PlanUid(record.plan),
            key=record.key,
            kind=KINDS[record.kind],
            text=record.text,
            year=year,
            due_on=verdict.due_on,
            recurs=record.recurs,
            period=period,
            type=TYPES[record.type],
            indicator=IndicatorUid(record.indicator) if record.indicator else None,
            indicator_name=record.indicator_name,
            basis=record.basis,
            op=OPS[record.op],
            target=known.target,
            target_max=known.target_max,
            measure=record.measure,
            answerer=UnitUid(record.answerer) if record.answerer else None,
            answerer_name=record.answerer_name or "",
            mine=mine,
            sense=record.sense,
            status=verdict.status,
            light=verdict.light,
            reason=self._sentence(verdict.reason),
            why=verdict.reason,
            due_soon=verdict.due_soon,
            days=verdict.days,
            value=shown.value if shown else None,
            as_at=shown.as_at if shown else None,
            nature=shown.nature if shown else None,
            progress=verdict.progress,
            expected=verdict.expected,
            evidence=0 if quiet else self._evidence(record, period),
            conflict=known.conflict,
            confirm=known.confirm,
            notice=record.notice,
            points=self._ticked(record, points) if record.kind == MilestoneKind.CHECKPOINT else (),
            current=self._current(record, year, verdict.light),
            planned_due=due_on if verdict.due_on != due_on else None,
            planned_target=known.planned_target,
            sub_target=known.sub_target,
        )

    def _unanswered(self, record: MilestoneRecord, due_on: date) -> _Known:
        """Another unit's milestone of which nothing is known here: most of what a support unit sees."""
        verdict = Verdict(Light.NONE, Status.NOT_STARTED, _others(record), False, (due_on - self.today).days, due_on)
        return _Known(verdict, figure(record.target), figure(record.target_max))

    def _known(self, record: MilestoneRecord, year: int, period: str, due_on: date) -> _Known:
        """What is known; checkpoints of one plan and date of which nothing was said yet are judged once."""
        if record.kind != MilestoneKind.CHECKPOINT or not self.states.silent(record.uid, record.node):
            return self._judged(record, year, period, due_on)
        key = (record.plan, due_on, record.answerer == self.unit)
        if key not in self._checkpoints:
            self._checkpoints[key] = self._judged(record, year, period, due_on)
        return self._checkpoints[key]

    def _sentence(self, reason: Reason) -> str:
        if reason not in self._sentences:
            self._sentences[reason] = sentence(reason)
        return self._sentences[reason]

    def _judged(self, record: MilestoneRecord, year: int, period: str, due_on: date) -> _Known:
        ask = commitment(record, self.plans[record.plan], year, due_on, self._thresholds)
        printed = ask.target
        working = working_target(record, self.states, period)
        if working is not None:
            ask = replace(ask, target=working, target_max=None)
        said = standing(record, self.states, period)
        confirm = unconfirmed(record, self.states, period)
        if confirm:
            said = replace(said, claimed_on=None, accepted_on=None)
        series = figures(record, self.states)
        mine = record.answerer == self.unit
        share = None if mine else sub_target(record, self.states, self.unit)
        if share is not None:  # a member with a sub-target is judged by its own part
            ask = replace(ask, target=share, target_max=None, series=(), baseline=None)
            series = contributions(record, self.states, self.unit)
            said = Standing(adjusted_due=said.adjusted_due, started=bool(series))
        verdict = judge(ask, said, series, self.today, self._rules)
        if not mine and share is None and not said.started and not series:
            verdict = replace(verdict, light=Light.NONE, due_soon=False, reason=_others(record))
        return _Known(
            verdict,
            target=ask.target if verdict.target is None else verdict.target,
            target_max=ask.target_max,
            figure=verdict.figure or _latest(series, self.today),
            conflict=in_conflict(record, self.states, period),
            confirm=confirm,
            planned_target=printed if share is None and printed != (verdict.target or ask.target) else None,
            sub_target=share is not None,
        )

    def _current(self, record: MilestoneRecord, year: int, light: Light) -> bool:
        """Whether a milestone is this year's: due in it, recurring, or of an earlier year and still open. A past year's
        checkpoint is not carried on: the next year's stands for it."""
        plan = self.plans[record.plan]
        looked_at = plan_year(plan, self.year)
        if plan.start_year > self.year:
            return False
        if record.kind == MilestoneKind.CHECKPOINT:
            return year == looked_at
        return year == looked_at or (year < looked_at and light not in FINISHED)

    def _when(self, record: MilestoneRecord, plan: PlanRecord) -> tuple[int, str, date]:
        """(year, period, due date) looked at."""
        if record.year is not None and record.due_on is not None:
            return record.year, "", date.fromisoformat(record.due_on)
        year = max(plan_year(plan, self.year), record.from_year or 0)
        period = recurring_period(record, year, self.today)
        return year, period.key, period.last

    def _evidence(self, record: MilestoneRecord, period: str) -> int:
        said = self.states.all(record.uid, within("evidence", period))
        return sum(state.kind == "evidence_added" and state.unit in (record.answerer, self.unit) for state in said)

    def _ticked(self, record: MilestoneRecord, points: tuple[str, ...]) -> tuple[Point, ...]:
        ticks = {
            state.field
            for state in self.states.by_target.get(record.uid, ())
            if state.kind == "done" and state.unit in (record.answerer, self.unit)
        }
        return tuple(Point(n, text, f"point/{n}" in ticks) for n, text in enumerate(points, 1))


def _others(record: MilestoneRecord) -> Reason:
    if record.answerer is None:
        return Reason("unassigned")
    return Reason("answered_by", (("unit", record.answerer_name or ""),))


def _latest(series: tuple[Figure, ...], today: date) -> Figure | None:
    past = [figure for figure in series if figure.as_at <= today]
    return past[-1] if past else None


def _counted(row: NodeRow, own: list[MilestoneRow]) -> NodeRow:
    """The row with its own milestones' light, counts and next date."""
    light = worst([milestone.light for milestone in own])
    first = min((m for m in own if m.light is light), key=lambda m: m.due_on, default=None)
    open_days = [m.due_on for m in own if m.light not in FINISHED]
    return replace(
        row,
        light=light,
        reason=first.reason if first else "",
        due_soon=any(m.due_soon for m in own),
        done=sum(m.light in FINISHED for m in own),
        total=len(own),
        next_due=min(open_days, default=None),
        evidence=sum(m.evidence for m in row.milestones),
    )


def _rolled_up(rows: list[NodeRow]) -> list[NodeRow]:
    """Sections take the worst light, the counts and the next date of all below them; depths are filled in."""
    place = {row.uid: at for at, row in enumerate(rows)}
    depth: dict[str, int] = {}
    for row in rows:
        depth[row.uid] = depth[row.parent] + 1 if row.parent in depth else 0
    result = [replace(row, depth=depth[row.uid]) for row in rows]
    for at in range(len(rows) - 1, -1, -1):
        row = result[at]
        above = place.get(row.parent) if row.parent else None
        if above is not None:
            result[above] = _with_child(result[above], row)
    return result


def _with_child(parent: NodeRow, child: NodeRow) -> NodeRow:
    light = worst([parent.light, child.light]) if child.total else parent.light
    if not parent.total and child.total:
        light = child.light
    days = [day for day in (parent.next_due, child.next_due) if day]
    return replace(
        parent,
        light=light,
        reason=child.reason if light is child.light and light is not parent.light else parent.reason,
        due_soon=parent.due_soon or child.due_soon,
        done=parent.done + child.done,
        total=parent.total + child.total,
        next_due=min(days, default=None),
        evidence=parent.evidence + child.evidence,
    )


def _plan_row(plan: PlanRecord, rows: list[NodeRow], today: date) -> PlanRow:
    tops = [row for row in rows if row.plan == plan.uid and row.depth == 0]
    lights = Counter(row.light for row in rows if row.plan == plan.uid and row.kind == "task")
    return PlanRow(
        uid=PlanUid(plan.uid),
        slug=plan.slug,
        doc_no=plan.doc_no,
        title=plan.title,
        short=plan.short,
        issuer=plan.issuer,
        issued_on=date.fromisoformat(plan.issued_on) if plan.issued_on else None,
        start_year=plan.start_year,
        end_year=plan.end_year,
        jurisdiction=plan.jurisdiction,
        revision=plan.revision,
        ended=plan.end_year < today.year,
        done=sum(row.done for row in tops),
        total=sum(row.total for row in tops),
        tasks=sum(row.kind == "task" for row in rows if row.plan == plan.uid),
        lights=tuple(sorted(lights.items())),
    )
