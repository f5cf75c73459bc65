"""The drawer: field sentences, drafts, which button is the main one, errors from the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.errors import KnownError
from tests.desktop.hands import CTRL, Hands, Key, until


def open_drawer(hands: Hands) -> None:
    hands.go("建起试办工厂")
    hands.click(hands.card("试办工厂5家").box)
    assert hands.window.pane.drawer.row is not None


def test_a_bad_figure_keeps_the_drawer_open_with_its_sentence(hands: Hands) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    hands.type("约5家")
    hands.press(Key.Key_Return, CTRL)
    assert drawer.row is not None
    assert drawer.error("figure") == "「约5家」不是确数，完成值只能填数字，例如72或72.5。"
    assert QApplication.focusWidget() is drawer.figure
    drawer.figure.setText("3")
    assert drawer.error("figure") == ""


def test_a_bad_date_says_so(hands: Hands) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    hands.type("3")
    drawer.as_at.setText("6月")
    hands.press(Key.Key_Return, CTRL)
    assert "2021-06-30" in drawer.error("date")


def test_a_date_ahead_is_refused_in_the_field(hands: Hands) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    hands.type("3")
    drawer.as_at.setText("2021-12-31")
    hands.press(Key.Key_Return, CTRL)
    until(lambda: drawer.error("date"))
    assert "还没有到" in drawer.error("date")
    assert drawer.row is not None


def test_the_figure_decides_which_button_is_the_main_one(hands: Hands) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    assert drawer.foot.main_text == "记录进展"
    hands.type("5")
    assert drawer.foot.main_text == "打勾"
    drawer.figure.setText("4")
    assert drawer.foot.main_text == "记录进展"


def test_ticking_below_the_target_asks_for_a_reason(hands: Hands) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    hands.type("4")
    drawer.save_other()
    assert "写明原因" in drawer.error("note")
    drawer.note.setPlainText("其余1家待验收")
    drawer.save_other()
    until(lambda: drawer.row is None)
    hands.settle()
    assert "未达到目标" in hands.window.strip.text


def test_the_preview_tells_the_light_as_it_would_be(hands: Hands) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    hands.type("3")
    until(lambda: "记录后亮灯" in drawer.preview_text)


def test_escape_keeps_the_draft_and_a_restart_too(hands: Hands, tmp_path: Path) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    hands.type("3")
    hands.press(Key.Key_Return)
    hands.type("据5月报表")
    hands.press(Key.Key_Escape)
    assert drawer.row is None
    assert hands.window.tasks_page.list.hasFocus()
    hands.restart()
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    assert drawer.figure.text() == "3"
    assert drawer.note.toPlainText() == "据5月报表"


def test_going_to_another_row_keeps_the_draft(hands: Hands) -> None:
    open_drawer(hands)
    hands.type("3")
    hands.go("总目标")
    assert hands.window.pane.drawer.row is None
    open_drawer(hands)
    assert hands.window.pane.drawer.figure.text() == "3"


def test_a_file_that_is_gone_is_named(hands: Hands, tmp_path: Path) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    file = tmp_path / "批复.pdf"
    file.write_bytes(b"%PDF")
    hands.type("3")
    drawer.files.add([file])
    file.unlink()
    hands.press(Key.Key_Return, CTRL)
    assert drawer.error("files").startswith("找不到「批复.pdf」")
    assert drawer.figure.text() == "3"


@pytest.mark.parametrize("code", ["disk_full", "database_busy", "file_not_writable"])
def test_a_store_that_cannot_write_shows_a_banner_and_keeps_the_draft(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    import db.commands.ticks

    def refuse(*_: object, **__: object) -> None:
        raise KnownError(code, path="D:\\督办")

    open_drawer(hands)
    drawer = hands.window.pane.drawer
    with monkeypatch.context() as patched:
        patched.setattr(db.commands.ticks, "tick", refuse)
        hands.type("3")
        hands.press(Key.Key_Return, CTRL)
        until(hands.window.banner.isVisible)
        hands.settle()
    assert "督办" in hands.window.banner.text
    assert hands.window.strip.saved_text == "没有保存"
    assert drawer.row is not None
    assert drawer.figure.text() == "3"
    drawer.save_main()
    until(lambda: drawer.row is None)
    hands.settle()
    assert not hands.window.banner.isVisible()
    assert hands.window.strip.saved_text.startswith("已全部保存")


def test_pasted_files_become_evidence_to_be_added(hands: Hands, tmp_path: Path) -> None:
    from PySide6.QtCore import QMimeData, QUrl
    from PySide6.QtGui import QGuiApplication, QImage

    file = tmp_path / "名单.xlsx"
    file.write_bytes(b"x" * 2048)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)
    hands.go("建起试办工厂")
    hands.window.tasks_page.list.setFocus()
    hands.press(Key.Key_V, CTRL)
    drawer = hands.window.pane.drawer
    assert [path.name for path in drawer.files.files] == ["名单.xlsx"]
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    assert drawer.paste()
    assert drawer.files.files[1].suffix == ".png"
    QGuiApplication.clipboard().clear()


def test_a_doubtful_figure_is_asked_about_once_and_then_saved(hands: Hands) -> None:
    open_drawer(hands)
    drawer = hands.window.pane.drawer
    hands.type("-2")
    hands.press(Key.Key_Return, CTRL)
    until(lambda: drawer.error("figure"))
    assert drawer.error("figure") == "完成值是负数-2家，对吗？核对无误就再按一次。"
    assert hands.desktop.session.undo_label is None
    hands.press(Key.Key_Return, CTRL)
    until(lambda: drawer.row is None)
    hands.settle()
    assert hands.desktop.session.undo_label is not None
