"""The light rule of each indicator type, A to M. Called by lights once a figure is to be judged before its date.

Source of every rule: domain.md, "Light rules by type". P is progress, E what is expected, ρ = P/E; T target, V figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from db.rules.kinds import IndicatorType, Light, Op
from db.rules.light_compare import HAIR, Finding, Read, by_distance, by_ratio, comparison, falls, reached, read, to_zero
from db.rules.light_time import Case, adds_up, at_most, averaged, month_index, previous_printed
from db.rules.milestones import Commitment, Figure

_OUT_OF_REACH = Decimal(1000)  # percent a year: not worth a sentence
_FINAL_ONLY = (IndicatorType.GROWTH, IndicatorType.DECLINE, IndicatorType.AVERAGE_GROWTH, IndicatorType.REFERENCE)


def judge_type(case: Case, figure: Figure) -> Finding:
    """The light of a figure before the date, by its type; a target that is reached says that it can be ticked."""
    ask, found = case.ask, read(case, figure)
    if found is None:
        return Finding(Light.NONE, "no_reference")
    rule = _not_above if at_most(ask) else _RULES.get(ask.type, _level)
    finding = replace(made := rule(case, figure, found), values=_facts(case, figure, found) | made.values)
    if at_most(ask) or not reached(case, figure):
        return finding
    code = "ahead" if ask.type in _FINAL_ONLY else "met"
    if ask.type is IndicatorType.TO_ZERO and to_zero(ask):
        code = "zero_met"
    elif ask.strict and found.value == found.target:
        code = "level_with_target"
    elif ask.op is Op.ABOUT and found.value < found.target:
        code += "_about"
    return replace(finding, light=Light.ON_TRACK, code=code)


def _facts(case: Case, figure: Figure, found: Read) -> dict[str, object]:
    return comparison(case.ask, found) | {"as_at": figure.as_at, "year": case.today.year}


def _proportion(case: Case, progress: Decimal, expected: Decimal, **values: object) -> Finding:
    light = by_ratio(progress, expected, case.rules)
    code = "on_schedule" if light is Light.ON_TRACK else "behind_schedule" if expected > 0 else "behind_start"
    return Finding(light, code, {"actual": progress, "due_share": expected, **values}, progress, expected)


def _new_in_year(case: Case, figure: Figure, found: Read) -> Finding:
    """A: P = V/T against t or the year's own plan; few pieces are counted: floor(T·t) needed."""
    if found.target <= 0:
        return _level(case, figure, found)
    expected = _planned(case, figure, found.target)
    if _in_pieces(case, found.target):
        return _pieces(case, figure, found, expected)
    return _proportion(case, found.value / found.target, expected)


def _planned(case: Case, figure: Figure, target: Decimal) -> Decimal:
    if case.ask.type is IndicatorType.RECOGNISED:
        return Decimal(1)
    if not case.ask.schedule:
        return case.elapsed(figure.as_at)
    due = [amount for month, amount in case.ask.schedule if month <= figure.as_at.month]
    return due[-1] / target if due else Decimal(0)


def _in_pieces(case: Case, target: Decimal) -> bool:
    whole = target == target.to_integral_value()
    return whole and target <= case.rules.pieces and case.ask.measure.strip() in case.rules.piece_measures


def _pieces(case: Case, figure: Figure, found: Read, expected: Decimal) -> Finding:
    needed = (found.target * expected + HAIR).to_integral_value(ROUND_FLOOR)
    progress = found.value / found.target
    values: dict[str, object] = {"needed": needed, "short": max(needed - found.value, Decimal(0))}
    if found.value <= 0 and case.elapsed(figure.as_at) * 12 >= case.rules.late_month - HAIR:
        return Finding(Light.SEVERE, "pieces_none", values, progress, expected)
    light = by_distance(needed - found.value, Decimal(case.rules.piece_short))
    if light is not Light.ON_TRACK:
        return Finding(light, "pieces_short", values, progress, expected)
    return Finding(light, "pieces_in_time" if needed > 0 else "pieces_open", values, progress, expected)


def _cumulative(case: Case, figure: Figure, found: Read) -> Finding:
    """B: within the year of the data, from the last printed target, the baseline, or nothing before the plan."""
    origin = previous_printed(case.ask) or _baseline(case) or (case.ask.plan_start - 1, Decimal(0))
    return _course(case, figure, found, origin)


