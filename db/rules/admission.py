"""Whose word counts: every entry is stored, only admitted ones are projected. A table. Called by the store.

Rule (architecture.md, Admission): a unit's answers come from devices enrolled for that unit; acceptance, return, rules,
assignment and adoption from the office that issued the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.rules.journal import Head
from db.rules.kinds import EntryKind

UNIT = "unit"  # the unit itself: the slot's unit is the log's unit, from an enrolled device
OFFICE = "office"  # the office that issued the plan, from an enrolled device
EITHER = "either"

WHO: Mapping[EntryKind, str] = {
    EntryKind.FIGURE: UNIT,
    EntryKind.DONE: UNIT,
    EntryKind.UNDONE: UNIT,
    EntryKind.PART: UNIT,
    EntryKind.TEXT: UNIT,
    EntryKind.EVIDENCE_ADDED: UNIT,
    EntryKind.EVIDENCE_WITHDRAWN: UNIT,
    EntryKind.ITEM_ADDED: UNIT,
    EntryKind.ITEM_REMOVED: UNIT,
    EntryKind.OWN_ITEM_SET: UNIT,
    EntryKind.CLAIM: UNIT,
    EntryKind.ACCEPTED: OFFICE,
    EntryKind.RETURNED: OFFICE,
    EntryKind.ADJUSTMENT_ASKED: UNIT,
    EntryKind.ADJUSTMENT_APPROVED: OFFICE,
    EntryKind.RETRACT: EITHER,
    EntryKind.REDACT: UNIT,
    EntryKind.PLAN_ADOPTED: OFFICE,
    EntryKind.ALIAS: OFFICE,
    EntryKind.MEANING_CONFIRMED: UNIT,
    EntryKind.ASSIGNED: OFFICE,
    EntryKind.BREAKDOWN_SET: EITHER,
    EntryKind.TARGET_SET: EITHER,
    EntryKind.CONTACT_SET: UNIT,
    EntryKind.RULES_SET: OFFICE,
    EntryKind.UNIT_CHANGED: OFFICE,
    EntryKind.CLOCK_CORRECTED: UNIT,
    EntryKind.SIGNED_OFF: UNIT,
    EntryKind.ISSUED: UNIT,
}

# Whoever answers for a milestone also reviews what its supporting units contributed to it; never its own answer.
REVIEWS = frozenset({EntryKind.ACCEPTED, EntryKind.RETURNED})


@dataclass(frozen=True, slots=True)
class Trust:
    """What this store believes: which devices speak for which unit, and which units issued what a slot is about."""

    enrolled: frozenset[tuple[str, str]] = frozenset()  # (unit uid, device)
    offices: Mapping[str, frozenset[str]] = field(default_factory=dict)  # target uid → units of the plan's office
    leads: Mapping[str, frozenset[str]] = field(default_factory=dict)  # milestone uid → its answerer
    doubted: frozenset[bytes] = frozenset()  # logs that claim to be this machine's own and came from elsewhere


def refusal(head: Head, device: str, unit: str, trust: Trust) -> str | None:
    """Why an entry of a log of (device, unit) is not projected; None when it is admitted."""
    if head.kind not in WHO:
        return "unknown_kind"
    if (unit, device) not in trust.enrolled:
        return "not_enrolled"
    who = WHO[EntryKind(head.kind)]
    own = head.slot.unit == unit
    if own and who in (UNIT, EITHER):
        return None
    if who in (OFFICE, EITHER) and unit in trust.offices.get(head.slot.target, ()):
        return None
    if head.kind in REVIEWS and not own and unit in trust.leads.get(head.slot.target, ()):
        return None
    return "not_office" if who == OFFICE else "not_own"
