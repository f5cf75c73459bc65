"""Plans adopted beside the bundled ones outlive dropped projections and changed bundled files."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from db.commands.adopting import adopt_plan_file
from db.first import open_first
from db.home import DATABASE
from db.rules import planfile
from db.store.store import Store
from tests import plans as small


def in_force(home: Path, plans: Path) -> dict[str, int]:
    """Slug → revision, and whether its tasks are there."""
    first = open_first(home, plans=plans)
    rows = first.raw.execute('SELECT p.slug, p.revision FROM "plan" p JOIN node n ON n.plan = p.uid').fetchall()
    first.close()
    return dict(rows)


def drop_projections(home: Path) -> None:
    """As a program of another projection version leaves the file."""
    raw = sqlite3.connect(home / DATABASE)
    raw.execute("PRAGMA user_version = 1000")
    raw.commit()
    raw.close()


def test_an_imported_plan_and_an_imported_revision_are_put_in_force_again(
    store: Store, home: Path, plan_folder: Path
) -> None:
    other = planfile.mint({**small.draft(), "id": "other", "doc_no": "测发〔2021〕9号"}, small.directory())
    raised = small.revised(lambda plan: plan["nodes"][0].update(title="改过的标题"))
    for plan in (other, raised):
        adopt_plan_file(store, plan, json.dumps(plan, ensure_ascii=False).encode())
    store.close()
    wanted = {"other": 1, raised["id"]: 2}
    assert in_force(home, plan_folder) == wanted
    drop_projections(home)
    assert in_force(home, plan_folder) == wanted


def test_a_changed_directory_is_looked_up_anew_in_plans_in_force(store: Store, home: Path, plan_folder: Path) -> None:
    store.write(lambda tx: tx.raw.execute("DELETE FROM part") and None)
    store.write(lambda tx: tx.raw.execute("UPDATE setting SET value = 'x' || value WHERE key = 'bundled'") and None)
    store.close()
    first = open_first(home, plans=plan_folder)
    assert first.raw.execute("SELECT count(*) FROM part").fetchone()[0] > 0
    first.close()
