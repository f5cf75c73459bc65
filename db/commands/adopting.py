"""Puts imported plans in force: a plan file as a new plan or revision, a read document as a new plan. One transaction each.

Units that the directory does not know stay as printed: the plan file lists them as `local_units`, minted from the name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.errors import KnownError
from db.importers import transfer
from db.rules import planfile
from db.rules.directory import Directory, Unit
from db.rules.ids import unit_uid
from db.rules.kinds import UnitUid
from db.store import planload
from db.store.store import Store, Writer

_MAX_FILE = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Adopted:
    """A plan put in force. `local` names the units that are not in the directory."""

    uid: str
    slug: str
    title: str
    revision: int
    tasks: int
    milestones: int
    local: tuple[str, ...]


def read_plan_file(path: Path) -> tuple[dict[str, Any], bytes]:
    """A checked plan file. Raises KnownError import_unreadable or plan_file_broken."""
    try:
        if path.stat().st_size > _MAX_FILE:
            raise KnownError("import_too_big", file=path.name, size=path.stat().st_size >> 20, limit=_MAX_FILE >> 20)
        data = path.read_bytes()
    except OSError as error:
        raise KnownError("import_unreadable", file=path.name, why=error.strerror or str(error)) from None
    try:
        return planfile.read(data), data
    except planfile.PlanFileError as error:
        raise KnownError("plan_file_broken", file=path.name, place=error.code or "-", why=error.reason) from None


def adopt_plan_file(store: Store, plan: Mapping[str, Any], data: bytes) -> Adopted:
    """A new plan, or the revision that follows the one in force. Raises KnownError import_plan_same, _older or _other."""

    def work(tx: Writer) -> Adopted:
        row = tx.raw.execute('SELECT digest, revision, position FROM "plan" WHERE uid = ?', (plan["uid"],)).fetchone()
        if row is not None:
            _check_revision(plan, row[0], row[1])
        return _adopt(tx, plan, data, row[2] if row else None)

    return store.write(work)


def _check_revision(plan: Mapping[str, Any], digest: str, revision: int) -> None:
    values = {"title": plan["title"], "revision": plan["revision"], "current": revision}
    if plan["digest"] == digest:
        raise KnownError("import_plan_same", **values)
    if plan["revision"] <= revision:
        raise KnownError("import_plan_older", **values)
    if plan["parent"] != digest:
        raise KnownError("import_plan_other", **values)


def adopt_drafts(
    store: Store, file: str, drafts: Sequence[Mapping[str, Any]]
) -> tuple[list[Adopted], list[KnownError]]:
    """Plans of an import's report as new plans, all or none; those already here are handed back as refused.

    Raises KnownError import_review_needed when all are here, import_plan_unusable when one can't be minted.
    """

    def work(tx: Writer) -> tuple[list[Adopted], list[KnownError]]:
        here = {uid for (uid,) in tx.raw.execute('SELECT uid FROM "plan"')}
        adopted, refused = [], []
        for draft in drafts:
            head = draft["plan"]
            if head["uid"] in here:
                refused.append(KnownError("import_review_needed", title=head["title"], doc_no=head["doc_no"] or "—"))
                continue
            plan = minted(file, draft)
            adopted.append(_adopt(tx, plan, json.dumps(plan, ensure_ascii=False).encode(), None))
        if refused and not adopted:
            raise refused[0]
        return adopted, refused

    return store.write(work)


def minted(file: str, draft: Mapping[str, Any]) -> dict[str, Any]:
    """A plan file from one plan of an import's report. Raises KnownError import_plan_unusable."""
    mintable = transfer.mintable(draft)
    directory, local = _with_local(mintable)
    try:
        plan = planfile.mint(mintable, directory)
    except planfile.PlanFileError as error:
        raise KnownError("import_plan_unusable", file=file, place=error.code or "-", why=error.reason) from None
    for code, reason in planfile.problems(plan):
        raise KnownError("import_plan_unusable", file=file, place=code or "-", why=reason)
    rows = [{"uid": unit.uid, "name": unit.name} for unit in local]
    return planfile.seal({**plan, "local_units": rows}) if rows else plan


def _with_local(draft: Mapping[str, Any]) -> tuple[Directory, list[Unit]]:
    """The directory, and the draft's units that it lacks as units of their own."""
    bundled = Directory.bundled()
    place = draft["jurisdiction"]
    names = dict.fromkeys(unit["name"] for node in draft["nodes"] for unit in node["units"])
    local = [planload.local_unit(unit_uid(name), name, place) for name in names if bundled.resolve(name, place) is None]
    return Directory([*bundled.units, *local]), local


def _adopt(tx: Writer, plan: Mapping[str, Any], data: bytes, position: int | None) -> Adopted:
    if position is None:
        position = 1 + int(tx.raw.execute('SELECT coalesce(max(position), -1) FROM "plan"').fetchone()[0])
    bundled = Directory.bundled()
    local = [
        planload.local_unit(UnitUid(row["uid"]), row["name"], plan["jurisdiction"])
        for row in plan.get("local_units", ())
    ]
    planload.adopt(tx.raw, plan, data, position, Directory([*bundled.units, *local]))
    return Adopted(
        uid=plan["uid"],
        slug=plan["id"],
        title=plan["title"],
        revision=plan["revision"],
        tasks=sum(node["kind"] == "task" for node in plan["nodes"]),
        milestones=sum(len(node["milestones"]) for node in plan["nodes"]),
        local=tuple(unit.name for unit in local),
    )