def _stock(case: Case, figure: Figure, found: Read) -> Finding:
    """C: as B from the baseline; without one there is no schedule, only the difference."""
    origin = previous_printed(case.ask) or _baseline(case)
    return _course(case, figure, found, origin) if origin else Finding(Light.NONE, "no_baseline")


def _baseline(case: Case) -> tuple[int, Decimal] | None:
    """The base year with its value: the plan's, else a figure filed for the end of that year."""
    year = base_year(case.ask)
    if case.ask.baseline is not None:
        return year, case.ask.baseline
    ends = [row.value for row in case.figures if row.as_at.year == year and row.as_at.month == 12]
    return (year, ends[-1]) if ends else None


def base_year(ask: Commitment) -> int:
    """The year that a rise or an average counts from: printed, else the year before the plan."""
    return ask.plan_start - 1 if ask.baseline_year is None else ask.baseline_year


def _course(case: Case, figure: Figure, found: Read, origin: tuple[int, Decimal]) -> Finding:
    """P = (V−T(y−1))/(T(y)−T(y−1)) in the year of the data; years not printed lie on a straight line (推算)."""
    first, last = 12 * origin[0] + 11, month_index(case.ask.due_on)
    at = min(max(month_index(figure.as_at), first), last)
    year = max(figure.as_at.year, origin[0] + 1)
    since, until = max(first, 12 * year - 1), min(last, 12 * year + 11)
    slope = (found.target - origin[1]) / (last - first) if last > first else Decimal(0)
    low, high = origin[1] + slope * (since - first), origin[1] + slope * (until - first)
    if until <= since or abs(high - low) <= HAIR or (high < low) != falls(case.ask):
        return _level(case, figure, found)
    expected = Decimal(max(at - since, 0)) / (until - since)
    made = _proportion(case, (found.value - low) / (high - low), expected, estimated=since > first or until < last)
    if made.code == "behind_start":
        return replace(made, values=made.values | {"origin": low})
    if low == 0:  # the percentages are those of the target itself
        return made
    due = low + (high - low) * expected
    return replace(made, code=_COURSE[made.code][high < low], values=made.values | _due(due, found))


_COURSE = {"on_schedule": ("course_kept", "course_down"), "behind_schedule": ("course_short", "course_above")}


def _due(due: Decimal, found: Read) -> dict[str, object]:
    """What is due by now as it is printed (one decimal for a whole target, else two), and the distance from it."""
    whole = found.target == found.target.to_integral_value()
    shown = due.quantize(Decimal("0.1") if whole else Decimal("0.01"), ROUND_HALF_UP)
    exact = found.value - due
    short = found.value - shown
    return {"due_amount": shown, "short": abs(short if (short < 0) == (exact < 0) and short else exact)}


def _level(case: Case, figure: Figure, found: Read) -> Finding:
    """D: no proportion; within 5 % 黄, beyond 红; before September of its year that is 红 only below the baseline."""
    short = found.target - found.value
    if falls(case.ask):
        short = -short
    light = by_distance(short, abs(found.target) * case.rules.level)
    early = month_index(figure.as_at) < 12 * case.ask.due_on.year + case.rules.late_month - 1
    fallen = case.ask.baseline is not None and found.value < case.ask.baseline
    if light is Light.SEVERE and case.ask.type is IndicatorType.LEVEL and early and not fallen:
        light = Light.BEHIND
    later: dict[str, object] = {"aim_year": case.ask.due_on.year} if case.ask.due_on.year > figure.as_at.year else {}
    return _distance(light, "rate_above" if falls(case.ask) else "rate_short", **later)


def _distance(light: Light, code: str = "rate_short", **values: object) -> Finding:
    return Finding(light, "ahead" if light is Light.ON_TRACK else code, dict(values))


def _growth(case: Case, _figure: Figure, found: Read) -> Finding:
    """E and M: 黄 short by at most max(1, 0.2·T) points."""
    tolerance = max(case.rules.growth_points, case.rules.growth_share * abs(found.target))
    return _distance(by_distance(found.target - found.value, tolerance))


