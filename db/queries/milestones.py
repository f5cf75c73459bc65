"""Milestones and plans found by uid or by `plan:code#key`. Called by commands.lookup and queries.checklist."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, or_, select

from db.errors import KnownError
from db.queries.records import MilestoneRecord, PlanRecord
from db.store.schema import milestone, node, plan
from db.store.statements import planned


def find_record(conn: Connection, spec: str) -> MilestoneRecord:
    """The milestone that `spec` names: a uid or `plan:code#key`. Raises KnownError milestone_unknown."""
    row = conn.execute(planned().where(_named(spec))).fetchone()
    if row is None:
        raise KnownError("milestone_unknown", name=spec)
    return MilestoneRecord(*row)


def plan_record(conn: Connection, uid: str) -> PlanRecord:
    """The plan with this uid."""
    return PlanRecord(*conn.execute(select(plan).where(plan.c.uid == uid)).one())


def _named(spec: str) -> ColumnElement[bool]:
    place, colon, rest = spec.partition(":")
    code, mark, key = rest.rpartition("#")
    if not (colon and mark):
        return milestone.c.uid == spec.strip()
    inside = select(node.c.uid).join(plan, plan.c.uid == node.c.plan)
    inside = inside.where(or_(plan.c.slug == place, plan.c.uid == place), node.c.code == code)
    return milestone.c.node.in_(inside) & (milestone.c.key == key)
