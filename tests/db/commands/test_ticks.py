"""Ticking: what claims, what only records, contributions, periods, shared indicators, a corrected plan."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.commands import evidence, figures, texts, ticks
from db.commands.author import Author
from db.queries.checklist import checklist, find_row, preview
from db.queries.details import node_detail
from db.queries.indicators import indicators, names
from db.rows import Contact
from db.rules import planfile
from db.rules.kinds import Light, Nature, NodeUid, Status, TextField
from db.rules.times import Period
from db.store.store import Store
from tests import plans as small
from tests.db.commands.cases import TODAY, primary, row, uid

TASK_UID = NodeUid(small.node_of(small.minted(), "一/1")["uid"])
PLANT = small.minted()["indicators"][0]["uid"]
JUNE = Period.parse("2021-06")


@pytest.mark.parametrize(
    ("value", "claim", "note", "code", "claimed"),
    [
        (None, None, "", "ticked", True),
        ("5", None, "", "ticked", True),
        ("6", None, "", "ticked", True),
        ("4", None, "", "recorded_below", False),
        ("4", True, "差一家已动工", "ticked_below", True),
        ("4", False, "", "figure", False),
        ("6", False, "", "figure", False),
        ("6", True, "", "ticked", True),
        (None, True, "", "ticked", True),
        (None, False, "在办", "noted", False),
    ],
)
def test_what_claims_done(
    store: Store, gxt: Author, value: str | None, claim: bool | None, note: str, code: str, claimed: bool
) -> None:
    said = ticks.tick(store, gxt, small.PLANTS_2021, value=value, claim=claim, note=note, today=TODAY)
    assert said.code == code
    found = row(store, gxt, small.PLANTS_2021)
    assert (found.light is Light.IN_REVIEW) is claimed
    assert found.value == (Decimal(value) if value else None)
    assert (found.status is Status.CLAIMED) is claimed


def test_a_figure_for_something_else_than_a_target_claims(store: Store, gxt: Author) -> None:
    assert ticks.tick(store, gxt, small.RULES, value="1", today=TODAY).code == "ticked"


def test_a_tick_is_one_act_with_figure_claim_and_files(store: Store, gxt: Author, tmp_path: Path) -> None:
    paths = [tmp_path / "一.txt", tmp_path / "二.txt"]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    said = ticks.tick(store, gxt, small.PLANTS_2021, value="6", as_at=date(2021, 5, 31), nature=Nature.VERIFIED, note="已验收",
                      files=paths, evidence_date=date(2021, 5, 1), done_on=date(2021, 5, 30), today=TODAY)  # fmt: skip
    assert len(said.entries) == 4
    assert {act for (act,) in store.read(lambda c: c.exec_driver_sql("SELECT act FROM fact").fetchall())} == {said.act}
    found = row(store, gxt, small.PLANTS_2021)
    assert (found.as_at, found.nature, found.evidence) == (date(2021, 5, 31), Nature.VERIFIED, 2)
    detail = store.read(lambda conn: node_detail(conn, gxt.unit, TASK_UID, JUNE, TODAY))
    assert [(item.name, item.dated_on, item.by) for item in detail.evidence] == [
        ("一.txt", date(2021, 5, 1), "张三"), ("二.txt", date(2021, 5, 1), "张三")
    ]  # fmt: skip
    assert [Path(item.path).read_text(encoding="utf-8") for item in detail.evidence] == ["一.txt", "二.txt"]
    assert dict(detail.notes)[found.uid] == "已验收"
    assert said.nodes >= {TASK_UID, NodeUid(small.node_of(small.minted(), "一")["uid"])}


def test_untick_keeps_figures_and_files(store: Store, gxt: Author, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a", encoding="utf-8")
    ticks.tick(store, gxt, small.PLANTS_2021, value="6", files=[file], today=TODAY)
    assert ticks.untick(store, gxt, small.PLANTS_2021, note="误报", today=TODAY).code == "unticked"
    found = row(store, gxt, small.PLANTS_2021)
    assert (found.light is Light.IN_REVIEW, found.value, found.evidence) == (False, Decimal(6), 1)


def test_an_indicators_figure_shows_wherever_it_is_cited(store: Store, gxt: Author) -> None:
    figures.figure(store, gxt, small.PLANTS_2021, "4", today=TODAY)
    shown = [row(store, gxt, spec) for spec in (small.SECTION, small.PLANTS_2021, small.PLANTS_2022)]
    assert [(item.value, item.as_at) for item in shown] == [(Decimal(4), TODAY)] * 3
    figures.figure(store, gxt, small.SECTION, "3", as_at=date(2021, 3, 31), today=TODAY)  # an earlier one stands behind
    assert row(store, gxt, small.PLANTS_2022).value == Decimal(4)
    (plant,) = store.read(lambda conn: indicators(conn, gxt.unit, TODAY))
    assert (plant.value, len(plant.cited)) == (Decimal(4), 3)


def test_a_claim_is_for_one_milestone_only(store: Store, gxt: Author) -> None:
    ticks.tick(store, gxt, small.PLANTS_2021, value="5", today=TODAY)
    assert row(store, gxt, small.PLANTS_2021).light is Light.IN_REVIEW
    assert row(store, gxt, small.SECTION).light is not Light.IN_REVIEW
    assert row(store, gxt, small.PLANTS_2022).light is not Light.IN_REVIEW


def test_a_support_unit_contributes_and_claims_nothing(store: Store, gxt: Author, fgw: Author) -> None:
    before = row(store, gxt, small.PLANTS_2021)
    assert ticks.tick(store, fgw, small.PLANTS_2021, note="已落实资金", today=TODAY).code == "part"
    assert ticks.tick(store, fgw, small.PLANTS_2021, value="6", as_at=date(2021, 6, 1), today=TODAY).code == "part"
    assert figures.figure(store, fgw, small.PLANTS_2021, "2", as_at=date(2021, 5, 1), today=TODAY).code == "part"
    fields = store.read(lambda c: c.exec_driver_sql("SELECT DISTINCT field, unit FROM slot").fetchall())
    assert [tuple(found) for found in fields] == [("part", fgw.unit)]
    after = row(store, gxt, small.PLANTS_2021)
    assert (after.light, after.value, after.status) == (before.light, before.value, before.status)
    detail = store.read(lambda conn: node_detail(conn, gxt.unit, TASK_UID, JUNE, TODAY))
    ((of, parts),) = detail.parts
    assert of == uid(small.PLANTS_2021)
    assert [(part.unit_name, part.note) for part in parts if part.note] == [(small.FGW, "已落实资金")]


def test_the_latest_contribution_by_its_day_stands(store: Store, gxt: Author, fgw: Author) -> None:
    figures.figure(store, fgw, small.PLANTS_2021, "3", as_at=date(2021, 6, 1), today=TODAY)
    figures.figure(store, fgw, small.PLANTS_2021, "2", as_at=date(2021, 5, 1), today=TODAY)  # entered late
    detail = store.read(lambda conn: node_detail(conn, gxt.unit, TASK_UID, JUNE, TODAY))
    assert [(part.value, part.as_at) for part in detail.parts[0][1]] == [(Decimal(3), date(2021, 6, 1))]


def test_a_member_of_a_group_contributes_its_own_value(store: Store, gxt: Author) -> None:
    county = Author(small.unit("中卫市人民政府"))
    assert figures.figure(store, county, small.PLANTS_2021, "1", today=TODAY).code == "part"
    assert row(store, gxt, small.PLANTS_2021).value is None


def test_periods_of_a_recurring_milestone_are_kept_apart(store: Store, gxt: Author, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a", encoding="utf-8")
    ticks.tick(store, gxt, small.QUARTERLY, files=[file], today=TODAY)
    assert row(store, gxt, small.QUARTERLY).period == "2021Q2"
    assert (row(store, gxt, small.QUARTERLY).light, row(store, gxt, small.QUARTERLY).evidence) == (Light.IN_REVIEW, 1)
    later = row(store, gxt, small.QUARTERLY, date(2021, 7, 1))
    assert (later.period, later.evidence) == ("2021Q3", 0)
    assert later.light is not Light.IN_REVIEW
    ticks.tick(store, gxt, small.QUARTERLY, period="2021Q1", done_on=date(2021, 3, 1), today=TODAY)
    ticks.untick(store, gxt, small.QUARTERLY, note="误", today=TODAY)
    assert row(store, gxt, small.QUARTERLY).light is not Light.IN_REVIEW
    assert row(store, gxt, small.QUARTERLY, date(2021, 3, 1)).light is Light.IN_REVIEW


def test_many_are_ticked_as_one_act_and_those_left_out_are_named(store: Store, gxt: Author) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)
    said = ticks.tick_many(store, gxt, [small.RULES, small.CHECKPOINT, small.QUARTERLY, small.GROWTH, "x"], today=TODAY)
    assert len(said.entries) == 2
    assert len(said.warnings) == 3
    assert all("?" not in warning and "？" not in warning for warning in said.warnings)


def test_points_are_ticked_one_by_one(store: Store, gxt: Author) -> None:
    for number, done in ((1, True), (3, True), (3, False)):
        ticks.tick_point(store, gxt, small.CHECKPOINT, number, done, today=TODAY)
    assert [point.done for point in row(store, gxt, small.CHECKPOINT).points] == [True, False, False]
    other_year = row(store, gxt, small.spec("一/1", "checkpoint/2022/1"))
    assert [point.done for point in other_year.points] == [False, False, False]


def test_figures_are_kept_as_typed_and_shown_plainly(store: Store, gxt: Author, fgw: Author) -> None:
    for typed, kept in (
        ("１２.５０", "12.5"),
        (Decimal("1E+1"), "10"),
        ("0.10%", "0.1"),
        ("-3.60", "-3.6"),
        ("0", "0"),
    ):
        figures.figure(store, fgw, small.GROWTH, typed, today=TODAY)
        (value,) = store.read(
            lambda c: c.exec_driver_sql("SELECT value FROM fact ORDER BY n DESC LIMIT 1").scalars().all()
        )
        assert value == kept
    assert row(store, fgw, small.GROWTH).value == 0


def test_what_a_figure_would_do_is_shown_before_it_is_kept(store: Store, gxt: Author) -> None:
    before = primary(store)
    seen = store.read(lambda conn: preview(
        conn, gxt.unit, uid(small.PLANTS_2021), value=Decimal(6), as_at=TODAY, today=TODAY))  # type: ignore[arg-type]  # fmt: skip
    assert primary(store) == before
    figures.figure(store, gxt, small.PLANTS_2021, "6", today=TODAY)
    kept = row(store, gxt, small.PLANTS_2021)
    assert (seen.light, seen.reason, seen.value) == (kept.light, kept.reason, kept.value)


def test_texts_of_periods_and_the_contact(store: Store, gxt: Author, fgw: Author) -> None:
    def detail(author: Author, period: Period) -> Any:
        return store.read(lambda conn: node_detail(conn, author.unit, TASK_UID, period, TODAY))

    texts.set_text(store, gxt, small.TASK, JUNE, TextField.PROGRESS, "已建成4家", today=TODAY)
    texts.set_text(store, fgw, small.TASK, JUNE, TextField.PROGRESS, "资金到位", today=TODAY)
    texts.set_contact(store, gxt, [small.TASK, small.TASK_2], Contact("王局", "规划科", "赵六", "0951"), today=TODAY)
    assert [(text.field, text.text, text.by) for text in detail(gxt, JUNE).texts] == [("progress", "已建成4家", "张三")]
    assert [text.text for text in detail(gxt, Period.parse("2021-07")).former] == ["已建成4家"]
    assert detail(gxt, JUNE).contact == Contact("王局", "规划科", "赵六", "0951")
    assert detail(fgw, JUNE).contact == Contact()
    node = next(n for n in store.read(lambda c: checklist(c, gxt.unit, TODAY)).nodes if n.uid == TASK_UID)
    assert (node.section, node.person) == ("规划科", "赵六")
    texts.set_text(store, gxt, small.TASK, JUNE, TextField.PROGRESS, " ", today=TODAY)
    assert detail(gxt, JUNE).texts == ()


def test_names_under_a_count(store: Store, gxt: Author, fgw: Author) -> None:
    for name in ("甲厂", "乙厂"):
        figures.add_name(store, gxt, PLANT, name, doc_no="工信〔2021〕1号", on=date(2021, 5, 1), today=TODAY)
    figures.add_name(store, fgw, PLANT, "丙厂", today=TODAY)
    listed = store.read(lambda conn: names(conn, gxt.unit, PLANT))
    assert [(name.name, name.doc_no, name.on) for name in listed] == [
        ("甲厂", "工信〔2021〕1号", date(2021, 5, 1)), ("乙厂", "工信〔2021〕1号", date(2021, 5, 1))
    ]  # fmt: skip
    figures.remove_name(store, gxt, PLANT, listed[0].id, today=TODAY)
    assert [name.name for name in store.read(lambda conn: names(conn, gxt.unit, PLANT))] == ["乙厂"]


def test_evidence_withdrawn_is_counted_no_more_and_stays_on_disk(store: Store, gxt: Author, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a", encoding="utf-8")
    evidence.add(store, gxt, small.RULES, [file], today=TODAY)
    detail = store.read(lambda conn: node_detail(conn, gxt.unit, TASK_UID, JUNE, TODAY))
    evidence.withdraw(store, gxt, detail.evidence[0].id, today=TODAY)
    assert row(store, gxt, small.RULES).evidence == 0
    assert Path(detail.evidence[0].path).read_text(encoding="utf-8") == "a"


# ---- a corrected plan


def _reopened(store: Store, plans: Path, change: Callable[[dict[str, Any]], None]) -> Store:
    store.close()
    small.write_plans(plans, small.revised(change))
    return Store.open(store.home, "duban test", plans=plans)


def _new_target(plan: dict[str, Any]) -> None:
    small.milestone_of(plan, "一/1", "target/2021/1")["target"] = "4"


def _new_words(plan: dict[str, Any]) -> None:
    small.milestone_of(plan, "一/1", "target/2021/1")["text"] = "2021年底试办工厂达到5家"
    small.node_of(plan, "一/1")["title"] = "建成试办工厂"
    plan["nodes"].reverse()


def test_a_corrected_target_keeps_the_answer_and_asks_for_confirmation(
    store: Store, gxt: Author, plan_folder: Path
) -> None:
    ticks.tick(store, gxt, small.PLANTS_2021, value="5", today=TODAY)
    said = primary(store)
    with closing(_reopened(store, plan_folder, _new_target)) as opened:
        after = primary(opened)
        assert {name: after[name] for name in ("log", "entry", "content", "arrival")} == {
            name: said[name] for name in ("log", "entry", "content", "arrival")
        }
        assert len(after["plan_file"]) == 2
        found = row(opened, gxt, small.PLANTS_2021)
        assert (found.confirm, found.value, found.target) == (True, Decimal(5), Decimal(4))
        assert found.light not in (Light.IN_REVIEW, Light.DONE)
        node = next(n for n in opened.read(lambda c: checklist(c, gxt.unit, TODAY)).nodes if n.uid == TASK_UID)
        assert node.done == 0
        ticks.tick(opened, gxt, small.PLANTS_2021, value="5", today=TODAY)  # said anew, of the new meaning
        assert row(opened, gxt, small.PLANTS_2021).confirm is False
        assert row(opened, gxt, small.PLANTS_2021).light is Light.IN_REVIEW


def test_a_corrected_wording_keeps_the_answer_as_it_is(store: Store, gxt: Author, plan_folder: Path) -> None:
    ticks.tick(store, gxt, small.PLANTS_2021, value="5", today=TODAY)
    before = row(store, gxt, small.PLANTS_2021)
    with closing(_reopened(store, plan_folder, _new_words)) as opened:
        found = row(opened, gxt, small.PLANTS_2021)
        assert (found.uid, found.light, found.confirm) == (before.uid, Light.IN_REVIEW, False)
        assert found.text == "2021年底试办工厂达到5家"


def test_an_answer_to_what_a_revision_dropped_is_kept_in_the_journal(
    store: Store, gxt: Author, plan_folder: Path
) -> None:
    def dropped(plan: dict[str, Any]) -> None:
        node = small.node_of(plan, "一/1")
        node["milestones"] = [milestone for milestone in node["milestones"] if milestone["kind"] != "deliverable"]

    ticks.tick(store, gxt, small.RULES, today=TODAY)
    with closing(_reopened(store, plan_folder, dropped)) as opened:
        listed = opened.read(lambda c: checklist(c, gxt.unit, TODAY))
        assert find_row(listed, uid(small.RULES)) is None
        small.write_plans(
            plan_folder, planfile.seal({**small.minted(), "revision": 3})
        )  # a later revision has it again
        assert len(primary(opened)["entry"]) == 1
    with closing(Store.open(store.home, plans=plan_folder)) as back:
        assert row(back, gxt, small.RULES).light is Light.IN_REVIEW
