"""Rows as the list statements return them, by name. Standard library only; called by assembly and standing."""

from __future__ import annotations

from typing import NamedTuple


class PlanRecord(NamedTuple):
    """A row of list_plans."""

    uid: str
    position: int
    slug: str
    doc_no: str | None
    title: str
    short: str
    issuer: str
    issuer_unit: str | None
    issued_on: str | None
    start_year: int
    end_year: int
    jurisdiction: str
    revision: int
    digest: str


class NodeRecord(NamedTuple):
    """A row of list_nodes; role and via are this unit's, None where it has no part."""

    uid: str
    plan: str
    position: int
    code: str
    kind: str
    number: str
    title: str
    parent: str | None
    notice: str | None
    points: str
    role: str | None
    via: str | None


class MilestoneRecord(NamedTuple):
    """A row of list_milestones."""

    uid: str
    node: str
    plan: str
    position: int
    key: str
    kind: str
    text: str
    year: int | None
    due_on: str | None
    recurs: str | None
    from_year: int | None
    type: str
    indicator: str | None
    basis: str | None
    op: str | None
    target: str | None
    target_max: str | None
    measure: str
    answerer: str | None
    sense: str
    series: str
    notice: str | None
    indicator_name: str | None
    baseline: str | None
    baseline_year: int | None
    publishes_on: str | None
    answerer_name: str | None


class StateRecord(NamedTuple):
    """A row of list_states: the winner of a slot."""

    target: str
    unit: str
    period: str
    field: str
    heads: int
    kind: str
    value: str | None
    nature: str | None
    on_day: str
    clock: int
    sense: str | None
