"""Own items (自建事项) → plan tables: each unit's items stand in a plan of their own beside the official ones.

Derived from the journal like any state; called by indexing after a fold. Undo of an item takes its rows away again.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from db.rules.ids import DUBAN, milestone_uid, sense
from db.rules.kinds import EntryKind
from db.store.sqltext import SQL

SLUG = "own"


def own_plan(unit: str) -> str:
    """The uid of a unit's own plan."""
    return str(uuid5(DUBAN, f"own:{unit}"))


def project_own(raw: sqlite3.Connection, slots: str | None) -> None:
    """Brings the rows of own items up to date: of the slots in this JSON list, or of all."""
    chosen = (
        ""
        if slots is None
        else " AND s.target IN (SELECT target FROM slot WHERE id IN (SELECT value FROM json_each(?)))"
    )
    items = raw.execute(
        "SELECT s.target, s.unit, f.kind, c.body FROM slot s LEFT JOIN state t ON t.slot = s.id LEFT JOIN fact f ON f.n = t.n"
        " LEFT JOIN content c ON c.digest = f.c WHERE s.scope = 'own' AND s.period = '' AND s.field = 'item'"
        f"{chosen} ORDER BY s.target, s.unit",
        () if slots is None else (slots,),
    ).fetchall()
    for uid, unit, _kind, _body in items:
        _remove(raw, uid, own_plan(unit))
    for uid, unit, kind, body in items:
        item = _read(uid, body) if kind == EntryKind.OWN_ITEM_SET and body is not None else None
        # A uid that is somebody else's already, an official task's above all, is never taken over.
        if item and not raw.execute("SELECT 1 FROM node WHERE uid = ?", (uid,)).fetchone():
            _write(raw, uid, unit, *item)
    for unit in {unit for _uid, unit, _kind, _body in items}:
        _settle_plan(raw, unit)


def _remove(raw: sqlite3.Connection, uid: str, plan: str) -> None:
    if raw.execute("SELECT 1 FROM node WHERE uid = ? AND plan = ?", (uid, plan)).fetchone():
        for table in ("milestone", "part", "assignment"):
            raw.execute(f"DELETE FROM {table} WHERE node = ?", (uid,))
        raw.execute("DELETE FROM node WHERE uid = ?", (uid,))


def _read(uid: str, data: bytes) -> tuple[dict[str, str], date] | None:
    """An item's texts and its deadline; None for what another program wrote otherwise."""
    from db.store.indexing import read_body  # indexing calls this module after a fold

    body = {name: text for name, text in read_body(data).items() if isinstance(text, str)}
    try:
        due_on, plain = date.fromisoformat(body.get("due_on", "")), str(UUID(uid))
    except ValueError:
        return None
    return (body, due_on) if body.get("title") and 1900 <= due_on.year <= 2200 and plain == uid else None


def _write(raw: sqlite3.Connection, uid: str, unit: str, body: dict[str, str], due: date) -> None:
    plan, due_on, year = own_plan(unit), due.isoformat(), due.year
    _ensure_plan(raw, plan, unit, year)
    source = " ".join(body[name] for name in ("source", "number") if body.get(name))
    title = body["title"]
    raw.execute(
        SQL["insert_node"],
        {
            "uid": uid, "plan": plan, "position": 0, "code": uid, "kind": "task", "number": "",
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
    """The plan lasts from the first item's year until a year after the last, so that an overdue one stays in sight. Items
    stand by deadline, whatever the order in which they came."""
    plan = own_plan(unit)
    first, last = raw.execute("SELECT min(year), max(year) FROM milestone WHERE plan = ?", (plan,)).fetchone()
    if first is None:
        raw.execute('DELETE FROM "plan" WHERE uid = ?', (plan,))
    else:
        raw.execute('UPDATE "plan" SET start_year = ?, end_year = ? WHERE uid = ?', (first, last + 1, plan))
        nodes = raw.execute("SELECT node FROM milestone WHERE plan = ? ORDER BY due_on, node", (plan,)).fetchall()
        raw.executemany("UPDATE node SET position = ? WHERE uid = ?", [(at, uid) for at, (uid,) in enumerate(nodes)])
