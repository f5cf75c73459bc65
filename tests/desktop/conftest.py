"""Fixtures of the window's tests: a program on the small plan, with a unit chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.translations.build import QM
from tests.desktop.hands import Hands


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """The interface's own Chinese, for tests without a whole program."""
    translator = QTranslator()
    assert translator.load(str(QM))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
def hands(qtbot: QtBot, home: Path, plan_folder: Path) -> Iterator[Hands]:
    """The window after the first start, for the unit that answers for the small plan's first task."""
    made = Hands(home, plan_folder)
    made.first_start()
    yield made
    made.close()
