"""Own items stand in the tables as the journal says, whatever the order in which they came and whoever sent them."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import UUID

from db.commands import own, ticks, undo
from db.commands.author import Author
from db.queries.checklist import checklist
from db.rows import NodeRow
from db.rules.journal import Slot
from db.rules.kinds import EntryKind, Light
from db.store.check import check
from db.store.connect import open_database
from db.store.journal import Draft
from db.store.store import Store
from tests import plans as small
from tests.db.store import worlds

TODAY = date(2021, 6, 30)


def own_rows(store: Store, author: Author) -> list[NodeRow]:
    listed = store.read(lambda conn: checklist(conn, author.unit, TODAY))
    (plan,) = [plan.uid for plan in listed.plans if plan.title == "自建事项"] or [None]
    return [node for node in listed.nodes if node.plan == plan]


def test_own_items_stand_by_deadline_and_can_be_ticked(
    store: Store, gxt: Author, home: Path, plan_folder: Path
) -> None:
    for title, day in (("后", date(2021, 9, 1)), ("先", date(2021, 7, 1)), ("中", date(2021, 8, 1))):
        own.add_own_item(store, gxt, title=title, source="专题会议", due_on=day, today=TODAY)
    assert [row.title for row in own_rows(store, gxt)] == ["先", "中", "后"]
    ticks.tick(store, gxt, own_rows(store, gxt)[0].milestones[0].uid, today=TODAY)
    assert own_rows(store, gxt)[0].milestones[0].light is Light.IN_REVIEW
    undo.undo(store, gxt, today=TODAY)
    undo.undo(store, gxt, today=TODAY)
    assert [row.title for row in own_rows(store, gxt)] == ["先", "后"]
    undo.redo(store, gxt, today=TODAY)
    assert [row.title for row in own_rows(store, gxt)] == ["先", "中", "后"]
    store.close()
    with closing(open_database(home)) as raw:
        assert not [finding for finding in check(raw, home, full=True, plans=plan_folder) if finding.error]


def test_nobody_takes_an_official_task_or_anothers_item_for_his_own() -> None:
    task = small.node_of(small.minted(), "一/1")["uid"]
    item = str(UUID(int=7))

    def said(target: str, unit: str, title: str) -> Draft:
        slot = Slot("own", target, unit, "", "item")
        return Draft(EntryKind.OWN_ITEM_SET, slot, "2021-06-30", {"title": title, "due_on": "2021-09-01"})

    with worlds.world() as world:
        one, other = world.place(worlds.DEVICES[0]), world.place(worlds.DEVICES[1])
        before = one.raw.execute("SELECT * FROM milestone WHERE node = ?", (task,)).fetchall()
        for unit in worlds.UNITS[:2]:
            one.say(unit, [said(task, unit, "夺取")])
        one.say(worlds.UNITS[0], [said(item, worlds.UNITS[0], "甲")])
        other.say(worlds.UNITS[1], [said(item, worlds.UNITS[1], "乙")])
        theirs = worlds.everything(one)
        one.take(worlds.everything(other))
        other.take(theirs)
        rows = [place.raw.execute("SELECT * FROM node ORDER BY uid").fetchall() for place in (one, other)]
        assert rows[0] == rows[1]
        assert one.raw.execute("SELECT * FROM milestone WHERE node = ?", (task,)).fetchall() == before
        for place in (one, other):
            assert not [finding for finding in worlds.checked(place) if finding.error]
