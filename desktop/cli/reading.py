"""units, plans, dump, tasks: the verbs that start most often. Standard library only (a test looks at sys.modules)."""

from __future__ import annotations

import json
from typing import Any

from db.errors import KnownError
from db.first import First, open_first
from db.rows import Checklist, MilestoneRow, NodeRow
from db.rules.kinds import Light, UnitUid
from db.rules.wording import light_name, role_name
from desktop.cli.options import Options
from desktop.cli.output import emit_json, figure, table


def find_unit(first: First, name: str) -> UnitUid:
    """The unit that `name` means: its name in force, else any other name of it. Raises KnownError with the nearest."""
    row = first.raw.execute('SELECT uid FROM "unit" WHERE name = ? OR uid = ?', (name, name)).fetchone()
    if row:
        return UnitUid(row[0])
    from db.rules.directory import Directory

    directory = Directory.bundled()
    found = directory.resolve(name) or directory.resolve(name, "中卫市")
    if found:
        return found.uid
    near = directory.nearest(name)
    raise KnownError("unit_unknown", name=name, nearest=f"是不是「{near.name}」？" if near else "")


def units(options: Options) -> int:
    """The directory; those that have tasks first."""
    first = open_first(options.home, strict=True)
    rows = first.units()
    first.close()
    if options.search:
        from db.rules.directory import Directory

        order = {unit.uid: place for place, unit in enumerate(Directory.bundled().search(options.search, 50))}
        rows = tuple(sorted((row for row in rows if row.uid in order), key=lambda row: order[row.uid]))
    if options.json:
        names = ("uid", "name", "short", "kind", "level", "parent", "pinyin", "tasks")
        emit_json({"schema": 1, "units": [{name: getattr(row, name) for name in names} for row in rows]})
    else:
        table([(row.name, str(row.tasks)) for row in rows])
    return 0


def plans(options: Options) -> int:
    """The plans in force."""
    first = open_first(options.home, strict=True)
    columns = "slug, uid, doc_no, title, issuer, issued_on, start_year, end_year, revision, digest"
    rows = first.raw.execute(f'SELECT {columns} FROM "plan" ORDER BY position').fetchall()
    tasks = dict(first.raw.execute("SELECT plan, count(*) FROM node WHERE kind = 'task' GROUP BY plan").fetchall())
    first.close()
    names = ["id", *columns.split(", ")[1:]]
    if options.json:
        emit_json(
            {
                "schema": 1,
                "plans": [{**dict(zip(names, row, strict=True)), "tasks": tasks.get(row[1], 0)} for row in rows],
            }
        )
    else:
        table([(row[0], row[2] or "", f"{row[6]}—{row[7]}", str(tasks.get(row[1], 0)), row[3]) for row in rows])
    return 0


def dump(options: Options) -> int:
    """One whole plan as JSON, whatever the options."""
    first = open_first(options.home, strict=True)
    try:
        row = first.raw.execute(
            'SELECT bytes FROM plan_file WHERE digest = (SELECT digest FROM "plan" WHERE slug = ? OR uid = ? OR doc_no = ?)',
            (options.plan,) * 3,
        ).fetchone()
        if row is None:
            raise KnownError("plan_unknown", name=options.plan)
        names = dict(first.raw.execute('SELECT uid, name FROM "unit"').fetchall())
    finally:
        first.close()
    emit_json(plan_json(json.loads(row[0]), names))
    return 0


def plan_json(plan: dict[str, Any], units: dict[str, str]) -> dict[str, Any]:
    """A plan file in the contract's form: names of units and indicators in place of uids."""
    indicators = {row["uid"]: row["name"] for row in plan["indicators"]}
    head = ("id", "uid", "doc_no", "title", "issuer", "issued_on", "start_year", "end_year", "revision", "jurisdiction")
    return {
        "schema": 1,
        "plan": {**{name: plan[name] for name in head}, "digest": plan["digest"]},
        "indicators": plan["indicators"],
        "nodes": [
            {
                **{name: node[name] for name in ("uid", "code", "kind", "number", "title")},
                "units": node["units"],
                "points": node["points"],
                "notice": node["notice"],
                "milestones": [_planned(row, indicators, units) for row in node["milestones"]],
            }
            for node in plan["nodes"]
        ],
    }


