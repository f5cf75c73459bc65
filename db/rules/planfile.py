"""Plan files: minting ids into a draft, checking a file, its digest. Pure; called by plan loading and importers.

A plan file is one JSON object: document facts, indicators, nodes with units, points and milestones (docs/plan-file.md).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.rules.directory import Directory, Unit
from db.rules.ids import document_uid, milestone_uid, node_uid
from db.rules.kinds import IndicatorType, MilestoneKind, Op, Role

FORMAT = 1
_DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
        found = digest(plan)
    except (KeyError, TypeError, AttributeError) as error:
        raise PlanFileError("", f"a field is missing or of the wrong kind ({error})") from None
    except (UnicodeEncodeError, RecursionError):
        raise PlanFileError("", "holds half a character, or is nested too deeply") from None
    if plan.get("digest") != found:
        raise PlanFileError("", "the digest does not match: the file was changed or damaged")
    return plan


def problems(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a plan, as (code, reason), in document order; digest apart."""
    yield from (("", reason) for reason in _form_problems(plan, _DOCUMENT_FORM))
    if not plan["start_year"] <= plan["end_year"]:
        yield "", "the plan ends before it begins"
    for row in plan["indicators"]:
        yield from (("", f"indicator {row['name']}: {reason}") for reason in _form_problems(row, _INDICATOR_FORM))
    yield from _repeated("node", (node["uid"] for node in plan["nodes"]))
    yield from _repeated("code", (node["code"] for node in plan["nodes"]))
    yield from _repeated("milestone", (row["uid"] for node in plan["nodes"] for row in node["milestones"]))
    yield from _repeated("indicator", (row["uid"] for row in plan["indicators"]))
    known = {row["uid"] for row in plan["indicators"]}
    for node in plan["nodes"]:
        yield from ((str(node["code"]), reason) for reason in _node_problems(node, known))


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _text(value: object) -> bool:
    return isinstance(value, str)


def _list(value: object) -> bool:
    return isinstance(value, list)


def _year(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200


def _figure(value: object) -> bool:
    return isinstance(value, str) and bool(_DECIMAL.fullmatch(value))


def _day(value: object) -> bool:
    return isinstance(value, str) and bool(_DAY.fullmatch(value)) and _is_date(value)


def _month_and_day(value: object) -> bool:
    return isinstance(value, str) and _day(f"2000-{value}")


Form = Callable[[object], bool]


def _or_none(form: Form) -> Form:
    return lambda value: value is None or form(value)


_DOCUMENT_FORM: dict[str, Form] = {
    **dict.fromkeys(("id", "uid", "title", "short", "issuer", "jurisdiction"), _filled),
    "doc_no": _or_none(_filled), "issued_on": _or_none(_day), "start_year": _year, "end_year": _year,
    "parent": _or_none(_filled), "revision": lambda value: type(value) is int and 1 <= value < 10**6,
    "indicators": _list, "nodes": _list,
}  # fmt: skip
_INDICATOR_FORM: dict[str, Form] = {
    "uid": _filled, "name": _filled, "measure": _text, "type": lambda value: value in set(IndicatorType),
    "baseline": _or_none(_figure), "baseline_year": _or_none(_year), "publishes_on": _or_none(_month_and_day),
    **dict.fromkeys(("basis", "publisher", "note"), _or_none(_text)),
}  # fmt: skip
_NODE_FORM: dict[str, Form] = {
    **dict.fromkeys(("uid", "code", "title"), _filled), **dict.fromkeys(("number", "notice"), _or_none(_text)),
    "units": _list, "points": lambda value: isinstance(value, list) and all(_filled(point) for point in value),
    "milestones": _list,
}  # fmt: skip
_UNIT_FORM: dict[str, Form] = dict.fromkeys(("uid", "name", "printed"), _filled)
_MILESTONE_FORM: dict[str, Form] = {
    **dict.fromkeys(("uid", "key", "text"), _filled), "year": _or_none(_year), "from_year": _or_none(_year),
    "due_on": _or_none(_day), "target": _or_none(_figure), "target_max": _or_none(_figure),
    "answerer": _or_none(_filled), **dict.fromkeys(("indicator", "basis", "measure", "notice"), _or_none(_text)),
}  # fmt: skip


def _form_problems(row: Mapping[str, Any], forms: Mapping[str, Form]) -> Iterator[str]:
    for name, form in forms.items():
        if not form(row[name]):
            shown = repr(row[name])
            yield f"{name} is missing or can't be {shown if len(shown) <= 40 else shown[:40] + '…'}"


def _repeated(what: str, values: Iterator[str]) -> Iterator[tuple[str, str]]:
    for value, times in Counter(values).items():
        if times > 1:
            yield "", f"{what} {value} stands {times} times"


def _node_problems(node: Mapping[str, Any], indicators: set[str]) -> Iterator[str]:
    if node["kind"] not in ("section", "task"):
        yield f"kind {node['kind']!r} is neither section nor task"
    yield from _form_problems(node, _NODE_FORM)
    for unit in node["units"]:
        yield from _form_problems(unit, _UNIT_FORM)
        if unit["role"] not in set(Role):
            yield f"role {unit['role']!r} of {unit['name']} is not known"
    for milestone in node["milestones"]:
        for reason in _milestone_problems(milestone, indicators):
            yield f"milestone {milestone['key']}: {reason}"


def _milestone_problems(row: Mapping[str, Any], indicators: set[str]) -> Iterator[str]:
    yield from _form_problems(row, _MILESTONE_FORM)
    if row["kind"] not in set(MilestoneKind) or row["type"] not in set(IndicatorType):
        yield f"kind {row['kind']!r} or type {row['type']!r} is not known"
    if (row["year"] is None) == (row["recurs"] is None):
        yield "needs either a year or a recurrence"
    if row["recurs"] is not None and row["recurs"] not in RECURS:
        yield f"recurrence {row['recurs']!r} is not known"
    if row["year"] is not None and row["due_on"] is None:
        yield "a milestone of a year needs a date"
    if row["indicator"] is not None and row["indicator"] not in indicators:
        yield "cites an indicator that the file does not define"
    if row["op"] is not None and row["op"] not in set(Op):
        yield f"comparison {row['op']!r} is not known"
    if row["kind"] == "target" and None in (row["indicator"], row["op"], row["target"]):
        yield "a target needs an indicator, a comparison and a figure"


def _is_date(text: object) -> bool:
    try:
        date.fromisoformat(str(text))
    except ValueError:
        return False
    return True
