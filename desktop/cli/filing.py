"""sign, file: the sign-off of a period's report and its filing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.commands import filing
from db.errors import KnownError
from db.queries.changes import ChangedRow
from db.queries.filing import Filed, PeriodStanding, Signature, filings, standing_of
from db.reports.model import StatusReport
from desktop.cli.opened import author_of, store_of
from desktop.cli.options import Options, period_of
from desktop.cli.output import emit_changes, emit_json, table
from desktop.cli.reporting import plan_uid, write_out
from exports.sign_sheet import sheet_name, write_sign_sheet


def sign(options: Options) -> int:
    """Notes a signature (--step, --signer); with --out prints the sheet to be signed; alone shows how it stands."""
    author, period = author_of(options), period_of(options.period, options.today)
    with store_of(options) as store:
        plan = store.read(lambda conn: plan_uid(conn, options.plan))
        code = 0
        if options.step:
            changes = filing.sign(
                store, author, period, options.step, options.by, section=options.section, plan=plan,
                scans=[Path(file) for file in options.scan], today=options.today,
            )  # fmt: skip
            code = emit_changes(changes, as_json=options.json, lang=options.lang)
        if options.out:
            report, signed = store.read(lambda conn: filing.to_sign(conn, author.unit, period, plan, options.today))
            _print_sheet(options, report, signed)
        if not options.step and not options.out:
            _show(options, store.read(lambda conn: standing_of(conn, author.unit, period, plan or "")))
    return code


def _print_sheet(options: Options, report: StatusReport, signed: tuple[Signature, ...]) -> None:
    out = Path(options.out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError("out_not_writable", path=out, why=error.strerror) from error
    made = write_sign_sheet(report, signed, out / sheet_name(report))
    if not options.step and options.json:
        emit_json({"schema": 1, "path": str(made.path), "version": report.version, "check_code": report.check_code})
    elif not options.json:
        print(f"审签单第{report.version}版，校验码 {report.check_code}：{made.path}")


def _show(options: Options, found: PeriodStanding) -> None:
    if options.json:
        emit_json({"schema": 1, **standing_json(found)})
        return
    print(f"第{found.version}版　{found.stage}")
    for row in found.signatures:
        print(f"第{row.version}版　{row.step}{row.section}　{row.signer}　{row.on}　{row.scan}")
    for filed in found.filed:
        print(
            f"第{filed.version}版　已报送　{filed.on}　{filed.entry[:12]}　{'' if filed.signed else '未审签'}{filed.reason}"
        )
    if found.changed:
        print(f"审签后有改动：{len(found.changed)}处")
        table([_changed(row) for row in found.changed])


def _changed(row: ChangedRow) -> tuple[str, ...]:
    return str(row.on), row.by, f"「{row.title}」", row.was or "—", "→", row.now


def standing_json(found: PeriodStanding) -> dict[str, Any]:
    """A period's standing for --json."""
    return {
        "version": found.version,
        "stage": found.stage,
        "changed_after_signing": bool(found.changed),
        "signatures": [asdict(row) for row in found.signatures],
        "filed": [_filed(row) for row in found.filed],
        "changed": [asdict(row) for row in found.changed],
    }


def _filed(row: Filed) -> dict[str, Any]:
    return {**asdict(row), "issue": row.entry[:12], "programs": dict(row.programs)}


def file(options: Options) -> int:
    """Files the signed version and writes it into --out; without a period's name lists what was filed."""
    author, period = author_of(options), period_of(options.period, options.today)
    with store_of(options) as store:
        if options.list:
            return _list(options, store.read(lambda conn: filings(conn, author.unit)))
        plan = store.read(lambda conn: plan_uid(conn, options.plan))
        changes, report = filing.file_report(
            store, author, period, plan=plan, unsigned=options.unsigned, reason=options.reason, today=options.today
        )
    if options.out:
        return write_out(options, report, issue=changes.entries[0][:12])
    if options.json:
        emit_json(
            {
                "schema": 1, "issue": changes.entries[0][:12], "act": changes.act, "entries": list(changes.entries),
                "version": report.version, "digest": report.digest, "check_code": report.check_code,
            }
        )  # fmt: skip
        return 0
    code = emit_changes(changes, as_json=False, lang=options.lang)
    print(f"编号 {changes.entries[0][:12]}：duban report --again {changes.entries[0][:12]} 可原样再打印。")
    return code


def _list(options: Options, found: tuple[Filed, ...]) -> int:
    if options.json:
        emit_json({"schema": 1, "filed": [_filed(row) for row in found]})
    else:
        table([(row.entry[:12], row.period, f"第{row.version}版", str(row.on), row.reason) for row in found])
    return 0
