"""The start of the window as a process of its own: what is loaded at the first paint, and a data folder that is refused."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.errors import KnownError
from desktop.app import Desktop
from tests.desktop.hands import Hands

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"sqlalchemy", "openpyxl", "reportlab", "exports", "hypothesis"}

SCRIPT = """
import json, sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.app import Desktop
app = QApplication([])
desktop = Desktop(app, Path(sys.argv[1]), date(2021, 5, 20), plans=Path(sys.argv[2]))
start = desktop.start
def painted():
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), flush=True)
    start()
    desktop.start = lambda: None
    app.quit()
desktop.start = painted
desktop.show()
app.exec()
desktop.close()
"""


def test_nothing_heavy_is_loaded_at_the_first_paint(qtbot: QtBot, home: Path, plan_folder: Path) -> None:
    hands = Hands(home, plan_folder)
    hands.first_start()
    hands.close()
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, str(home), str(plan_folder)]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    loaded = set(json.loads(ran.stdout.splitlines()[0]))
    assert not loaded & HEAVY


def test_data_of_a_newer_version_are_refused_with_a_sentence(qtbot: QtBot, home: Path, plan_folder: Path) -> None:
    hands = Hands(home, plan_folder)
    hands.close()
    with sqlite3.connect(home / "duban.db") as raw:
        raw.execute("PRAGMA user_version = 999000")
    raw.close()
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with pytest.raises(KnownError) as refused:
        Desktop(app, home, plans=plan_folder)
    assert "请安装新版本" in refused.value.hint()
