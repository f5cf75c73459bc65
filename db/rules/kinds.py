"""The words of the field as types: ids and enums. Used everywhere; imports nothing of ours.

Sources: the vocabulary and tables of docs/domain.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

MAX_DIGITS = 18  # of a figure, as typed and as read back

PlanUid = NewType("PlanUid", str)
NodeUid = NewType("NodeUid", str)
MilestoneUid = NewType("MilestoneUid", str)
IndicatorUid = NewType("IndicatorUid", str)
UnitUid = NewType("UnitUid", str)
EntryHash = NewType("EntryHash", str)  # hex
ActId = NewType("ActId", str)  # hex


class Role(StrEnum):
    """A unit's part in a task: 牵头, 配合, 责任."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"


class Light(StrEnum):
    """A milestone's light. The order is from worst to best; 临期 (due soon) is a tag, not a light."""

    OVERDUE = "overdue"
    SEVERE = "severe"
    RETURNED = "returned"
    BEHIND = "behind"
    UNFILED = "unfiled"
    PENDING = "pending"
    ON_TRACK = "on_track"
    IN_REVIEW = "in_review"
    DONE = "done"
    NONE = "none"
    CANCELLED = "cancelled"


LIGHT_ORDER: dict[Light, int] = {light: rank for rank, light in enumerate(Light)}


def worst(lights: list[Light]) -> Light:
    """The worst of several lights; NONE for no light at all."""
    return min(lights, key=LIGHT_ORDER.__getitem__, default=Light.NONE)


class Status(StrEnum):
    """A milestone's state, from its answerer (domain.md, States)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    CLAIMED = "claimed"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    PENDING = "pending"
    STANDING = "standing"
    EXTENDED = "extended"
    ADJUSTED = "adjusted"
    CANCELLED = "cancelled"
    MERGED = "merged"


class MilestoneKind(StrEnum):
    """What a milestone asks for: a figure, a deliverable, a recurring duty, or the year's checkpoint (年度小结)."""

    TARGET = "target"
    DELIVERABLE = "deliverable"
    DUTY = "duty"
    CHECKPOINT = "checkpoint"


class IndicatorType(StrEnum):
    """The light table's types (domain.md). N (range, about, over) is told by op and target_max, not by a letter."""

    NEW_IN_YEAR = "A"
    RECOGNISED = "A'"
    CUMULATIVE = "B"
    STOCK = "C"
    LEVEL = "D"
    GROWTH = "E"
    AVERAGE_GROWTH = "F"
    DECLINE = "G"
    NOT_ABOVE = "H"
    RAISE_POINTS = "I"
    TO_ZERO = "J"
    DELIVERABLE = "K"
    STANDING = "L"
    REFERENCE = "M"


class Op(StrEnum):
    """Comparison of a figure with its target: at least, at most, plainly, about (左右)."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    ABOUT = "~"


class Nature(StrEnum):
    """How firm a figure is (数性)."""

    QUICK = "快报"
    EXPECTED = "预计"
    VERIFIED = "核定"


class EntryKind(StrEnum):
    """What an entry of the journal says. Unknown kinds are kept, verified and reported, never projected."""

    FIGURE = "figure"
    DONE = "done"
    UNDONE = "undone"
    PART = "part"
    TEXT = "text"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn"
    ITEM_ADDED = "item_added"
    ITEM_REMOVED = "item_removed"
    OWN_ITEM_SET = "own_item_set"
    CLAIM = "claim"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    ADJUSTMENT_ASKED = "adjustment_asked"
    ADJUSTMENT_APPROVED = "adjustment_approved"
    RETRACT = "retract"
    REDACT = "redact"
    PLAN_ADOPTED = "plan_adopted"
    ALIAS = "alias"
    MEANING_CONFIRMED = "meaning_confirmed"
    ASSIGNED = "assigned"
    BREAKDOWN_SET = "breakdown_set"
    TARGET_SET = "target_set"
    CONTACT_SET = "contact_set"
    RULES_SET = "rules_set"
    UNIT_CHANGED = "unit_changed"
    CLOCK_CORRECTED = "clock_corrected"
    SIGNED_OFF = "signed_off"
    ISSUED = "issued"


class TextField(StrEnum):
    """The period texts of a task (进展, 存在问题, 下一步措施) and a milestone's note (说明)."""

    PROGRESS = "progress"
    PROBLEM = "problem"
    NEXT = "next"
    NOTE = "note"
