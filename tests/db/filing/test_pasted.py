"""Cells as people paste them and as WPS saves them: blocks, days, figures as text; rows out and in again."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules.pasted import block, cell_text, parse_block, read_day, same_text
from db.rules.times import Period
from tests.scale import examples

JUNE = Period.parse("2021-06")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2021-06-30", date(2021, 6, 30)),
        ("2021.6.30", date(2021, 6, 30)),
        ("2021年6月30日", date(2021, 6, 30)),
        ("2021-06-30 00:00:00", date(2021, 6, 30)),
        (datetime(2021, 6, 30, 8), date(2021, 6, 30)),  # noqa: DTZ001  # a cell knows no zone
        (date(2021, 6, 30), date(2021, 6, 30)),
        (44377, date(2021, 6, 30)),  # the style was lost
        (44377.5, date(2021, 6, 30)),
        ("44377", date(2021, 6, 30)),
        ("6月30日", date(2021, 6, 30)),
        ("6.30", date(2021, 6, 30)),
        ("6/30", date(2021, 6, 30)),
        ("6月底", date(2021, 6, 30)),
        ("6月", date(2021, 6, 30)),
        ("2021年6月", date(2021, 6, 30)),
        ("2021-02", date(2021, 2, 28)),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: object, day: date | None) -> None:
    assert read_day(typed, JUNE) == day  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["月底", "第二季度", "2021-13-01", "13月", "6.31", 5, "5", 10**9, "昨天"])
def test_what_is_no_day_is_refused(typed: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the caller asks for no more
        read_day(typed, JUNE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.0, "5"),
        (0.1 + 0.2, "0.3"),
        (" 5 家\r\n", "5 家"),
        ("甲_x000D_\n乙", "甲\n乙"),
        (True, ""),
        (float("nan"), ""),
    ],
)
def test_a_cell_reads_as_a_person_reads_it(value: object, text: str) -> None:
    assert cell_text(value) == text  # type: ignore[arg-type]


def test_texts_that_look_alike_are_alike() -> None:
    assert same_text("１２ 家　（绿色）") == same_text("12家(绿色)")


def test_a_block_from_excel_with_line_ends_and_quotes_in_cells() -> None:
    text = '甲\t1\r\n"第一行\n第二行"\t"说""好"""\r\n乙"丙\t3\r\n\r\n'

    assert parse_block(text) == [["甲", "1"], ["第一行\n第二行", '说"好"'], ['乙"丙', "3"]]


def test_nothing_in_a_block_becomes_a_formula() -> None:
    assert block([["=1+1", "@x", "-5", "+甲"]]) == "'=1+1\t'@x\t-5\t'+甲\r\n"


cells = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n")).map(
    lambda text: "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").strip().split("\n"))
)


@settings(max_examples=examples(100))
@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=6))
def test_rows_out_come_in_again(rows: list[list[str]]) -> None:
    out = [[cell.replace("_x000D_", "") for cell in row] for row in rows]
    back = parse_block(block(out))
    while out and not any(cell.strip() for cell in out[-1]):
        out.pop()

    plain = [[cell.removeprefix("'") if cell[1:2] in ("=", "+", "-", "@") else cell for cell in row] for row in back]
    assert plain == [[cell_text(cell) for cell in row] for row in out]
