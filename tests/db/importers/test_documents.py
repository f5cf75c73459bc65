"""The real documents beside the project, from raw text alone, against the bundled plans and the samples' gold."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from db.rules.directory import plain
from resources import read_json
from tests.db.importers.makers import imported

SHARED = Path(__file__).resolve().parents[4] / "shared"
PLANS = {
    "ndb-2018-75": "ndb-2018-75.txt",
    "nzbf-2021-3": "nx-gazette-2021-04.txt",
    "nzbf-2021-5": "nx-gazette-2021-04.txt",
    "nzbf-2021-6": "nx-gazette-2021-04.txt",
    "zhongwei-2021": "zhongwei-2021-sida-gaizao.txt",
    "nzbf-2023-13": "nzbf-2023-13.txt",
    "ndf-2023-1": "nx-gazette-2023-06.txt",
}
pytestmark = [
    pytest.mark.documents,
    pytest.mark.skipif(not (SHARED / "plans").is_dir(), reason="the documents are not here"),
]


@cache
def _report(folder: str, name: str) -> dict[str, Any]:
    return imported((SHARED / folder / name).read_bytes(), name)


def _read(slug: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The bundled plan and the one read from the raw text."""
    gold = read_json("plans", f"{slug}.json")
    plans = _report("plans", PLANS[slug])["plans"]
    return gold, next(plan for plan in plans if plan["plan"]["doc_no"] == gold["doc_no"])


def _task_codes(plan: dict[str, Any]) -> list[str]:
    return [node["code"] for node in plan["nodes"] if node["kind"] == "task"]


def _f1(right: int, mine: int, gold: int) -> float:
    return 2 * right / (mine + gold) if mine + gold else 1.0


@pytest.mark.parametrize("slug", PLANS)
def test_all_tasks_are_found(slug: str) -> None:
    gold, mine = _read(slug)
    assert _task_codes(mine) == _task_codes(gold)


def test_units_of_tasks() -> None:
    right = mine = wanted = 0
    for slug in PLANS:
        gold, read = _read(slug)
        nodes = {node["code"]: node["units"] for node in read["nodes"]}
        for node in gold["nodes"]:
            left = [{plain(unit["name"]), plain(unit["printed"])} for unit in nodes.get(node["code"], [])]
            mine += len(left)
            wanted += len(node["units"])
            for unit in node["units"]:
                names = {plain(unit["name"]), plain(unit["printed"])}
                hit = next((found for found in left if found & names), None)
                if hit is not None:
                    left.remove(hit)
                    right += 1
    assert _f1(right, mine, wanted) >= 0.98


def _figures(plan: dict[str, Any]) -> Counter[tuple[str, int | None, float]]:
    return Counter(
        (node["code"], None if row["recurs"] else row["year"], float(row["target"]))
        for node in plan["nodes"]
        for row in node["milestones"]
        if row["target"] is not None
    )


def test_numeric_targets() -> None:
    right = mine = wanted = 0
    for slug in PLANS:
        gold, read = map(_figures, _read(slug))
        right += (gold & read).total()
        mine += read.total()
        wanted += gold.total()
    assert _f1(right, mine, wanted) >= 0.93


def test_the_second_printing_reads_as_the_first() -> None:
    plans = _report("plans", "nx-gazette-2023-06.txt")["plans"]
    assert _task_codes(plans[1]) == _task_codes(_read("nzbf-2023-13")[0])
    assert len(plans) == 2
    assert len(_report("plans", "nx-gazette-2021-04.txt")["plans"]) == 3


def test_the_contradictions_of_one_plan() -> None:
    assert len(_report("plans", PLANS["zhongwei-2021"])["contradictions"]) >= 15


@pytest.mark.parametrize("gold", sorted((SHARED / "samples").glob("*.gold.json")), ids=lambda path: path.name[:2])
def test_samples(gold: Path) -> None:
    said = json.loads(gold.read_text(encoding="utf-8"))
    (plan,) = _report("samples", gold.name.replace(".gold.json", ".txt"))["plans"]
    units = {
        node["code"]: [unit["printed"] for unit in node["units"]] for node in plan["nodes"] if node["kind"] == "task"
    }
    assert units == {task["no"]: [unit["name"] for unit in task["units"]] for task in said["tasks"]}
    targets = sorted((target["no"], target["year"], target["value"]) for target in said["targets"])
    assert sorted((code, year, figure) for code, year, figure in _figures(plan).elements()) == targets
