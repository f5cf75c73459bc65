"""redact, recover: taking out what was entered by mistake, and getting back what was lost."""

from __future__ import annotations

from pathlib import Path

from db.commands import purging
from db.commands import recover as recovering
from db.errors import KnownError
from desktop.cli.opened import author_of, store_of
from desktop.cli.options import Options
from desktop.cli.output import emit_json


def redact(options: Options) -> int:
    """Purges an entry; exit code 3 when a copy could not be reached or is out of the house."""
    author = author_of(options)
    with store_of(options) as store:
        done = purging.redact(store, author, options.entry, reason=options.reason, today=options.today)
    notices = [KnownError("redact_handed", at=at[:10], files=files) for at, files in done.handed]
    notices += [KnownError("redact_unreached", path=path) for path in done.unreached]
    if done.log_busy:
        notices.append(KnownError("redact_log_busy"))
    if options.json:
        emit_json(
            {
                "schema": 1, "act": done.changes.act, "entries": list(done.changes.entries), "contents": done.contents,
                "files": done.files, "backups": [str(path) for path in done.backups],
                "handed": [{"at": at, "files": files} for at, files in done.handed],
                "notices": [{"code": n.code, "message": n.sentence(options.lang)} for n in notices],
            }
        )  # fmt: skip
    else:
        print(KnownError("done.redacted", count=done.contents).sentence(options.lang))
        print(f"删除文件{done.files}份，改写备份{len(done.backups)}份；日志保留清除记录，可以核对。")
        for notice in notices:
            print(notice.sentence(options.lang) + notice.hint(options.lang))
    return 3 if notices else 0


def recover(options: Options) -> int:
    """Unites every journal that can be read into this data folder."""
    done = recovering.recover(options.home, [Path(file) for file in options.files])
    failed = [row for row in done.packs if row.error]
    if options.json:
        emit_json(
            {
                "schema": 1, "aside": str(done.aside) if done.aside else None, "files": done.files,
                "sources": [{"path": str(path), "entries": count} for path, count in done.entries.items()],
                "packs": [
                    {"path": str(row.path), "entries": row.entries, "error": row.error.code if row.error else None}
                    for row in done.packs
                ],
            }
        )  # fmt: skip
        return 3 if failed else 0
    if done.aside:
        print(f"数据文件已损坏，没有删除，放在 {done.aside}")
    for path, count in done.entries.items():
        print(f"　　{count}条记录来自 {path}")
    for row in done.packs:
        print(f"　　{row.path}　" + (row.error.sentence(options.lang) if row.error else f"{row.entries}条记录"))
    print(
        f"恢复完成：新增记录{sum(done.entries.values()) + sum(row.entries for row in done.packs)}条，佐证{done.files}份。"
    )
    return 3 if failed else 0
