"""demo: the main job by itself on a throwaway folder — real milestones ticked with evidence, exports, pictures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from db.commands import texts, ticks
from db.commands.author import Author
from db.first import open_first
from db.queries.checklist import checklist
from db.rows import MilestoneRow, NodeRow
from db.rules.kinds import MilestoneKind, Nature, Op, TextField, UnitUid
from db.rules.times import Period
from db.rules.wording import number
from db.store.store import Store
from desktop.cli.options import Options
from desktop.cli.output import emit_json
from desktop.cli.reading import find_unit
from desktop.cli.reporting import FORMATS, make_report, write_reports

DAY = date(2021, 12, 28)  # unless --today says another: late enough in a bundled plan's year to have something to tick


def demo(options: Options) -> int:
    """Does the main job and says what it wrote. The data folder is thrown away, the files in --out stay."""
    today = options.today if getattr(options.own, "today", None) else DAY
    out = Path(options.out).absolute()
    out.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="duban-demo-"))
    os.environ["DUBAN_CONFIG"] = str(place / "config")
    try:
        home = place / "data"
        first = open_first(home, strict=True)
        unit = find_unit(first, options.unit)
        first.close()
        said = main_job(home, place, unit, today)
        files = reports(home, out, unit, today)
        shown = pictures(home, out, today)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if options.json:
        emit_json({"schema": 1, "today": today, "ticked": said, "files": files, "pictures": shown})
    else:
        print("\n".join([*said, *files, *shown]))
        print(f"演示完成：{len(files)}个报表，{len(shown)}张窗口图片，在 {out}")
    return 0


def main_job(home: Path, place: Path, unit: UnitUid, today: date) -> list[str]:
    """Ticks what can be ticked: a figure that meets its target, one below it, a checkpoint; each with a note and a file."""
    store = Store.open(home, "duban-demo")
    try:
        store.set_setting("unit", unit)
        store.set_setting("author", "演示")
        rows = store.read(lambda conn: checklist(conn, unit, today))
        numeric, checkpoints = _candidates(rows.nodes, today.year)
        author, said = Author(unit, "演示"), []
        for place_no, row in enumerate(numeric[:6]):
            assert row.target is not None
            share = 10 if place_no % 3 else 6  # every third stays below its target
            value = row.target * share / 10
            proof = _proof(place, row, number(value))
            note = "演示数据：" + ("名单见佐证" if share == 10 else "年底前补齐")
            changes = ticks.tick(
                store,
                author,
                row.uid,
                value=value,
                as_at=today,
                nature=Nature.QUICK,
                note=note,
                files=[proof],
                today=today,
            )
            done = "打勾" if changes.code == "ticked" else "记录进展"
            said.append(f"{done}：{row.text}，完成值{number(value)}{row.measure}，佐证1份")
        for node, row in checkpoints[:2]:
            ticks.tick(
                store, author, row.uid, note="演示数据：小结已报", files=[_proof(place, row, "小结")], today=today
            )
            period = Period.month_of(today)
            texts.set_text(store, author, node.uid, period, TextField.PROGRESS, "演示数据：按计划推进。", today=today)
            said.append(f"打勾：{node.title}　{row.text}，佐证1份")
    finally:
        store.close()
    return said


def _candidates(nodes: tuple[NodeRow, ...], year: int) -> tuple[list[MilestoneRow], list[tuple[NodeRow, MilestoneRow]]]:
    """This year's milestones that the unit answers for: numeric ones, each indicator once, and checkpoints."""
    numeric: dict[str, MilestoneRow] = {}
    checkpoints = []
    for node in nodes:
        for row in node.milestones:
            if not row.mine or row.year != year:
                continue
            if row.kind is MilestoneKind.TARGET and row.op in (Op.EQUAL, Op.AT_LEAST) and row.indicator:
                numeric.setdefault(row.indicator, row)
            elif row.kind is MilestoneKind.CHECKPOINT:
                checkpoints.append((node, row))
    return list(numeric.values()), checkpoints


def _proof(place: Path, row: MilestoneRow, words: str) -> Path:
    file = place / f"佐证-{row.uid[:8]}.txt"
    file.write_text(f"{row.text}\n{words}\n", encoding="utf-8")
    return file


def reports(home: Path, out: Path, unit: UnitUid, today: date, formats: Sequence[str] = FORMATS) -> list[str]:
    """Writes the month's report in each format; the paths. Raises KnownError of the first that failed."""
    store = Store.open(home, "duban-demo")
    try:
        data = make_report(store, unit, Period.month_of(today), today)
    finally:
        store.close()
    written, failed = write_reports(data, out, formats)
    if failed:
        raise failed[0]
    return [str(file.path) for file in written]


def pictures(home: Path, out: Path, today: date) -> list[str]:
    """Pictures of the window, made by a process of its own: this one stays free of Qt."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    words = ["--pictures", str(out), "--home", str(home), "--today", today.isoformat()]
    screen = (
        {} if os.environ.get("DISPLAY") or sys.platform in ("win32", "darwin") else {"QT_QPA_PLATFORM": "offscreen"}
    )
    root = Path(__file__).resolve().parent.parent.parent
    made = subprocess.run(
        [*program, *words], env={**os.environ, **screen, "PYTHONPATH": str(root)}, capture_output=True, text=True,
        encoding="utf-8", errors="replace", timeout=120, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        print(made.stderr.strip().splitlines()[-1] if made.stderr.strip() else "no window", file=sys.stderr)
    return [line for line in made.stdout.splitlines() if line.endswith(".png")]
