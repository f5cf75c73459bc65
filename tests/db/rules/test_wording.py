"""Names, numbers and sentences as they are printed."""

from __future__ import annotations

import re
import string
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.kinds import IndicatorType, Light, MilestoneKind, Nature, Op, Role, Status
from db.rules.milestones import Figure, Reason, Standing
from db.rules.wording import (
    amount,
    days_text,
    due_soon_name,
    lamp_name,
    light_name,
    number,
    percent,
    progress_sentence,
    role_name,
    sentence,
    status_name,
)
from db.rules.wording_numbers import difference
from db.rules.wording_table import CLOSINGS, SENTENCES
from tests.db.rules.light_cases import ask, day, fig, verdict_of, words

T = IndicatorType
D = Decimal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"), ("-0.00", "0"), ("1", "1"), ("1.0", "1"), ("100", "100"), ("1E+5", "100000"), ("1E-7", "0.0000001"),
        ("72.50", "72.5"), ("-3.60", "-3.6"), ("123456789012345678", "123456789012345678"),
    ],
)  # fmt: skip
def test_numbers(value: str, text: str) -> None:
    assert number(D(value)) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        ("0", "0%"), ("0.5", "50%"), ("0.8666", "86.7%"), ("0.8665", "86.7%"), ("1", "100%"), ("0.9999", "99.9%"),
        ("1.2", "120%"), ("-0.05", "-5%"), ("1.0001", "100%"),
    ],
)  # fmt: skip
def test_percentages_have_one_decimal_and_never_promise_the_whole(fraction: str, text: str) -> None:
    assert percent(D(fraction)) == text


def test_amounts() -> None:
    assert [amount(D(5), measure) for measure in ("家", "%", "个百分点", "亿元", "")] == [
        "5家", "5%", "5个百分点", "5亿元", "5",
    ]  # fmt: skip
    assert [amount(D(1), measure, True) for measure in ("家", "%", "个百分点", "亿元", "")] == [
        "1", "1%", "1 point", "1 亿元", "1",
    ]  # fmt: skip
    assert amount(D(2) / D(3), "万吨") == "0.67万吨"
    assert difference(D("0.4"), "%") == "0.4个百分点"
    assert difference(D("0.0000001"), "座") == "不到0.01座"
    assert difference(D(0), "座") == "0座"


@given(st.decimals(-(10**17), 10**17, places=5))
def test_a_number_reads_back(value: Decimal) -> None:
    assert D(number(value)) == value
    assert "E" not in number(value)


def test_every_name_is_there() -> None:
    for lang in ("zh", "en"):
        for names, kinds in ((light_name, Light), (lamp_name, Light), (status_name, Status), (role_name, Role)):
            texts = [names(kind, lang) for kind in kinds]  # type: ignore[operator]
            assert all(texts)
            assert len(set(texts)) == len(texts)
    assert [light_name(light) for light in Light][:4] == ["逾期", "严重滞后", "退回", "滞后"]
    assert lamp_name(Light.OVERDUE) == "逾期（红灯）"
    assert lamp_name(Light.BEHIND) == "滞后（黄灯）"
    assert lamp_name(Light.ON_TRACK) == "正常（绿灯）"
    assert lamp_name(Light.PENDING) == "待核定"
    assert lamp_name(Light.OVERDUE, "en") == "Overdue (red)"
    assert (due_soon_name(), due_soon_name(lamp=True)) == ("临期", "临期（蓝灯）")
    assert status_name(Status.ACCEPTED) == "已销号"
    assert role_name(Role.LEAD) == "牵头"


def test_days() -> None:
    assert [days_text(days) for days in (10, 1, 0, -1, -181)] == ["剩10天", "剩1天", "今天到期", "逾期1天", "逾期181天"]
    assert [days_text(days, "en") for days in (10, 1, 0, -1)] == [
        "10 days left",
        "1 day left",
        "due today",
        "1 day overdue",
    ]


def test_both_languages_take_the_same_facts_and_follow_the_tone() -> None:
    for code, (zh, en) in SENTENCES.items():
        derived = {"gap", "mark", "due", "aim", "done", "of"}
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} - derived for text in (zh, en)]
        assert fields[0] == fields[1], code
        assert not re.search(r"[您！]|请稍候|操作成功|系统异常", zh), code
        assert not zh.endswith("。"), code
        assert not en.endswith("."), code
        assert not re.search(r"please|successful|oops", en, re.IGNORECASE), code
    assert set(CLOSINGS) <= set(SENTENCES)


def test_a_code_of_a_later_program_is_no_failure() -> None:
    assert sentence(Reason("not yet invented", (("x", 1),))) == ""


def test_the_gap_is_the_difference_of_what_is_printed() -> None:
    verdict = verdict_of(ask(T.NEW_IN_YEAR, "1500"), "2021-05-31", fig("2021-05-31", "499"))
    assert words(verdict) == "截至5月应达41.7%，实际33.3%，差8.4个百分点"
    close = verdict_of(ask(T.NEW_IN_YEAR, "150000"), "2021-06-30", fig("2021-06-30", "74999"))
    assert words(close) == "截至6月应达50%，实际50%，差不到0.1个百分点"


