"""The indicator table: one line an indicator, its citations side by side. Pure; called by db.reports.status."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from db.reports import phrases
from db.reports.model import IndicatorLine
from db.rows import Checklist, IndicatorRow, MilestoneRow, NodeRow, PlanRow
from db.rules.kinds import IndicatorType, Light, NodeUid, PlanUid, Role

_COMPARED = (
    IndicatorType.LEVEL, IndicatorType.GROWTH, IndicatorType.AVERAGE_GROWTH, IndicatorType.DECLINE,
    IndicatorType.NOT_ABOVE, IndicatorType.REFERENCE,
)  # fmt: skip


def lines(
    checklist: Checklist, rows: tuple[IndicatorRow, ...], only: PlanUid | None = None
) -> tuple[IndicatorLine, ...]:
    """The indicators that a milestone of the checklist's plans in force cites, in the order given, numbered."""
    plans = {plan.uid: plan for plan in checklist.plans}
    nodes = {node.uid: node for node in checklist.nodes}
    in_force = {plan.uid for plan in checklist.plans if not plan.ended and plan.start_year <= checklist.year}
    made: list[IndicatorLine] = []
    for row in rows:
        cited = [m for m in row.cited if m.plan in in_force and only in (None, m.plan)]
        if cited:
            made.append(_line(len(made) + 1, row, cited, checklist.year, plans, nodes))
    return tuple(made)


def _line(
    at: int,
    row: IndicatorRow,
    cited: list[MilestoneRow],
    year: int,
    plans: Mapping[PlanUid, PlanRow],
    nodes: Mapping[NodeUid, NodeRow],
) -> IndicatorLine:
    shown = _of_year(cited, year)
    last = max(cited, key=lambda m: (m.year, m.mine))
    gap, unit = _gap(shown)
    return IndicatorLine(
        number=at,
        uid=row.uid,
        name=row.name,
        measure=row.measure,
        basis=row.basis or "",
        baseline=row.baseline,
        baseline_year=row.baseline_year,
        target=shown.target if shown else None,
        target_year=shown.year if shown else None,
        value=row.value,
        as_at=row.as_at,
        nature=row.nature,
        rate=phrases.rate(shown) if shown else None,
        expected=shown.expected if shown else None,
        gap=gap,
        gap_unit=unit,
        light=shown.light if shown else Light.NONE,
        final=last.target,
        final_year=last.year,
        lead=_lead(shown or last, nodes),
        remark=_remark(cited, shown, plans),
    )


def _of_year(cited: list[MilestoneRow], year: int) -> MilestoneRow | None:
    """The citation that is adopted for the year: this year's, the unit's own first, then the worst light; without
    one, the nearest later year's."""
    now = [m for m in cited if m.year == year] or [m for m in cited if m.year > year]
    nearest = min((m.year for m in now), default=year)
    order = {light: place for place, light in enumerate(Light)}
    return min((m for m in now if m.year == nearest), key=lambda m: (not m.mine, order[m.light]), default=None)


def _gap(row: MilestoneRow | None) -> tuple[Decimal | None, str]:
    """Ahead or short: in points of the way where there is a schedule, else in the measure against the target."""
    if row is None:
        return None, ""
    if row.progress is not None and row.expected is not None:
        return (row.progress - row.expected) * 100, "个百分点"
    if row.value is None or row.target is None or row.type not in _COMPARED:
        return None, ""
    ahead = row.target - row.value if row.type is IndicatorType.NOT_ABOVE else row.value - row.target
    return ahead, "个百分点" if row.measure in ("%", "％") else row.measure


def _lead(row: MilestoneRow, nodes: Mapping[NodeUid, NodeRow]) -> str:
    node = nodes.get(row.node)
    leads = [unit.printed or unit.name for unit in node.units if unit.role is Role.LEAD] if node else []
    return "、".join(leads) or row.answerer_name


def _remark(cited: list[MilestoneRow], shown: MilestoneRow | None, plans: Mapping[PlanUid, PlanRow]) -> str:
    """Citations of the same year with another target, each with its plan; contradictions; conflicts."""
    said = []
    for row in cited:
        if shown is None or row is shown or row.year != shown.year:
            continue
        same = (row.target, row.target_max, row.op) == (shown.target, shown.target_max, shown.op)
        if not same:
            plan = plans.get(row.plan)
            where = f"《{plan.short}》" if plan else "其他文件"
            said.append(f"{where}{row.year}年目标{phrases.target_text(row)}")
    if any(row.conflict for row in cited):
        said.append("有多个完成值，请选择采用哪个")
    if shown and shown.notice:
        said.append(shown.notice)
    return "；".join(dict.fromkeys(said))
