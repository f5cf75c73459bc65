"""A small plan of our own making, for tests: as a draft, minted, sealed, and written with its own order.json.

Its wording is invented. It holds one of each thing that commands and queries tell apart: an indicator cited in three
places, yearly and recurring milestones, a deliverable, a task without points, one whose answerer is unknown, a group.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from db.rules.directory import Directory
from db.rules.kinds import UnitUid
from db.rules.planfile import mint, seal

GXT, FGW, KJT, MZT = "自治区工业和信息化厅", "自治区发展改革委", "自治区科技厅", "自治区民政厅"
ISSUER = "宁夏回族自治区人民政府"
COUNTIES, VAGUE = "各市、县（区）人民政府", "各有关部门"


@cache
def directory() -> Directory:
    """The directory that comes with the program."""
    return Directory.bundled()


def unit(name: str) -> UnitUid:
    """The uid of a unit of the directory."""
    found = directory().resolve(name)
    assert found is not None, name
    return found.uid


def _unit(name: str, role: str) -> dict[str, str]:
    return {"name": name, "printed": name, "role": role}


def _target(year: int | None, text: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "target", "text": text, "year": year, "due_on": f"{year}-12-31" if year else None, "op": ">=", **more
    }  # fmt: skip


def draft() -> dict[str, Any]:
    """The plan as an author would write it: no ids."""
    plant = {"indicator": "plant", "measure": "家", "type": "C", "basis": "累计"}
    return {
        "id": "shiban-2021-9",
        "doc_no": "试办发〔2021〕9号",
        "title": "试办工厂三年行动方案",
        "short": "试办三年行动",
        "issuer": ISSUER,
        "issued_on": "2021-01-15",
        "start_year": 2021,
        "end_year": 2023,
        "jurisdiction": "宁夏回族自治区",
        "indicators": [
            {"id": "plant", "name": "试办工厂", "measure": "家", "type": "C", "basis": "累计", "baseline": "1",
             "baseline_year": 2020},
            {"id": "growth", "name": "试办投资增长", "measure": "%", "type": "E", "basis": "增速"},
        ],
        "nodes": [
            {"code": "一", "kind": "section", "number": "一", "title": "总目标", "units": [], "points": [],
             "milestones": [_target(2021, "2021年试办工厂6家", target="6", answerer=GXT, **plant)]},
            {"code": "一/1", "kind": "task", "number": "1", "title": "建起试办工厂",
             "units": [_unit(GXT, "lead"), _unit(FGW, "support"), _unit(COUNTIES, "responsible")],
             "points": ["摸清底数", "排出名单", "逐家验收"],
             "milestones": [
                 _target(2021, "2021年试办工厂5家", target="5", **plant, answerer=GXT),
                 _target(2022, "2022年试办工厂9家", target="9", **plant, answerer=GXT),
                 {"kind": "deliverable", "text": "印发试办办法", "year": 2021, "due_on": "2021-06-30", "type": "K",
                  "answerer": GXT},
                 {"kind": "duty", "text": "每季度调度一次", "year": None, "recurs": "quarterly", "type": "L",
                  "answerer": GXT},
             ]},
            {"code": "一/2", "kind": "task", "number": "2", "title": "扩大试办投资",
             "units": [_unit(FGW, "lead"), _unit(GXT, "support")], "points": ["盯住大项目"],
             "milestones": [
                 _target(None, "试办投资每年增长10%以上", recurs="yearly", indicator="growth", measure="%", type="E",
                         target="10", answerer=FGW),
             ]},
            {"code": "二", "kind": "section", "number": "二", "title": "保障", "units": [], "points": [],
             "milestones": []},
            {"code": "二/1", "kind": "task", "number": "1", "title": "各方配合", "units": [_unit(VAGUE, "responsible")],
             "points": ["分头落实"], "milestones": []},
            {"code": "二/2", "kind": "task", "number": "2", "title": "科技支撑", "units": [_unit(KJT, "responsible")],
             "points": [], "milestones": []},
        ],
    }  # fmt: skip


@cache
def _minted() -> dict[str, Any]:
    return mint(draft(), directory())


def minted() -> dict[str, Any]:
    """The plan with ids and digest; a copy that the caller may change."""
    return copy.deepcopy(_minted())


def revised(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """The next revision: ids stay, `change` is applied, the digest is set anew."""
    plan = minted()
    plan["parent"], plan["revision"] = plan["digest"], 2
    change(plan)
    return seal(plan)


def write_plans(folder: Path, *plans: Mapping[str, Any]) -> Path:
    """A folder of plan files with its order.json, as resources/plans is one."""
    folder.mkdir(parents=True, exist_ok=True)
    for plan in plans:
        (folder / f"{plan['id']}.json").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    order = [{"slug": plan["id"], "digest": plan["digest"]} for plan in plans]
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
    return folder


def node_of(plan: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The node at a printed path."""
    found: dict[str, Any] = next(node for node in plan["nodes"] if node["code"] == code)
    return found


def milestone_of(plan: Mapping[str, Any], code: str, key: str) -> dict[str, Any]:
    """The milestone with a key in a node."""
    found: dict[str, Any] = next(row for row in node_of(plan, code)["milestones"] if row["key"] == key)
    return found


def spec(code: str, key: str) -> str:
    """How a person names a milestone: plan:code#key."""
    return f"shiban-2021-9:{code}#{key}"


# The milestones by what they are.
SECTION = spec("一", "target/2021/1")
PLANTS_2021 = spec("一/1", "target/2021/1")
PLANTS_2022 = spec("一/1", "target/2022/1")
RULES = spec("一/1", "deliverable/2021/1")
QUARTERLY = spec("一/1", "duty/quarterly/1")
CHECKPOINT = spec("一/1", "checkpoint/2021/1")
GROWTH = spec("一/2", "target/yearly/1")
UNASSIGNED = spec("二/1", "checkpoint/2021/1")
NO_POINTS = spec("二/2", "checkpoint/2021/1")
TASK, TASK_2 = "shiban-2021-9:一/1", "shiban-2021-9:一/2"
