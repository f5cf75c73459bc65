"""import: an official document, a task table or a plan file → a new plan; with --dry-run only what was read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors import KnownError
from db.importers import sandbox
from db.importers.columns import Column
from db.rules.ids import normal_doc_no
from desktop.cli.options import Options
from desktop.cli.output import emit_json

if TYPE_CHECKING:
    from db.commands.adopting import Adopted


def import_(options: Options) -> int:
    """Reads the file in a child process; without --dry-run what it holds is adopted in one transaction."""
    path = Path(options.file)
    if path.suffix.lower() == ".json":
        return _plan_file(options, path)
    report = sandbox.read_file(path, mapping=_mapping(options.map), progress=_shown_progress(options))
    report["plans"] = _chosen(report["plans"], options.only)
    if options.dry_run:
        return _show(options, report)
    return _adopt(options, path, report["plans"])


def importer(options: Options) -> int:
    """The child process of a frozen program, where no interpreter can be started with -m."""
    del options
    from db.importers.child import main

    return main()


def _shown_progress(options: Options) -> Callable[[float], None]:
    """A line on a terminal; nothing in a pipe or with --json."""
    if options.json or not sys.stderr.isatty():
        return lambda _: None

    def show(share: float) -> None:
        print(f"\r读取 {share:.0%}", end="" if share < 0.95 else "\n", file=sys.stderr, flush=True)

    return show


def _chosen(plans: list[dict[str, Any]], only: str | None) -> list[dict[str, Any]]:
    """The plan of a gazette that --only names, by document number, title or place in the file (1, 2, …)."""
    if only is None:
        return plans
    wanted = normal_doc_no(only)
    found = [
        plan
        for place, plan in enumerate(plans, 1)
        if only == str(place) or wanted == normal_doc_no(plan["plan"]["doc_no"] or "") or only in plan["plan"]["title"]
    ]
    if not found:
        titles = "、".join(plan["plan"]["doc_no"] or plan["plan"]["title"] for plan in plans)
        raise KnownError("import_none_chosen", name=only, titles=titles)
    return found[:1]


def _mapping(words: list[str]) -> dict[int, dict[int, str]]:
    """--map 3=responsible for the first table, --map 1:3=responsible for the second. Raises KnownError."""
    made: dict[int, dict[int, str]] = {}
    known = ", ".join(column.value for column in Column)
    for word in words:
        place, _, kind = word.partition("=")
        table, colon, column = place.rpartition(":")
        if not column.isdigit() or (colon and not table.isdigit()) or kind not in set(Column):
            raise KnownError("import_mapping_invalid", text=word, known=known)
        made.setdefault(int(table or 0), {})[int(column)] = kind
    return made


def _show(options: Options, report: dict[str, Any]) -> int:
    if options.json:
        emit_json(report)
        return 0
    for plan in report["plans"]:
        head = plan["plan"]
        print(f"{head['title']}　{head['doc_no'] or '无文号'}　{head['start_year']}—{head['end_year']}")
        for node in plan["nodes"]:
            units = "、".join(unit["printed"] for unit in node["units"])
            print(f"  {'任务' if node['kind'] == 'task' else '章节'}　{node['code']}　{node['title']}　{units}")
            for row in node["milestones"]:
                print(
                    f"      {row['due_on'] or row['recurs'] or ''}　{row['text']}{'' if row['confidence'] > 0.7 else '　请核'}"
                )
    print(
        f"未成为任务或节点的文字：{len(report['leftover'])}段；前后不一致：{len(report['contradictions'])}处。没有写入任何内容。"
    )
    return 0


def _plan_file(options: Options, path: Path) -> int:
    from db.commands.adopting import adopt_plan_file, read_plan_file
    from desktop.cli.opened import store_of

    plan, data = read_plan_file(path)
    if options.dry_run:
        from desktop.cli.reading import plan_json

        names = {unit["uid"]: unit["name"] for node in plan["nodes"] for unit in node["units"]}
        emit_json({"schema": 1, "plans": [plan_json(plan, names)], "leftover": [], "contradictions": []})
        return 0
    with store_of(options) as store:
        return _done(options, [adopt_plan_file(store, plan, data)], [])


def _adopt(options: Options, path: Path, plans: list[dict[str, Any]]) -> int:
    from db.commands.adopting import adopt_drafts
    from desktop.cli.opened import store_of

    with store_of(options) as store:
        return _done(options, *adopt_drafts(store, path.name, plans))


def _done(options: Options, adopted: list[Adopted], refused: list[KnownError]) -> int:
    """What came in, and what is here already; 3 when both."""
    if options.json:
        rows = [{name: getattr(plan, name) for name in plan.__slots__} for plan in adopted]
        emit_json({"schema": 1, "adopted": rows, "refused": [error.sentence(options.lang) for error in refused]})
    else:
        for plan in adopted:
            said = {"title": plan.title, "tasks": plan.tasks, "milestones": plan.milestones, "units": len(plan.local)}
            print(KnownError("done.import_adopted", **said).sentence(options.lang))
        for error in refused:
            print(error.sentence(options.lang), file=sys.stderr)
    return 3 if refused else 0
