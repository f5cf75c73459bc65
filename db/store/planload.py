"""Plan files and the unit directory → tables. Standard library only; called at first use and on adopting a revision.

Every revision ever adopted stays in `plan_file`; the tables show the one in force. Progress is never touched: it lies
in the journal under uids that revisions copy.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.errors import KnownError
from db.rules import planfile
from db.rules.directory import Directory, Unit
from db.rules.ids import sense
from db.rules.kinds import UnitUid
from db.rules.times import utc_stamp
from db.store.sqltext import SQL

_TABLES = ("milestone", "part", "assignment", "node")


def load_directory(raw: sqlite3.Connection, directory: Directory) -> None:
    """Writes the unit table anew."""
    raw.execute("DELETE FROM unit")
    raw.executemany(
        SQL["insert_unit"],
        [
            {
                "uid": unit.uid, "position": place, "name": unit.name, "short": unit.short, "kind": unit.kind,
                "level": unit.level, "parent": unit.parent, "pinyin": unit.pinyin,
            }
            for place, unit in enumerate(directory.units)
        ],
    )  # fmt: skip

    for (data,) in raw.execute('SELECT f.bytes FROM "plan" p JOIN plan_file f ON f.digest = p.digest').fetchall():
        if b'"local_units"' in data:
            _load_local(raw, json.loads(data))


def local_unit(uid: str, name: str, place: str) -> Unit:
    """A unit that only a plan knows: kept as the document prints it."""
    return Unit(UnitUid(uid), name, name, "unit", "local", "", place, "", "", (), (), ())


def _load_local(raw: sqlite3.Connection, plan: Mapping[str, Any]) -> None:
    """The units that a plan names and the directory lacks, behind all others."""
    for row in plan.get("local_units", ()):
        if raw.execute('SELECT 1 FROM "unit" WHERE uid = ?', (row["uid"],)).fetchone() is None:
            place = raw.execute('SELECT coalesce(max(position), -1) + 1 FROM "unit"').fetchone()[0]
            unit = {"uid": row["uid"], "position": place, "name": row["name"], "short": row["name"], "kind": "unit"}
            raw.execute(SQL["insert_unit"], {**unit, "level": "local", "parent": "", "pinyin": ""})


def adopt_file(raw: sqlite3.Connection, path: Path, position: int, directory: Directory) -> dict[str, Any]:
    """Adopts one plan file. Raises KnownError with file, place and reason when it can't be used, before any write."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KnownError("plan_file_broken", file=path.name, place="-", why=error.strerror) from None
    try:
        plan = planfile.read(data)
    except planfile.PlanFileError as error:
        raise KnownError("plan_file_broken", file=path.name, place=error.code or "-", why=error.reason) from None
    adopt(raw, plan, data, position, directory)
    return plan


def adopt(raw: sqlite3.Connection, plan: Mapping[str, Any], data: bytes, position: int, directory: Directory) -> None:
    """Puts a checked plan in force: its bytes are kept, its rows replace those of its former revision."""
    raw.execute(SQL["insert_plan_file"], {"digest": plan["digest"], "adopted_at": utc_stamp(), "bytes": data})
    project(raw, plan, position, directory)


def project_kept(raw: sqlite3.Connection, directory: Directory, bundled: set[str], *, anew: bool) -> None:
    """Puts in force, of every plan ever adopted, its highest revision: imported plans, and imported revisions of bundled
    ones, after projections were dropped or a bundled file was adopted again. `anew`: those in force as well."""
    if {digest for (digest,) in raw.execute("SELECT digest FROM plan_file")} <= bundled:
        return
    latest: dict[str, dict[str, Any]] = {}
    for (data,) in raw.execute("SELECT bytes FROM plan_file ORDER BY adopted_at").fetchall():
        try:
            plan = planfile.read(data)
        except planfile.PlanFileError:
            continue  # damaged since it was adopted: `check` names it
        if plan["uid"] not in latest or plan["revision"] >= latest[plan["uid"]]["revision"]:
            latest[plan["uid"]] = plan
    for uid, plan in latest.items():
        row = raw.execute('SELECT revision, digest, position FROM "plan" WHERE uid = ?', (uid,)).fetchone()
        if row is not None and (row[0] > plan["revision"] or (row[1] == plan["digest"] and not anew)):
            continue
        place = raw.execute('SELECT coalesce(max(position), -1) + 1 FROM "plan" WHERE position < 10000').fetchone()[0]
        local = [
            local_unit(UnitUid(unit["uid"]), unit["name"], plan["jurisdiction"]) for unit in plan.get("local_units", ())
        ]
        project(raw, plan, place if row is None else row[2], Directory([*directory.units, *local]))
        if local:
            _load_local(raw, plan)


