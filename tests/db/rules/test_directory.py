"""Units by the names that documents print and people type."""

from __future__ import annotations

import pytest

from db.rules.directory import Directory, plain
from tests.plans import directory

ZHONGWEI = "中卫市"


@pytest.mark.parametrize(
    ("printed", "place", "name"),
    [
        ("自治区工业和信息化厅", "宁夏回族自治区", "自治区工业和信息化厅"),
        ("宁夏回族自治区工业和信息化厅", "宁夏回族自治区", "自治区工业和信息化厅"),
        ("工业和信息化厅", "宁夏回族自治区", "自治区工业和信息化厅"),
        ("发展改革委", "宁夏回族自治区", "自治区发展改革委"),
        ("市科技局", ZHONGWEI, "中卫市科技局"),
        ("农业农村局", ZHONGWEI, "中卫市农业农村局"),
        ("发展改革委", ZHONGWEI, "中卫市发展改革委"),
        # former names
        ("自治区经济和信息化委", "宁夏回族自治区", "自治区工业和信息化厅"),
        ("经济和信息化委", "宁夏回族自治区", "自治区工业和信息化厅"),
        ("自治区环境保护厅", "宁夏回族自治区", "自治区生态环境厅"),
        ("自治区国土资源厅", "宁夏回族自治区", "自治区自然资源厅"),
        ("自治区农牧厅", "宁夏回族自治区", "自治区农业农村厅"),
        # misprints
        ("自治区农村农业厅", "宁夏回族自治区", "自治区农业农村厅"),
        ("自治区工业和信息厅", "宁夏回族自治区", "自治区工业和信息化厅"),
        # short names
        ("工信厅", "宁夏回族自治区", "自治区工业和信息化厅"),
        ("中卫市工信局", ZHONGWEI, "中卫市工业和信息化局"),
        # brackets, spaces and separators as they are printed
        ("各市、县(区)人民政府", "宁夏回族自治区", "各市、县（区）人民政府"),
        ("各市、县〈区〉", "宁夏回族自治区", "各市、县（区）人民政府"),
        ("各市，县（区）人民政府", "宁夏回族自治区", "各市、县（区）人民政府"),
        (" 自治区 工业和\n信息化厅 ", "宁夏回族自治区", "自治区工业和信息化厅"),
        ("各县（区）人民政府", ZHONGWEI, "各县（区）人民政府"),
    ],
)
def test_printed_names(printed: str, place: str, name: str) -> None:
    found = directory().resolve(printed, place)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("printed", ["", " ", "外星事务局", "厅", "市", "农业农村局", "自治区"])
def test_names_that_mean_no_unit_or_more_than_one(printed: str) -> None:
    assert directory().resolve(printed) is None


def test_every_name_of_every_unit_leads_to_it_or_to_no_other_silently() -> None:
    found = directory()
    for unit in found.units:
        assert found.resolve(unit.name, unit.jurisdiction) == unit
        assert found.get(unit.uid) == unit
        for former, _, _ in unit.former:
            assert found.resolve(former, unit.jurisdiction) == unit, former


def test_full_and_former_names_mean_the_same_unit_in_every_jurisdiction() -> None:
    found = directory()
    for unit in found.units:
        assert found.resolve(unit.name, ZHONGWEI) == unit


def test_members_of_a_group_go_by_the_plans_place() -> None:
    group = directory().resolve("各县（区）人民政府")
    assert group is not None
    assert group.is_group
    here = [unit.name for unit in directory().members(group, ZHONGWEI)]
    assert here == ["沙坡头区人民政府", "中宁县人民政府", "海原县人民政府"]
    assert len(directory().members(group, "宁夏回族自治区")) == 22
    unit = directory().resolve("自治区工业和信息化厅")
    assert unit is not None
    assert directory().members(unit, ZHONGWEI) == ()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("gxt", "自治区工业和信息化厅"),
        ("GXT", "自治区工业和信息化厅"),
        ("ｇｘｔ", "自治区工业和信息化厅"),
        ("工信厅", "自治区工业和信息化厅"),
        ("工业和信息化厅", "自治区工业和信息化厅"),
        ("自治区发展改革委", "自治区发展改革委"),
        ("经信委", "自治区工业和信息化厅"),
    ],
)
def test_the_first_unit_found_for_what_was_typed(typed: str, first: str) -> None:
    found = directory().search(typed)
    assert first in (found[0].name, found[0].short)


def test_search_ends_where_nothing_fits_and_keeps_to_the_limit() -> None:
    assert directory().search("") == ()
    assert directory().search(" ") == ()
    assert directory().search("外星") == ()
    assert len(directory().search("局", 5)) == 5


@pytest.mark.parametrize(
    ("typed", "name"),
    [("工信听", "自治区工业和信息化厅"), ("自治区工业信息化厅", "自治区工业和信息化厅"), ("自治区发改委员", "自治区发展改革委"),
     ("中卫市科技居", "中卫市科技局")],
)  # fmt: skip
def test_the_nearest_unit_is_offered(typed: str, name: str) -> None:
    assert directory().resolve(typed) is None
    found = directory().nearest(typed)
    assert found is not None
    assert found.name == name


def test_nothing_is_offered_for_what_is_like_nothing() -> None:
    assert directory().nearest("XYZ-123456789") is None
    assert directory().nearest("") is None


def test_plain_forms() -> None:
    assert plain("各市、县（区） ") == plain("各市,县<区>") == "各市,县(区)"


def test_an_empty_directory_answers_politely() -> None:
    nothing = Directory([])
    assert nothing.resolve("自治区工业和信息化厅") is None
    assert nothing.search("gxt") == ()
    assert nothing.nearest("工信听") is None
