"""A clerk's first morning at the window, on a real store: choose the unit, tick with figure, note and file, take it back,
undo, redo, come back the next day, write the month's texts, export."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db.rules.kinds import TextField
from desktop.models.cells import is_ticked
from desktop.models.filters import ALL
from desktop.views.firststart import FirstStart
from tests.desktop.hands import ALT, CTRL, NONE, TODAY, Hands, Key, until, write

TASK, TARGET = "建起试办工厂", "试办工厂5家"


@pytest.fixture
def fresh(qtbot: QtBot, home: Path, plan_folder: Path) -> Iterator[Hands]:
    made = Hands(home, plan_folder)
    yield made
    made.close()


@pytest.fixture
def hands(fresh: Hands) -> Hands:
    fresh.first_start()
    return fresh


def answered(hands: Hands) -> object:
    """The milestone's row in the list as the store has it."""
    rows = [row for node in hands.desktop.session.checklist.nodes for row in node.milestones]
    return next(row for row in rows if TARGET in row.text)


def tick(hands: Hands, tmp_path: Path) -> None:
    file = tmp_path / "企业名单.xlsx"
    file.write_bytes(b"names" * 400)
    hands.go(TASK)
    hands.click(hands.card(TARGET).box)
    hands.type("5")
    hands.press(Key.Key_Return)  # from the figure to the note
    hands.type("五家都已投产")
    hands.window.pane.drawer.files.add([file])
    hands.press(Key.Key_Return, CTRL)
    until(lambda: hands.window.pane.drawer.row is None)
    hands.settle()


def test_the_first_start_knows_old_names_and_says_what_it_does_not_know(fresh: Hands) -> None:
    page = fresh.desktop.window.centralWidget()
    assert isinstance(page, FirstStart)
    write(page.picker.field, "工信听")
    fresh.press(Key.Key_Return, NONE, page.picker.field)
    assert page.step == 0
    assert page.picker.error.text() == "没有「工信听」这个单位。是不是「自治区工业和信息化厅」？"
    page.picker.field.clear()
    write(page.picker.field, "gxt")
    fresh.press(Key.Key_Return, NONE, page.picker.field)
    fresh.press(Key.Key_Escape, NONE, page)
    assert page.step == 0


def test_the_first_start_ends_on_the_worst_row_of_the_list(hands: Hands) -> None:
    window = hands.window
    assert window.page == "tasks"
    assert window.tasks_page.list.hasFocus()
    worst = window.tasks_page.model.node(window.tasks_page.list.currentIndex())
    assert worst is not None
    assert window.pane.node is not None
    assert window.pane.node.uid == worst.uid
    assert hands.desktop.session.by == "马晓燕"


def test_tick_untick_undo_redo_and_the_next_morning(hands: Hands, tmp_path: Path) -> None:
    window = hands.window
    tick(hands, tmp_path)
    row = answered(hands)
    assert is_ticked(row)
    assert (row.value, row.evidence) == (Decimal(5), 1)
    assert window.strip.text.startswith("已打勾「")
    assert window.strip.saved_text.startswith("已全部保存")
    cells = window.tasks_page.model.cells(window.tasks_page.list.currentIndex())
    assert cells.evidence == "1"
    assert hands.card(TARGET).box.isChecked()

    # Space on a ticked one asks for the reason (in the flat list a row is one milestone)
    hands.press(Key.Key_F7)
    page = window.tasks_page
    page.list.go_to(page.model.find(row.uid))
    hands.settle()
    hands.press(Key.Key_Space)
    drawer = window.pane.drawer
    assert drawer.foot.main_text == "取消打勾"
    hands.press(Key.Key_Return, CTRL)
    assert "写明取消打勾的原因" in drawer.error("note")
    hands.type("两家还没验收")
    hands.press(Key.Key_Return, CTRL)
    until(lambda: drawer.row is None)
    hands.settle()
    assert not is_ticked(answered(hands))
    hands.press(Key.Key_F7)

    hands.press(Key.Key_Z, CTRL)
    until(lambda: is_ticked(answered(hands)))
    hands.press(Key.Key_Y, CTRL)
    until(lambda: not is_ticked(answered(hands)))

    hands.restart()
    assert not is_ticked(answered(hands))
    window = hands.window
    assert window.tasks_page.model.cells(window.tasks_page.list.currentIndex()).id == row.node
    assert hands.desktop.session.undo_label is not None
    hands.press(Key.Key_Z, CTRL)
    until(lambda: is_ticked(answered(hands)))
    hands.press(Key.Key_Z, CTRL)
    until(lambda: answered(hands).value is None)
    assert answered(hands).evidence == 0
    hands.press(Key.Key_Y, CTRL)
    until(lambda: answered(hands).value == 5)


