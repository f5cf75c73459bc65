"""Reading a figure as people type it, and the questions before it is saved."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.figures import FigureError, parse_figure, questions
from db.rules.kinds import IndicatorType, MilestoneKind, Op
from db.rules.milestones import Commitment, Figure

D = Decimal


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("72", "家", "72"),
        ("72.5", "", "72.5"),
        ("７２．５", "%", "72.5"),
        (" 1,234,567.8 ", "万元", "1234567.8"),
        ("1，234家", "家", "1234"),
        ("5 家", "家", "5"),
        ("5家", "家（个）", "5"),
        ("5家（个）", "家（个）", "5"),
        ("6.1%", "%", "6.1"),
        ("6.1％", "个百分点", "6.1"),
        ("6.1个百分点", "%", "6.1"),
        ("-3.6", "%", "-3.6"),
        ("−3.6", "%", "-3.6"),
        ("+5", "家", "5"),
        (".5", "%", "0.5"),
        ("-0", "家", "0"),
        ("007", "家", "7"),
        ("1.2万", "家", "12000"),
        ("1.2万家", "家", "12000"),
        ("1.2万", "", "12000"),
        ("3万元", "万元", "3"),
        ("3亿元", "万元", "30000"),
        ("500万元", "亿元", "0.05"),
        ("1.5万亿元", "亿元", "15000"),
        ("50元", "万元", "0.005"),
        ("123456789012345678", "", "123456789012345678"),
    ],
)
def test_reads_numbers(text: str, measure: str, value: str) -> None:
    read = parse_figure(text, measure)
    assert read == D(value)
    assert "E" not in str(read)


@pytest.mark.parametrize(
    ("text", "measure", "code"),
    [
        ("", "家", "empty"),
        ("　 ", "家", "empty"),
        ("约5家", "家", "about"),
        ("5家左右", "家", "about"),
        ("近5家", "家", "about"),
        ("10余", "家", "about"),
        (">5", "家", "about"),
        ("5-8", "家", "range"),
        ("5至8家", "家", "range"),
        ("5家～8家", "家", "range"),
        ("2021-06-30", "家", "range"),
        ("五家", "家", "words"),
        ("无", "家", "words"),
        ("nan", "家", "words"),
        ("Infinity", "家", "words"),
        ("-", "家", "words"),
        ("下降3.6%", "%", "words"),
        ("1.2.3", "家", "words"),
        ("5²", "家", "separator"),
        ("①", "家", "words"),
        ("٣", "家", "words"),
        ("1e5", "家", "exponent"),
        ("1.5E+3", "", "exponent"),
        ("1,2345", "家", "separator"),
        ("1,5", "%", "separator"),
        ("5 8", "家", "separator"),
        ("5个", "家", "unit"),
        ("5%", "家", "unit"),
        ("5万", "万元", "unit"),
        ("5万", "%", "unit"),
        ("5万吨", "万元", "unit"),
        ("1234567890123456789", "", "too_long"),
        ("12345678901234567.89", "", "too_long"),
        ("1234567890123456亿", "", "too_long"),
    ],
)
def test_refuses_what_is_no_figure(text: str, measure: str, code: str) -> None:
    with pytest.raises(FigureError) as caught:
        parse_figure(text, measure)
    assert caught.value.code == code
    for lang in ("zh", "en"):
        words = caught.value.sentence(lang)
        assert words.endswith("." if lang == "en" else "。")
        assert "{" not in words


def test_a_refusal_says_what_to_enter() -> None:
    assert FigureError("words").sentence() == "完成值只能填数字，例如72或72.5。"
    assert FigureError("words").sentence("en") == "The figure must be a number, such as 72 or 72.5."


@given(st.text(max_size=30), st.sampled_from(["", "家", "%", "万元", "家（个）"]))
def test_any_text_is_a_figure_or_refused(text: str, measure: str) -> None:
    value = None
    with suppress(FigureError):
        value = parse_figure(text, measure)
    assert value is None or value.is_finite()


@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from(["", "家", "%", "亿元"]))
def test_what_is_printed_is_read_back(value: Decimal, measure: str) -> None:
    assert parse_figure(f"{value:,}{measure}", measure) == value


def ask(kind: IndicatorType = IndicatorType.CUMULATIVE, target: str = "1200", **more: object) -> Commitment:
    facts: dict[str, object] = {"year": 2021, "due_on": date(2021, 12, 31), "plan_start": 2021, "plan_end": 2023}
    facts |= {"op": Op.EQUAL, "target": D(target), "measure": "座"} | more
    return Commitment(kind=MilestoneKind.TARGET, type=kind, **facts)  # type: ignore[arg-type]


def codes(value: str, about: Commitment, *before: tuple[date, str], at: date = date(2021, 6, 30)) -> list[str]:
    figures = tuple(Figure(day, D(figure)) for day, figure in before)
    asked = questions(D(value), about, figures, at, today=date(2021, 7, 5))
    for question in asked:
        assert question.sentence("zh").endswith("？") or question.sentence("zh").endswith("。")
        assert question.sentence("en")[-1] in "?."
    return [question.code for question in asked]


MAY = date(2021, 5, 31)


def test_an_ordinary_step_is_not_questioned() -> None:
    assert codes("600", ask(), (MAY, "520")) == []
    assert codes("0", ask()) == []
    assert codes("3", ask(target="5"), (MAY, "1")) == []


def test_a_running_total_that_fell() -> None:
    assert codes("500", ask(), (MAY, "520")) == ["fell"]
    assert codes("500", ask(), (MAY, "480"), (date(2021, 7, 1), "490")) == ["above_next"]
    assert codes("30", ask(IndicatorType.NEW_IN_YEAR), (date(2020, 12, 31), "900")) == []
    assert codes("38", ask(IndicatorType.LEVEL, "40", measure="%"), (MAY, "39")) == []


def test_a_jump() -> None:
    assert codes("5200", ask(), (MAY, "520")) == ["jump"]
    assert codes("850", ask(), (MAY, "520")) == ["jump"]  # 330 in a month where the schedule expects 100
    assert codes("52", ask(IndicatorType.STOCK), (MAY, "520")) == ["jump"]
    assert codes("80000", ask(target="800")) == ["jump"]


def test_a_decline_typed_negative() -> None:
    about = ask(IndicatorType.DECLINE, "4", measure="%")
    assert codes("-3.6", about) == ["decline_negative"]
    assert "3.6表示下降" in questions(D("-3.6"), about, (), MAY)[0].zh
    assert codes("3.6", about) == []
    assert codes("-2", ask(IndicatorType.GROWTH, "10", measure="%")) == []
    assert codes("-2", ask()) == ["negative"]


def test_a_share_above_the_whole() -> None:
    assert codes("101", ask(IndicatorType.LEVEL, "60", measure="%")) == ["over_100"]
    assert codes("101", ask(IndicatorType.LEVEL, "63", measure="")) == []


def test_data_of_a_day_to_come() -> None:
    assert codes("600", ask(), at=date(2021, 7, 6)) == ["future"]
    assert questions(D(600), ask(), (), date(2031, 1, 1)) == ()


@given(
    st.decimals(-(10**17), 10**17, places=2),
    st.lists(st.tuples(st.dates(date(2019, 1, 1), date(2024, 1, 1)), st.decimals(-1000, 1000, places=1)), max_size=4),
    st.sampled_from(list(IndicatorType)),
    st.one_of(st.none(), st.decimals(-100, 100, places=1)),
)
def test_asking_never_fails(
    value: Decimal, rows: list[tuple[date, Decimal]], kind: IndicatorType, target: Decimal | None
) -> None:
    figures = tuple(Figure(day, figure) for day, figure in sorted(rows))
    for question in questions(value, ask(kind, target=str(target or 0)), figures, MAY):
        assert "None" not in question.zh + question.en
