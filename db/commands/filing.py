"""Signing a period's report off (科室, 分管领导) and filing it: version n is frozen with its data. Window and cli.

No accounts: a sign-off says who signed on paper, the scan is attached. Source: domain.md, The filing cycle.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.evidence import Attachment, store_files
from db.errors import KnownError
from db.queries.filing import FROZEN, STEPS, PeriodStanding, Signature, last_arrival, standing_of
from db.reports.digest import sealed
from db.reports.frozen import freeze
from db.reports.model import StatusReport
from db.reports.status import status_report
from db.rows import Changes
from db.rules.journal import Slot
from db.rules.kinds import EntryKind, PlanUid, UnitUid
from db.rules.times import Period
from db.store.journal import Draft
from db.store.schema import plan as plan_table
from db.store.store import Store, Writer
from resources import path as resource

MAX_NAME = 60


def sign(
    store: Store,
    author: Author,
    period: Period,
    step: str,
    signer: str,
    *,
    section: str = "",
    plan: PlanUid | None = None,
    scans: Sequence[Path] = (),
    today: date,
) -> Changes:
    """Notes that `signer` signed the present version at `step` (科室 or 领导), with the signed sheet's scan.

    The leader signs what the section has signed. Raises KnownError: unknown step, no name, the section's signature is
    missing, signed already.
    """
    if step not in STEPS:
        raise KnownError("sign_step", step=step)
    if not signer.strip() or len(signer) > MAX_NAME:
        raise KnownError("sign_needs_name")
    attachments = store_files(store, scans)

    def write(tx: Writer) -> Changes:
        report, signed = to_sign(tx.conn, author.unit, period, plan, today)
        if step == "领导" and "科室" not in {row.step for row in signed}:
            raise KnownError("sign_section_first", period=period.title, version=report.version)
        if any((row.step, row.section) == (step, section) for row in signed):
            raise KnownError("sign_already", period=period.title, version=report.version, step=step)
        field = STEPS[step] + (f"/{section}" if section else "") + (f"/{plan}" if plan else "")
        body = {
            "signer": signer.strip(), "section": section, "version": report.version, "digest": report.digest,
            "as_of": report.as_of.isoformat(), "plan": plan, "scan": "、".join(a.kept.name for a in attachments),
        }  # fmt: skip
        place = Slot("unit", author.unit, author.unit, period.key, field)
        ids = tuple(attachment.id for attachment in attachments)
        drafts = [said(author, EntryKind.SIGNED_OFF, place, today, body, evidence=ids)]
        drafts += [_scan(author, period, attachment, today) for attachment in attachments]
        values = [("step", step), ("signer", signer.strip()), ("period", period.title), ("version", report.version),
                  ("check", report.check_code)]  # fmt: skip
        return commit_act(tx, author, drafts, "signed", values=values)

    return store.write(write)


def file_report(
    store: Store,
    author: Author,
    period: Period,
    *,
    plan: PlanUid | None = None,
    unsigned: bool = False,
    reason: str = "",
    today: date,
) -> tuple[Changes, StatusReport]:
    """Files the signed version: an `issued` entry keeps parameters, versions and the report's data themselves.

    Raises KnownError: not signed by the leader or changed since (unless `unsigned`), filed already, or a further version
    of a filed period without a reason.
    """

    def write(tx: Writer) -> tuple[Changes, StatusReport]:
        standing = standing_of(tx.conn, author.unit, period, plan or "")
        report, signed = to_sign(tx.conn, author.unit, period, plan, today)
        _check_fileable(standing, report, signed, unsigned=unsigned, reason=reason)
        body = {
            "version": report.version, "as_of": report.as_of.isoformat(), "today": today.isoformat(),
            "arrival": last_arrival(tx.conn), "digest": report.digest, "plan": plan, "reason": reason.strip(),
            "signed": any(row.step == "领导" for row in signed) or None, "programs": programs(tx.conn, tx.journal.app),
            "parameters": {"kind": "status", "period": period.key},
        }  # fmt: skip
        field = f"issued/{plan}" if plan else "issued"
        place = Slot("unit", author.unit, author.unit, period.key, field)
        # The data are an entry of their own: when they must be purged, it is still known what was filed and when.
        data = Slot("unit", author.unit, author.unit, period.key, f"{FROZEN}/{report.version}/{plan or ''}")
        drafts = [
            said(author, EntryKind.ISSUED, place, today, body),
            said(author, EntryKind.ISSUED, data, today, {"data": freeze(report)}),
        ]
        values = [("period", period.title), ("version", report.version), ("check", report.check_code)]
        return commit_act(tx, author, drafts, "filed", values=values), report

    return store.write(write)


def to_sign(
    conn: Connection, unit: UnitUid, period: Period, plan: PlanUid | None, today: date
) -> tuple[StatusReport, tuple[Signature, ...]]:
    """The version that is to be signed next, or filed, with its signatures so far.

    A version keeps the day of its first signature, so that what is filed is what was signed.
    """
    standing = standing_of(conn, unit, period, plan or "")
    signed = tuple(row for row in standing.signatures if row.version == standing.version)
    if not signed:
        return _version(conn, unit, period, plan, standing.version, today), ()
    report = _version(conn, unit, period, plan, standing.version, signed[0].as_of)
    if report.digest == signed[0].digest:
        return report, signed
    # Nothing that the unit said has changed, but plans, rules or the program: that is another version too.
    return _version(conn, unit, period, plan, standing.version + 1, today), ()


def _version(
    conn: Connection, unit: UnitUid, period: Period, plan: PlanUid | None, version: int, as_of: date
) -> StatusReport:
    report = status_report(conn, unit, period, as_of, plan=plan)
    return sealed(replace(report, version=version, stage="", digest=""))


def _check_fileable(
    standing: PeriodStanding, report: StatusReport, signed: tuple[Signature, ...], *, unsigned: bool, reason: str
) -> None:
    title = report.period_title
    if any(row.version == report.version for row in standing.filed):
        raise KnownError("file_already", period=title, version=report.version)
    if not unsigned and not any(row.step == "领导" for row in signed):
        changed = [row for row in standing.changed if standing.signatures]
        code = "file_changed" if changed else "file_not_signed"
        raise KnownError(code, period=title, version=report.version, count=len(changed))
    if standing.filed and not reason.strip():
        raise KnownError("file_needs_reason", period=title, version=report.version)


def programs(conn: Connection, app: str) -> dict[str, str]:
    """The versions that made a report: program, unit directory, light rules, plans."""
    plans = conn.execute(select(plan_table.c.slug, plan_table.c.revision, plan_table.c.digest))
    return {
        "program": app,
        "units": _digest("units.json"),
        "rules": _digest("rules", "lights.json"),
        **{f"plan {row.slug}": f"{row.revision} {row.digest[:16]}" for row in plans},
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256(resource(*parts).read_bytes()).hexdigest()[:16]


def _scan(author: Author, period: Period, attachment: Attachment, today: date) -> Draft:
    """The signed sheet's scan, kept like evidence of the unit itself."""
    kept = attachment.kept
    body = {"name": kept.name, "digest": kept.digest, "size": kept.size, "salt": attachment.salt.hex()}
    place = Slot("unit", author.unit, author.unit, attachment.id, f"evidence/{period.key}")
    return said(author, EntryKind.EVIDENCE_ADDED, place, today, body, evidence=(attachment.id,))
