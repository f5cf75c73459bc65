"""How ids are minted: from numbers and places, the same on every machine, never from wording."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules import ids
from tests.scale import examples


def test_minted_ids_never_change() -> None:
    """Written out once: files and journals hold them for ever."""
    document = ids.document_uid("宁政办发〔2021〕3号", "x", "y", "z")
    assert str(ids.DUBAN) == "fd6c47de-37b9-5da1-ad52-57bbc7948116"
    assert document == "17072fcc-21d8-5b6b-972e-c65e49749bda"
    assert ids.node_uid(document, "二/(一)/1") == "d9153c89-1dbc-59ca-8035-974654f9b8b4"
    assert (
        ids.milestone_uid(ids.node_uid(document, "二/(一)/1"), "target/2021/1")
        == "dbca1ac5-4c51-508a-9341-f3ae053b47b8"
    )
    assert ids.unit_uid("自治区工业和信息化厅") == "6c2c1c3b-b75c-55e7-9e4d-c946ebd88554"


@pytest.mark.parametrize(
    "printed", ["宁政办发〔2021〕3号", "宁政办发[2021]3号", "宁政办发【2021】3号", "宁政办发（2021）3号", "宁政办发(2021)3号",
                " 宁政办发 〔２０２１〕 ３号 ",
                "宁政办发\n〔2021〕\u30003号"]
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_printed(printed: str) -> None:
    assert ids.normal_doc_no(printed) == "宁政办发〔2021〕3号"
    assert ids.document_uid(printed, "a", "b", "c") == ids.document_uid("宁政办发〔2021〕3号", "", "", "")


def test_other_numbers_are_other_documents() -> None:
    numbers = ["宁政办发〔2021〕3号", "宁政办发〔2021〕13号", "宁政发〔2021〕3号", "宁政办发〔2020〕3号"]
    assert len({ids.document_uid(number, "", "", "") for number in numbers}) == 4


def test_without_a_number_issuer_title_and_date_name_the_document() -> None:
    base = ("中卫市人民政府", "方案", "2021-01-01")
    assert ids.document_uid(None, *base) == ids.document_uid("", *base)
    for at in range(3):
        other = [*base]
        other[at] += "x"
        assert ids.document_uid(None, *other) != ids.document_uid(None, *base)


@settings(max_examples=examples(50))
@given(st.text(max_size=20), st.text(max_size=20))
def test_nodes_and_milestones_are_apart(code: str, key: str) -> None:
    document = ids.document_uid("宁政办发〔2021〕3号", "", "", "")
    for made in (ids.node_uid(document, code), ids.milestone_uid(ids.node_uid(document, code), key)):
        assert str(UUID(made)) == made
        assert UUID(made).version == 5
    assert (ids.node_uid(document, code) == ids.node_uid(document, key)) is (code == key)


MEANING: dict[str, Any] = {"kind": "target", "indicator": "i", "op": ">=", "target": "5", "target_max": None, "measure": "家",
           "year": 2021,
           "recurs": None, "due_on": "2021-12-31"}  # fmt: skip


@pytest.mark.parametrize("name", list(MEANING))
def test_each_part_of_the_meaning_counts(name: str) -> None:
    assert ids.sense({**MEANING, name: "other"}) != ids.sense(MEANING)


def test_wording_place_and_answerer_do_not_count() -> None:
    assert ids.sense(
        {**MEANING, "text": "x", "code": "y", "answerer": "z", "key": "k", "uid": "u", "notice": "n"}
    ) == ids.sense(MEANING)


def test_a_figure_means_the_same_as_number_and_as_text() -> None:
    assert ids.sense({**MEANING, "year": "2021"}) == ids.sense(MEANING)
    assert ids.sense({name: value for name, value in MEANING.items() if value is not None}) == ids.sense(MEANING)
