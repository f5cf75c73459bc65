"""How fast the program starts: the first painted list against a bare Qt table with the same font and rows, and
`duban tasks` against a process that reads and prints the same rows with sqlite3 alone."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from db.first import open_first
from tests.bench.measure import Row, compare, until_line

UNIT = "自治区工业和信息化厅"
DAY = date(2021, 12, 30)
ROOT = Path(__file__).resolve().parents[2]

_BARE = """
import json, sys
from PySide6.QtCore import QAbstractTableModel, Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QTableView
app = QApplication([])
for path in sys.argv[2:]:
    QFontDatabase.addApplicationFont(path)
app.setFont(QFont("Noto Sans SC", 10))
rows = json.load(open(sys.argv[1], encoding="utf-8"))
class Model(QAbstractTableModel):
    def rowCount(self, parent=None): return len(rows)
    def columnCount(self, parent=None): return len(rows[0])
    def data(self, index, role=0):
        return rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None
class View(QTableView):
    told = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.told:
            self.told = True
            print("painted", flush=True)
            QTimer.singleShot(0, app.quit)
view = View(); view.setModel(Model()); view.resize(1440, 900); view.show()
app.exec()
"""

_OURS = """
import sys
from desktop.launch import hold_garbage
hold_garbage()  # as the program itself does first
from datetime import date
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from desktop.app import Desktop
app = QApplication([])
desktop = Desktop(app, Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
class Watch(QObject):
    told = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.told:
            self.told = True
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        print("painted", flush=True)
        app.quit()
watch = Watch()
desktop.show()
desktop.window.tasks_page.list.viewport().installEventFilter(watch)
app.exec()
desktop.close()
"""

_RAW = """
import json, sqlite3, sys
raw = sqlite3.connect(sys.argv[1])
rows = raw.execute("SELECT m.*, n.code, n.title FROM milestone m JOIN node n ON n.uid = m.node JOIN part p ON p.node = n.uid"
    " WHERE p.unit = ? UNION SELECT m.*, n.code, n.title FROM milestone m JOIN node n ON n.uid = m.node WHERE m.answerer = ?",
    (sys.argv[2],) * 2).fetchall()
print(json.dumps(rows, ensure_ascii=False))
"""


def rows() -> Iterator[Row]:
    """The rows of this bench."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        env["DUBAN_CONFIG"] = str(Path(folder) / "config")
        first = open_first(home)
        unit = first.raw.execute('SELECT uid FROM "unit" WHERE name = ?', (UNIT,)).fetchone()[0]
        listed = first.checklist(unit, DAY)
        for key, value in (("unit", unit), ("author", "x")):
            first.raw.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, value))
        first.close()
        same = Path(folder) / "rows.json"
        cells = [[n.title, n.reason, str(n.done), str(n.role), str(n.next_due), str(n.evidence)] for n in listed.nodes]
        same.write_text(json.dumps(cells, ensure_ascii=False), encoding="utf-8")
        fonts = [str(ROOT / "resources" / "fonts" / f"NotoSansSC-{weight}.ttf") for weight in ("Regular", "Bold")]
        yield compare(
            "start to the first painted list",
            "bare QTableView, same font and rows",
            lambda: until_line(_OURS, str(home), DAY.isoformat(), env=env),
            lambda: until_line(_BARE, str(same), *fonts, env=env),
        )
        yield compare(
            "duban tasks --json as a process",
            "python + sqlite3, the same milestones as JSON",
            lambda: until_line(_TASKS, str(home), DAY.isoformat(), UNIT, env=env),
            lambda: until_line(_RAW, str(home / "duban.db"), unit, env=env),
        )
        yield compare(
            "first use until the copy is made",
            "bare QTableView, same font and rows",
            lambda: _first_use(folder, env),
            lambda: until_line(_BARE, str(same), *fonts, env=env),
            runs=3,
        )


_TASKS = """
import sys
from desktop.__main__ import main
main(["tasks", "--home", sys.argv[1], "--today", sys.argv[2], "--unit", sys.argv[3], "--json"])
"""


def _first_use(folder: str, env: dict[str, str]) -> float:
    with tempfile.TemporaryDirectory(dir=folder) as home:
        return until_line(_TASKS, f"{home}/data", DAY.isoformat(), UNIT, env=env)
