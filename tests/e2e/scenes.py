"""What the scenes share: one milestone as `duban tasks` shows it, and commands that must succeed. Not a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.e2e.duban_process import Ran, duban

GXT = "自治区工业和信息化厅"
ZWGX = "中卫市工业和信息化局"
OFFICE = "宁夏回族自治区人民政府办公厅"
PLAN = "nzbf-2021-3"
FACTORIES = f"{PLAN}:附件3/二/(四)#target/2021/1"


def row(home: Path, unit: str, spec: str, today: str) -> dict[str, Any]:
    """One milestone of a unit's list by plan:code#key."""
    plan, rest = spec.split(":", 1)
    code, key = rest.rsplit("#", 1)
    ran = duban("tasks", "--unit", unit, "--json", home=home, today=today)
    assert ran.code == 0, ran.err
    for item in ran.json["items"]:
        if (item["plan"], item["code"]) == (plan, code):
            return next(row for row in item["milestones"] if row["key"] == key)
    raise AssertionError(f"{spec} is not in the list of {unit}")


def ok(*words: str, home: Path, today: str) -> Ran:
    """A command that must succeed."""
    ran = duban(*words, home=home, today=today)
    assert ran.code == 0, (words, ran.code, ran.out, ran.err)
    return ran
