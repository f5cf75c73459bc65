"""The list's model: shape, refresh in place, filters, counts, accessible text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from db.rules.kinds import Light
from desktop.models.arrange import arrange, counts, needs_work
from desktop.models.cells import Column, RowKind, label
from desktop.models.filters import ALL, DUE_SOON, MISSING_EVIDENCE, Counting, Filter, found
from desktop.models.tree import ChecklistTree
from desktop.words import Words
from tests.desktop import rows

WORDS = Words("zh_CN")
pytestmark = pytest.mark.usefixtures("chinese")


def shown(model: ChecklistTree) -> list[str]:
    return [model.cells(index).title for index in model.every()]


def test_tree_holds_plan_section_and_tasks(qtbot: QtBot) -> None:
    model = ChecklistTree()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(arrange(rows.checklist(), Filter(), WORDS))
    assert shown(model) == ["实施方案p", "1.企业上云行动", "1.推动企业上云上平台", "1.建设绿色园区", "1.创建绿色工厂"]
    top = model.index(0, 0)
    assert model.rowCount() == 1
    assert model.rowCount(top) == 1
    assert model.parent(model.index(0, 0, top)) == top
    assert model.cells(top).kind is RowKind.PLAN
    assert model.find("a/2").siblingAtColumn(Column.LIGHT).data() == "正常 差18个百分点 剩10天"


def test_new_contents_keep_the_shape_and_tell_only_changed_rows(qtbot: QtBot) -> None:
    model = ChecklistTree()
    model.show(arrange(rows.checklist(), Filter(), WORDS))
    held = model.find("a/1")
    changed: list[QModelIndex] = []
    model.dataChanged.connect(lambda first, *_: changed.append(first))
    nodes = list(rows.checklist().nodes)
    nodes[1] = rows.node("a/1", "a", "推动企业上云上平台", rows.milestone("m1", "a/1", Light.ON_TRACK))
    with qtbot.assertNotEmitted(model.modelReset):
        assert model.show(arrange(rows.checklist(*nodes), Filter(), WORDS))
    assert [model.cells(index).id for index in changed] == ["a/1"]
    assert model.cells(held).light == "on_track"


def test_other_rows_reset_the_model(qtbot: QtBot) -> None:
    model = ChecklistTree()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(arrange(rows.checklist(), Filter(), WORDS))
    with qtbot.waitSignal(model.modelReset):
        assert not model.show(arrange(rows.checklist(), Filter(light=DUE_SOON), WORDS))
    assert shown(model) == ["实施方案p", "1.企业上云行动", "1.建设绿色园区"]
    model.show([])
    assert model.rowCount() == 0
    assert not model.find("a/2").isValid()


def test_flat_list_has_a_row_a_milestone_with_its_figure(qtbot: QtBot) -> None:
    model = ChecklistTree()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(arrange(rows.checklist(), Filter(), WORDS, flat=True))
    index = model.find("m1")
    assert index.siblingAtColumn(Column.DONE).data() == "256/800家"
    assert index.siblingAtColumn(Column.DONE).flags() & Qt.ItemFlag.ItemIsEditable
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    with qtbot.waitSignal(model.figure_edited) as edited:
        model.setData(index.siblingAtColumn(Column.DONE), "412")
    assert edited.args[1] == "412"


def test_an_input_method_is_off_for_every_cell_but_the_figure(qtbot: QtBot) -> None:
    model = ChecklistTree()
    model.show(arrange(rows.checklist(), Filter(), WORDS))
    flags = [model.flags(index.siblingAtColumn(column)) for index in model.every() for column in Column]
    assert not any(flag & Qt.ItemFlag.ItemIsEditable for flag in flags)


def test_screen_readers_hear_task_light_reason_and_date(qtbot: QtBot) -> None:
    model = ChecklistTree()
    model.show(arrange(rows.checklist(), Filter(), WORDS))
    spoken = model.find("a/1").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1.推动企业上云上平台, 滞后, 截至6月应达50%，实际32%，差18个百分点, 12-31"


def test_files_dropped_on_a_row_are_told_with_the_row(qtbot: QtBot) -> None:
    model = ChecklistTree()
    model.show(arrange(rows.checklist(), Filter(), WORDS))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.pdf")])
    with qtbot.waitSignal(model.files_dropped) as dropped:
        assert model.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, model.find("a/2"))
    assert dropped.args[0].cells.id == "a/2"
    assert not model.canDropMimeData(data, Qt.DropAction.CopyAction, -1, -1, model.index(0, 0))


def test_ended_and_coming_plans_stand_last() -> None:
    plans = (rows.plan("e", ended=True), rows.plan("l", start_year=2023), rows.plan("p"))
    nodes = [
        replace(rows.node(uid, None, uid, rows.milestone(uid, uid, plan=uid)), plan=uid) for uid in ("e", "l", "p")
    ]
    result = arrange(rows.checklist(*nodes, plans=plans), Filter(), WORDS)
    assert [branch.cells.id for branch in result] == ["p", "l", "e"]


def test_counts_follow_the_rule_of_the_checklist() -> None:
    found_counts = counts(rows.checklist(), Filter())
    assert found_counts[ALL] == 3
    assert found_counts[Light.BEHIND] == 1
    assert found_counts[DUE_SOON] == 1
    assert found_counts[MISSING_EVIDENCE] == 1
    support = rows.node("b", None, "别的", rows.milestone("m9", "b", Light.OVERDUE, mine=False))
    assert counts(rows.checklist(support), Filter()) == {}


def test_f4_stops_at_what_is_behind_or_due_soon() -> None:
    listed = rows.checklist()
    counting = Counting.of(listed)
    assert [needs_work(node, counting) for node in listed.nodes] == [False, True, True, False]


def test_search_finds_characters_and_pinyin_initials() -> None:
    assert found("上云", "推动企业上云上平台")
    assert found("tdqy", "推动企业上云上平台")
    assert found("ls yq", "建设绿色园区")
    assert not found("xyz", "推动企业上云上平台")
    assert found("5g", "建设5G基站")
    result = arrange(rows.checklist(), Filter(text="jslsyq"), WORDS)
    assert [child.cells.id for child in result[0].children[0].children] == ["a/2"]


def test_numbers_join_titles_as_printed() -> None:
    assert label("1", "开发绿色产品") == "1.开发绿色产品"
    assert label("（一）", "工业能效提升行动") == "（一）工业能效提升行动"
    assert label("一、", "总体思路") == "一、总体思路"
    assert label("", "加快改造") == "加快改造"
