"""Scene 8: a county's figure counts as its own part; the city's total is the sum; the county isn't asked for the city's 60
projects."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.duban_process import duban
from tests.e2e.scenes import ZWGX, ok, row

PROJECTS = "zhongwei-2021:附件1/一/4#1#target/yearly/2"
COUNTIES = {"沙坡头区": "20", "中宁县": "25", "海原县": "15"}
TODAY = "2021-07-02"


def _part(home: Path, county: str, value: str) -> None:
    ok("figure", PROJECTS, "--unit", county, "--value", value, "--as-at", "2021-06-30", home=home, today=TODAY)


def test_a_countys_figure_is_its_part_and_the_citys_total_their_sum(data: Path) -> None:
    for county, value in {"沙坡头区": "12", "中宁县": "10", "海原县": "8"}.items():
        _part(data, county, value)
    assert row(data, ZWGX, PROJECTS, TODAY)["value"] is None  # nobody has added them up yet
    offered = ok("period", "--unit", ZWGX, "--period", "2021-06", "--json", home=data, today=TODAY).json["lacks"]
    assert any(lack["what"] == "roll_up" and "合计30" in lack["prefilled"] for lack in offered)

    ok("breakdown", PROJECTS, "--unit", ZWGX, "--roll-up", "--as-at", "2021-06-30", home=data, today=TODAY)

    city = row(data, ZWGX, PROJECTS, TODAY)
    assert (city["value"], city["target"], city["light"]) == (30, 60, "on_track")
    again = ok("period", "--unit", ZWGX, "--period", "2021-06", "--json", home=data, today=TODAY).json["lacks"]
    assert not any(lack["what"] == "roll_up" for lack in again)


def test_the_county_isnt_asked_for_the_citys_total(data: Path) -> None:
    county = row(data, "沙坡头区", PROJECTS, TODAY)

    assert (county["mine"], county["light"]) == (False, "none")
    listed = ok("period", "--unit", "沙坡头区", "--period", "2021-06", "--json", home=data, today=TODAY).json["lacks"]
    assert not any("60个" in lack["text"] for lack in listed)


def test_with_a_breakdown_the_county_is_judged_by_its_share(data: Path) -> None:
    short = duban(
        "breakdown", PROJECTS, "--unit", ZWGX, "--set", "沙坡头区=20", "--set", "中宁县=25", home=data, today=TODAY
    )
    shares = [word for name, value in COUNTIES.items() for word in ("--set", f"{name}={value}")]
    ok("breakdown", PROJECTS, "--unit", ZWGX, *shares, "--doc-no", "卫工信发〔2021〕3号", home=data, today=TODAY)
    _part(data, "沙坡头区", "12")
    _part(data, "中宁县", "5")

    assert short.code == 1
    assert "差15个" in short.err
    good, bad = row(data, "沙坡头区", PROJECTS, TODAY), row(data, "中宁县", PROJECTS, TODAY)
    assert (good["value"], good["target"], good["light"]) == (12, 20, "on_track")
    assert (bad["value"], bad["target"], bad["light"]) == (5, 25, "severe")