def test_english_sentences() -> None:
    yearly = ask(T.NEW_IN_YEAR, "800", measure="家")
    assert words(verdict_of(yearly, "2021-06-30", fig("2021-06-30", "256")), "en") == (
        "By June 50% was due and 32% is done, 18 points short"
    )
    assert words(verdict_of(yearly, "2022-01-01", fig("2021-12-31", "799")), "en") == (
        "1 day overdue: target 800, actual 799, 1 short"
    )
    decline = ask(T.DECLINE, "4", measure="%")
    assert words(verdict_of(decline, "2022-03-20", fig("2021-12-31", "3.6")), "en") == (
        "79 days overdue: target down 4%, actual down 3.6%, 0.4 points short"
    )
    claimed = verdict_of(yearly, "2021-06-30", standing=Standing(claimed_on=day("2020-12-31")))
    assert words(claimed, "en") == "Reported done on 31 December 2020, in review"


def said(about: dict[str, object], *rows: Figure, today: str = "2021-06-30", name: str = "") -> str:
    asked = ask(**about)  # type: ignore[arg-type]
    verdict = verdict_of(asked, today, *rows)
    return progress_sentence(asked, verdict.figure, verdict, name)


def test_prefilled_progress() -> None:
    stations: dict[str, object] = {"by_type": T.CUMULATIVE, "target": "1500", "basis": "累计"}
    assert said(stations, fig("2021-06-30", "1300")) == (
        "截至6月底，累计1300座，完成年度目标1500座的86.7%，达到序时进度。"
    )
    assert said(stations, fig("2021-06-25", "600"), name="充电站") == (
        "截至6月25日，充电站累计600座，完成年度目标1500座的40%，未达序时进度，差10个百分点。"
    )
    assert said(stations, fig("2021-06-30", "1500")) == (
        "截至6月底，累计1500座，完成年度目标1500座的100%，已达到目标。"
    )
    assert said(stations | {"year": 2023}, fig("2021-06-30", "300")) == (
        "截至2021年6月底，累计300座，完成2023年目标1500座的20%，达到序时进度。"
    )
    assert said(stations) == ""


def test_prefilled_progress_by_type() -> None:
    assert said({"by_type": T.NEW_IN_YEAR, "target": "8", "target_max": D(10), "measure": "个"}, fig("2021-06-30", "3")) == (
        "截至6月底，本年3个，完成年度目标8—10个下限的37.5%，未达序时进度，差1个。"
    )  # fmt: skip
    assert said({"by_type": T.NEW_IN_YEAR, "target": "100", "op": Op.ABOUT}, fig("2021-06-30", "0")) == (
        "截至6月底，本年0座，完成年度目标100座左右的0%，未达序时进度，差50个百分点。"
    )
    growth: dict[str, object] = {"by_type": T.GROWTH, "target": "10", "measure": "%"}
    assert said(growth, fig("2021-05-31", "6.1")) == "截至5月底，增长6.1%，比目标10%差3.9个百分点。"
    assert said(growth, fig("2021-05-31", "-2")) == "截至5月底，下降2%，比目标10%差12个百分点。"
    assert said(growth, fig("2021-05-31", "11")) == "截至5月底，增长11%，达到目标10%。"
    decline: dict[str, object] = {"by_type": T.DECLINE, "target": "4", "measure": "%", "publishes_on": "03-31"}
    assert said(decline, fig("2021-12-31", "3.6"), today="2022-01-05") == "截至12月底，下降3.6%，待核定。"
    verified = Figure(date(2021, 12, 31), D("3.6"), Nature.VERIFIED)
    assert said(decline, verified, today="2022-03-20") == "截至12月底，下降3.6%，比目标4%差0.4个百分点。"
    rise: dict[str, object] = {"by_type": T.RAISE_POINTS, "target": "6", "measure": "个百分点"}
    behind = verdict_of(ask(**rise), "2021-12-31", fig("2021-12-31", "2"))  # type: ignore[arg-type]
    assert words(behind) == "截至12月应提高6个百分点，实际提高2个百分点，差4个百分点"
    assert said(rise, fig("2021-06-30", "2")) == "截至6月底，提高2个百分点，未达序时进度，差1个百分点。"
    assert said(rise | {"baseline": D(30)}, fig("2021-06-30", "36")) == "截至6月底，为36%，已达到目标。"
    share: dict[str, object] = {"by_type": T.LEVEL, "target": "60", "measure": "%"}
    assert said(share, fig("2021-06-30", "58.5")) == "截至6月底，为58.5%，比目标60%差1.5个百分点。"


def test_a_limit_never_shows_its_share() -> None:
    limit: dict[str, object] = {"by_type": T.NOT_ABOVE, "target": "1000", "measure": "万吨", "basis": "当年"}
    for value, today in (("530", "2021-06-30"), ("480", "2021-06-30"), ("999", "2022-01-20"), ("1001", "2022-01-20")):
        at = "2021-06-30" if today < "2021-12" else "2021-12-31"
        text = said(limit, fig(at, value), today=today)
        assert "%" not in text
        assert "完成" not in text
    assert said(limit, fig("2021-06-30", "480")) == "截至6月底，本年480万吨，没有超过序时上限500万吨。"
    assert said(limit, fig("2021-06-30", "530")) == "截至6月底，本年530万吨，超过序时上限500万吨，超30万吨。"


def test_a_deliverable_has_no_figure_to_say() -> None:
    paper = ask(T.DELIVERABLE, kind=MilestoneKind.DELIVERABLE)
    verdict = verdict_of(paper, "2021-06-30", fig("2021-06-30", "1"))
    assert verdict.figure is None
    assert progress_sentence(paper, verdict.figure, verdict) == ""
