"""Rows that came back find theirs again: by id, by text without it; sorted, mixed up, copied, merged."""

from __future__ import annotations

from db.rules.forms import Doubt, Field, Known, Line, RowKey, Sheet, digest, lines
from db.rules.pasted import Cell
from db.rules.pasting import Candidate, pasted_lines
from db.rules.times import Period

OPEN = frozenset(Field)
KEYS = [RowKey(f"0000000{number}-0000-4000-8000-000000000000", "") for number in range(4)]
HEAD: tuple[Cell, ...] = ("序号", "文件依据", "重点任务", "年度目标/节点", "完成值", "数据截至", "进展", "编号")


def _texts(number: int) -> tuple[str, str, str]:
    return (f"试办发{number}", f"任务{number}", f"目标{number}家")


def _known(*numbers: int) -> list[Known]:
    return [Known(KEYS[number], digest(_texts(number)), OPEN) for number in numbers]


def _row(
    number: int, value: Cell = None, progress: Cell = None, key: bool = True, texts: tuple[str, ...] | None = None
) -> tuple[Cell, ...]:
    return (number, *(texts or _texts(number)), value, None, progress, KEYS[number].text if key else None)


def _read(*rows: tuple[Cell, ...], known: list[Known] | None = None, **more: object) -> list[Line]:
    found = lines(Sheet("填报表", (("标题",), HEAD, *rows), **more), known or _known(0, 1, 2))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_sorted_rows_are_found_by_their_ids() -> None:
    found = _read(_row(2, "22"), _row(0, 5.0), _row(1, None, "推进中"))

    assert [(line.key, dict(line.cells), line.doubt) for line in found] == [
        (KEYS[2], {Field.VALUE: "22"}, None),
        (KEYS[0], {Field.VALUE: 5.0}, None),
        (KEYS[1], {Field.PROGRESS: "推进中"}, None),
    ]


def test_without_ids_the_text_finds_them_blanks_and_widths_aside() -> None:
    found = _read(_row(1, 5, key=False, texts=("试办发1 ", "任务１", "目标1\n家")))

    assert [(line.key, line.by_text) for line in found] == [(KEYS[1], True)]


def test_two_rows_of_one_text_are_not_guessed() -> None:
    twins = [Known(KEYS[0], digest(_texts(0)), OPEN), Known(KEYS[1], digest(_texts(0)), OPEN)]

    found = _read(_row(0, 5, key=False), known=twins)

    assert [(line.key, line.doubt) for line in found] == [(None, Doubt.UNKNOWN)]


def test_an_id_beside_another_rows_text_is_not_taken() -> None:
    found = _read(_row(1, 5, texts=_texts(2)))

    assert [line.doubt for line in found] == [Doubt.MIXED]


def test_changed_locked_text_is_noticed() -> None:
    found = _read(_row(1, 5, texts=("试办发1", "任务1", "目标降为1家")))

    assert [(line.key, line.doubt) for line in found] == [(KEYS[1], Doubt.TOUCHED)]


def test_inserted_rows_are_unknown_when_filled_and_nothing_when_not() -> None:
    blank: tuple[Cell, ...] = (None, None, None, "小计", None, None, None, None)
    filled: tuple[Cell, ...] = (None, None, None, "新增的事", 3, None, None, None)

    found = _read(_row(0, 1), blank, filled)

    assert [(line.place, line.doubt) for line in found] == [(3, None), (5, Doubt.UNKNOWN)]


def test_a_copied_row_counts_once_a_different_copy_is_in_doubt() -> None:
    assert [line.doubt for line in _read(_row(0, 1), _row(0, 1))] == [None]
    assert [line.doubt for line in _read(_row(0, 1), _row(0, 2))] == [Doubt.TWICE, Doubt.TWICE]


def test_merged_task_cells_are_filled_for_the_text_only() -> None:
    rows = (_row(0, 1, key=False), (1, None, None, "目标1家", 7, None, None, None))
    spans = {(3, 1): "试办发1", (3, 2): "任务1"}

    found = _read(*rows, spans=spans)

    assert [line.key for line in found] == [KEYS[0], KEYS[1]]


def test_columns_may_be_moved_and_the_id_column_may_lose_its_heading() -> None:
    sheet = Sheet("x", (("进展", "年度目标/节点", "完成值(家)"), ("写了", "目标1家", 5, KEYS[1].text)))

    found = lines(sheet, _known(1))

    assert found is not None
    assert [(line.key, dict(line.cells)) for line in found] == [(KEYS[1], {Field.VALUE: 5, Field.PROGRESS: "写了"})]


def test_a_sheet_without_the_headings_is_no_form() -> None:
    assert lines(Sheet("x", (("甲", "乙"), ("1", "2"))), _known(0)) is None


CANDIDATES = [
    Candidate(KEYS[at], (f"{name}{70 + at}家", name), OPEN)
    for at, name in enumerate(("绿色工厂", "绿色园区", "单项冠军"))
]
JUNE = Period.parse("2021-06")


def test_a_pasted_block_finds_its_rows_by_indicator_names() -> None:
    found = pasted_lines(
        [["绿色园区", "8", "6月30日"], ["单项冠军（家）", "约5家", "6月30日"], ["别的", "1", ""]], CANDIDATES, JUNE
    )

    assert found is not None
    assert [(line.key, dict(line.cells)) for line in found] == [
        (KEYS[1], {Field.VALUE: "8", Field.AS_AT: "6月30日"}),
        (KEYS[2], {Field.VALUE: "约5家", Field.AS_AT: "6月30日"}),
        (None, {Field.VALUE: "1"}),
    ]


def test_by_order_the_rows_must_be_as_many() -> None:
    assert pasted_lines([["1"], ["2"]], CANDIDATES, JUNE, by_order=True) is None
    found = pasted_lines([["1"], ["2"], ["3"]], CANDIDATES, JUNE, by_order=True)
    assert [(line.key, dict(line.cells)) for line in found or []] == [
        (KEYS[n], {Field.VALUE: str(n + 1)}) for n in range(3)
    ]


def test_texts_are_pasted_into_progress() -> None:
    found = pasted_lines([["绿色工厂", "已建成3家，正在验收。"]], CANDIDATES, JUNE, Field.PROGRESS)

    assert [dict(line.cells) for line in found or []] == [{Field.PROGRESS: "已建成3家，正在验收。"}]