def test_a_figure_below_the_target_is_progress_and_says_so(hands: Hands) -> None:
    hands.go(TASK)
    hands.click(hands.card(TARGET).box)
    hands.type("3")
    hands.press(Key.Key_Return, CTRL)
    until(lambda: answered(hands).value == 3)
    hands.settle()
    assert hands.window.strip.text == "3家未达到目标5家，已记为进展，没有打勾。"
    assert not is_ticked(answered(hands))


def test_points_are_saved_at_once(hands: Hands) -> None:
    hands.go(TASK)
    cards = [card for card in hands.window.pane.milestones.cards if card.row.points]
    assert cards
    hands.click(cards[0].points[1])
    until(cards[0].points[1].isChecked)
    assert not cards[0].points[0].isChecked()
    hands.press(Key.Key_Z, CTRL)
    until(lambda: not cards[0].points[1].isChecked())


def test_the_months_texts_and_contact_survive(hands: Hands) -> None:
    hands.go(TASK)
    window = hands.window
    window.pane.show_tab("progress")
    area = window.pane.progress.area(TextField.PROGRESS)
    area.setFocus()
    hands.type("截至5月底，累计建成3家。")
    window.pane.progress.contact("person").setFocus()
    hands.type("马晓燕")
    window.tasks_page.list.setFocus()
    hands.settle()
    hands.restart()
    hands.go(TASK)
    progress = hands.window.pane.progress
    until(lambda: progress.area(TextField.PROGRESS).toPlainText() == "截至5月底，累计建成3家。")
    assert progress.contact("person").text() == "马晓燕"
    rows = hands.window.pane.history.texts()
    assert len(rows) == 2


def test_evidence_can_be_withdrawn_and_brought_back(hands: Hands, tmp_path: Path) -> None:
    tick(hands, tmp_path)
    page = hands.window.pane.evidence
    hands.window.pane.show_tab("evidence")
    until(page.items)
    assert page.items()[0].row.name == "企业名单.xlsx"
    page.items()[0].setFocus()
    hands.press(Key.Key_Delete)
    until(lambda: not page.items())
    hands.settle()
    assert answered(hands).evidence == 0
    hands.press(Key.Key_Z, CTRL)
    until(page.items)


def test_search_lights_and_clearing(hands: Hands) -> None:
    page = hands.window.tasks_page
    hands.press(Key.Key_F, CTRL)
    hands.type("sbgc")
    titles = [page.model.cells(index).title for index in page.model.every()]
    assert any(TASK in title for title in titles)
    assert not any("投资" in title for title in titles)
    hands.press(Key.Key_Escape)
    assert hands.window.topbar.search.text() == ""
    hands.press(Key.Key_1, ALT)
    assert page.filter.light == "overdue"
    assert page.model.rowCount() == 0
    hands.press(Key.Key_0, ALT)
    assert page.filter.light == ALL


