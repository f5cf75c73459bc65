"""Scene 5: growth 6.1 % against 10 % in May is red; a single champion with 0 of 1 in June stays green."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.scenes import GXT, PLAN, ok, row

GROWTH = f"{PLAN}:附件4/一/年度目标#target/2021/1"
CHAMPION = f"{PLAN}:附件2/一/年度目标#target/2021/1"


def test_growth_too_low_in_may_is_red(data: Path) -> None:
    ok("figure", GROWTH, "--unit", GXT, "--value", "6.1", "--as-at", "2021-05-31", home=data, today="2021-06-20")

    shown = row(data, GXT, GROWTH, "2021-06-20")

    assert (shown["target"], shown["light"]) == (10, "severe")


def test_a_single_champion_may_still_come(data: Path) -> None:
    ok("figure", CHAMPION, "--unit", GXT, "--value", "0", "--as-at", "2021-06-30", home=data, today="2021-07-02")

    shown = row(data, GXT, CHAMPION, "2021-07-02")

    assert (shown["target"], shown["light"]) == (1, "on_track")
