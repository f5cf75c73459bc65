"""The status report from a real store: counts that agree with the checklist, sentences, texts, evidence, digest."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from db.commands.author import Author
from db.commands.evidence import add
from db.commands.figures import figure
from db.commands.texts import set_contact, set_text
from db.commands.ticks import tick
from db.queries.checklist import checklist
from db.reports import phrases
from db.reports.model import Counts, Place, StatusReport
from db.reports.status import status_report
from db.rows import Contact
from db.rules.kinds import IndicatorType, Light, MilestoneKind, MilestoneUid, Nature, NodeUid, Op, PlanUid, TextField
from db.rules.times import Period
from db.store.store import Store
from tests import plans as small

TODAY = date(2021, 6, 30)
JUNE = Period.parse("2021-06")


def made(store: Store, author: Author, period: Period = JUNE, today: date = TODAY) -> StatusReport:
    """The report of one unit."""
    return store.read(lambda conn: status_report(conn, author.unit, period, today))


def first_task(report: StatusReport) -> NodeUid:
    """The task of the ledger's figure for this year."""
    return next(item.node for item in report.ledger if item.kind is MilestoneKind.CHECKPOINT)


def test_counts_agree_with_the_checklist(store: Store, gxt: Author) -> None:
    report = made(store, gxt)
    listed = store.read(lambda conn: checklist(conn, gxt.unit, TODAY))
    assert Counter(item.light for item in report.ledger if item.light is not Light.CANCELLED) == dict(listed.lights)
    assert len(report.items) == sum(len(node.milestones) for node in listed.nodes)
    lights = {light.value for light in Light} - {"cancelled"}
    assert sum(getattr(report.counts, name) for name in lights) == report.counts.due == len(report.ledger)
    assert [item.number for item in report.ledger] == list(range(1, len(report.ledger) + 1))
    assert {field.name for field in fields(Counts)} >= lights


def test_a_figure_becomes_a_sentence_a_share_and_an_indicator_line(store: Store, gxt: Author) -> None:
    figure(
        store, gxt, MilestoneUid(small.PLANTS_2021), Decimal(3), as_at=TODAY, nature=Nature.QUICK, note="", today=TODAY
    )
    report = made(store, gxt)
    item = next(item for item in report.ledger if item.value == 3)
    assert item.figure.startswith("截至6月底，累计3家（快报），完成年度目标")
    assert item.target is not None
    assert item.rate == Decimal(3) / item.target
    assert any(line.value == 3 and line.name == "试办工厂" for line in report.indicators)
    assert [line.number for line in report.indicators] == list(range(1, len(report.indicators) + 1))


def test_texts_and_contact_stand_once_in_a_task(store: Store, gxt: Author) -> None:
    node = first_task(made(store, gxt))
    set_contact(store, gxt, [node], Contact("王建国", "规划处", "张三", "0951"), today=TODAY)
    set_text(store, gxt, node, JUNE, TextField.PROGRESS, "召开推进会。", today=TODAY)
    items = [item for item in made(store, gxt).ledger if item.node == node]
    assert [item.progress for item in items if item.progress] == ["召开推进会。"]
    assert {item.office for item in items} == {"规划处"}
    assert all("王建国" in item.lead + item.others for item in items)


def test_a_quarter_takes_the_text_of_its_last_month(store: Store, gxt: Author) -> None:
    node = first_task(made(store, gxt))
    set_text(store, gxt, node, JUNE, TextField.PROGRESS, "六月的话。", today=TODAY)
    quarter = made(store, gxt, Period.parse("2021Q2"))
    assert [item.progress for item in quarter.ledger if item.progress] == ["六月的话。"]
    assert quarter.period_title == "2021年第二季度"


def test_evidence_is_listed_with_its_digest(store: Store, gxt: Author, tmp_path: Path) -> None:
    file = tmp_path / "名单.txt"
    file.write_text("一、试办工厂", encoding="utf-8")
    add(store, gxt, MilestoneUid(small.PLANTS_2021), [file], dated_on=date(2021, 5, 20), today=TODAY)
    report = made(store, gxt)
    (line,) = report.evidence
    item = report.ledger[line.item - 1]
    assert (line.name, line.dated_on, len(line.digest)) == ("名单.txt", date(2021, 5, 20), 64)
    assert line.milestone == item.text