def _average(case: Case, figure: Figure, found: Read) -> Finding:
    """F: the average so far against T; behind it, 黄 while the rate that is still needed is at most 1.5·T."""
    if found.value >= found.target:
        return _distance(Light.ON_TRACK)
    first = 12 * base_year(case.ask) + 11
    gone, whole = month_index(figure.as_at) - first, month_index(case.ask.due_on) - first
    so_far, wanted = 1 + found.value / 100, 1 + found.target / 100
    if so_far <= 0 or wanted <= 0 or gone <= 0 or gone >= whole:
        return _distance(Light.SEVERE if gone > 0 else Light.BEHIND)
    rest = Decimal(whole - gone) / 12
    needed = 100 * ((wanted ** (Decimal(whole) / 12) / so_far ** (Decimal(gone) / 12)) ** (1 / rest) - 1)
    effort = found.target + abs(found.target) * (case.rules.average_effort - 1)
    light = Light.BEHIND if needed <= effort + HAIR else Light.SEVERE
    return Finding(light, "average_short", {"rate_needed": needed}) if needed < _OUT_OF_REACH else _distance(light)


def _decline(case: Case, figure: Figure, found: Read) -> Finding:
    """G: typed as a positive; 黄 short by at most 20 % of T. Against a base year, years not printed lie on a line."""
    ask, target = case.ask, found.target
    if ask.baseline_year is not None and not averaged(ask) and ask.due_on.year > case.start.year:
        from_year, before = previous_printed(ask) or (ask.baseline_year, Decimal(0))
        gone = min(max(figure.as_at.year, case.start.year), ask.due_on.year) - from_year
        target = before + (target - before) * gone / max(ask.due_on.year - from_year, 1)
    short = target - found.value
    light = by_distance(short, case.rules.decline_share * abs(target))
    return _distance(light, target=target, short=abs(short), estimated=target != found.target)


def _not_above(case: Case, figure: Figure, found: Read) -> Finding:
    """H: a flow against T·t, a level against T; 5 % above is 黄. V/T is never a progress here."""
    target = found.target if case.ask.target_max is None else max(found.target, case.ask.target_max)
    flow = adds_up(case.ask, case.rules)
    cap = target * case.elapsed(figure.as_at) if flow else target
    over = found.value - cap
    light = by_distance(over if over > HAIR else Decimal(0), abs(cap) * case.rules.limit)
    code = ("flow" if flow else "limit") + ("_kept" if light is Light.ON_TRACK else "_over")
    return Finding(light, code, {"target": target, "limit": cap, "short": abs(over)})


def _raise(case: Case, figure: Figure, found: Read) -> Finding:
    """I: the rise since the base year against N × the share of the time from there to the date."""
    first = 12 * base_year(case.ask) + 11
    gone, whole = month_index(figure.as_at) - first, month_index(case.ask.due_on) - first
    if found.target <= 0 or whole <= 0:
        return _level(case, figure, found)
    expected = Decimal(min(max(gone, 0), whole)) / whole
    made = _proportion(case, found.value / found.target, expected)
    if made.code == "behind_start":
        return replace(made, values=made.values | {"origin": Decimal(0)})
    return replace(made, code=_COURSE[made.code][0], values=made.values | _due(found.target * expected, found))


def _zero_or_first(case: Case, figure: Figure, found: Read) -> Finding:
    """J: 清零 runs from its baseline; without one, and for 零突破, only the last quarter is judged (by lights)."""
    if not to_zero(case.ask):
        return Finding(Light.BEHIND, "first_ever_none")
    origin = _baseline(case)
    return _course(case, figure, found, origin) if origin else Finding(Light.BEHIND, "to_zero_left")


_Rule = Callable[[Case, Figure, Read], Finding]
_RULES: dict[IndicatorType, _Rule] = {
    IndicatorType.NEW_IN_YEAR: _new_in_year,
    IndicatorType.RECOGNISED: _new_in_year,
    IndicatorType.CUMULATIVE: _cumulative,
    IndicatorType.STOCK: _stock,
    IndicatorType.LEVEL: _level,
    IndicatorType.GROWTH: _growth,
    IndicatorType.AVERAGE_GROWTH: _average,
    IndicatorType.DECLINE: _decline,
    IndicatorType.NOT_ABOVE: _not_above,
    IndicatorType.RAISE_POINTS: _raise,
    IndicatorType.TO_ZERO: _zero_or_first,
    IndicatorType.REFERENCE: _growth,
}
