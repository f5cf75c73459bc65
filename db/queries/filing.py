"""What was signed and filed of a unit's periods, and what changed since. Called by commands.filing, reports, window, cli.

`signed_off` and `issued` entries stand in slots of the unit; each filing is a new version over the former. A change is a
slot that holds another entry than at the arrival number noted when it was signed or filed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from db.errors import KnownError
from db.queries.changes import ChangedRow, Reach, changes_since
from db.rules.kinds import EntryHash, EntryKind, UnitUid
from db.rules.times import Period
from db.store.indexing import read_body
from db.store.schema import arrival, content, fact, slot

FROZEN = "frozen"  # the field of a filing's data
STEPS = {"科室": "signed/section", "领导": "signed/leader"}


@dataclass(frozen=True, slots=True)
class Signature:
    """A sign-off: step (科室, 领导), who signed which version, the check digest of its data, the scan's name."""

    entry: EntryHash
    step: str
    section: str
    signer: str
    on: date
    version: int
    digest: str
    as_of: date
    arrived: int  # its arrival number in this store
    scan: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """A version that was handed in, frozen."""

    entry: EntryHash
    period: str
    plan: str  # uid of the one plan it is about; "" for all
    version: int
    on: date
    as_of: date
    digest: str
    arrived: int
    signed: bool
    by: str
    reason: str  # of a version after the first
    programs: tuple[tuple[str, str], ...]  # versions: program, unit directory, rules, plans


@dataclass(frozen=True, slots=True)
class PeriodStanding:
    """How one period's report stands: version, signatures of it, what was filed, what changed after signing."""

    version: int
    signatures: tuple[Signature, ...]
    filed: tuple[Filed, ...]
    changed: tuple[ChangedRow, ...]

    @property
    def stage(self) -> str:
        """草拟, 科室已审, 领导已签, 已报送; a later version begins again."""
        if self.filed and self.filed[-1].version == self.version:
            return "已报送"
        steps = {signature.step for signature in self.signatures if signature.version == self.version}
        return "领导已签" if "领导" in steps else "科室已审" if "科室" in steps else "草拟"


def last_arrival(conn: Connection) -> int:
    """The greatest arrival number of this store: what it knew then."""
    return int(conn.execute(select(func.max(arrival.c.n))).scalar() or 0)


def signatures(conn: Connection, unit: UnitUid, period: Period, plan: str = "") -> tuple[Signature, ...]:
    """Every sign-off of a period that stands, oldest first."""
    rows = conn.execute(
        _entries(unit).where(fact.c.kind == EntryKind.SIGNED_OFF, fact.c.live == 1, slot.c.period == period.key)
    )
    return tuple(_signature(row) for row in rows if _body(row).get("plan", "") == plan)


def filings(
    conn: Connection, unit: UnitUid, period: Period | None = None, plan: str | None = None
) -> tuple[Filed, ...]:
    """Every filing of a unit, oldest first; of one period and plan if given. What was filed can't be taken back."""
    query = _entries(unit).where(fact.c.kind == EntryKind.ISSUED, slot.c.field.not_like(f"{FROZEN}/%"))
    if period is not None:
        query = query.where(slot.c.period == period.key)
    found = [_filed(row) for row in conn.execute(query)]
    return tuple(row for row in found if plan is None or row.plan == plan)


def frozen_data(conn: Connection, unit: UnitUid, name: str) -> tuple[Filed, str]:
    """(filing, its frozen data) by the beginning of its entry's hash, or period#version. Raises KnownError."""
    fit = [row for row in filings(conn, unit) if row.entry.startswith(name) or f"{row.period}#{row.version}" == name]
    if len(fit) != 1 or not name:
        raise KnownError("issue_unknown", name=name)
    act = select(fact.c.act).where(fact.c.hash == bytes.fromhex(fit[0].entry)).scalar_subquery()
    query = select(content.c.body).join(fact, fact.c.c == content.c.digest).join(slot, slot.c.id == fact.c.slot)
    query = query.where(fact.c.act == act, fact.c.kind == EntryKind.ISSUED, slot.c.field.like(f"{FROZEN}/%"))
    body = conn.execute(query.where(slot.c.unit == unit)).scalar()
    data = str(read_body(body).get("data") or "") if body else ""
    if not data:
        raise KnownError("issue_withheld", name=name)
    return fit[0], data


def standing_of(conn: Connection, unit: UnitUid, period: Period, plan: str = "") -> PeriodStanding:
    """How the period's report stands now."""
    signed, filed = signatures(conn, unit, period, plan), filings(conn, unit, period, plan)
    known = [(row.version, row.arrived) for row in signed] + [(row.version, row.arrived) for row in filed]
    if not known:
        return PeriodStanding(1, (), (), ())
    version = max(version for version, _ in known)
    first = min(arrived for of, arrived in known if of == version)
    changed = changes_since(conn, unit, first, Reach.of(period))
    return PeriodStanding(version + (1 if changed else 0), signed, filed, changed)


def _entries(unit: UnitUid) -> Any:
    """The unit's own entries about its periods, answered over or not, with their content."""
    return (
        select(fact.c.n, fact.c.hash, fact.c.on_day, slot.c.period, slot.c.field, content.c.body)
        .join(slot, slot.c.id == fact.c.slot)
        .outerjoin(content, content.c.digest == fact.c.c)
        .where(slot.c.unit == unit, slot.c.target == unit, fact.c.refusal.is_(None))
        .order_by(fact.c.n)
    )


def _body(row: Row[Any]) -> dict[str, Any]:
    return read_body(row.body) if row.body else {}


def _signature(row: Row[Any]) -> Signature:
    body = _body(row)
    step = next((name for name, field in STEPS.items() if row.field.startswith(field)), "")
    return Signature(
        entry=EntryHash(row.hash.hex()),
        step=step,
        section=str(body.get("section") or ""),
        signer=str(body.get("signer") or ""),
        on=date.fromisoformat(row.on_day),
        version=_whole(body.get("version"), 1),
        digest=str(body.get("digest") or ""),
        as_of=date.fromisoformat(str(body.get("as_of") or row.on_day)),
        arrived=row.n,
        scan=str(body.get("scan") or ""),
    )


def _filed(row: Row[Any]) -> Filed:
    body = _body(row)
    versions = body.get("programs")
    return Filed(
        entry=EntryHash(row.hash.hex()),
        period=row.period,
        plan=str(body.get("plan") or ""),
        version=_whole(body.get("version"), 1),
        on=date.fromisoformat(row.on_day),
        as_of=date.fromisoformat(str(body.get("as_of") or row.on_day)),
        digest=str(body.get("digest") or ""),
        arrived=row.n,
        signed=body.get("signed") is True,
        by=str(body.get("by") or ""),
        reason=str(body.get("reason") or ""),
        programs=tuple(sorted((str(k), str(v)) for k, v in versions.items())) if isinstance(versions, dict) else (),
    )


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
