"""How a figure compares with its target: `meets`, what a light rule finds, and the two yardsticks of colours.

Called by light_types and lights. Source of the rules: domain.md, "Light rules by type".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from db.rules.kinds import IndicatorType, Light, Op
from db.rules.light_data import Thresholds
from db.rules.light_time import Case, month_index
from db.rules.milestones import Commitment, Figure

HAIR = Decimal("1e-12")  # what division may lose; smaller differences are none
_ABOUT = Decimal("0.95")  # domain.md, N; `judge` takes it from the rule data


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: a light, the code and values of its sentence, and the proportion where there is one."""

    light: Light
    code: str
    values: dict[str, object] = field(default_factory=dict)
    progress: Decimal | None = None
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A figure as it compares: `value` (a rise for type I) with `target` (the reference plus its margin for M)."""

    value: Decimal
    target: Decimal


def meets(
    op: Op | None,
    target: Decimal | None,
    target_max: Decimal | None,
    value: Decimal,
    *,
    kind: IndicatorType | None = None,
    about: Decimal = _ABOUT,
) -> bool:
    """Whether `value` reaches the target. A range counts from its lower bound, a limit's range to its upper one.

    "=" is reached from the target on, for a quantity that grows; type G is typed positive, so a bigger decline reaches;
    type H and "at most" are kept up to the target; 左右 is reached at 95 %. No target is never reached.
    """
    if target is None:
        return False
    if kind is IndicatorType.NOT_ABOVE or op is Op.AT_MOST:
        return value <= (target if target_max is None else max(target, target_max))
    if op is Op.ABOUT:
        return value >= target - abs(target) * (1 - about)
    return value >= target


def read(case: Case, figure: Figure) -> Read | None:
    """The figure as it compares with its target; None where nothing can be compared."""
    ask = case.ask
    target = ask.target
    match ask.type:
        case IndicatorType.RAISE_POINTS if target is not None and ask.baseline is not None:
            return Read(figure.value - ask.baseline, target)
        case IndicatorType.REFERENCE if ask.reference:
            same = [row for row in ask.reference if month_index(row.as_at) == month_index(figure.as_at)]
            return Read(figure.value, same[-1].value + (target or 0)) if same else None
        case IndicatorType.TO_ZERO:
            return Read(figure.value, Decimal(0) if to_zero(ask) else Decimal(1) if target is None else target)
    return None if target is None else Read(figure.value, target)


def reached(case: Case, figure: Figure) -> bool | None:
    """Whether this figure meets the commitment; None where it can't be compared."""
    found = read(case, figure)
    if found is None:
        return None
    op = Op.AT_MOST if falls(case.ask) else case.ask.op
    return meets(op, found.target, case.ask.target_max, found.value, kind=case.ask.type, about=case.rules.about)


def to_zero(ask: Commitment) -> bool:
    """Type J is either 清零 (down to zero) or 零突破 (the first ever): told by a target of zero or "at most"."""
    return ask.op is Op.AT_MOST or ask.target == 0


def falls(ask: Commitment) -> bool:
    """Whether a stock or a count is to come down: "at most", 清零, or a stock whose baseline is above its target."""
    if ask.type is IndicatorType.TO_ZERO:
        return to_zero(ask)
    above = ask.baseline is not None and ask.target is not None and ask.baseline > ask.target
    return ask.op is Op.AT_MOST or (ask.type is IndicatorType.STOCK and ask.op is Op.EQUAL and above)


def comparison(ask: Commitment, found: Read) -> dict[str, object]:
    """What every sentence about a figure and its target can use."""
    return {
        "type": ask.type.value,
        "measure": ask.measure,
        "value": found.value,
        "target": found.target,
        "short": abs(found.target - found.value),
    }


def by_ratio(progress: Decimal, expected: Decimal, rules: Thresholds) -> Light:
    """绿 ρ ≥ 1, 黄 0.7 ≤ ρ < 1, 红 below; behind at the very start, where nothing is expected yet, is 黄."""
    if progress >= expected - HAIR:
        return Light.ON_TRACK
    if expected <= 0 or progress >= rules.yellow * expected - HAIR:
        return Light.BEHIND
    return Light.SEVERE


def by_distance(short: Decimal, tolerance: Decimal) -> Light:
    """绿 when nothing is short, 黄 within the tolerance, else 红."""
    if short <= 0:
        return Light.ON_TRACK
    return Light.BEHIND if short <= tolerance + HAIR else Light.SEVERE
