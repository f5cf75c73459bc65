"""What a status report holds: frozen rows in printing order that exports turn into files.

Built by db.reports.status; read by exports. Figures are Decimal in the milestone's measure, shares are fractions of 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from db.rules.kinds import (
    IndicatorUid,
    Light,
    MilestoneKind,
    MilestoneUid,
    Nature,
    NodeUid,
    Op,
    PlanUid,
    Role,
    Status,
    UnitUid,
)
from db.rules.times import Period


class Place(StrEnum):
    """Where a milestone stands in the report."""

    LEDGER = "台账"  # this year's, answered by the unit
    PARTS = "配合事项"  # this year's of the unit's tasks, answered by another unit
    RELATED = "关联指标"  # a section's, answered by another unit
    OTHER = "其他年度"  # of other years, or of a plan that has ended


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan the report speaks of."""

    uid: PlanUid
    doc_no: str
    title: str
    short: str
    issuer: str
    issued_on: date | None
    start_year: int
    end_year: int
    ended: bool
    tasks: int  # in which the unit has a part
    items: int  # rows of the ledger


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of 一、总体进展. The lights add up to `due`; `cancelled` stands outside."""

    lead: int = 0  # tasks by the unit's part
    responsible: int = 0
    support: int = 0
    due: int = 0  # 本年应完成: of this year, and of former years while open
    carried: int = 0  # of them, of former years
    done: int = 0  # 已销号
    in_review: int = 0  # 自报待审
    on_track: int = 0  # 达到序时
    behind: int = 0
    severe: int = 0
    overdue: int = 0
    unfiled: int = 0
    pending: int = 0
    returned: int = 0
    none: int = 0  # 长期坚持 or not judged
    cancelled: int = 0
    due_soon: int = 0
    missing_evidence: int = 0

    @property
    def filed(self) -> int:
        """Milestones on which something was filed (numerator of 填报率)."""
        return self.due - self.unfiled

    @property
    def short_of_schedule(self) -> int:
        """未达序时进度."""
        return self.behind + self.severe


@dataclass(frozen=True, slots=True)
class Item:
    """One milestone with its task's facts. `number` runs through its place, 0 where it is only in the data sheet."""

    place: Place
    number: int
    plan: PlanUid
    doc_no: str
    plan_short: str
    clause: str  # printed path: 二（一）1
    section: str  # titles of the sections above, joined by " › "
    node: NodeUid
    task: str  # printed number and title
    role: Role | None
    milestone: MilestoneUid
    period: str
    kind: MilestoneKind
    text: str
    year: int
    due_on: date
    op: Op | None
    target: Decimal | None
    target_max: Decimal | None
    measure: str
    value: Decimal | None
    as_at: date | None
    nature: Nature | None
    rate: Decimal | None  # 完成率, None where none is printed
    expected: Decimal | None
    gap: Decimal | None  # points before (+) or behind (−) the schedule, as a fraction
    light: Light
    due_soon: bool
    reason: str
    status: Status
    answerer: str
    lead: str  # 牵头单位（责任领导）
    others: str  # 责任：…；配合：…
    office: str  # 责任科室
    person: str
    phone: str
    figure: str  # the sentence computed from figure and light
    progress: str  # what the unit wrote of the task this period; on one row of the task
    problem: str
    next_step: str
    note: str  # said beside the answer
    parts: str  # 配合情况 of other units; on a row in PARTS, this unit's own
    evidence: int
    remark: str  # conflicts, contradictions of the document, 沿用未改
    planned_due: date | None = None  # the plan's date where an approved extension moved it: printed as 原…
    planned_target: Decimal | None = None  # the plan's target where an adjusted or working target stands before it
    adjustment: str = ""  # 延期：2021年6月30日→9月30日（依据…）; also one that waits for approval


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """A row of the indicator table (指标表)."""

    number: int
    uid: IndicatorUid
    name: str
    measure: str
    basis: str
    baseline: Decimal | None
    baseline_year: int | None
    target: Decimal | None
    target_year: int | None
    value: Decimal | None
    as_at: date | None
    nature: Nature | None
    rate: Decimal | None
    expected: Decimal | None
    gap: Decimal | None  # ahead (+) or short (−), in `gap_unit`
    gap_unit: str
    light: Light
    final: Decimal | None
    final_year: int | None
    lead: str
    remark: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A row of the evidence list (佐证材料清单)."""

    number: int
    item: int  # number in the ledger; 0 where it belongs to another place
    basis: str  # document and clause
    milestone: str
    name: str
    size: int
    dated_on: date | None
    added_on: date | None  # civil date of the entry
    by: str
    digest: str  # SHA-256 in hex


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """What was filed before and reads differently now (更正), came late (补报) or was verified (核定)."""

    number: int
    kind: str
    title: str
    was: str
    now: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class StatusReport:
    """All that the workbook and the PDF of one unit and period print. `digest` is over everything else."""

    unit: UnitUid
    unit_name: str
    period: Period
    period_title: str
    year: int
    as_of: date  # lights and figures are of this day
    about: str  # the short title of the one plan it is about; "" for all
    title: str
    plans: tuple[PlanHead, ...]
    counts: Counts
    overall: tuple[str, ...]  # sentences of 一、总体进展
    items: tuple[Item, ...]
    indicators: tuple[IndicatorLine, ...]
    evidence: tuple[EvidenceLine, ...]
    digest: str = ""
    version: int = 0  # of the filing; 0 for a draft
    stage: str = ""  # 审签后有改动, where a draft differs from what was signed
    corrections: tuple[CorrectionLine, ...] = ()  # of what was filed before

    def at(self, place: Place) -> tuple[Item, ...]:
        """The items of one place, in order."""
        return tuple(item for item in self.items if item.place is place)

    @property
    def ledger(self) -> tuple[Item, ...]:
        """The rows of the ledger (台账)."""
        return self.at(Place.LEDGER)

    def with_light(self, *lights: Light) -> tuple[Item, ...]:
        """The ledger's rows that show one of these lights."""
        return tuple(item for item in self.ledger if item.light in lights)

    @property
    def mark(self) -> str:
        """What a footer says of it: 第2版　校验码 …; of a draft that was signed otherwise 审签后有改动　校验码 …"""
        version = f"第{self.version}版" if self.version else ""
        return "　".join(text for text in (version, self.stage, f"校验码 {self.check_code}") if text)

    @property
    def check_code(self) -> str:
        """The digest as printed in footers: its first 16 digits in groups of four."""
        digits = self.digest[:16].upper()
        return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))
