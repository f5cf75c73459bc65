"""What a report says of earlier filings: corrections (更正) with their reason, and that it was changed after signing.

Called by db.reports.status. Source: domain.md, The filing cycle.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from db.queries.changes import ChangedRow, Reach, changes_since
from db.queries.filing import Filed, filings, standing_of
from db.reports.digest import sealed
from db.reports.model import CorrectionLine, StatusReport
from db.rules.kinds import PlanUid, UnitUid
from db.rules.times import Period

CHANGED = "审签后有改动"


def with_filing(conn: Connection, report: StatusReport, plan: PlanUid | None) -> StatusReport:
    """The report with its corrections, and its stage where it differs from what was signed or filed."""
    standing = standing_of(conn, report.unit, report.period, plan or "")
    found = corrections(conn, report.unit, plan)
    if not standing.changed and not found:
        return report
    return sealed(replace(report, stage=CHANGED if standing.changed else "", corrections=found))


def corrections(conn: Connection, unit: UnitUid, plan: PlanUid | None) -> tuple[CorrectionLine, ...]:
    """What the unit said since its last filing of what had been filed by then, numbered."""
    filed = filings(conn, unit, plan=plan or "")
    if not filed:
        return ()
    last = max(filed, key=lambda row: row.arrived)
    reach = Reach(last.as_of, frozenset(key for row in filed for key in _text_periods(row)), own=True)
    rows = changes_since(conn, unit, last.arrived, reach)
    return tuple(
        CorrectionLine(at, _kind(row), row.title, row.was, row.now, row.reason, row.on)
        for at, row in enumerate(rows, 1)
    )


def _text_periods(row: Filed) -> tuple[str, ...]:
    period = Period.parse(row.period)
    return row.period, Period.month_of(period.last).key


def _kind(row: ChangedRow) -> str:
    if row.verified:
        return "核定"
    return "补报" if row.first else "更正"