def test_a_row_can_be_ticked_with_several_others(hands: Hands) -> None:
    page = hands.window.tasks_page
    hands.press(Key.Key_F7)
    page.list.setFocus()
    hands.press(Key.Key_A, CTRL)
    hands.settle()
    hands.click(page.bulk.tick_button)
    until(lambda: is_ticked(answered(hands)))
    hands.settle()
    assert hands.window.strip.text.startswith("已打勾")
    hands.press(Key.Key_Z, CTRL)
    until(lambda: not is_ticked(answered(hands)))


def test_a_figure_is_edited_in_place_by_f2(hands: Hands) -> None:
    page = hands.window.tasks_page
    hands.press(Key.Key_F7)
    page.list.go_to(page.model.find(answered(hands).uid))
    page.list.setFocus()
    hands.press(Key.Key_F2)
    hands.type("4")
    hands.press(Key.Key_Return)
    until(lambda: answered(hands).value == 4)


def test_the_report_is_exported_to_excel_and_pdf(hands: Hands, tmp_path: Path) -> None:
    tick(hands, tmp_path)
    out = tmp_path / "报表"
    out.mkdir()
    hands.press(Key.Key_R, CTRL)
    reports = hands.window.reports
    assert hands.window.page == "reports"
    reports.folder.setText(str(out))
    hands.click(reports.export_button)
    until(lambda: reports.result)
    assert reports.result.startswith("已导出")
    assert sorted(path.suffix for path in out.iterdir()) == [".pdf", ".xlsx"]
    reports.folder.setText(str(tmp_path / "没有"))
    reports.export()
    assert "没有「" in reports.result


def test_another_language_makes_the_window_anew(hands: Hands) -> None:
    former = hands.window
    hands.desktop.set_language("en")
    until(lambda: hands.desktop.window is not former)
    hands.settle()
    assert hands.window.rail.button("tasks").text() == "Tasks"
    assert hands.window.strip.saved_text.startswith("All saved")
    hands.restart()
    assert hands.window.rail.button("tasks").text() == "Tasks"


def test_overview_counts_lead_to_the_filtered_list(hands: Hands) -> None:
    window = hands.window
    hands.press(Key.Key_1, CTRL)
    assert window.page == "overview"
    tile = window.overview.tile("unfiled")
    hands.click(tile)
    assert window.page == "tasks"
    assert window.tasks_page.filter.light == "unfiled"


def test_what_another_program_writes_is_shown(hands: Hands, home: Path, plan_folder: Path) -> None:
    from db.commands.author import Author
    from db.commands.ticks import tick as tick_elsewhere
    from db.store.store import Store

    row = answered(hands)
    other = Store.open(home, "duban test", plans=plan_folder)
    author = Author(hands.desktop.session.unit, "李四")
    tick_elsewhere(other, author, row.uid, value="2", as_at=TODAY, today=TODAY)
    other.close()
    hands.desktop.session.poll()
    until(lambda: answered(hands).value == 2)


def test_the_note_stands_beside_its_milestone(hands: Hands, tmp_path: Path) -> None:
    tick(hands, tmp_path)
    hands.settle()
    assert hands.card(TARGET).said_text == "五家都已投产"


def nameless(window: QWidget) -> list[str]:
    """Visible controls without a word for a screen reader."""
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QPlainTextEdit)
        and widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]


def test_every_control_has_a_name(hands: Hands) -> None:
    window = hands.window
    for page in ("overview", "reports", "settings", "tasks"):
        window.show_page(page)
        assert nameless(window) == [], page
    hands.go(TASK)
    hands.click(hands.card(TARGET).box)
    assert nameless(window) == []
    for tab in ("progress", "evidence", "history", "shares"):
        window.pane.show_tab(tab)
        assert nameless(window) == [], tab


def test_no_part_of_the_window_flashes_up_as_a_window(hands: Hands, tmp_path: Path) -> None:
    tick(hands, tmp_path)
    for page in ("overview", "reports", "settings", "tasks"):
        hands.window.show_page(page)
        hands.settle()
    assert hands.windows_shown <= {"QMainWindow", "MainWindow", "QMenu", "QTipLabel"}
