"""The lights that no figure decides: standing duties (L), deliverables (K), checkpoints, targets without a number.

Called by lights. Source of the rules: domain.md, "Light rules by type", L and K.
"""

from __future__ import annotations

from db.rules.kinds import IndicatorType, Light, MilestoneKind
from db.rules.light_compare import Finding
from db.rules.light_time import Case, month_first, month_index
from db.rules.milestones import Commitment, Standing


def judge_plain(case: Case, standing: Standing) -> Finding | None:
    """The finding for what has no number to judge; None for what has one."""
    ask = case.ask
    if ask.kind is MilestoneKind.CHECKPOINT:
        return _checkpoint(case)
    if standing_duty(ask):
        return _duty(case, standing)
    if ask.kind is MilestoneKind.DELIVERABLE or ask.type is IndicatorType.DELIVERABLE:
        return _deliverable(case, standing)
    bare = ask.target is None and ask.type is not IndicatorType.TO_ZERO and not ask.reference
    return _checkpoint(case) if bare else None


def standing_duty(ask: Commitment) -> bool:
    """Whether this is 长期坚持: it has a note each quarter and neither light nor date."""
    by_type = ask.type is IndicatorType.STANDING and ask.kind is not MilestoneKind.CHECKPOINT
    return ask.kind is MilestoneKind.DUTY or by_type


def _checkpoint(case: Case) -> Finding:
    """On track until due, then overdue; never 未填报."""
    return _overdue(case, "") if case.days < 0 else Finding(Light.ON_TRACK, "due_in", {"days": case.days})


def _duty(case: Case, standing: Standing) -> Finding:
    """No light; a note each quarter, else 未填报: asked for the quarter that has ended, if it lies in the plan."""
    ended = case.today if case.days >= 0 else month_first(month_index(case.ask.due_on) + 3)
    quarter = month_first(month_index(ended) // 3 * 3 - 3)
    noted = standing.noted_on is not None and standing.noted_on >= quarter
    if noted or case.today < case.start or quarter.year < case.ask.plan_start:
        return Finding(Light.NONE, "standing")
    return Finding(Light.UNFILED, "unfiled_note", {"quarter": quarter.month // 3 + 1, "year": quarter.year})


def _deliverable(case: Case, standing: Standing) -> Finding:
    """The last stage (印发) can be ticked; half the time gone and not begun is 黄; past the date 逾期."""
    stages = case.rules.stages
    stage = (standing.stage or "").strip()
    under_way = stage not in ("", *stages[:1])
    facts: dict[str, object] = {"days": case.days, "stage": stage}
    if stage and stage in stages[-1:]:
        return Finding(Light.ON_TRACK, "issued", facts)
    if case.days < 0:
        return _overdue(case, stage if under_way else "")
    if under_way or standing.started:
        return Finding(Light.ON_TRACK, "stage" if under_way else "begun", facts)
    whole = (case.ask.due_on - case.start).days
    if whole > 0 and (case.today - case.start).days >= case.rules.elapsed_half * whole:
        return Finding(Light.BEHIND, "not_begun", facts)
    return Finding(Light.ON_TRACK, "to_begin", facts)


def _overdue(case: Case, stage: str) -> Finding:
    facts: dict[str, object] = {"days": -case.days}
    return Finding(Light.OVERDUE, "overdue_stage" if stage else "overdue", facts | ({"stage": stage} if stage else {}))