def _planned(row: dict[str, Any], indicators: dict[str, str], units: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("uid", "key", "kind", "text", "year", "due_on", "recurs")},
        "indicator": indicators.get(row["indicator"] or ""),
        "indicator_uid": row["indicator"],
        "type": row["type"],
        "basis": row["basis"],
        "op": row["op"],
        "target": figure(row["target"]),
        "target_max": figure(row["target_max"]),
        "measure": row["measure"],
        "answerer": units.get(row["answerer"] or ""),
        "notice": row["notice"],
    }


def tasks(options: Options) -> int:
    """What a unit must do, with states and lights."""
    first = open_first(options.home, strict=True)
    try:
        unit = find_unit(first, options.unit)
        listed = first.checklist(unit, options.today, options.year)
    finally:
        first.close()
    slugs = {plan.uid: plan for plan in listed.plans}
    if options.plan and options.plan not in {name for p in listed.plans for name in (p.slug, p.uid, p.doc_no)}:
        raise KnownError("plan_unknown", name=options.plan)
    chosen = [
        (node, rows)
        for node in listed.nodes
        if options.plan in (None, slugs[node.plan].slug, node.plan, slugs[node.plan].doc_no)
        and (rows := _chosen(node, options)) is not None
    ]
    if options.json:
        emit_json(_tasks_json(listed, chosen, options))
    else:
        _print_tasks(listed, chosen)
    return 0


def _chosen(node: NodeRow, options: Options) -> list[MilestoneRow] | None:
    """The node's milestones that the options ask for; None when the node is not to be listed."""
    rows = [
        row
        for row in node.milestones
        if (options.year is None or row.year == options.year) and options.light in (None, row.light.value)
    ]
    if node.kind == "section" and not rows:
        return None
    return rows if rows or not (options.light or (options.year and node.milestones)) else None


def _tasks_json(
    listed: Checklist, chosen: list[tuple[NodeRow, list[MilestoneRow]]], options: Options
) -> dict[str, Any]:
    slugs = {plan.uid: plan.slug for plan in listed.plans}
    return {
        "schema": 1,
        "today": options.today,
        "as_of": options.today,
        "unit": {"uid": listed.unit.uid, "name": listed.unit.name},
        "items": [
            {
                "plan": slugs[node.plan], "uid": node.uid, "code": node.code, "kind": node.kind, "title": node.title,
                "role": node.role, "via": node.via or None,
                "units": [{"name": u.name, "printed": u.printed, "role": u.role} for u in node.units],
                "points": list(node.points), "light": node.light, "section": node.section, "person": node.person,
                "milestones": [_milestone_json(row) for row in rows],
            }
            for node, rows in chosen
        ],
    }  # fmt: skip


def _milestone_json(row: MilestoneRow) -> dict[str, Any]:
    same = (
        "uid", "key", "kind", "text", "due_on", "recurs", "type", "basis", "op", "target", "target_max", "measure",
        "status", "value", "as_at", "nature", "light", "due_soon", "evidence", "mine", "conflict", "confirm", "notice",
        "progress", "expected",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in same},
        "year": None if row.recurs else row.year,
        "period": row.period or None,
        "indicator": row.indicator_name,
        "indicator_uid": row.indicator,
        "answerer": row.answerer_name or None,
        "light_reason": row.reason,
        "points_done": sum(point.done for point in row.points),
    }


def _print_tasks(listed: Checklist, chosen: list[tuple[NodeRow, list[MilestoneRow]]]) -> None:
    counts = "，".join(f"{light_name(Light(light))}{count}" for light, count in listed.lights)
    print(f"{listed.unit.name}　{listed.today.isoformat()}　{counts}")
    plans = {plan.uid: plan for plan in listed.plans}
    current = None
    for node, rows in chosen:
        if node.plan != current:
            current = node.plan
            plan = plans[current]
            print(f"\n{plan.title}　{plan.doc_no or ''}　{plan.slug}{'　期满' if plan.ended else ''}")
        role = role_name(node.role) if node.role else "　　"
        print(f"  {node.code}　{node.title}　{role}")
        for row in rows:
            value = f"　{row.value}{row.measure}" if row.value is not None else ""
            mark = "　" if row.mine else "（"
            print(
                f"    {mark}{light_name(row.light)}　{row.text}{value}　{row.due_on.isoformat()}　{row.reason}　{row.key}"
            )
