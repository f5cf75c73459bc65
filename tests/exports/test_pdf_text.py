"""Setting lines: Chinese breaking rules, words that hold together, faces by character."""

from __future__ import annotations

import pytest

from exports import fonts
from exports.pdf_text import Setter, Style

STYLE = Style("song", 10, 13)


@pytest.fixture(scope="module")
def setter() -> Setter:
    """The bundled faces, read once."""
    return Setter(fonts.faces())


def test_lines_hold_every_character_and_fit(setter: Setter) -> None:
    text = "截至6月底，累计建成1300座，完成年度目标1500座的86.7%，达到序时进度。" * 5
    lines = setter.lines(STYLE, text, 100)
    assert "".join(lines) == text
    assert all(setter.width(STYLE, line) <= 100.01 for line in lines)
    assert not any("86.7%"[:at] == line[-at:] and line for line in lines for at in (2, 3))


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(setter: Setter) -> None:
    text = "一二三四五六七八九十，甲乙丙丁戊己庚辛壬（癸）。“子丑寅卯”辰巳午未申酉戌亥；" * 4
    for width in range(40, 120, 7):
        lines = setter.lines(STYLE, text, width)
        assert "".join(lines) == text
        assert not any(line[0] in "，。；）”" for line in lines), width
        assert not any(line[-1] in "（“" for line in lines), width


def test_a_figure_keeps_its_digits_when_a_mark_follows(setter: Setter) -> None:
    text = "截至六月底完成年度目标的43%，未达到序时"
    for width in range(45, 160, 3):
        assert any("43%，" in line for line in setter.lines(STYLE, text, width)), width


def test_a_word_longer_than_a_line_is_broken(setter: Setter) -> None:
    lines = setter.lines(STYLE, "ab" * 64, 60)
    assert "".join(lines) == "ab" * 64
    assert len(lines) > 5


def test_line_ends_stay_and_invisible_characters_go(setter: Setter) -> None:
    assert setter.lines(STYLE, "甲\r\n\n乙\u200b\ufeff\x07丙\u202e\n\n", 100) == ["甲", "", "乙丙"]


def test_a_face_is_found_for_each_character() -> None:
    faces = fonts.faces()
    own, other = faces.pick("fang", "中")[0], faces.pick("fang", "镕")[0]
    assert own == faces.first("fang")
    assert other != own
    assert faces.missing == set()
    assert faces.pick("fang", "😀") == faces.pick("fang", "〓")
    assert faces.missing == {"😀"}


def test_missing_characters_are_named() -> None:
    assert fonts.named({"😀"}) == "U+1F600（GRINNING FACE）"
    assert "等12个字符" in fonts.named({chr(0x1F600 + at) for at in range(12)})