def test_a_claim_counts_as_in_review_not_as_done(store: Store, gxt: Author) -> None:
    tick(store, gxt, MilestoneUid(small.CHECKPOINT), note="已完成", today=TODAY)
    counts = made(store, gxt).counts
    assert (counts.in_review, counts.done) == (1, 0)
    assert "完成率（以销号为准）0%" in "".join(made(store, gxt).overall)


def test_the_digest_is_of_the_data(store: Store, gxt: Author) -> None:
    first, again = made(store, gxt), made(store, gxt)
    assert first == again
    assert len(first.digest) == 64
    tick(store, gxt, MilestoneUid(small.CHECKPOINT), note="已完成", today=TODAY)
    assert made(store, gxt).digest != first.digest
    assert first.check_code.replace("-", "") == first.digest[:16].upper()


def test_a_support_unit_sees_contributions_not_rows_of_its_own(store: Store, fgw: Author) -> None:
    report = made(store, fgw)
    parts = report.at(Place.PARTS)
    assert parts
    assert all(item.answerer != report.unit_name for item in parts)
    assert all(item.year == 2021 for item in parts)


def test_a_report_looks_at_the_end_of_its_period(store: Store, gxt: Author) -> None:
    assert made(store, gxt, today=date(2021, 7, 5)).as_of == TODAY
    assert made(store, gxt, today=date(2021, 6, 10)).as_of == date(2021, 6, 10)


def test_one_plan_alone(store: Store, gxt: Author) -> None:
    plan = made(store, gxt).plans[0]
    report = store.read(lambda conn: status_report(conn, gxt.unit, JUNE, TODAY, plan=plan.uid))
    assert report.about == plan.short
    assert plan.short in report.title
    other = store.read(lambda conn: status_report(conn, gxt.unit, JUNE, TODAY, plan=PlanUid("none")))
    assert other.items == ()


def test_a_unit_without_tasks(store: Store) -> None:
    report = made(store, Author(small.unit("自治区民政厅")))
    if not report.plans:
        assert "没有自治区民政厅承担的任务" in report.overall[0]
    stranger = made(store, Author(small.unit("自治区公安厅")))
    assert (stranger.items, stranger.plans) == ((), ())
    assert "没有自治区公安厅承担的任务" in stranger.overall[0]


@pytest.mark.parametrize(
    ("code", "cited"), [("二/(一)/1", "二（一）1"), ("二/(二)#1", "二（二）第1项"), ("附件5/二/(九)", "附件5二（九）")]
)
def test_clauses_as_people_cite_them(code: str, cited: str) -> None:
    assert phrases.clause(code) == cited


def test_shares_and_points() -> None:
    assert phrases.share(Decimal(1300) / Decimal(1500)) == "86.7%"
    assert phrases.share(Decimal(1)) == "100%"
    assert phrases.points(Decimal("-0.18")) == "欠18个百分点"
    assert phrases.points(Decimal("0.0341")) == "超3.4个百分点"
    assert phrases.points(Decimal(0)) == "持平"


def test_no_share_where_no_proportion_makes_sense(store: Store, gxt: Author) -> None:
    row = next(
        row
        for node in store.read(lambda conn: checklist(conn, gxt.unit, TODAY)).nodes
        for row in node.milestones
        if row.kind is MilestoneKind.TARGET
    )
    filled = replace(row, type=IndicatorType.STOCK, value=Decimal(3), target=Decimal(4), op=Op.AT_LEAST)
    assert phrases.rate(filled) == Decimal("0.75")
    for kind in (IndicatorType.LEVEL, IndicatorType.GROWTH, IndicatorType.NOT_ABOVE, IndicatorType.DECLINE):
        assert phrases.rate(replace(filled, type=kind)) is None
    assert phrases.rate(replace(filled, op=Op.AT_MOST)) is None
    assert phrases.rate(replace(filled, target=Decimal(0))) is None
