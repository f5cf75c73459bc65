"""Frozen rows that queries return and that the window, the command line and exports read. No behaviour, no SQL.

Dates are civil dates; figures are Decimal in the milestone's own measure; `reason` is the light's sentence in Chinese
and `why` the same as data for other languages (db.rules.wording.sentence).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from db.rules.kinds import (
    ActId,
    EntryHash,
    EntryKind,
    IndicatorType,
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
    TextField,
    UnitUid,
)
from db.rules.milestones import Reason


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the directory. `tasks` counts the tasks of all plans in which it has a part (itself or by a group)."""

    uid: UnitUid
    name: str
    short: str
    kind: str
    level: str
    parent: str
    pinyin: str
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's part in a task, in printed order. `printed` is the name as it stands in the document."""

    uid: UnitUid
    name: str
    printed: str
    role: Role


@dataclass(frozen=True, slots=True)
class Point:
    """A 工作要点 of a task under one year's checkpoint; `done` when ticked."""

    number: int  # 1, 2, …
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone as one unit sees it on one day."""

    uid: MilestoneUid
    node: NodeUid
    plan: PlanUid
    key: str
    kind: MilestoneKind
    text: str
    year: int  # of a recurring one: the year shown
    due_on: date  # after an approved extension: the new date
    recurs: str | None
    period: str  # of a recurring one: the period's key ("2021"); "" otherwise. Part of the slot.
    type: IndicatorType
    indicator: IndicatorUid | None
    indicator_name: str | None
    basis: str | None
    op: Op | None
    target: Decimal | None
    target_max: Decimal | None
    measure: str
    answerer: UnitUid | None
    answerer_name: str
    mine: bool  # this unit is the answerer; else it may give a contribution (配合情况)
    sense: str
    status: Status
    light: Light
    reason: str
    why: Reason
    due_soon: bool
    days: int  # to the date; negative when past
    value: Decimal | None = None
    as_at: date | None = None
    nature: Nature | None = None
    progress: Decimal | None = None  # fraction of the way, None where no proportion makes sense
    expected: Decimal | None = None  # 序时: where it should be today
    evidence: int = 0
    conflict: bool = False  # several heads: all kept, the user is asked to choose
    confirm: bool = False  # said of an earlier meaning: 待确认
    notice: str | None = None
    points: tuple[Point, ...] = ()  # of a checkpoint
    current: bool = True  # belongs to the year looked at: due or recurring in it, or earlier and still open
    planned_due: date | None = None  # the plan's date, where an approved extension has moved it
    planned_target: Decimal | None = None  # the plan's target, where an adjustment or a working target stands before it
    sub_target: bool = False  # `target` is this member's share of a breakdown, `value` its own part


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A section or task in document order. Counts are of this year's milestones that this unit answers for (and, of a
    section, of all below it)."""

    uid: NodeUid
    plan: PlanUid
    code: str
    number: str
    title: str
    kind: str  # "section" or "task"
    parent: NodeUid | None
    depth: int  # 0 directly below the plan
    role: Role | None  # this unit's part; of a section None
    via: str  # the group's name when the part comes by a group ("各县（区）人民政府"), else ""
    units: tuple[Share, ...]
    points: tuple[str, ...]
    notice: str | None
    milestones: tuple[MilestoneRow, ...]
    light: Light  # worst of this year's milestones that the unit answers for
    reason: str
    due_soon: bool
    done: int
    total: int
    next_due: date | None
    evidence: int
    section: str = ""  # liaison: 责任科室
    person: str = ""  # 承办人


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan with this unit's counts for the year looked at."""

    uid: PlanUid
    slug: str
    doc_no: str | None
    title: str
    short: str
    issuer: str
    issued_on: date | None
    start_year: int
    end_year: int
    jurisdiction: str
    revision: int
    ended: bool  # 期满 on the day looked at
    done: int = 0
    total: int = 0
    tasks: int = 0
    lights: tuple[tuple[Light, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that one unit must do: plans and their nodes in document order, as of one day."""

    unit: UnitRow
    today: date
    year: int
    plans: tuple[PlanRow, ...]
    nodes: tuple[NodeRow, ...]
    lights: tuple[tuple[Light, int], ...]  # counts of this year's milestones of plans in force, ended ones left out
    due_soon: int
    missing_evidence: int  # claimed without a file


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file kept as evidence (佐证). `path` is the stored file; `digest` its SHA-256 in hex."""

    id: str
    milestone: MilestoneUid
    period: str
    name: str
    size: int
    digest: str
    path: str
    dated_on: date | None  # the evidence's own date
    added_at: str  # UTC stamp
    by: str
    entry: EntryHash


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One entry as people read it, newest first."""

    entry: EntryHash
    act: ActId
    at: str  # the author's UTC clock
    on: date
    unit: str
    by: str
    kind: EntryKind | str
    target: str  # uid of the milestone, indicator or task
    title: str  # what it is about, in words
    said: str  # "完成值 412家", "打勾", "佐证 名单.xlsx"
    note: str
    period: str
    live: bool  # neither retracted nor answered over
    retracted: bool
    backwards: bool  # the author's clock ran backwards here


@dataclass(frozen=True, slots=True)
class TextRow:
    """One period text of a task. `carried` when it is the former period's, not yet edited."""

    field: TextField
    period: str
    text: str
    by: str
    at: str
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Who does a task inside the unit (责任领导, 责任科室, 承办人, 电话)."""

    leader: str = ""
    section: str = ""
    person: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """What a further unit contributed to a milestone (配合情况, 本级贡献值)."""

    unit: UnitUid
    unit_name: str
    value: Decimal | None
    as_at: date | None
    note: str


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """A change of date or target that was asked for or approved (延期, 调整, 取消, 并入)."""

    milestone: MilestoneUid
    period: str
    change: str  # 延期, 调整, 取消, 并入
    was: str  # the plan's date or figure
    now: str
    reason: str
    basis: str
    by: str  # who asked, or who approved
    on: date
    approved: bool
    late: bool = False  # asked for after the date


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A year's working target (年度分解) or a member's share of a breakdown, with its document number."""

    milestone: MilestoneUid
    period: str
    value: Decimal
    doc_no: str
    member: UnitUid | None = None
    member_name: str = ""


@dataclass(frozen=True, slots=True)
class NodeDetail:
    """What the pane shows of one node beyond its row."""

    node: NodeUid
    period: str
    texts: tuple[TextRow, ...]  # this period's
    former: tuple[TextRow, ...]  # the period before, for 沿用上期
    contact: Contact
    evidence: tuple[EvidenceRow, ...]
    parts: tuple[tuple[MilestoneUid, tuple[PartRow, ...]], ...]
    notes: tuple[tuple[MilestoneUid, str], ...]  # the note beside each milestone's current answer
    related: tuple[MilestoneRow, ...]  # of the sections above: 所在行动的节点
    history: tuple[HistoryRow, ...]
    adjustments: tuple[AdjustmentRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()  # working targets and shares


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with every place that cites it."""

    uid: IndicatorUid
    name: str
    measure: str
    type: IndicatorType
    basis: str | None
    baseline: Decimal | None
    baseline_year: int | None
    publisher: str | None
    publishes_on: str | None
    value: Decimal | None
    as_at: date | None
    nature: Nature | None
    names: int  # items listed under the count
    cited: tuple[MilestoneRow, ...] = ()


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name under a count: 序号, 名称, 文号, 时间."""

    id: str
    name: str
    doc_no: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a command did. `code` and `values` make the strip's sentence; the rows of `nodes` may differ now."""

    act: ActId
    entries: tuple[EntryHash, ...]
    code: str
    values: tuple[tuple[str, object], ...] = ()
    nodes: frozenset[NodeUid] = field(default_factory=frozenset)
    warnings: tuple[str, ...] = ()
