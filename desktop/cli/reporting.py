"""report: a unit's status report as workbook and PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from db.errors import KnownError
from db.queries.filing import frozen_data
from db.reports.frozen import thaw
from db.reports.model import StatusReport
from db.reports.status import status_report
from db.rules.kinds import PlanUid, UnitUid
from db.rules.times import Period
from db.store.store import Store
from desktop.cli.opened import store_of, unit_of
from desktop.cli.options import Options, period_of
from desktop.cli.output import emit_json
from exports.names import file_name
from exports.written import Written

FORMATS = ("xlsx", "pdf")


def report(options: Options) -> int:
    """Writes the report into --out. Exit code 3 when one of several formats failed."""
    _formats(options)
    unit, period = unit_of(options, options.unit), period_of(options.period, options.today)
    with store_of(options) as store:
        if options.again:
            issue, text = store.read(lambda conn: frozen_data(conn, unit, options.again))
            return write_out(options, thaw(text), issue=issue.entry[:12])
        data = make_report(store, unit, period, options.today, options.plan)
    return write_out(options, data)


def write_out(options: Options, data: StatusReport, issue: str = "") -> int:
    """Writes report data into --out as --format says, and prints what was written."""
    wanted = _formats(options)
    files, failed = write_reports(data, Path(options.out), wanted)
    _print(options, data, files, failed, issue)
    if failed and not files:
        raise failed[0]
    return 3 if failed else 0


def _formats(options: Options) -> list[str]:
    wanted = [name.strip().lower() for name in options.format.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise KnownError("report_format", name="、".join(unknown) or options.format)
    return wanted


def plan_uid(conn: object, plan: str | None) -> PlanUid | None:
    """The plan that is named by slug, uid or document number. Raises KnownError plan_unknown."""
    if not plan:
        return None
    query = 'SELECT uid FROM "plan" WHERE ? IN (slug, uid, doc_no)'
    row = conn.exec_driver_sql(query, (plan,)).fetchone()  # type: ignore[attr-defined]
    if row is None:
        raise KnownError("plan_unknown", name=plan)
    return PlanUid(row[0])


def make_report(store: Store, unit: UnitUid, period: Period, today: date, plan: str | None = None) -> StatusReport:
    """The report's data, read in one transaction. `plan` is a slug, uid or document number. Raises KnownError."""

    def read(conn: object) -> StatusReport:
        return status_report(conn, unit, period, today, plan=plan_uid(conn, plan))  # type: ignore[arg-type]

    return store.read(read)


def write_reports(data: StatusReport, out: Path, formats: Sequence[str]) -> tuple[list[Written], list[KnownError]]:
    """The files that were written, and the errors of those that were not."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError("out_not_writable", path=out, why=error.strerror) from error
    written, failed = [], []
    for name in formats:
        try:
            written.append(_writer(name)(data, out / file_name(data, name)))
        except KnownError as error:
            failed.append(error)
    return written, failed


def _writer(name: str) -> Callable[[StatusReport, Path], Written]:
    if name == "pdf":
        from exports.status_pdf import write_pdf

        return write_pdf
    from exports.workbook import write_workbook

    return write_workbook


def _print(
    options: Options, data: StatusReport, files: list[Written], failed: list[KnownError], issue: str = ""
) -> None:
    if options.json:
        emit_json(
            {
                "schema": 1,
                "unit": data.unit_name,
                "period": data.period.key,
                "as_of": data.as_of,
                "digest": data.digest,
                "check_code": data.check_code,
                "version": data.version,
                "stage": data.stage,
                "issue": issue or None,
                "files": [
                    {"path": str(f.path), "rows": f.rows, "pages": f.pages, "sheets": f.sheets, "digest": f.digest}
                    for f in files
                ],
                "notices": [notice for f in files for notice in f.notices],
                "errors": [{"code": e.code, "message": e.sentence(options.lang)} for e in failed],
            }
        )
        return
    if issue:
        print(f"第{data.version}版已报送，编号 {issue}，用 duban report --again {issue} 可原样再打印。")
    for file in files:
        size = f"{file.pages}页" if file.pages else f"{file.sheets}个表"
        print(f"已导出{file.rows}行、{size}，与数据核对一致：{file.path}")
        for notice in file.notices:
            print(notice)
    for error in failed:
        print(error.sentence(options.lang) + error.hint(options.lang))
