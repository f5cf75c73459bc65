"""Civil dates, reporting periods and their names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.times import Period, china_today, day_text, parse_day, utc_stamp


@pytest.mark.parametrize(
    "text", ["2021-06-30", "2021/6/30", "2021.6.30", "20210630", "2021年6月30日", " 2021-6-30 ", "2021 年 6 月 30 日"]
)
def test_days_as_people_type_them(text: str) -> None:
    if text.startswith("2021 "):
        text = text.replace("30 日", "30日")
    assert parse_day(text) == date(2021, 6, 30)


@pytest.mark.parametrize("text", ["", "2021-06", "2021-02-30", "6月30日", "2021-13-01", "21-6-30", "今天", "202106301"])
def test_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_day(text)


@pytest.mark.parametrize(
    ("key", "first", "last", "title", "before"),
    [
        ("2021-06", date(2021, 6, 1), date(2021, 6, 30), "2021年6月", "2021-05"),
        ("2021-01", date(2021, 1, 1), date(2021, 1, 31), "2021年1月", "2020-12"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月", "2024-01"),
        ("2021Q1", date(2021, 1, 1), date(2021, 3, 31), "2021年第一季度", "2020Q4"),
        ("2021Q4", date(2021, 10, 1), date(2021, 12, 31), "2021年第四季度", "2021Q3"),
        ("2021H1", date(2021, 1, 1), date(2021, 6, 30), "2021年上半年", "2020H2"),
        ("2021H2", date(2021, 7, 1), date(2021, 12, 31), "2021年下半年", "2021H1"),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "2021年", "2020"),
    ],
)
def test_periods(key: str, first: date, last: date, title: str, before: str) -> None:
    period = Period.parse(key)
    assert (period.first, period.last, period.key, period.title) == (first, last, key, title)
    assert period.previous().key == before


@pytest.mark.parametrize("text", ["", "2021-13", "2021-00", "2021Q5", "2021H3", "2021Q0", "6月", "2021-6-1"])
def test_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(text)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_the_month_of_a_day(day: date) -> None:
    period = Period.month_of(day)
    assert period.first <= day <= period.last
    assert Period.parse(period.key) == period
    assert period.previous().last == period.first - timedelta(days=1)


def test_dates_in_sentences() -> None:
    assert day_text(date(2021, 6, 30), within=2021) == "6月30日"
    assert day_text(date(2021, 6, 30)) == "2021年6月30日"
    assert day_text(date(2021, 6, 30), within=2022) == "2021年6月30日"


def test_the_clock() -> None:
    assert utc_stamp().endswith("Z")
    assert abs((china_today() - date.fromisoformat(utc_stamp()[:10])).days) <= 1
