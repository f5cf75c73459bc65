"""check --self-test FILE: the main job on a throwaway folder, step by step, told in a UTF-8 JSON file. For IT and releases.

Called by desktop.cli.keeping. The user's data is not touched; a step that fails is named with its error, the rest goes on.
"""

from __future__ import annotations

import json
import locale
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from db.errors import KnownError
from db.first import First, open_first
from db.queries.checklist import checklist
from db.rows import MilestoneRow
from db.rules.kinds import Status, UnitUid
from db.store.store import Store
from desktop import __version__
from desktop.cli import demo
from desktop.cli.options import Options
from desktop.cli.output import emit_json, plain
from desktop.cli.reading import find_unit
from resources import plan_order

UNIT = "自治区工业和信息化厅"
DAY = demo.DAY


def self_test(options: Options) -> int:
    """Writes the result into the file named by --self-test. Exit code 0 when every step went well, else 1.

    Raises KnownError out_not_writable when the result can't be written.
    """
    target = Path(options.self_test).absolute()
    place = Path(tempfile.mkdtemp(prefix="督办 自检-"))
    os.environ["DUBAN_CONFIG"] = str(place / "config")
    try:
        result = _result(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    text = json.dumps(result, ensure_ascii=False, indent=1, default=plain)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise KnownError("out_not_writable", path=target, why=error.strerror) from error
    failed = [step for step in result["steps"] if not step["ok"]]
    if options.json:
        emit_json(result)
    else:
        for step in result["steps"]:
            print(f"{'通过' if step['ok'] else '失败'}　{step['step']}　{step.get('error') or step['what']}")
        print(f"自检完成：{len(result['steps'])}项，失败{len(failed)}项，结果在 {target}")
    return 1 if failed else 0


def _result(place: Path) -> dict[str, Any]:
    run = _Run(place)
    steps = [
        run.step("plans", run.plans),
        run.step("tick", run.tick),
        run.step("reopen", run.reopen),
        run.step("excel", lambda: run.report("xlsx")),
        run.step("pdf", lambda: run.report("pdf")),
        run.step("import", run.read),
        run.step("window", run.window),
    ]
    return {
        "schema": 1,
        "ok": all(step["ok"] for step in steps),
        "version": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "encoding": locale.getpreferredencoding(False),
        "code_page": _code_page(),
        "steps": steps,
    }


class _Run:
    """One self-test: each step stands on the ones before."""

    def __init__(self, place: Path) -> None:
        self._home, self._out = place / "数据", place / "报 表"
        self._place = place
        self._unit = UnitUid("")
        self._ticked = 0

    def step(self, name: str, work: Callable[[], object]) -> dict[str, Any]:
        """What a step did, or its error in words; never raises but for an interruption."""
        try:
            return {"step": name, "ok": True, "what": work()}
        except KnownError as error:
            return {"step": name, "ok": False, "what": None, "error": error.sentence()}
        except Exception as error:  # told in the file: that is what the self-test is for
            return {"step": name, "ok": False, "what": None, "error": f"{type(error).__name__}: {error}"}

    def plans(self) -> object:
        """Every bundled plan is adopted."""
        first: First = open_first(self._home, strict=True)
        try:
            self._unit = find_unit(first, UNIT)
            count = int(first.raw.execute('SELECT count(*) FROM "plan"').fetchone()[0])
        finally:
            first.close()
        if count != len(plan_order()):
            raise ValueError(f"{count} of {len(plan_order())} plans")
        return count

    def tick(self) -> object:
        """Figures and checkpoints are ticked with evidence."""
        said = demo.main_job(self._home, self._place, self._unit, DAY)
        self._ticked = sum(line.startswith("打勾") for line in said)
        if not self._ticked:
            raise ValueError("nothing could be ticked")
        return said

    def reopen(self) -> object:
        """What was ticked is there after opening anew."""
        rows = _milestones(self._home, self._unit, DAY)
        done = sum(row.status is Status.CLAIMED for row in rows)
        if done < self._ticked:
            raise ValueError(f"{done} of {self._ticked} ticks were kept")
        return {"milestones": len(rows), "done": done}

    def report(self, kind: str) -> object:
        """One report file, compared with the data by the writer."""
        (file,) = demo.reports(self._home, self._out, self._unit, DAY, (kind,))
        return {"file": Path(file).name, "bytes": Path(file).stat().st_size}

    def read(self) -> object:
        """A small document and the PDF report are read in the importer's own process."""
        from db.importers.sandbox import read_file

        text = self._place / "通知 样例.txt"
        text.write_text("自检样例\n一、重点任务\n（一）样例任务。2021年完成10项。\n", encoding="utf-8")
        (report,) = self._out.glob("*.pdf")
        return {file.suffix: len(read_file(file)["plans"]) for file in (text, report)}

    def window(self) -> object:
        """The window opens over the same folder and is pictured."""
        shown = demo.pictures(self._home, self._out, DAY)
        if not shown:
            raise ValueError("the window could not be pictured")
        return [{"file": Path(name).name, "bytes": Path(name).stat().st_size} for name in shown]


def _milestones(home: Path, unit: UnitUid, today: date) -> list[MilestoneRow]:
    store = Store.open(home, "duban-self-test")
    try:
        rows = store.read(lambda conn: checklist(conn, unit, today))
    finally:
        store.close()
    return [row for node in rows.nodes for row in node.milestones]


def _code_page() -> int | None:
    """Windows' active code page: 65001 where the manifest is obeyed."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetACP())
    return None
