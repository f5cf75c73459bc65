"""What of a period is due by when: the defaults of domain.md and a plan's own days."""

from __future__ import annotations

from datetime import date

import pytest

from db.rules.deadlines import Deadlines, due_dates
from db.rules.times import Period


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2021-06", [("month", date(2021, 6, 25))]),
        ("2021-01", [("together", date(2021, 2, 25))]),
        ("2021-02", [("together", date(2021, 2, 25))]),
        ("2021Q1", [("quarter", date(2021, 3, 25))]),
        ("2021H1", [("quarter", date(2021, 6, 25))]),
        (
            "2021",
            [("preliminary", date(2021, 12, 10)), ("final", date(2022, 1, 20)), ("verified", date(2022, 3, 31))],
        ),
    ],
)
def test_defaults(period: str, due: list[tuple[str, date]]) -> None:
    assert [(row.code, row.on) for row in due_dates(Period.parse(period), Deadlines())] == due


def test_the_fourth_quarter_is_the_annual() -> None:
    assert due_dates(Period.parse("2021Q4"), Deadlines()) == due_dates(Period.parse("2021"), Deadlines())


def test_a_plans_own_days() -> None:
    own = Deadlines().changed("day", "31").changed("final", "02-28")

    assert due_dates(Period.parse("2021-06"), own)[0].on == date(2021, 6, 30)  # a day the month doesn't have
    assert due_dates(Period.parse("2021"), own)[1].on == date(2022, 2, 28)


@pytest.mark.parametrize(
    ("name", "text"), [("day", "0"), ("day", "x"), ("final", "13-01"), ("final", "1-20"), ("other", "01-01")]
)
def test_unusable_days_are_refused(name: str, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Deadlines().changed(name, text)
    assert Deadlines.of({name: text}) == Deadlines()