def project(raw: sqlite3.Connection, plan: Mapping[str, Any], position: int, directory: Directory) -> None:
    """Writes the rows of a plan, those of a former revision taken away."""
    _remove(raw, plan["uid"])
    _load_local(raw, plan)
    place = plan["jurisdiction"]
    raw.execute(
        SQL["insert_plan"],
        {
            **{name: plan[name] for name in _PLAN},
            "slug": plan["id"], "position": position, "issuer_unit": _issuers(plan["issuer"], place, directory),
        },
    )  # fmt: skip
    raw.executemany(SQL["insert_indicator"], [_indicator(row, plan["uid"]) for row in plan["indicators"]])
    nodes, units, parts, milestones = [], [], [], []
    uids = {node["code"]: node["uid"] for node in plan["nodes"]}
    series = _series(plan)
    for at, node in enumerate(plan["nodes"]):
        uid = node["uid"]
        nodes.append(_node(node, plan["uid"], at, uids))
        units += [{"node": uid, "position": n, **row, "unit": row["uid"]} for n, row in enumerate(node["units"])]
        parts += _parts(node, place, directory)
        milestones += [
            {"node": uid, "plan": plan["uid"], "position": n, **_milestone(row, uid, series)}
            for n, row in enumerate(node["milestones"])
        ]
    raw.executemany(SQL["insert_node"], nodes)
    raw.executemany(SQL["insert_assignment"], units)
    raw.executemany(SQL["insert_part"], parts)
    raw.executemany(SQL["insert_milestone"], milestones)


def _issuers(printed: str, place: str, directory: Directory) -> str | None:
    """The offices that issued the plan, of a joint document (甲、乙) each, as uids with a space between; None: unknown."""
    names = [printed] if directory.resolve(printed, place) else printed.split("、")
    found = [unit.uid for name in names if (unit := directory.resolve(name, place))]
    return " ".join(dict.fromkeys(found)) or None


_PLAN = (
    "uid", "doc_no", "title", "short", "issuer", "issued_on", "start_year", "end_year", "jurisdiction", "revision",
    "digest",
)  # fmt: skip


def _remove(raw: sqlite3.Connection, uid: str) -> None:
    raw.execute("PRAGMA defer_foreign_keys = ON")
    for table in _TABLES:
        inside = "plan = ?" if table in ("milestone", "node") else "node IN (SELECT uid FROM node WHERE plan = ?)"
        raw.execute(f"DELETE FROM {table} WHERE {inside}", (uid,))
    raw.execute("DELETE FROM indicator WHERE plan = ?", (uid,))
    raw.execute('DELETE FROM "plan" WHERE uid = ?', (uid,))


def _indicator(row: Mapping[str, Any], plan: str) -> dict[str, Any]:
    names = (
        "uid",
        "name",
        "measure",
        "type",
        "basis",
        "baseline",
        "baseline_year",
        "publisher",
        "publishes_on",
        "note",
    )
    return {"plan": plan, **{name: row.get(name) for name in names}}


def _node(node: Mapping[str, Any], plan: str, position: int, uids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "uid": node["uid"], "plan": plan, "position": position, "code": node["code"], "kind": node["kind"],
        "number": node.get("number") or "", "title": node["title"], "parent": _parent(node["code"], uids),
        "notice": node.get("notice"), "points": json.dumps(node["points"], ensure_ascii=False),
    }  # fmt: skip


def _parent(code: str, uids: Mapping[str, str]) -> str | None:
    """The nearest node above in the printed path: 二/(二)#1 → 二/(二) or, when that isn't there, 二."""
    stem, mark, _ = code.rpartition("#")
    if mark and stem in uids:
        return uids[stem]
    path = stem if mark else code
    while "/" in path:
        path = path.rpartition("/")[0]
        if path in uids:
            return uids[path]
    return None


def _parts(node: Mapping[str, Any], place: str, directory: Directory) -> list[dict[str, Any]]:
    """Who has a part in the node: each unit by its own name first, members of groups after that."""
    found: dict[str, dict[str, Any]] = {}
    for unit in node["units"]:
        found.setdefault(unit["uid"], {"unit": unit["uid"], "node": node["uid"], "role": unit["role"], "via": ""})
    for unit in node["units"]:
        known = directory.get(unit["uid"])
        for member in directory.members(known, place) if known else ():
            row = {"unit": member.uid, "node": node["uid"], "role": unit["role"], "via": unit["name"]}
            found.setdefault(member.uid, row)
    return list(found.values())


def _series(plan: Mapping[str, Any]) -> dict[str, list[tuple[str, int, str]]]:
    """Indicator → (node, year, target) in document order."""
    series: dict[str, list[tuple[str, int, str]]] = {}
    for node in plan["nodes"]:
        for row in node["milestones"]:
            if row["indicator"] and row["year"] and row["target"]:
                series.setdefault(row["indicator"], []).append((node["uid"], row["year"], row["target"]))
    return series


def _milestone(row: Mapping[str, Any], node: str, series: Mapping[str, list[tuple[str, int, str]]]) -> dict[str, Any]:
    by_year: dict[int, str] = {}
    said = series.get(row["indicator"] or "", [])
    for near in (True, False):  # where citations disagree, this node's own figures stand for it
        for cited, year, target in said:
            if (cited == node) is near:
                by_year.setdefault(year, target)
    names = (
        "uid", "key", "kind", "text", "year", "due_on", "recurs", "from_year", "type", "indicator", "basis", "op",
        "target", "target_max", "answerer", "notice",
    )  # fmt: skip
    return {
        **{name: row.get(name) for name in names},
        "measure": row.get("measure") or "", "sense": sense(row),
        "series": json.dumps(sorted(by_year.items())),
    }  # fmt: skip
