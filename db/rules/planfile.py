"""Plan files: minting ids into a draft, checking a file, its digest. Pure; called by plan loading and importers.

A plan file is one JSON object: document facts, indicators, nodes with units, points and milestones (docs/plan-file.md).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.rules.directory import Directory, Unit
from db.rules.ids import document_uid, milestone_uid, node_uid
from db.rules.kinds import IndicatorType, MilestoneKind, Op, Role

FORMAT = 1
_DECIMAL = re.compile(r"\d{1,15}(\.\d{1,6})?")
RECURS = ("yearly", "half-yearly", "quarterly", "monthly")


class PlanFileError(ValueError):
    """A plan file that can't be used. `code` is the node's printed path or "" for the document; `reason` a sentence."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}" if code else reason)
        self.code = code
        self.reason = reason


def digest(plan: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the plan without its own digest, as canonical JSON."""
    body = {name: value for name, value in plan.items() if name != "digest"}
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def mint(draft: Mapping[str, Any], directory: Directory) -> dict[str, Any]:
    """A plan file from a draft without ids: uids, milestone keys, the yearly checkpoints and the digest are put in.

    Raises PlanFileError when a unit is not in the directory.
    """
    uid = document_uid(draft.get("doc_no"), draft["issuer"], draft["title"], draft["issued_on"] or "")
    place = draft["jurisdiction"]
    plan: dict[str, Any] = {
        "format": FORMAT,
        "id": draft["id"],
        "uid": uid,
        "revision": 1,
        "parent": None,
        **{name: draft.get(name) for name in _DOCUMENT},
        "indicators": [
            {"uid": milestone_uid(uid, f"indicator:{row['id']}"), **{name: row.get(name) for name in _INDICATOR}}
            for row in draft["indicators"]
        ],
    }
    uids = {row["id"]: made["uid"] for row, made in zip(draft["indicators"], plan["indicators"], strict=True)}
    minter = _Minter(uid, uids, range(draft["start_year"], draft["end_year"] + 1), directory, place)
    plan["nodes"] = [minter.node(row) for row in draft["nodes"]]
    return seal(plan)


def seal(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan with its digest set anew."""
    return {**plan, "digest": digest(plan)}


_DOCUMENT = ("doc_no", "title", "short", "issuer", "issued_on", "start_year", "end_year", "jurisdiction")
_INDICATOR = (
    "name", "measure", "type", "basis", "baseline", "baseline_year", "publisher", "publishes_on", "note"
)  # fmt: skip
_MILESTONE = (
    "kind", "text", "year", "due_on", "recurs", "from_year", "type", "indicator", "basis", "op", "target", "target_max",
    "measure", "answerer", "notice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Minter:
    """Mints the nodes of one document. `indicators` maps the draft's indicator ids to uids."""

    document: str
    indicators: Mapping[str, str]
    years: range
    directory: Directory
    place: str

    def node(self, row: Mapping[str, Any]) -> dict[str, Any]:
        uid = node_uid(self.document, row["code"])
        units = [self._unit(unit, row["code"]) for unit in row["units"]]
        wanted = list(row["milestones"])
        if row["kind"] == "task":
            answerer = row.get("answerer") or _first_answerer(units, self.directory)
            wanted += [_checkpoint(year, answerer) for year in self.years]
        count: Counter[str] = Counter()
        milestones = []
        for milestone in wanted:
            stem = f"{milestone['kind']}/{milestone.get('year') or milestone['recurs']}"
            count[stem] += 1
            key = f"{stem}/{count[stem]}"
            milestones.append({"uid": milestone_uid(uid, key), "key": key, **self._milestone(milestone, row["code"])})
        return {
            "uid": uid,
            **{name: row.get(name) for name in ("code", "kind", "number", "title")},
            "units": units,
            "points": row["points"],
            "notice": row.get("notice"),
            "milestones": milestones,
        }

    def _milestone(self, milestone: Mapping[str, Any], code: str) -> dict[str, Any]:
        made = {name: milestone.get(name) for name in _MILESTONE}
        if made["indicator"] is not None:
            made["indicator"] = self.indicators[made["indicator"]]
        if made["answerer"] is not None:
            made["answerer"] = self._resolve(made["answerer"], code).uid
        return made

    def _unit(self, unit: Mapping[str, Any], code: str) -> dict[str, Any]:
        found = self._resolve(unit["name"], code)
        return {"uid": found.uid, "name": found.name, "printed": unit["printed"], "role": unit["role"]}

    def _resolve(self, name: str, code: str) -> Unit:
        found = self.directory.resolve(name, self.place)
        if found is None:
            raise PlanFileError(code, f"unknown unit {name}")
        return found


def _first_answerer(units: list[dict[str, Any]], directory: Directory) -> str | None:
    """The lead, else the first-listed responsible unit; never a group (domain.md, Who answers)."""
    for role in (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT):
        for unit in units:
            known = directory.get(unit["uid"])
            if unit["role"] == role and known and not known.is_group:
                return known.name
    return None


def _checkpoint(year: int, answerer: str | None) -> dict[str, Any]:
    return {
        "kind": "checkpoint", "text": f"{year}年年度小结", "year": year, "due_on": f"{year}-12-31", "recurs": None,
        "type": "K", "indicator": None, "answerer": answerer,
    }  # fmt: skip


def read(data: bytes) -> dict[str, Any]:
    """A plan file's content, checked whole. Raises PlanFileError with the code of the place and the reason."""
    try:
        plan = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise PlanFileError("", f"not readable as JSON ({error.__class__.__name__})") from None
    if not isinstance(plan, dict):
        raise PlanFileError("", "not a plan file")
    if plan.get("format") != FORMAT:
        raise PlanFileError("", f"format {plan.get('format')!r} is not known to this version")
    try:
        for code, reason in problems(plan):
            raise PlanFileError(code, reason)
    except (KeyError, TypeError, AttributeError) as error:
        raise PlanFileError("", f"a field is missing or of the wrong kind ({error})") from None
    if plan.get("digest") != digest(plan):
        raise PlanFileError("", "the digest does not match: the file was changed or damaged")
    return plan


def problems(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a plan, as (code, reason), in document order; digest apart."""
    for name in ("id", "uid", "title", "short", "issuer", "jurisdiction"):
        if not isinstance(plan[name], str) or not plan[name].strip():
            yield "", f"{name} is missing"
    if not plan["start_year"] <= plan["end_year"]:
        yield "", "the plan ends before it begins"
    if plan["issued_on"] is not None and not _is_date(plan["issued_on"]):
        yield "", f"{plan['issued_on']!r} is no date"
    yield from _repeated("node", (node["uid"] for node in plan["nodes"]))
    yield from _repeated("code", (node["code"] for node in plan["nodes"]))
    yield from _repeated("milestone", (row["uid"] for node in plan["nodes"] for row in node["milestones"]))
    yield from _repeated("indicator", (row["uid"] for row in plan["indicators"]))
    known = {row["uid"] for row in plan["indicators"]}
    for node in plan["nodes"]:
        yield from ((node["code"], reason) for reason in _node_problems(node, known))


def _repeated(what: str, values: Iterator[str]) -> Iterator[tuple[str, str]]:
    for value, times in Counter(values).items():
        if times > 1:
            yield "", f"{what} {value} stands {times} times"


def _node_problems(node: Mapping[str, Any], indicators: set[str]) -> Iterator[str]:
    if node["kind"] not in ("section", "task"):
        yield f"kind {node['kind']!r} is neither section nor task"
    if not node["title"].strip():
        yield "no title"
    for unit in node["units"]:
        if unit["role"] not in set(Role):
            yield f"role {unit['role']!r} of {unit['name']} is not known"
    for milestone in node["milestones"]:
        reason = _milestone_problem(milestone, indicators)
        if reason:
            yield f"milestone {milestone['key']}: {reason}"


def _milestone_problem(row: Mapping[str, Any], indicators: set[str]) -> str | None:
    if row["kind"] not in set(MilestoneKind) or row["type"] not in set(IndicatorType):
        return f"kind {row['kind']!r} or type {row['type']!r} is not known"
    if (row["year"] is None) == (row["recurs"] is None):
        return "needs either a year or a recurrence"
    if row["recurs"] is not None and row["recurs"] not in RECURS:
        return f"recurrence {row['recurs']!r} is not known"
    if row["year"] is not None and not _is_date(row["due_on"]):
        return f"{row['due_on']!r} is no date"
    return _target_problem(row, indicators) if row["kind"] == "target" else None


def _is_date(text: object) -> bool:
    try:
        date.fromisoformat(str(text))
    except ValueError:
        return False
    return True


def _target_problem(row: Mapping[str, Any], indicators: set[str]) -> str | None:
    if row["indicator"] not in indicators:
        return "cites an indicator that the file does not define"
    if row["op"] not in set(Op):
        return f"comparison {row['op']!r} is not known"
    for name in ("target", "target_max"):
        value = row[name]
        if not (value is None and name == "target_max") and not _DECIMAL.fullmatch(str(value)):
            return f"{name} {value!r} is no figure"
    return None
