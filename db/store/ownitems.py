"""Own items (自建事项) → plan tables: each unit's items stand in a plan of their own beside the official ones.

Derived from the journal like any state; called by indexing after a fold. Undo of an item takes its rows away again.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any
from uuid import uuid5

from db.rules.ids import DUBAN, milestone_uid, sense
from db.store.sqltext import SQL

SLUG = "own"


def own_plan(unit: str) -> str:
    """The uid of a unit's own plan."""
    return str(uuid5(DUBAN, f"own:{unit}"))


def project_own(raw: sqlite3.Connection, slots: str | None) -> None:
    """Brings the rows of own items up to date: of the slots in this JSON list, or of all."""
    chosen = "" if slots is None else " AND s.id IN (SELECT value FROM json_each(?))"
    items = raw.execute(
        "SELECT s.target, s.unit, c.body FROM slot s LEFT JOIN state t ON t.slot = s.id LEFT JOIN fact f ON f.n = t.n"
        f" LEFT JOIN content c ON c.digest = f.c WHERE s.scope = 'own'{chosen}",
        () if slots is None else (slots,),
    ).fetchall()
    for uid, unit, body in items:
        raw.execute("DELETE FROM milestone WHERE node = ?", (uid,))
        raw.execute("DELETE FROM part WHERE node = ?", (uid,))
        raw.execute("DELETE FROM assignment WHERE node = ?", (uid,))
        raw.execute("DELETE FROM node WHERE uid = ?", (uid,))
        if body is not None:
            _write(raw, uid, unit, json.loads(body))
    for unit in {unit for _uid, unit, _body in items}:
        _settle_plan(raw, unit)


def _write(raw: sqlite3.Connection, uid: str, unit: str, body: dict[str, Any]) -> None:
    plan, due_on = own_plan(unit), str(body.get("due_on") or "")
    year = int(due_on[:4])
    _ensure_plan(raw, plan, unit, year)
    position = raw.execute("SELECT coalesce(max(position), -1) + 1 FROM node WHERE plan = ?", (plan,)).fetchone()[0]
    source = " ".join(str(body[name]) for name in ("source", "number") if body.get(name))
    title = str(body.get("title") or "")
    raw.execute(
        SQL["insert_node"],
        {
            "uid": uid, "plan": plan, "position": position, "code": uid[:8], "kind": "task", "number": "",
            "title": title, "parent": None, "notice": source,
            "points": json.dumps([body["wording"]] if body.get("wording") else [], ensure_ascii=False),
        },
    )  # fmt: skip
    raw.execute(SQL["insert_part"], {"unit": unit, "node": uid, "role": "lead", "via": ""})
    name = raw.execute('SELECT name FROM "unit" WHERE uid = ?', (unit,)).fetchone()
    shown = name[0] if name else ""
    raw.execute(
        SQL["insert_assignment"],
        {"node": uid, "position": 0, "unit": unit, "name": shown, "printed": shown, "role": "lead"},
    )
    key = f"deliverable/{year}/1"
    row: dict[str, Any] = dict.fromkeys(
        ("recurs", "from_year", "indicator", "basis", "op", "target", "target_max", "notice")
    )
    row |= {
        "uid": milestone_uid(uid, key), "node": uid, "plan": plan, "position": 0, "key": key, "kind": "deliverable",
        "text": title, "year": year, "due_on": due_on, "type": "K", "measure": "", "answerer": unit, "series": "[]",
    }  # fmt: skip
    raw.execute(SQL["insert_milestone"], {**row, "sense": sense(row)})


def _ensure_plan(raw: sqlite3.Connection, plan: str, unit: str, year: int) -> None:
    if raw.execute('SELECT 1 FROM "plan" WHERE uid = ?', (plan,)).fetchone():
        return
    raw.execute(
        SQL["insert_plan"],
        {
            "uid": plan, "position": 10_000, "slug": f"{SLUG}-{unit[:8]}", "doc_no": None, "title": "自建事项",
            "short": "自建事项", "issuer": "", "issuer_unit": unit, "issued_on": None, "start_year": year,
            "end_year": year, "jurisdiction": "", "revision": 1, "digest": "",
        },
    )  # fmt: skip


def _settle_plan(raw: sqlite3.Connection, unit: str) -> None:
    """The plan lasts from the first item's year until a year after the last, so that an overdue one stays in sight."""
    plan = own_plan(unit)
    first, last = raw.execute("SELECT min(year), max(year) FROM milestone WHERE plan = ?", (plan,)).fetchone()
    if first is None:
        raw.execute('DELETE FROM "plan" WHERE uid = ?', (plan,))
    else:
        raw.execute('UPDATE "plan" SET start_year = ?, end_year = ? WHERE uid = ?', (first, last + 1, plan))
