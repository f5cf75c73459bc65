"""The light of each type with worked figures: green, yellow and red at their edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from db.rules.kinds import IndicatorType, Light, Nature, Op, Status
from db.rules.lights import meets
from db.rules.milestones import Standing
from tests.db.rules.light_cases import ask, day, fig, light_of, verdict_of, words

T = IndicatorType
D = Decimal
GREEN, YELLOW, RED = Light.ON_TRACK, Light.BEHIND, Light.SEVERE


# Type A, new in the year


@pytest.mark.parametrize(
    ("value", "light"),
    [("400", GREEN), ("500", GREEN), ("399", YELLOW), ("280", YELLOW), ("279", RED), ("0", RED)],
)
def test_new_in_the_year_against_the_time_gone(value: str, light: Light) -> None:
    yearly = ask(T.NEW_IN_YEAR, "800", measure="家")
    assert light_of(yearly, "2021-06-30", value) is light  # 400 due at the half
    assert light_of(ask(T.NEW_IN_YEAR, "1200"), "2021-04-30", "400") is GREEN  # a third of the way, exactly


def test_new_in_the_year_says_what_is_short() -> None:
    verdict = verdict_of(ask(T.NEW_IN_YEAR, "800", measure="家"), "2021-06-30", fig("2021-06-30", "256"))
    assert words(verdict) == "截至6月应达50%，实际32%，差18个百分点"
    assert (verdict.progress, verdict.expected) == (D("0.32"), D("0.5"))


@pytest.mark.parametrize(("value", "light"), [("300", GREEN), ("299", YELLOW), ("209", RED)])
def test_new_in_the_year_by_its_own_plan(value: str, light: Light) -> None:
    planned = ask(T.NEW_IN_YEAR, "1000", schedule=((3, D(100)), (6, D(300)), (9, D(700)), (12, D(1000))))
    assert light_of(planned, "2021-06-30", value) is light
    assert light_of(planned, "2021-02-28", "0") is GREEN


@pytest.mark.parametrize(
    ("at", "value", "light"),
    [
        ("2021-06-30", "6", GREEN), ("2021-06-30", "5", YELLOW), ("2021-06-30", "4", RED),
        ("2021-01-31", "1", GREEN), ("2021-04-30", "4", GREEN), ("2021-04-30", "3", YELLOW),
    ],
)  # fmt: skip
def test_few_pieces_are_counted(at: str, value: str, light: Light) -> None:
    assert light_of(ask(T.NEW_IN_YEAR, "12", measure="个"), at, value) is light


def test_one_of_a_kind_stays_green_until_september() -> None:
    champion = ask(T.NEW_IN_YEAR, "1", measure="家")
    assert light_of(champion, "2021-06-30", "0") is GREEN
    assert words(verdict_of(champion, "2021-06-30", fig("2021-06-30", "0"))) == "目标1家，截至6月实际0家，还在序时内"
    assert light_of(champion, "2021-08-31", "0") is GREEN
    assert light_of(champion, "2021-09-30", "0") is RED
    assert light_of(champion, "2021-09-30", "1") is GREEN


def test_money_is_not_counted_in_pieces() -> None:
    assert light_of(ask(T.NEW_IN_YEAR, "10", measure="亿元"), "2021-06-30", "4.2") is YELLOW
    assert light_of(ask(T.NEW_IN_YEAR, "13", measure="个"), "2021-06-30", "6") is YELLOW  # too many to count singly


def test_a_half_years_own_count() -> None:
    half = ask(T.NEW_IN_YEAR, "60", recurs="half-yearly", due_on=day("2021-12-31"))
    assert light_of(half, "2021-09-30", "30") is GREEN
    assert light_of(half, "2021-09-30", "29") is YELLOW
    assert verdict_of(half, "2021-07-15", fig("2021-06-30", "60")).reason.code == "no_data_yet"


# A′: recognised by others


def test_recognition_has_no_number_light_before_its_month() -> None:
    named = ask(T.RECOGNISED, "3", measure="个", recognised_in=10)
    assert light_of(named, "2021-06-30", "0") is GREEN
    assert verdict_of(named, "2021-06-30").reason.code == "recognition_wait"
    assert words(verdict_of(named, "2021-06-30")) == "10月1日起认定，此前不评序时"
    assert light_of(named, "2021-06-30", "3") is GREEN
    assert light_of(named, "2021-10-31", "2") is YELLOW
    assert light_of(named, "2021-10-31", "1") is RED
    assert light_of(named, "2021-12-05") is Light.UNFILED


def test_recognition_by_its_steps() -> None:
    steps = (("申报", day("2021-03-31")), ("评审", day("2021-05-31")), ("公示", day("2021-09-30")))
    named = ask(T.RECOGNISED, "3", steps=steps)
    late = verdict_of(named, "2021-06-15", standing=Standing(stage="申报"))
    assert (late.light, words(late)) == (YELLOW, "“评审”应在5月31日前完成")
    assert verdict_of(named, "2021-06-15", standing=Standing(stage="评审")).light is GREEN


# B and C: cumulative and stock


@pytest.mark.parametrize(("value", "light"), [("75", GREEN), ("74.9", YELLOW), ("73.5", YELLOW), ("73.4", RED)])
def test_cumulative_between_two_printed_years(value: str, light: Light) -> None:
    printed = ask(T.CUMULATIVE, "80", year=2022, series=((2021, D(70)), (2022, D(80)), (2023, D(100))), measure="吨")
    assert light_of(printed, "2022-06-30", value) is light


def test_cumulative_starts_from_nothing_or_its_baseline() -> None:
    first = ask(T.CUMULATIVE, "100", series=((2021, D(100)),))
    assert light_of(first, "2021-06-30", "50") is GREEN
    assert light_of(first, "2021-06-30", "49") is YELLOW
    based = ask(T.CUMULATIVE, "100", series=((2021, D(100)),), baseline=D(60), baseline_year=2020)
    assert light_of(based, "2021-06-30", "79") is YELLOW
    assert light_of(based, "2021-06-30", "80") is GREEN


def test_a_year_that_is_not_printed_is_linear_and_says_so() -> None:
    far = ask(T.CUMULATIVE, "300", year=2023, series=((2023, D(300)),))
    behind = verdict_of(far, "2022-06-30", fig("2022-06-30", "140"))
    assert (behind.light, behind.progress, behind.expected) == (YELLOW, D("0.4"), D("0.5"))
    assert words(behind) == "截至6月应达150座（推算），实际140座，差10座"
    assert light_of(far, "2022-06-30", "150") is GREEN


def test_a_later_years_target_waits_for_the_earlier() -> None:
    later = ask(T.CUMULATIVE, "100", year=2023, series=((2021, D(70)), (2023, D(100))))
    assert words(verdict_of(later, "2021-06-30", fig("2021-06-30", "20"))) == "从2022年起计，还没有开始"
    assert verdict_of(later, "2021-06-30", fig("2021-06-30", "100")).reason.code == "met"


def test_last_years_figure_in_january() -> None:
    printed = ask(T.CUMULATIVE, "80", year=2022, series=((2021, D(70)), (2022, D(80))))
    assert light_of(printed, "2022-01-20", "70", at="2021-12-31") is GREEN
    below = verdict_of(printed, "2022-01-20", fig("2021-12-31", "65"))
    assert (below.light, words(below)) == (YELLOW, "截至2021年12月实际65座，低于起点70座")


def test_stock_from_its_baseline() -> None:
    stock = ask(T.STOCK, "200", baseline=D(100), baseline_year=2020, measure="家")
    assert light_of(stock, "2021-06-30", "150") is GREEN
    assert light_of(stock, "2021-06-30", "149") is YELLOW
    assert light_of(stock, "2021-06-30", "134") is RED
    third = verdict_of(stock, "2021-05-31", fig("2021-05-31", "140"))
    assert words(third) == "截至5月应达141.7家，实际140家，差1.7家"
    filed = verdict_of(ask(T.STOCK, "200"), "2021-06-30", fig("2020-12-31", "100"), fig("2021-06-30", "149"))
    assert filed.light is YELLOW


def test_stock_without_a_baseline() -> None:
    stock = ask(T.STOCK, "200", measure="家")
    none = verdict_of(stock, "2021-06-30", fig("2021-06-30", "150"))
    assert (none.light, words(none)) == (Light.NONE, "缺基期值，不评序时，距目标差50家")
    assert light_of(stock, "2021-06-30", "200") is GREEN


def test_a_stock_that_is_to_come_down() -> None:
    falling = ask(T.STOCK, "40", op=Op.AT_MOST, baseline=D(100), baseline_year=2020)
    assert light_of(falling, "2021-06-30", "70") is GREEN
    assert light_of(falling, "2021-06-30", "75") is YELLOW
    assert light_of(falling, "2021-06-30", "90") is RED
    assert words(verdict_of(falling, "2021-06-30", fig("2021-06-30", "75"))) == "截至6月应降到70座，实际75座，多5座"
    assert verdict_of(falling, "2021-06-30", fig("2021-06-30", "40")).reason.code == "met"


# Type D, a share or level


@pytest.mark.parametrize(
    ("at", "value", "light"),
    [
        ("2021-06-30", "60", GREEN), ("2021-06-30", "57", YELLOW), ("2021-06-30", "56", YELLOW),
        ("2021-06-30", "51", RED), ("2021-08-31", "56", YELLOW), ("2021-09-30", "57", YELLOW),
        ("2021-09-30", "56.9", RED),
    ],
)  # fmt: skip
def test_share(at: str, value: str, light: Light) -> None:
    assert light_of(ask(T.LEVEL, "60", measure="%", baseline=D(52)), at, value) is light


def test_share_has_no_proportion() -> None:
    verdict = verdict_of(ask(T.LEVEL, "60", measure="%"), "2021-06-30", fig("2021-06-30", "58.5"))
    assert (verdict.progress, words(verdict)) == (None, "截至6月应达60%，实际58.5%，差1.5个百分点")
    later = verdict_of(ask(T.LEVEL, "60", year=2023, measure="%"), "2022-06-30", fig("2022-05-31", "32"))
    assert (later.light, words(later)) == (YELLOW, "截至5月，2023年应达60%，实际32%，差28个百分点")


# E, F, G, I, M: rates


@pytest.mark.parametrize(
    ("target", "value", "light"),
    [
        ("10", "10", GREEN), ("10", "8", YELLOW), ("10", "7.9", RED), ("10", "6.1", RED), ("3", "2", YELLOW),
        ("3", "1.9", RED), ("3", "-2", RED),
    ],
)  # fmt: skip
def test_growth(target: str, value: str, light: Light) -> None:
    assert light_of(ask(T.GROWTH, target, measure="%"), "2021-05-31", value) is light


def test_growth_in_may_says_its_distance() -> None:
    verdict = verdict_of(ask(T.GROWTH, "10", measure="%"), "2021-06-20", fig("2021-05-31", "6.1"))
    assert words(verdict) == "截至5月应达10%，实际6.1%，差3.9个百分点"


@pytest.mark.parametrize(("value", "light"), [("8", GREEN), ("6.1", YELLOW), ("6", RED), ("-100", RED), ("-500", RED)])
def test_average_growth(value: str, light: Light) -> None:
    # Target 8 % a year to 2023. After 2022: so far 6.1 needs 11.9 in the last year, so far 6 needs 12.1; 12 is the edge.
    average = ask(T.AVERAGE_GROWTH, "8", year=2023, measure="%", basis="年均增速")
    assert light_of(average, "2023-01-20", value, at="2022-12-31") is light


def test_average_growth_names_the_rate_still_needed() -> None:
    average = ask(T.AVERAGE_GROWTH, "8", year=2023, measure="%", basis="年均增速")
    verdict = verdict_of(average, "2022-01-20", fig("2021-12-31", "7"))
    assert words(verdict) == "至今年均7%，应达8%，今后每年须达8.5%"


@pytest.mark.parametrize(
    ("value", "light"), [("4", GREEN), ("3.6", YELLOW), ("3.2", YELLOW), ("3.1", RED), ("-1", RED)]
)
def test_decline_of_the_year(value: str, light: Light) -> None:
    assert light_of(ask(T.DECLINE, "4", measure="%"), "2021-06-30", value) is light


def test_decline_against_a_base_year() -> None:
    far = ask(T.DECLINE, "6", year=2023, measure="%", basis="下降", baseline_year=2020)
    assert light_of(far, "2022-06-30", "4") is GREEN  # 4 of 6 after two of three years
    assert light_of(far, "2022-06-30", "3.2") is YELLOW
    assert light_of(far, "2022-06-30", "3.1") is RED
    assert words(verdict_of(far, "2022-06-30", fig("2022-06-30", "3.5"))) == (
        "截至6月应下降4%（推算），实际下降3.5%，差0.5个百分点"
    )
    printed = ask(T.DECLINE, "4", year=2022, measure="%", baseline_year=2020, series=((2021, D(2)), (2022, D(4))))
    assert light_of(printed, "2022-06-30", "3") is RED


def test_a_rise_where_a_decline_was_asked() -> None:
    verdict = verdict_of(ask(T.DECLINE, "4", measure="%"), "2021-06-30", fig("2021-06-30", "-1"))
    assert words(verdict) == "截至6月应下降4%，实际上升1%，差5个百分点"


@pytest.mark.parametrize(("value", "light"), [("33", GREEN), ("32.5", YELLOW), ("32.1", YELLOW), ("32", RED)])
def test_raise_by_points(value: str, light: Light) -> None:
    # 6 points from 30 over three years: 3 of them are due after 18 months.
    raised = ask(T.RAISE_POINTS, "6", year=2023, measure="个百分点", baseline=D(30), baseline_year=2020)
    assert light_of(raised, "2022-06-30", value) is light


def test_raise_without_a_baseline_is_the_rise_itself() -> None:
    raised = ask(T.RAISE_POINTS, "6", year=2023, measure="个百分点")
    assert light_of(raised, "2022-06-30", "3") is GREEN
    assert light_of(raised, "2022-06-30", "2.9") is YELLOW


def test_against_a_reference_of_the_same_month() -> None:
    national = (fig("2021-04-30", "7"), fig("2021-05-31", "8"))
    above = ask(T.REFERENCE, None, measure="%", reference=national)
    assert light_of(above, "2021-05-31", "8") is GREEN
    assert light_of(above, "2021-05-31", "6.4") is YELLOW
    assert light_of(above, "2021-05-31", "6.3") is RED
    assert light_of(above, "2021-06-30", "9") is Light.NONE
    margin = ask(T.REFERENCE, "1", measure="%", reference=national)
    assert verdict_of(margin, "2021-05-31", fig("2021-05-31", "8.5")).target == 9
    assert light_of(ask(T.REFERENCE, "1", measure="个百分点"), "2021-05-31", "1.2") is GREEN  # the margin itself


# Type H, not above


@pytest.mark.parametrize(("value", "light"), [("500", GREEN), ("525", YELLOW), ("526", RED)])
def test_limit_on_an_amount(value: str, light: Light) -> None:
    limited = ask(T.NOT_ABOVE, "1000", op=Op.AT_MOST, measure="万吨", basis="当年")
    assert light_of(limited, "2021-06-30", value) is light


@pytest.mark.parametrize(("value", "light"), [("35", GREEN), ("36.75", YELLOW), ("36.8", RED)])
def test_limit_on_a_level(value: str, light: Light) -> None:
    assert light_of(ask(T.NOT_ABOVE, "35", op=Op.AT_MOST, basis="水平"), "2021-06-30", value) is light


def test_limit_never_claims_a_proportion() -> None:
    limited = ask(T.NOT_ABOVE, "1000", op=Op.AT_MOST, measure="万吨", basis="当年")
    verdict = verdict_of(limited, "2021-06-30", fig("2021-06-30", "530"))
    assert (verdict.progress, verdict.expected) == (None, None)
    assert words(verdict) == "截至6月实际530万吨，超过序时上限500万吨，超30万吨"
    kept = verdict_of(limited, "2022-01-20", fig("2021-12-31", "999"))
    assert (kept.light, kept.reason.code) == (GREEN, "kept_at_date")
    over = verdict_of(limited, "2022-01-20", fig("2021-12-31", "1001"))
    assert words(over) == "逾期20天，不应超过1000万吨，实际1001万吨，超1万吨"


# J: to zero, first ever


def test_first_ever_has_no_light_before_the_last_quarter() -> None:
    first = ask(T.TO_ZERO, "1", year=2022, measure="家")
    assert light_of(first, "2021-06-30") is Light.NONE
    assert light_of(first, "2022-09-30", "0") is Light.NONE
    assert light_of(first, "2022-10-01", "0") is YELLOW
    assert light_of(first, "2022-11-20") is Light.UNFILED
    assert light_of(first, "2021-06-30", "1") is GREEN
    assert light_of(first, "2023-01-10", "0", at="2022-12-31") is Light.OVERDUE


def test_down_to_zero() -> None:
    bare = ask(T.TO_ZERO, "0", measure="户")
    assert light_of(bare, "2021-06-30", "3") is Light.NONE
    assert verdict_of(bare, "2021-06-30", fig("2021-06-30", "0")).reason.code == "zero_met"
    assert words(verdict_of(bare, "2022-01-10", fig("2021-12-31", "0"))) == "到期时已清零，待打勾"
    assert words(verdict_of(bare, "2021-11-30", fig("2021-11-30", "3"))) == "应清零，还剩3户"
    based = ask(T.TO_ZERO, "0", measure="户", baseline=D(10), baseline_year=2020)
    assert light_of(based, "2021-06-30", "5") is GREEN
    assert light_of(based, "2021-06-30", "6") is YELLOW
    assert light_of(based, "2021-06-30", "9") is RED
    assert words(verdict_of(based, "2022-01-10", fig("2021-12-31", "1"))) == "逾期10天，应清零，还剩1户"


# N: range, about, over


def test_a_range_counts_from_its_lower_bound() -> None:
    ranged = ask(T.NEW_IN_YEAR, "80", target_max=D(100), measure="吨")
    assert light_of(ranged, "2021-06-30", "40") is GREEN
    assert verdict_of(ranged, "2021-06-30", fig("2021-06-30", "80")).reason.code == "met"


def test_about_is_done_at_95_percent_and_says_so() -> None:
    about = ask(T.NEW_IN_YEAR, "1500", op=Op.ABOUT)
    verdict = verdict_of(about, "2021-11-30", fig("2021-11-30", "1425"))
    assert words(verdict) == "实际1425座，达到“1500座左右”的95%以上，可以打勾"
    assert verdict_of(about, "2022-01-10", fig("2021-12-31", "1424")).light is Light.OVERDUE
    assert verdict_of(about, "2022-01-10", fig("2021-12-31", "1425")).reason.code == "met_about"


def test_over_exactly_at_the_target_asks() -> None:
    over = ask(T.LEVEL, "200", op=Op.AT_LEAST, measure="亿元", strict=True)
    assert words(verdict_of(over, "2021-06-30", fig("2021-06-30", "200"))) == (
        "实际200亿元，与目标持平，文件写的是超过，请核"
    )
    assert verdict_of(over, "2021-06-30", fig("2021-06-30", "200.1")).reason.code == "met"


@pytest.mark.parametrize(
    ("op", "target", "top", "value", "kind", "reached"),
    [
        (Op.AT_LEAST, "5", None, "5", None, True),
        (Op.EQUAL, "5", None, "6", T.CUMULATIVE, True),
        (Op.EQUAL, "5", None, "4.9", T.CUMULATIVE, False),
        (Op.EQUAL, "5", None, "4.9", T.NOT_ABOVE, True),
        (Op.AT_MOST, "5", None, "5", None, True),
        (Op.AT_MOST, "5", None, "5.1", None, False),
        (Op.AT_MOST, "5", "8", "7", None, True),
        (Op.AT_LEAST, "8", "10", "8", None, True),
        (Op.ABOUT, "100", None, "95", None, True),
        (Op.ABOUT, "100", None, "94.9", None, False),
        (Op.AT_LEAST, "4", None, "3.6", T.DECLINE, False),
        (None, "4", None, "4", None, True),
        (Op.AT_LEAST, None, None, "4", None, False),
    ],
)
def test_meets(op: Op | None, target: str | None, top: str | None, value: str, kind: T | None, reached: bool) -> None:
    numbers = [None if number is None else D(number) for number in (target, top)]
    assert meets(op, numbers[0], numbers[1], D(value), kind=kind) is reached


# Which figure is judged


def test_the_latest_figure_is_judged_and_a_verified_one_first() -> None:
    yearly = ask(T.NEW_IN_YEAR, "800")
    rows = (fig("2021-05-31", "1"), fig("2021-06-30", "2", Nature.VERIFIED), fig("2021-06-30", "3"))
    assert verdict_of(yearly, "2021-07-01", *rows).figure == rows[1]
    twice = (fig("2021-06-30", "2"), fig("2021-06-30", "3", Nature.EXPECTED))
    assert verdict_of(yearly, "2021-07-01", *twice).figure == twice[1]
    assert verdict_of(yearly, "2021-06-29", *rows).figure == rows[0]


def test_a_years_quantity_is_not_judged_by_last_years_figure() -> None:
    for kind in (T.NEW_IN_YEAR, T.GROWTH, T.DECLINE):
        assert verdict_of(ask(kind, "8"), "2021-02-10", fig("2020-12-31", "9")).figure is None
    for kind in (T.CUMULATIVE, T.STOCK, T.LEVEL):
        assert verdict_of(ask(kind, "8"), "2021-02-10", fig("2020-12-31", "9")).figure is not None


def test_status_of_a_number() -> None:
    yearly = ask(T.NEW_IN_YEAR, "800")
    assert verdict_of(yearly, "2021-07-01").status is Status.NOT_STARTED
    assert verdict_of(yearly, "2021-07-01", fig("2021-06-30", "2")).status is Status.IN_PROGRESS
    assert verdict_of(yearly, "2021-07-01", standing=Standing(started=True)).status is Status.IN_PROGRESS
    assert date(2021, 12, 31) == verdict_of(yearly, "2021-07-01").due_on
