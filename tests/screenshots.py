"""Pictures of every screen in sizes, scales, themes and languages: `make screenshots` writes them to out/screenshots.

Each scale runs in its own process (QT_SCALE_FACTOR holds for a whole one). The figures in the pictures are invented.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "screenshots"
TODAY = date(2021, 6, 30)
UNIT = "自治区工业和信息化厅"
SIZES = ((1440, 900), (1366, 690), (960, 510))


def main() -> int:
    """All pictures."""
    if len(sys.argv) > 1:
        return shoot(sys.argv[1])
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    failed = 0
    for scale in ("1", "1.5", "2"):
        env = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        failed |= subprocess.run(
            [sys.executable, "-m", "tests.screenshots", scale], env=env, cwd=ROOT, check=False
        ).returncode
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")
    return failed


def seed(home: Path, lang: str = "zh_CN", theme: str = "light") -> str:
    """A data folder with something said in it; the unit's uid."""
    from db.commands.author import Author
    from db.commands.texts import set_contact, set_text
    from db.commands.ticks import tick, tick_point
    from db.first import open_first
    from db.rows import Contact
    from db.rules.kinds import MilestoneKind, TextField
    from db.rules.times import Period
    from db.store.store import Store

    first = open_first(home)
    unit = next(row for row in first.units() if row.name == UNIT)
    listed = first.checklist(unit.uid, TODAY)
    first.close()
    store = Store.open(home, "screenshots")
    author = Author(unit.uid, "马晓燕")
    file = home / "上云企业名单（6月）.xlsx"
    file.write_bytes(b"x" * 84_000)
    plan = next(row for row in listed.plans if row.start_year == 2021)
    nodes = [node for node in listed.nodes if node.plan == plan.uid]
    rows = [m for node in nodes for m in node.milestones if m.mine and m.year == 2021 and m.target is not None]
    shares = (Decimal("0.32"), Decimal("0.55"), Decimal(1), Decimal("0.24"), Decimal("0.6"), Decimal("0.9"))
    for at, row in enumerate(row for row in rows if row.kind is MilestoneKind.TARGET):
        value = (row.target or Decimal(1)) * shares[at % len(shares)]
        value = value.quantize(Decimal(1)) if value > 3 else value.quantize(Decimal("0.1"))
        files = [file] if at % 2 == 0 else []
        tick(
            store,
            author,
            row.uid,
            value=value,
            as_at=date(2021, 5, 31),
            note="据月报",
            files=files,
            claim=None,
            today=TODAY,
        )
    points = next(m for node in nodes for m in node.milestones if m.mine and m.year == 2021 and len(m.points) > 2)
    for number in (1, 2):
        tick_point(store, author, points.uid, number, True, today=TODAY)
    cloud = cloud_node(nodes)
    period = Period.parse("2021-06")
    said = "截至6月底，累计256家企业上云，完成年度目标800家的32%，未达序时进度。"
    set_text(store, author, cloud.uid, period, TextField.PROGRESS, said, today=TODAY)
    set_text(store, author, cloud.uid, period.previous(), TextField.PROBLEM, "部分企业上云意愿不强。", today=TODAY)
    set_contact(store, author, [cloud.uid], Contact("张建国", "信息化处", "马晓燕", "0951-6038888"), today=TODAY)
    for key, value in (
        ("unit", unit.uid),
        ("author", "马晓燕"),
        ("lang", lang),
        ("theme", theme),
        ("window/row", cloud.uid),
    ):
        store.set_setting(key, value)
    store.set_setting("window/export", str(home))
    store.close()
    return unit.uid


def cloud_node(nodes: list) -> object:
    """The task of the pictures."""
    return next(node for node in nodes if "上云" in node.title and node.kind == "task")


def shoot(scale: str) -> int:
    """The pictures of one scale."""
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    OUT.mkdir(parents=True, exist_ok=True)
    if scale == "1":
        first_start(app)
    for lang, theme in (("zh_CN", "light"), ("zh_CN", "dark"), ("en", "light")):
        if scale != "1" and (lang, theme) == ("en", "light"):
            continue
        with tempfile.TemporaryDirectory(prefix="duban-shots-") as folder:
            Shots(app, Path(folder), scale, lang, theme).run()
    return 0


