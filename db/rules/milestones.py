"""What a light is computed from and what it says: frozen inputs and outputs. Used by lights, queries and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from db.rules.kinds import IndicatorType, Light, MilestoneKind, Nature, Op, Status


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the plan asks for. Figures are in the milestone's own measure; growth, shares and points are in percent."""

    kind: MilestoneKind
    type: IndicatorType
    year: int  # of a recurring one: the year looked at
    due_on: date  # of a recurring one: the end of the year (or half, quarter, month) looked at
    plan_start: int  # first year of the plan
    plan_end: int
    op: Op | None = None
    target: Decimal | None = None
    target_max: Decimal | None = None
    measure: str = ""
    basis: str | None = None
    recurs: str | None = None  # None, yearly, half-yearly, quarterly, monthly
    baseline: Decimal | None = None
    baseline_year: int | None = None
    series: tuple[tuple[int, Decimal], ...] = ()  # (year, target) printed for this indicator in this plan, ascending
    publishes_on: str | None = (
        None  # "MM-DD" of the following year when a statistic is published; None: not a statistic
    )
    strict: bool = False  # printed 超过 or 突破: a figure exactly at the target is 持平，请核
    schedule: tuple[tuple[int, Decimal], ...] = ()  # the year's own plan: (month, amount due by its end), ascending
    steps: tuple[tuple[str, date], ...] = ()  # of a recognition: 申报, 评审, 公示, 认定 with their dates, in order
    recognised_in: int | None = None  # month in which a recognition is announced; None: the month it is due
    reference: tuple[Figure, ...] = ()  # the figures of what it is measured against (type M), ascending


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the series: `as_at` is 数据截至, not the day of entry."""

    as_at: date
    value: Decimal
    nature: Nature = Nature.QUICK


@dataclass(frozen=True, slots=True)
class Standing:
    """What has been said about the milestone besides figures."""

    claimed_on: date | None = None  # 自报完成 since
    accepted_on: date | None = None  # 销号
    returned: bool = False
    return_reason: str = ""
    cancelled: bool = False
    merged: bool = False
    adjusted_due: date | None = None  # approved 延期
    adjusted_target: Decimal | None = None  # approved 调整
    stage: str | None = None  # of a deliverable: 起草, 征求意见, 送审, 印发
    noted_on: date | None = None  # the last note, text or evidence on it
    started: bool = False  # something has been said at all


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a light shows, as a code of db.rules.wording and what fills its sentence."""

    code: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A light with its reason. `progress` and `expected` are fractions of the way (1 = target met), None where no
    proportion makes sense; `figure` is the one that was judged; `days` until due, negative when past."""

    light: Light
    status: Status
    reason: Reason
    due_soon: bool
    days: int
    due_on: date
    progress: Decimal | None = None
    expected: Decimal | None = None
    figure: Figure | None = None
    target: Decimal | None = None  # the target judged against (after adjustment)
