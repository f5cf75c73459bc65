"""Whose word counts: the table against the rule as the architecture states it."""

from __future__ import annotations

import pytest

from db.rules.admission import OFFICE, WHO, Trust, refusal
from db.rules.journal import Head, Slot
from db.rules.kinds import EntryKind

UNIT, ISSUER, STRANGER, DEVICE = "unit", "issuer", "stranger", "d" * 32
TRUST = Trust(
    frozenset({(UNIT, DEVICE), (ISSUER, DEVICE), (STRANGER, DEVICE)}), {"m": frozenset({ISSUER}), "none": frozenset()}
)
FROM_OFFICE = {
    "accepted",
    "returned",
    "rules_set",
    "assigned",
    "plan_adopted",
    "adjustment_approved",
    "alias",
    "unit_changed",
}


def head(kind: str, unit: str = UNIT, target: str = "m") -> Head:
    retracts = "0" * 64 if kind == "retract" else None
    return Head(
        kind, "0" * 32, Slot("milestone", target, unit, "", "done"), "2021-06-30", 1, "-" * 10, retracts=retracts
    )


def test_every_kind_has_a_rule() -> None:
    assert set(WHO) == set(EntryKind)
    assert {kind.value for kind, who in WHO.items() if who == OFFICE} == FROM_OFFICE


@pytest.mark.parametrize("kind", list(EntryKind))
def test_a_units_answers_are_its_own_and_decisions_are_the_offices(kind: EntryKind) -> None:
    of_office = kind.value in FROM_OFFICE
    assert (refusal(head(kind), DEVICE, UNIT, TRUST) is None) is not of_office
    assert refusal(head(kind), DEVICE, STRANGER, TRUST) == ("not_office" if of_office else "not_own")
    if of_office:
        assert refusal(head(kind), DEVICE, ISSUER, TRUST) is None
        assert refusal(head(kind, target="none"), DEVICE, ISSUER, TRUST) == "not_office"
        assert refusal(head(kind, target="unheard of"), DEVICE, ISSUER, TRUST) == "not_office"


@pytest.mark.parametrize("kind", ["figure", "done", "text", "evidence_added", "contact_set", "claim"])
def test_the_office_does_not_speak_for_a_unit(kind: str) -> None:
    assert refusal(head(kind), DEVICE, ISSUER, TRUST) == "not_own"


def test_an_office_that_is_the_answerer_too_decides_about_its_own() -> None:
    assert refusal(head("accepted", ISSUER), DEVICE, ISSUER, TRUST) is None
    assert refusal(head("done", ISSUER), DEVICE, ISSUER, TRUST) is None


@pytest.mark.parametrize("kind", list(EntryKind))
def test_devices_that_are_not_enrolled_for_the_unit_never_count(kind: EntryKind) -> None:
    for device, unit in (("e" * 32, UNIT), ("e" * 32, ISSUER), (DEVICE, "another")):
        assert refusal(head(kind, unit), device, unit, TRUST) == "not_enrolled"


def test_unknown_kinds_are_not_projected() -> None:
    assert refusal(head("of_a_later_version"), DEVICE, UNIT, TRUST) == "unknown_kind"
    assert refusal(head("DONE"), DEVICE, UNIT, TRUST) == "unknown_kind"
