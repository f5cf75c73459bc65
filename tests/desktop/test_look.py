"""The look: every word and mark is readable on every background; every light has a mark; sizes follow the zoom."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.rules.kinds import Light
from desktop.style.look import Look
from desktop.style.tokens import DARK_THEME, DUE_SOON, LIGHT_THEME, Tokens, contrast


@pytest.mark.parametrize("theme", [LIGHT_THEME, DARK_THEME], ids=lambda theme: theme.name)
def test_contrast_of_the_whole_table(theme: Tokens) -> None:
    for background in theme.backgrounds:
        for text in (theme.text1, theme.text2, theme.text3, theme.accent):
            assert contrast(text, background) >= 4.5, (text, background)
        assert contrast(theme.control, background) >= 3, background
        for light, colours in theme.lights.items():
            assert contrast(colours.text, background) >= 4.5, (light, background)
            assert contrast(colours.mark, background) >= 3, (light, background)
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_light_has_a_mark(qtbot: QtBot, qapp: QApplication, theme: str) -> None:
    look = Look(qapp, theme)
    for light in (*Light, DUE_SOON):
        image = look.icons.mark(light, 14, 2.0).toImage()
        drawn = sum(image.pixelColor(x, y).alpha() > 0 for x in range(28) for y in range(28))
        assert drawn > 20, light


def test_marks_differ_in_outline(qtbot: QtBot, qapp: QApplication) -> None:
    look = Look(qapp, "light")
    outlines = set()
    for light in (Light.OVERDUE, Light.BEHIND, Light.ON_TRACK, Light.DONE, DUE_SOON, Light.UNFILED, Light.IN_REVIEW):
        image = look.icons.mark(light, 14, 1.0).toImage()
        outlines.add(tuple(image.pixelColor(x, y).alpha() > 100 for x in range(14) for y in range(14)))
    assert len(outlines) == 7


def test_text_size_moves_every_height(qtbot: QtBot, qapp: QApplication) -> None:
    look = Look(qapp, "light", 100)
    small = look.fonts.row
    with qtbot.waitSignal(look.changed):
        look.set_zoom(130)
    assert look.fonts.row > small
    assert look.step_zoom(1) == 130
    assert look.step_zoom(0) == 100
    assert look.fonts.row == small
