"""The order in which states decide, dates and publication, and the kinds that have no number."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from db.rules.kinds import IndicatorType, Light, MilestoneKind, Nature, Op, Status
from db.rules.lights import LightRules, judge
from db.rules.milestones import Standing
from tests.db.rules.light_cases import DATA, RULES, ask, day, fig, light_of, verdict_of, words

T = IndicatorType
D = Decimal
YEARLY = ask(T.NEW_IN_YEAR, "800", measure="家")
LOW = fig("2021-06-30", "100")


# What has been decided or claimed


def test_each_state_stands_before_the_next() -> None:
    standing = Standing(
        cancelled=True, merged=True, accepted_on=day("2021-06-20"), returned=True, return_reason="缺批复文件",
        claimed_on=day("2021-06-10"), adjusted_due=day("2022-06-30"), started=True,
    )  # fmt: skip
    expected = [
        (Light.CANCELLED, Status.CANCELLED, {"cancelled": False}),
        (Light.CANCELLED, Status.MERGED, {"merged": False}),
        (Light.DONE, Status.ACCEPTED, {"accepted_on": None}),
        (Light.RETURNED, Status.RETURNED, {"returned": False}),
        (Light.IN_REVIEW, Status.CLAIMED, {"claimed_on": None}),
        (Light.SEVERE, Status.EXTENDED, {"adjusted_due": None}),
        (Light.SEVERE, Status.IN_PROGRESS, {}),
    ]
    for light, status, without in expected:
        verdict = verdict_of(YEARLY, "2021-06-30", LOW, standing=standing)
        assert (verdict.light, verdict.status) == (light, status)
        standing = replace(standing, **without)


def test_the_reasons_of_states() -> None:
    def said(**facts: object) -> str:
        return words(verdict_of(YEARLY, "2021-06-30", standing=Standing(**facts)))  # type: ignore[arg-type]

    assert said(accepted_on=day("2021-06-20")) == "6月20日已销号"
    assert said(accepted_on=day("2020-12-20")) == "2020年12月20日已销号"
    assert said(claimed_on=day("2021-06-10")) == "6月10日自报完成，待审核"
    assert said(returned=True, return_reason="缺批复文件") == "已退回：缺批复文件"
    assert said(returned=True, return_reason=" ") == "已退回，没有写明原因"


def test_a_claim_stands_even_past_the_date() -> None:
    standing = Standing(claimed_on=day("2021-12-30"))
    assert verdict_of(YEARLY, "2022-03-01", LOW, standing=standing).light is Light.IN_REVIEW


def test_an_approved_date_moves_the_milestone() -> None:
    moved = Standing(adjusted_due=day("2022-06-30"))
    verdict = verdict_of(YEARLY, "2022-01-20", fig("2021-12-31", "540"), standing=moved)
    assert (verdict.light, verdict.due_on, verdict.days) == (Light.ON_TRACK, day("2022-06-30"), 161)
    assert verdict.expected == D("0.666666666667")  # 12 of 18 months
    assert verdict_of(YEARLY, "2022-01-20", fig("2021-12-31", "540")).light is Light.OVERDUE
    assert verdict_of(YEARLY, "2022-07-01", fig("2021-12-31", "540"), standing=moved).light is Light.OVERDUE


def test_an_approved_target_replaces_the_printed_one() -> None:
    lowered = Standing(adjusted_target=D(200))
    ranged = ask(T.NEW_IN_YEAR, "800", target_max=D(900))
    verdict = verdict_of(ranged, "2021-06-30", LOW, standing=lowered)
    assert (verdict.light, verdict.status, verdict.target) == (Light.ON_TRACK, Status.ADJUSTED, D(200))


# Past the date


def test_past_the_date_below_the_target_is_overdue() -> None:
    few = ask(T.NEW_IN_YEAR, "5", measure="家")
    verdict = verdict_of(few, "2022-06-30", fig("2021-12-31", "4"))
    assert (verdict.light, verdict.days, verdict.due_soon) == (Light.OVERDUE, -181, False)
    assert words(verdict) == "逾期181天，应达5家，实际4家，差1家"
    assert words(verdict_of(few, "2022-01-01")) == "逾期1天，没有填报完成值"
    assert light_of(few, "2021-12-31") is Light.UNFILED  # the day itself is not past


def test_past_the_date_a_reached_target_waits_for_its_tick() -> None:
    few = ask(T.CUMULATIVE, "5", measure="家")
    verdict = verdict_of(few, "2022-02-10", fig("2021-10-31", "5"))
    assert (verdict.light, words(verdict)) == (Light.ON_TRACK, "到期时实际5家，达到目标5家，待打勾")


def test_reached_after_the_date_is_still_overdue_until_ticked() -> None:
    few = ask(T.CUMULATIVE, "5", measure="家")
    verdict = verdict_of(few, "2022-03-31", fig("2021-12-31", "4"), fig("2022-03-25", "5"))
    assert (verdict.light, words(verdict)) == (Light.OVERDUE, "逾期90天，3月已达到目标5家，可以打勾")


def test_a_rate_that_was_good_in_november_is_no_years_rate() -> None:
    growth = ask(T.GROWTH, "10", measure="%")
    verdict = verdict_of(growth, "2022-01-10", fig("2021-11-30", "11"))
    assert (verdict.light, words(verdict)) == (Light.UNFILED, "数据只到2021年11月，应报到2021年12月")
    assert light_of(growth, "2022-01-10", "11", at="2021-12-31") is Light.ON_TRACK


# Statistics


STATISTIC = ask(T.DECLINE, "4", measure="%", publishes_on="03-31")


def test_an_annual_statistic_is_not_red_in_january() -> None:
    verdict = verdict_of(STATISTIC, "2022-01-05", fig("2021-11-30", "3.1"))
    assert (verdict.light, verdict.status) == (Light.PENDING, Status.PENDING)
    assert words(verdict) == "目前下降3.1%，核定数预计3月31日前公布"
    assert words(verdict_of(STATISTIC, "2022-01-05")) == "统计数据还没有公布，预计3月31日前公布"
    quick = fig("2021-12-31", "3.6")
    assert verdict_of(STATISTIC, "2022-03-31", quick).light is Light.PENDING
    assert verdict_of(STATISTIC, "2022-04-01", quick).light is Light.OVERDUE


def test_a_verified_decline_that_falls_short_is_red_at_once() -> None:
    verdict = verdict_of(STATISTIC, "2022-03-20", fig("2021-12-31", "3.6", Nature.VERIFIED))
    assert verdict.light is Light.OVERDUE
    assert words(verdict) == "逾期79天，应下降4%，实际下降3.6%，差0.4个百分点"
    assert verdict_of(STATISTIC, "2022-03-20", fig("2021-12-31", "4", Nature.VERIFIED)).light is Light.ON_TRACK


@pytest.mark.parametrize(("text", "day_on"), [("10-31", 31), ("02-30", 28), ("", 31), ("13-99", 31), ("岁末", 31)])
def test_publication_days_of_any_kind(text: str, day_on: int) -> None:
    verdict = verdict_of(replace(STATISTIC, publishes_on=text), "2022-01-05")
    assert (verdict.light, dict(verdict.reason.values)["on"].day) == (Light.PENDING, day_on)  # type: ignore[attr-defined]


def test_a_statistic_published_once_a_year_is_not_asked_each_month() -> None:
    research = ask(T.LEVEL, "1.6", measure="%", publishes_on="10-31")
    assert light_of(research, "2021-06-30") is Light.PENDING
    old = fig("2019-12-31", "1.58")
    assert verdict_of(research, "2021-09-30", old).light is Light.BEHIND
    assert verdict_of(research, "2021-11-20", old).light is Light.BEHIND
    assert verdict_of(research, "2021-12-01", old).light is Light.UNFILED
    assert verdict_of(research, "2021-12-01", fig("2020-12-31", "1.58")).light is Light.BEHIND


def test_a_monthly_statistic_has_its_lag() -> None:
    growth = ask(T.GROWTH, "10", measure="%", publishes_on="03-31")
    assert light_of(growth, "2021-05-31") is Light.PENDING
    assert light_of(growth, "2021-06-01") is Light.UNFILED
    assert light_of(growth, "2021-06-30", "6.1", at="2021-02-28") is Light.SEVERE
    assert light_of(growth, "2021-07-01", "6.1", at="2021-02-28") is Light.UNFILED


# Not filed


@pytest.mark.parametrize(
    ("today", "at", "light"),
    [
        ("2021-06-30", "2021-05-31", Light.ON_TRACK), ("2021-07-01", "2021-05-31", Light.UNFILED),
        ("2021-06-01", "2021-05-25", Light.ON_TRACK), ("2021-06-01", "2021-04-30", Light.UNFILED),
        ("2021-03-01", "2021-01-31", Light.UNFILED), ("2021-03-01", "2021-02-28", Light.ON_TRACK),
    ],
)  # fmt: skip
def test_a_figure_older_than_a_month(today: str, at: str, light: Light) -> None:
    assert light_of(YEARLY, today, "790", at=at) is light


def test_january_and_february_are_reported_together() -> None:
    assert light_of(YEARLY, "2021-01-01") is Light.ON_TRACK
    assert light_of(YEARLY, "2021-02-28") is Light.ON_TRACK
    assert words(verdict_of(YEARLY, "2021-03-01")) == "没有填报完成值"


def test_an_old_figure_names_the_month_that_is_missing() -> None:
    verdict = verdict_of(YEARLY, "2021-06-30", fig("2021-03-31", "790"))
    assert (verdict.light, words(verdict)) == (Light.UNFILED, "数据只到3月，应报到5月")


def test_a_count_that_is_reached_need_not_be_filed_again() -> None:
    verdict = verdict_of(YEARLY, "2021-11-30", fig("2021-03-31", "800"))
    assert (verdict.light, words(verdict)) == (Light.ON_TRACK, "实际800家，已达到目标800家，可以打勾")
    assert light_of(ask(T.LEVEL, "60"), "2021-11-30", "61", at="2021-03-31") is Light.UNFILED


# Due soon


def test_due_soon_is_a_tag_on_any_open_light() -> None:
    assert verdict_of(YEARLY, "2021-12-01", fig("2021-11-30", "1")).due_soon
    assert verdict_of(YEARLY, "2021-12-31", fig("2021-11-30", "800")).due_soon
    assert not verdict_of(YEARLY, "2021-11-30", fig("2021-11-30", "1")).due_soon
    for standing in (Standing(claimed_on=day("2021-12-01")), Standing(accepted_on=day("2021-12-01"))):
        assert not verdict_of(YEARLY, "2021-12-10", standing=standing).due_soon
    assert verdict_of(YEARLY, "2021-12-10", standing=Standing(returned=True)).due_soon
    assert not verdict_of(ask(T.STANDING, kind=MilestoneKind.DUTY), "2021-12-10").due_soon


# Kinds without a number


def test_a_checkpoint_is_on_track_until_due() -> None:
    point = ask(T.DELIVERABLE, kind=MilestoneKind.CHECKPOINT)
    assert words(verdict_of(point, "2021-12-21")) == "剩10天"
    assert words(verdict_of(point, "2021-12-31")) == "今天到期"
    assert verdict_of(point, "2021-12-31").light is Light.ON_TRACK
    assert (light_of(point, "2022-01-01"), words(verdict_of(point, "2022-01-01"))) == (Light.OVERDUE, "逾期1天")
    assert verdict_of(point, "2021-06-30").status is Status.NOT_STARTED


def test_a_target_without_a_number_is_a_date() -> None:
    bare = ask(T.LEVEL)
    assert light_of(bare, "2021-06-30") is Light.ON_TRACK
    assert light_of(bare, "2022-01-01") is Light.OVERDUE


def test_a_deliverable_by_its_stage() -> None:
    paper = ask(T.DELIVERABLE, kind=MilestoneKind.DELIVERABLE, due_on=day("2021-06-30"))

    def at(today: str, stage: str | None = None, started: bool = False) -> tuple[Light, str]:
        verdict = verdict_of(paper, today, standing=Standing(stage=stage, started=started))
        return verdict.light, words(verdict)

    assert at("2021-03-01") == (Light.ON_TRACK, "还没有启动，剩121天")
    assert at("2021-04-01") == (Light.BEHIND, "时间已过半，还没有启动，剩90天")
    assert at("2021-04-01", "未启动")[0] is Light.BEHIND
    assert at("2021-04-01", started=True) == (Light.ON_TRACK, "已经启动，剩90天")
    assert at("2021-06-30", "征求意见") == (Light.ON_TRACK, "处在“征求意见”一步，今天到期")
    assert at("2021-07-12", "征求意见") == (Light.OVERDUE, "逾期12天，处在“征求意见”一步")
    assert at("2021-07-12") == (Light.OVERDUE, "逾期12天")
    assert at("2021-07-12", "印发") == (Light.ON_TRACK, "已到最后一步“印发”，可以打勾")


def test_a_deliverable_of_a_later_year_counts_from_the_plans_start() -> None:
    paper = ask(T.REFERENCE, kind=MilestoneKind.DELIVERABLE, year=2022)
    assert light_of(paper, "2021-12-30") is Light.ON_TRACK
    assert light_of(paper, "2022-01-02") is Light.BEHIND
    monthly = ask(T.DELIVERABLE, kind=MilestoneKind.DELIVERABLE, recurs="monthly", due_on=day("2021-06-30"))
    assert light_of(monthly, "2021-06-10") is Light.ON_TRACK
    assert light_of(monthly, "2021-06-20") is Light.BEHIND


@pytest.mark.parametrize(
    ("today", "noted", "light"),
    [
        ("2021-02-01", None, Light.NONE),  # no whole quarter of the plan has passed
        ("2021-04-01", None, Light.UNFILED),
        ("2021-04-01", "2021-01-01", Light.NONE),
        ("2021-06-30", "2021-03-31", Light.NONE),
        ("2021-07-01", "2021-03-31", Light.UNFILED),
        ("2021-07-01", "2021-07-01", Light.NONE),
        ("2022-05-01", "2021-10-01", Light.NONE),  # of 2021: its last quarter has its note
        ("2022-05-01", "2021-09-30", Light.UNFILED),
    ],
)
def test_a_standing_duty_has_a_note_each_quarter(today: str, noted: str | None, light: Light) -> None:
    duty = ask(T.STANDING, kind=MilestoneKind.DUTY, recurs="yearly")
    standing = Standing(noted_on=day(noted) if noted else None)
    verdict = verdict_of(duty, today, standing=standing)
    assert (verdict.light, verdict.status) == (light, Status.STANDING)


def test_a_missing_note_names_its_quarter() -> None:
    duty = ask(T.STANDING, kind=MilestoneKind.DUTY)
    assert words(verdict_of(duty, "2021-04-01")) == "2021年第一季度没有填报工作情况"
    assert words(verdict_of(duty, "2021-01-05")) == "长期坚持，不评灯"


# The rule data


def test_rules_change_from_their_day() -> None:
    data = copy.deepcopy(DATA)
    data["versions"].insert(0, copy.deepcopy(DATA["versions"][0]) | {"from": "2021-07-01", "yellow": "0.9"})
    rules = LightRules.from_json(data)
    rows = (fig("2021-06-30", "300"),)
    assert judge(YEARLY, Standing(), rows, date(2021, 6, 30), rules).light is Light.BEHIND
    assert judge(YEARLY, Standing(), rows, date(2021, 7, 1), rules).light is Light.SEVERE
    assert rules.on(date(2000, 1, 1)) is rules.versions[0]


@pytest.mark.parametrize(
    "change",
    [{"yellow": 0.7}, {"yellow": "nan"}, {"yellow": "-1"}, {"pieces": "12"}, {"from": "2021"}, {"stages": [1]}],
)
def test_unusable_rules_are_refused_by_name(change: dict[str, object]) -> None:
    data = copy.deepcopy(DATA)
    data["versions"][0] |= change
    with pytest.raises(ValueError, match=next(iter(change))):
        LightRules.from_json(data)


def test_rules_of_another_format_are_refused() -> None:
    for data in ({}, {"format": 2, "versions": []}, {"format": 1, "versions": []}):
        with pytest.raises(ValueError, match=r"format|versions"):
            LightRules.from_json(data)


def test_usual_publication_days() -> None:
    by = RULES.on(date(2021, 1, 1))
    assert by.publishes_on("规上工业增加值增速", T.GROWTH) == "03-31"
    assert by.publishes_on("研发投入强度", T.LEVEL) == "10-31"
    assert by.publishes_on("绿色工厂", T.CUMULATIVE) is None
    assert by.publishes_on("增加值过亿元企业", T.NEW_IN_YEAR) is None


def test_an_at_most_of_any_type_is_a_limit() -> None:
    for kind in (T.LEVEL, T.GROWTH, T.DECLINE, T.AVERAGE_GROWTH, T.RAISE_POINTS):
        limited = ask(kind, "10", op=Op.AT_MOST, measure="%")
        assert light_of(limited, "2021-06-30", "10") is Light.ON_TRACK
        assert light_of(limited, "2021-06-30", "10.5") is Light.BEHIND
        assert light_of(limited, "2021-06-30", "10.6") is Light.SEVERE
