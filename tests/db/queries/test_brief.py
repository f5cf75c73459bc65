"""The list that is painted first is the list: brief reading leaves out only what a pane shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.commands import ticks
from db.commands.author import Author
from db.first import open_first
from db.rows import Checklist
from db.store.store import Store
from tests import plans as small


def bare(listed: Checklist) -> Checklist:
    """Without what brief reading leaves out."""
    return replace(listed, nodes=tuple(replace(node, milestones=(), evidence=0) for node in listed.nodes))


@pytest.mark.parametrize("today", [date(2021, 3, 31), date(2021, 12, 30), date(2022, 6, 30), date(2024, 1, 2)])
def test_rows_and_counts_are_the_same(store: Store, home: Path, plan_folder: Path, gxt: Author, today: date) -> None:
    ticks.tick(store, gxt, small.PLANTS_2021, value="1", today=date(2021, 3, 1))
    store.close()
    first = open_first(home, plans=plan_folder)
    for unit in (gxt.unit, small.unit(small.FGW)):
        whole, brief = first.checklist(unit, today), first.checklist(unit, today, brief=True)
        assert bare(whole) == bare(brief)
        assert all(row.mine for node in brief.nodes for row in node.milestones)
    assert sum(len(node.milestones) for node in whole.nodes)
    first.close()
