"""pack, collect, conflicts, settle, enrol: handing in, taking in, and whom to believe."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.commands import collect as collecting
from db.commands import handing, reviewing, trusting
from db.commands.collect import Collected
from db.errors import KnownError
from db.home import device_id
from db.queries.conflicts import Conflict
from db.queries.conflicts import conflicts as find_conflicts
from db.queries.packing import PackData
from db.reports.model import StatusReport
from db.rules.pack import PART_BYTES, device_code
from desktop.cli.opened import author_of, store_of, unit_of
from desktop.cli.options import Options, period_of
from desktop.cli.output import emit_changes, emit_json, table
from desktop.cli.reporting import make_report

_TRUST = {"own": "本机", "code": "已核对识别码", "unchecked": "未签名、未核对", "not_enrolled": "未登记，不计入"}
_WHY = {
    "not_enrolled": "设备没有登记", "not_office": "不是下发单位，无权销号或退回", "not_own": "不是本单位的事项",
    "own_device": "自称是本机所写，来路不明", "unknown_kind": "较新版本的记录",
}  # fmt: skip


def pack(options: Options) -> int:
    """Writes a unit's hand-in of a period, and shows this device's code."""
    unit, period = unit_of(options, options.unit), period_of(options.period, options.today)
    out = Path(options.out)
    if out.suffix.lower() not in (".zip", ".xlsx"):
        raise KnownError("pack_ending", name=out.name)
    with store_of(options) as store, tempfile.TemporaryDirectory(prefix="duban-") as name:
        folder = Path(name)
        report = make_report(store, unit, period, options.today, options.plan)
        data = handing.prepare(store, unit, period.key, folder, everything=options.all)
        out.parent.mkdir(parents=True, exist_ok=True)
        files = _write(data, report, folder, out)
        handing.record(store, data, [Path(row["path"]) for row in files])
    return _print_pack(options, data, report, files)


def _write(data: PackData, report: StatusReport, folder: Path, out: Path) -> list[dict[str, Any]]:
    from exports.carried import carried_cells
    from exports.names import file_name
    from exports.package import write_package
    from exports.status_pdf import write_pdf
    from exports.workbook import write_workbook

    if out.suffix.lower() == ".xlsx":
        made = write_workbook(report, out, carried=carried_cells(data))
        return [{"path": str(made.path), "bytes": out.stat().st_size, "files": 1}]
    book = folder / file_name(report, "xlsx")
    try:
        carried = carried_cells(data)
    except KnownError:
        carried = None  # too much for a workbook; the package holds it anyway
    reports = [write_workbook(report, book, carried=carried).path, write_pdf(report, book.with_suffix(".pdf")).path]
    parts = write_package(data, reports, out)
    return [{"path": str(part.path), "bytes": part.size, "files": part.files, "digest": part.digest} for part in parts]


def _print_pack(options: Options, data: PackData, report: StatusReport, files: list[dict[str, Any]]) -> int:
    notices = [KnownError("pack_evidence_missing", name=name) for name in data.missing]
    notices += [KnownError("pack_part_large", name=row["path"]) for row in files if row["bytes"] > PART_BYTES]
    if options.out.lower().endswith(".xlsx") and data.evidence:
        notices.append(KnownError("carried_no_evidence", count=len(data.evidence)))
    if options.json:
        emit_json(
            {
                "schema": 1, "unit": data.unit_name, "period": data.period, "pack": data.id, "files": files,
                "entries": data.counts.get("entry", 0), "evidence": len(data.evidence), "since": len(data.since),
                "device_code": device_code(data.device), "check_code": report.check_code,
                "notices": [{"code": n.code, "message": n.sentence(options.lang)} for n in notices],
            }
        )  # fmt: skip
    else:
        print(f"已生成报送包：记录{data.counts.get('entry', 0)}条，佐证{len(data.evidence)}份。")
        for row in files:
            print(f"  {row['path']}　{row['bytes'] / 1024 / 1024:.1f} MB")
        print(f"本机识别码 {device_code(data.device)}，接收单位可电话核对。校验码 {report.check_code}")
        for notice in notices:
            print(notice.sentence(options.lang) + notice.hint(options.lang))
    return 3 if notices else 0


def collect(options: Options) -> int:
    """Takes files in. Exit code 3 when some could not be taken or something has to be looked at, 1 when none could."""
    shown = None if options.json else lambda row: _print_collected(row, options.lang)
    with store_of(options) as store:
        receipts = Path(options.receipts) if options.receipts else None
        files = [Path(file) for file in options.files]
        rows = collecting.collect(store, files, trust=options.trust, receipts=receipts, wanted=shown)
    failed = [row for row in rows if row.error]
    if options.json:
        counts = {"taken": len(rows) - len(failed), "failed": len(failed), "entries": sum(row.entries for row in rows)}
        emit_json({"schema": 1, **counts, "files": [_collected_json(row, options.lang) for row in rows]})
    elif len(rows) > 1:
        print(f"共{len(rows)}个文件，收取{len(rows) - len(failed)}个，新记录{sum(row.entries for row in rows)}条。")
    if failed and len(failed) == len(rows):
        return 1
    return 3 if any(row.error or row.notices or row.refused or row.conflicts for row in rows) else 0


def _collected_json(row: Collected, lang: str) -> dict[str, Any]:
    return {
        "path": str(row.path), "kind": row.kind, "unit": row.unit_name, "period": row.period, "entries": row.entries,
        "evidence": row.files, "already": row.already, "trusted_unsigned": list(row.trusted),
        "not_admitted": [
            {"unit": r.unit_name, "device_code": r.code, "why": r.why, "count": r.count} for r in row.refused
        ],
        "conflicts": [_conflict_json(torn) for torn in row.conflicts],
        "redactions": row.redactions, "receipt": str(row.receipt) if row.receipt else None,
        "notices": [_message(notice, lang) for notice in row.notices],
        "error": _message(row.error, lang) if row.error else None,
    }  # fmt: skip


def _message(error: KnownError, lang: str) -> dict[str, str]:
    return {"code": error.code, "message": error.sentence(lang), "hint": error.hint(lang)}


def _print_collected(row: Collected, lang: str) -> None:
    if row.error:
        print(f"没有收取　{row.error.sentence(lang)}{row.error.hint(lang)}")
        return
    what = {"pack": "报送包", "slip": "退回单", "receipt": "回执"}[row.kind] if row.kind in _KINDS else row.kind
    if row.already:
        print(f"已收过　{row.unit_name}　{row.path.name}")
        return
    print(f"已收取{what}　{row.unit_name}　{row.period}　新记录{row.entries}条，佐证{row.files}份　{row.path.name}")
    for code in row.trusted:
        print(f"　　按未签名信任登记了设备 {code}，没有电话核对。")
    for refused in row.refused:
        print(
            f"　　{refused.count}条不计入：{refused.unit_name}　识别码 {refused.code}　{_WHY.get(refused.why, refused.why)}"
        )
    for torn in row.conflicts:
        _print_conflict(torn)
    for notice in row.notices:
        print(f"　　{notice.sentence(lang)}{notice.hint(lang)}")
    if row.receipt:
        print(f"　　回执 {row.receipt}")


_KINDS = {"pack", "slip", "receipt"}


def conflicts(options: Options) -> int:
    """Every conflict with all its sides."""
    unit = unit_of(options, options.unit) if options.unit else None
    with store_of(options) as store:
        rows = store.read(lambda conn: find_conflicts(conn, unit))
    if options.json:
        emit_json({"schema": 1, "conflicts": [_conflict_json(row) for row in rows]})
    elif not rows:
        print("没有冲突。")
    else:
        for row in rows:
            _print_conflict(row)
    return 0


def _conflict_json(torn: Conflict) -> dict[str, Any]:
    return {
        "unit": torn.unit_name, "target": torn.slot.target, "field": torn.slot.field, "period": torn.slot.period,
        "title": torn.title, "sides": [asdict(side) for side in torn.sides],
    }  # fmt: skip


def _print_conflict(torn: Conflict) -> None:
    print(f"　　冲突　{torn.unit_name}「{torn.title}」")
    for side in torn.sides:
        stands = "（暂按此计）" if side.stands else ""
        print(f"　　　　{side.entry[:12]}　{side.said}　{side.on}　{side.by}　{side.note[:40]}{stands}")


def settle(options: Options) -> int:
    """Chooses one side; the choice is an entry over all of them."""
    author = author_of(options)
    with store_of(options) as store:
        changes = reviewing.settle(store, author, options.entry, milestone=options.milestone)
    return emit_changes(changes, as_json=options.json, lang=options.lang)


def enrol(options: Options) -> int:
    """Enrols or dismisses a device by its code, or lists the devices."""
    unit = unit_of(options, options.unit) if options.unit else None
    if options.device and unit is None:
        raise KnownError("enrol_needs_unit")
    with store_of(options) as store:
        if options.device and unit:
            change = trusting.dismiss if options.dismiss else trusting.enrol
            rows: tuple[trusting.DeviceRow, ...] = (change(store, unit, options.device),)
        else:
            rows = trusting.listed(store, unit)
    if options.json:
        emit_json({"schema": 1, "own_code": device_code(device_id()), "devices": [asdict(row) for row in rows]})
    else:
        print(f"本机识别码 {device_code(device_id())}")
        table([(row.unit_name, row.code, _TRUST[row.trust], f"{row.entries}条") for row in rows])
    return 0
