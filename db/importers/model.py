"""The draft: what the importer read, with its confidence and its place in the source. Made by drafting; shown, corrected and
minted by others. Plain data, so that it crosses from the child process as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field

from db.rules.kinds import IndicatorType, MilestoneKind, Op, Role

Span = tuple[int, int]


@dataclass(slots=True)
class DraftUnit:
    """A unit of a task. `known` tells whether the directory knows it; `name` is completed by the list's prefix if not."""

    printed: str
    name: str
    role: Role
    span: Span
    known: bool = False
    collective: bool = False


@dataclass(slots=True)
class DraftMilestone:
    """A commitment read from a sentence. Figures are decimal text."""

    kind: MilestoneKind
    text: str
    span: Span
    type: IndicatorType
    year: int | None = None
    due_on: str | None = None
    recurs: str | None = None
    indicator: str | None = None
    basis: str | None = None
    op: Op | None = None
    target: str | None = None
    target_max: str | None = None
    measure: str | None = None
    notice: str | None = None
    confidence: float = 1.0
    answerer: str | None = None


@dataclass(slots=True)
class DraftNode:
    """A section or task. `text` is the clause as printed, joined."""

    code: str
    kind: str
    number: str
    title: str
    text: str
    span: Span
    units: list[DraftUnit] = field(default_factory=list)
    milestones: list[DraftMilestone] = field(default_factory=list)
    etc: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    notice: str | None = None
    confidence: float = 1.0


@dataclass(slots=True)
class DraftIndicator:
    """One indicator, however often it is cited. `id` is its key within the draft."""

    id: str
    name: str
    measure: str
    type: IndicatorType
    basis: str


@dataclass(slots=True)
class Contradiction:
    """Figures that disagree: the same indicator, the same year."""

    indicator: str
    year: int | None
    measure: str
    citations: list[dict[str, object]]
    kind: str = "differs"


@dataclass(slots=True)
class DraftPlan:
    """One document's draft."""

    doc_no: str | None
    title: str
    issuer: str
    issued_on: str | None
    start_year: int
    end_year: int
    jurisdiction: str
    nodes: list[DraftNode] = field(default_factory=list)
    indicators: list[DraftIndicator] = field(default_factory=list)
    leftover: list[tuple[str, Span]] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
