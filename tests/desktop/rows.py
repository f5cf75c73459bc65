"""Rows of our own making for tests of models: a checklist with two plans and every kind of row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from db.rows import Checklist, MilestoneRow, NodeRow, PlanRow, UnitRow
from db.rules.kinds import (
    IndicatorType,
    Light,
    MilestoneKind,
    MilestoneUid,
    NodeUid,
    Op,
    PlanUid,
    Role,
    Status,
    UnitUid,
)
from db.rules.milestones import Reason

UNIT = UnitRow(UnitUid("u"), "自治区工业和信息化厅", "自治区工信厅", "department", "region", "", "gxt", 3)


def milestone(uid: str, node: str, light: Light = Light.ON_TRACK, **more: object) -> MilestoneRow:
    """A numeric milestone of 2021."""
    row = MilestoneRow(
        uid=MilestoneUid(uid),
        node=NodeUid(node),
        plan=PlanUid("p"),
        key="target/2021/1",
        kind=MilestoneKind.TARGET,
        text="2021年上云企业800家",
        year=2021,
        due_on=date(2021, 12, 31),
        recurs=None,
        period="",
        type=IndicatorType.CUMULATIVE,
        indicator=None,
        indicator_name="上云上平台企业",
        basis=None,
        op=Op.AT_LEAST,
        target=Decimal(800),
        target_max=None,
        measure="家",
        answerer=UnitUid("u"),
        answerer_name=UNIT.name,
        mine=True,
        sense="s",
        status=Status.IN_PROGRESS,
        light=light,
        reason="截至6月应达50%，实际32%，差18个百分点",
        why=Reason("behind"),
        due_soon=False,
        days=184,
        value=Decimal(256),
    )
    return replace(row, **more)


def node(uid: str, parent: str | None, title: str, *rows: MilestoneRow, **more: object) -> NodeRow:
    """A task, or with kind="section" a section."""
    made = NodeRow(
        uid=NodeUid(uid),
        plan=PlanUid("p"),
        code=uid,
        number="1",
        title=title,
        kind="task",
        parent=NodeUid(parent) if parent else None,
        depth=1 if parent else 0,
        role=Role.LEAD,
        via="",
        units=(),
        points=("建立台账",),
        notice=None,
        milestones=rows,
        light=rows[0].light if rows else Light.NONE,
        reason=rows[0].reason if rows else "",
        due_soon=any(row.due_soon for row in rows),
        done=0,
        total=len(rows),
        next_due=rows[0].due_on if rows else None,
        evidence=0,
    )
    return replace(made, **more)


def plan(uid: str, **more: object) -> PlanRow:
    """A plan of 2021–2023."""
    made = PlanRow(
        uid=PlanUid(uid),
        slug=uid,
        doc_no="宁政办发〔2021〕3号",
        title="实施方案" + uid,
        short="方案" + uid,
        issuer="自治区人民政府",
        issued_on=date(2021, 1, 15),
        start_year=2021,
        end_year=2023,
        jurisdiction="宁夏回族自治区",
        revision=1,
        ended=False,
    )
    return replace(made, **more)


def checklist(*nodes: NodeRow, plans: tuple[PlanRow, ...] = ()) -> Checklist:
    """A checklist as of 30 June 2021."""
    shown = nodes or (
        node("a", None, "企业上云行动", kind="section", role=None),
        node("a/1", "a", "推动企业上云上平台", milestone("m1", "a/1", Light.BEHIND)),
        node("a/2", "a", "建设绿色园区", milestone("m2", "a/2", Light.ON_TRACK, due_soon=True, days=10)),
        node("a/3", "a", "创建绿色工厂", milestone("m3", "a/3", Light.IN_REVIEW, status=Status.CLAIMED)),
    )
    return Checklist(UNIT, date(2021, 6, 30), 2021, plans or (plan("p"),), shown, (), 0, 0)
