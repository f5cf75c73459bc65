"""What the list shows: light, plan, role and search text. Built by the tasks page, applied by models.arrange."""

from __future__ import annotations

from dataclasses import dataclass

from db.rows import Checklist, MilestoneRow, NodeRow
from db.rules.kinds import Light, PlanUid, Role
from desktop.models.initials import initials

MISSING_EVIDENCE = "missing_evidence"
DUE_SOON = "due_soon"
ALL = "all"
FINISHED = frozenset({Light.DONE, Light.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class Filter:
    """`light` is ALL, a Light's value, DUE_SOON or MISSING_EVIDENCE."""

    light: str = ALL
    plan: PlanUid | None = None
    role: Role | None = None
    text: str = ""

    @property
    def active(self) -> int:
        """How many parts narrow the list, the light strip and the search left out."""
        return (self.plan is not None) + (self.role is not None)

    @property
    def plain(self) -> bool:
        """Nothing narrows the list."""
        return self == Filter()


@dataclass(frozen=True, slots=True)
class Counting:
    """Which milestones a year's counts take in, as the checklist counts them: this unit's, due or recurring in the
    year looked at (of an ended plan, its last year), or of an earlier year and still open."""

    years: dict[PlanUid, int]

    @classmethod
    def of(cls, checklist: Checklist) -> Counting:
        """The counting of a checklist."""
        year = checklist.year
        begun = [plan for plan in checklist.plans if plan.start_year <= year]
        return cls({plan.uid: min(year, plan.end_year) for plan in begun})

    def takes(self, row: MilestoneRow) -> bool:
        """Whether a milestone counts."""
        return row.plan in self.years and row.mine and row.current and row.light is not Light.CANCELLED


def has_light(row: MilestoneRow, light: str) -> bool:
    """Whether a milestone belongs under a button of the light strip."""
    if light == ALL:
        return True
    if light == DUE_SOON:
        return row.due_soon
    if light == MISSING_EVIDENCE:
        return row.evidence == 0 and row.light in FINISHED
    return row.light == light


def matches(node: NodeRow, wanted: Filter) -> bool:
    """Whether a node itself passes plan, role and search (not its light)."""
    if wanted.plan is not None and node.plan != wanted.plan:
        return False
    if wanted.role is not None and node.role is not wanted.role:
        return False
    return not wanted.text or found(wanted.text, _haystack(node))


def found(needle: str, haystack: str) -> bool:
    """Whether every word of the search stands in the text, as characters or as pinyin initials."""
    for word in needle.lower().replace("'", "").split():
        if word in haystack.lower():
            continue
        if not (word.isascii() and word in initials(haystack)):
            return False
    return True


def _haystack(node: NodeRow) -> str:
    parts = [node.code, node.number, node.title, *node.points]
    for row in node.milestones:
        parts += [row.text, row.indicator_name or ""]
    return "\n".join(parts)


LIGHT_KEYS = (Light.OVERDUE, Light.SEVERE, Light.BEHIND, DUE_SOON, Light.ON_TRACK, Light.DONE)
GREY_KEYS = (Light.RETURNED, Light.IN_REVIEW, Light.PENDING, Light.UNFILED, MISSING_EVIDENCE)
