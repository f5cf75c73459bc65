"""review, claims, filed: the office's side — or that of any unit others report to."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

from db.commands import handing
from db.commands import reviewing as verdicts
from db.errors import KnownError
from db.queries.claims import ClaimRow, due_day
from db.queries.claims import claims as find_claims
from db.queries.claims import filed as find_filed
from db.rules.kinds import UnitUid
from db.store.store import Store
from desktop.cli.opened import author_of, store_of, unit_of
from desktop.cli.options import Options, day, period_of
from desktop.cli.output import emit_changes, emit_json, table

_SAID = {"accepted": "已销号", "returned": "退回", "": "待审核"}


def review(options: Options) -> int:
    """Accepts or returns claims; with --slip writes the return slip for the unit."""
    author, of = author_of(options), unit_of(options, options.of)
    code = 0
    with store_of(options) as store:
        if not options.slip_only:
            changes = verdicts.review(
                store,
                author,
                of,
                options.milestones,
                accept=options.accept,
                reason=options.returned or options.without_evidence or "",
                period=options.period,
                without_evidence=options.without_evidence is not None,
                today=options.today,
            )
            code = emit_changes(changes, as_json=options.json, lang=options.lang)
        elif not options.slip:
            raise KnownError("slip_where")
        if options.slip:
            path = write_slip(store, author.unit, of, Path(options.slip))
            if options.slip_only and options.json:
                emit_json({"schema": 1, "slip": str(path)})
            elif not options.json:
                print(f"退回单 {path}，由对方收取；退回的事项在对方重新打开。")
    return code


def write_slip(store: Store, office: UnitUid, unit: UnitUid, path: Path) -> Path:
    """The return slip of everything the office said of the unit's answers."""
    from exports.package import write_package

    rows = [row for row in store.read(lambda conn: find_claims(conn, unit)) if row.review]
    lines = [f"{_SAID[row.review]}　{row.plan} {row.clause}　{row.title}　{row.period}".rstrip("　") for row in rows]
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        data = handing.prepare_slip(store, office, unit, Path(name), lines)
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_package(data, [], path)[0].path


def claims(options: Options) -> int:
    """Claims by clause with evidence and review; --missing leaves those without a file (佐证关口)."""
    of = unit_of(options, options.of) if options.of else None
    office = unit_of(options, options.unit) if options.unit else None
    with store_of(options) as store:
        rows = store.read(lambda conn: find_claims(conn, of, office=office, waiting=options.waiting))
    if options.missing:
        rows = [row for row in rows if not row.evidence]
    if options.json:
        emit_json({"schema": 1, "claims": [{**asdict(row), "milestone_spec": _spec(row)} for row in rows]})
    else:
        table(
            [
                (row.unit_name, _spec(row), row.title, row.on.isoformat(), f"佐证{row.evidence}份", _SAID[row.review])
                for row in rows
            ]
        )
        print(f"共{len(rows)}项，缺佐证{sum(not row.evidence for row in rows)}项。")
    return 0


def _spec(row: ClaimRow) -> str:
    return f"{row.plan}:{row.clause}#{row.key}"


def filed(options: Options) -> int:
    """Who has filed the period; 填报率 apart from 完成率."""
    office, period = unit_of(options, options.unit), period_of(options.period, options.today)
    with store_of(options) as store:
        due = day(options.due) or store.read(lambda conn: due_day(conn, office, period))
        found = store.read(lambda conn: find_filed(conn, office, period, options.today, due))
    total, milestones = len(found.rows), sum(row.milestones for row in found.rows)
    done = sum(row.done for row in found.rows)
    if options.json:
        emit_json(
            {
                "schema": 1, "period": found.period, "due_on": found.due_on, "units": total, "filed": found.filed,
                "late": found.late, "filing_rate": round(found.filed / total, 4) if total else None,
                "milestones": milestones, "done": done,
                "done_rate": round(done / milestones, 4) if milestones else None,
                "rows": [asdict(row) for row in found.rows],
            }
        )  # fmt: skip
        return 0
    for row in found.rows:
        state = "逾期未报" if row.late and not row.filed_on else "未报" if not row.filed_on else f"{row.filed_on}已报"
        late = "（迟报）" if row.late and row.filed_on else ""
        unchecked = "" if row.checked or not row.filed_on else "　设备未核对"
        print(f"{row.unit_name}　{state}{late}　完成{row.done}/{row.milestones}{unchecked}")
    rate = f"{100 * found.filed / total:.1f}%" if total else "—"
    closed = f"{100 * done / milestones:.1f}%" if milestones else "—"
    print(
        f"{period.title}：应报{total}个单位，已报{found.filed}个，迟报或逾期{found.late}个，填报率{rate}；完成率{closed}。"
    )
    return 0
