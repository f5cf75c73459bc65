"""check, backup, restore: looking after the data."""

from __future__ import annotations

from pathlib import Path

from db.errors import KnownError
from db.first import open_first
from db.store import backup as backups
from db.store.check import check as find
from desktop.cli.options import Options
from desktop.cli.output import emit_json


def check(options: Options) -> int:
    """Every finding; exit code 1 when one is an error. With --self-test the data folder is left alone."""
    if options.self_test:
        from desktop.cli.selftest import self_test

        return self_test(options)
    first = open_first(options.home)
    try:
        findings = find(first.raw, options.home, full=options.full)
    finally:
        first.close()
    errors = sum(finding.error for finding in findings)
    if options.json:
        rows = [{"code": f.code, "where": f.where, "error": f.error} for f in findings]
        emit_json({"schema": 1, "errors": errors, "findings": rows})
    else:
        for finding in findings:
            print(f"{'错误' if finding.error else '提示'}　{finding.code}　{finding.where}")
        print("检查完成，没有错误。" if not errors else KnownError("check_failed", count=errors).sentence(options.lang))
    return 1 if errors else 0


def backup(options: Options) -> int:
    """A verified copy of database and evidence."""
    open_first(options.home).close()
    made = backups.back_up(options.home, Path(options.out) if options.out else None)
    if options.json:
        emit_json({"schema": 1, "path": str(made.path), "entries": made.entries, "files": made.files})
    else:
        print(f"已备份并核对：{made.entries}条记录，{made.files}份佐证，在 {made.path}")
    return 0


def restore(options: Options) -> int:
    """Replaces the data by a backup; the present data is set aside."""
    aside = backups.restore(options.home, Path(options.backup))
    open_first(options.home).close()
    if options.json:
        emit_json({"schema": 1, "restored": options.backup, "aside": str(aside)})
    else:
        print(f"已恢复。原有数据没有删除，放在 {aside}")
    return 0