class Shots:
    """Walks through the window and takes pictures."""

    def __init__(self, app: object, home: Path, scale: str, lang: str, theme: str) -> None:
        from desktop.app import Desktop

        seed(home, lang, theme)
        self.desktop = Desktop(app, home, TODAY)
        self.desktop.show()
        self.window = self.desktop.window
        self.window.activateWindow()
        self.tail = f"{lang[:2]}-{theme}-{scale}x"
        wait(900)

    def run(self) -> None:
        """All pages at the main size; the list at all sizes."""
        window = self.window
        plain = self.tail.endswith("-1x")
        for width, height in SIZES:
            if self.tail.endswith("1.5x") and width == 1440:
                continue
            self.size(width, height)
            window.show_page("tasks")
            self.take(f"tasks-{width}")
            self.drawer()
            self.take(f"drawer-{width}")
            window.pane.drawer.close_drawer()
            for page in ("overview", "reports", "settings"):
                window.show_page(page)
                self.take(f"{page}-{width}")
            window.show_page("tasks")
        self.size(1440, 900)
        if plain:
            self.details()
        self.desktop.window.close()
        wait(50)

    def details(self) -> None:
        """Pane pages, flat list, several rows, errors, dialogs, results."""
        window, page = self.window, self.window.tasks_page
        for tab in ("progress", "evidence", "history", "shares"):
            window.pane.show_tab(tab)
            self.take(f"pane-{tab}")
        window.pane.show_tab("milestones")
        page.set_flat(True)
        self.take("flat")
        page.set_flat(False)
        page.list.selectAll()
        self.take("several")
        page.list.go_to(page.list.currentIndex())
        page.set_light("behind")
        self.take("filtered")
        page.set_search("zzzz")
        self.take("empty")
        page.set_search("")
        page.set_light("all")
        self.drawer()
        window.pane.drawer.figure.setText("约5家")
        window.pane.drawer.save_main()
        self.take("bad-figure")
        window.pane.drawer.figure.setText("612")
        window.pane.drawer.save_main()
        until(lambda: window.pane.drawer.row is None)
        wait(300)
        self.take("saved")
        from db.errors import KnownError

        window.show_error(KnownError("disk_full", path="D:\\督办"))
        self.take("banner")
        window.banner.clear()
        window.export()
        until(lambda: not window.parts.exporting.running and window.reports.result)
        self.take("exported")
        from desktop.views.keysheet import KeySheet

        sheet = KeySheet(window.parts.look, window)
        sheet.show()
        wait(50)
        sheet.grab().save(str(OUT / f"keys-{self.tail}.png"))
        sheet.close()
        self.desktop.look.set_zoom(130)
        window.show_page("tasks")
        self.drawer()
        self.take("zoom-130")
        window.pane.drawer.close_drawer()
        self.desktop.look.set_zoom(100)

    def drawer(self) -> None:
        """The drawer as in the design's pictures."""
        window = self.window
        node = cloud_node([node for node in self.desktop.session.checklist.nodes])
        window.show_node(node.uid)
        wait(150)
        page = window.pane.milestones
        until(lambda: [card for card in page.cards if card.row.value is not None])
        page.open(next(card.row for card in page.cards if card.row.value is not None))
        drawer = window.pane.drawer
        drawer.figure.setText("612")
        drawer.note.setPlainText("6月新增156家，其中宁东61家、银川48家。")
        drawer.files.set_files([self.desktop.home / "上云企业名单（6月）.xlsx"])
        wait(500)

    def size(self, width: int, height: int) -> None:
        """A window of this size in logical pixels."""
        self.window.resize(width, height)
        wait(120)

    def take(self, name: str) -> None:
        """One picture."""
        wait(150)
        self.window.grab().save(str(OUT / f"{name}-{self.tail}.png"))


def first_start(app: object) -> None:
    """The three steps."""
    from desktop.app import Desktop

    with tempfile.TemporaryDirectory(prefix="duban-shots-") as folder:
        desktop = Desktop(app, Path(folder), TODAY)
        desktop.look.set_theme("light")
        desktop.show()
        page = desktop.window.centralWidget()
        page.picker.field.setText("gxt")
        steps: list[Callable[[], None]] = [page.picker.take, page._on_name]
        for number in (1, 2, 3):
            wait(150)
            desktop.window.grab().save(str(OUT / f"first-{number}-zh-light-1x.png"))
            if steps:
                steps.pop(0)()
        desktop.window.close()
        desktop.close()


def until(true: Callable[[], object]) -> None:
    """Wait for background work, at most a minute."""
    for _ in range(600):
        if true():
            return
        wait(100)


def wait(milliseconds: int) -> None:
    """Let the window work. (QTest.qWait keeps Python's lock, so threads would stand still.)"""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    raise SystemExit(main())
