"""Report data of our own making for the export tests: items and reports with plain defaults. Not a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from db.reports.digest import sealed
from db.reports.model import Counts, EvidenceLine, IndicatorLine, Item, Place, PlanHead, StatusReport
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

AS_OF = date(2021, 6, 30)
PLAN = PlanHead(
    uid=PlanUid("plan-1"),
    doc_no="试办发〔2021〕9号",
    title="试办工厂三年行动方案",
    short="试办三年行动",
    issuer="试办单位",
    issued_on=date(2021, 1, 15),
    start_year=2021,
    end_year=2023,
    ended=False,
    tasks=1,
    items=1,
)


def item(number: int = 1, **more: Any) -> Item:
    """A milestone that stands in the ledger: 1300 of 1500 seats."""
    plain = Item(
        place=Place.LEDGER,
        number=number,
        plan=PLAN.uid,
        doc_no=PLAN.doc_no,
        plan_short=PLAN.short,
        clause="二（一）1",
        section="二、主要任务 › （一）扩大规模",
        node=NodeUid(f"node-{number}"),
        task=f"{number}.建设试办工厂",
        role=Role.LEAD,
        milestone=MilestoneUid(f"milestone-{number}"),
        period="",
        kind=MilestoneKind.TARGET,
        text="建成1500座",
        year=2021,
        due_on=date(2021, 12, 31),
        op=Op.AT_LEAST,
        target=Decimal(1500),
        target_max=None,
        measure="座",
        value=Decimal(1300),
        as_at=AS_OF,
        nature=Nature.QUICK,
        rate=Decimal(1300) / Decimal(1500),
        expected=Decimal("0.5"),
        gap=Decimal("0.3667"),
        light=Light.ON_TRACK,
        due_soon=False,
        reason="截至6月应达50%，实际86.7%，达到序时进度",
        status=Status.IN_PROGRESS,
        answerer="自治区试办厅",
        lead="试办厅（王建国）",
        others="配合：财政厅、科技厅",
        office="规划处",
        person="马晓镕",
        phone="0951-5000000",
        figure="截至6月底，累计1300座（快报），完成年度目标1500座的86.7%，达到序时进度。",
        progress="召开推进会2次。",
        problem="",
        next_step="7月底前完成评审。",
        note="",
        parts="",
        evidence=1,
        remark="",
    )
    return replace(plain, **more)


def indicator(number: int = 1, **more: Any) -> IndicatorLine:
    """A line of the indicator table."""
    plain = IndicatorLine(
        number=number,
        uid=IndicatorUid(f"indicator-{number}"),
        name="试办工厂",
        measure="座",
        basis="累计",
        baseline=Decimal(130),
        baseline_year=2020,
        target=Decimal(1500),
        target_year=2021,
        value=Decimal(1300),
        as_at=AS_OF,
        nature=Nature.QUICK,
        rate=Decimal(1300) / Decimal(1500),
        expected=Decimal("0.5"),
        gap=Decimal("36.7"),
        gap_unit="个百分点",
        light=Light.ON_TRACK,
        final=Decimal(3000),
        final_year=2023,
        lead="试办厅",
        remark="",
    )
    return replace(plain, **more)


def evidence(number: int = 1, **more: Any) -> EvidenceLine:
    """A line of the evidence list."""
    plain = EvidenceLine(
        number=number,
        item=1,
        basis="试办发〔2021〕9号二（一）1",
        milestone="建成1500座",
        name="名单.pdf",
        size=34_567,
        dated_on=date(2021, 5, 20),
        added_on=date(2021, 6, 1),
        by="张三",
        digest="ab" * 32,
    )
    return replace(plain, **more)


def report(*items: Item, **more: Any) -> StatusReport:
    """A sealed report with these items; with one of each thing when none are given."""
    rows = items or (item(),)
    ledger = [row for row in rows if row.place is Place.LEDGER]
    plain = StatusReport(
        unit=UnitUid("unit-1"),
        unit_name="自治区试办厅",
        period=Period.parse("2021-06"),
        period_title="2021年6月",
        year=2021,
        as_of=AS_OF,
        about="",
        title="自治区试办厅重点任务2021年6月进展情况报告",
        plans=(replace(PLAN, items=len(ledger)),),
        counts=Counts(lead=1, due=len(ledger), on_track=len(ledger)),
        overall=("截至2021年6月30日，自治区试办厅承担1个规划、方案的任务共1项，其中牵头1项。",),
        items=rows,
        indicators=(indicator(),),
        evidence=(evidence(),),
    )
    return sealed(replace(plain, **more))


def empty() -> StatusReport:
    """The report of a unit without tasks."""
    return report(
        plans=(),
        counts=Counts(),
        overall=("截至2021年6月30日，已导入的规划、方案中没有自治区试办厅承担的任务。",),
        items=(),
        indicators=(),
        evidence=(),
    )
