"""forms, take, paste: 填报表 out and back, and blocks of cells from Excel or WPS."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.commands import takein
from db.commands.author import Author
from db.commands.takeplan import LEFT, WORDS, Mark, Step
from db.errors import KnownError
from db.reports.forms import Form, by_section, form_of, only_section
from db.rows import Changes
from db.rules.forms import Field, Sheet
from db.rules.kinds import UnitUid
from db.rules.pasted import block, parse_block
from db.rules.pasting import Candidate, pasted_lines
from db.rules.times import Period
from db.store.store import Store
from desktop.cli.opened import author_of, store_of, unit_of
from desktop.cli.options import Options, period_of
from desktop.cli.output import emit_json, table
from exports.form_reading import read_workbook
from exports.form_workbook import form_name, write_form

TSV = ("序号", "文件依据", "重点任务", "年度目标/节点", "完成时限", "目标", *[name.value for name in Field])


def forms(options: Options) -> int:
    """Writes a form for each 科室, for one (--section), or for a support unit (--support); --tsv prints the rows."""
    unit, period = unit_of(options, options.unit), period_of(options.period, options.today)
    support = unit_of(options, options.support) if options.support else None
    with store_of(options) as store:
        form = store.read(
            lambda conn: form_of(conn, support or unit, period, options.today, answerer=unit if support else None)
        )
    if options.section:
        made: tuple[Form, ...] = (only_section(form, options.section),)
    else:
        made = (form,) if support or options.tsv else by_section(form)
    made = tuple(one for one in made if one.rows)
    if not made:
        raise KnownError("form_empty", name=options.section or form.unit_name, period=period.title)
    if options.tsv:
        sys.stdout.write(block([TSV, *(_tsv(row) for one in made for row in one.rows)]))
        return 0
    return _write(options, made)


def _tsv(row: Any) -> list[Any]:
    printed = dict(row.printed)
    return [
        row.number,
        row.basis,
        row.task,
        row.text,
        row.due_on,
        row.target,
        *(printed.get(name, "") for name in Field),
    ]


def _write(options: Options, made: Sequence[Form]) -> int:
    if not options.out:
        raise KnownError("form_no_out")
    out = Path(options.out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError("out_not_writable", path=out, why=error.strerror) from error
    files = [(one, write_form(one, out / form_name(one))) for one in made]
    if options.json:
        emit_json(
            {
                "schema": 1,
                "files": [{"path": str(f.path), "section": one.section, "rows": f.rows} for one, f in files],
            }
        )
    else:
        for one, file in files:
            print(f"{one.section or one.answerer or '未分科室'}　{file.rows}行　{file.path}")
    return 0


def take(options: Options) -> int:
    """Takes forms in; --dry-run only shows what would be done. Exit code 3 when something was left."""
    choice = takein.Choice(options.yes, options.prefer == "file", options.reason)
    with store_of(options) as store:
        files = [_incoming(options, store, Path(file)) for file in options.files]
        return _taken(options, store, files, choice)


def _taken(options: Options, store: Store, files: Sequence[takein.Incoming], choice: takein.Choice) -> int:
    if options.dry_run:
        plans = takein.preview(store, files, choice, today=options.today)
        done: tuple[tuple[takein.FilePlan, Changes | None], ...] = tuple((plan, None) for plan in plans)
    else:
        done = takein.take(store, files, choice, today=options.today)
    _show(options, done, choice)
    left = any(step.mark in LEFT and not choice.takes(step) for plan, _ in done for step in plan.steps)
    crossed = any(step.against for plan, _ in done for step in plan.steps)
    return 3 if (left or crossed) and not options.dry_run else 0


def _incoming(options: Options, store: Store, path: Path) -> takein.Incoming:
    """A file with the rows that it may speak of: by its hidden sheet, or when that is lost by --unit and --period."""
    sheets = read_workbook(path)
    meta = next((sheet.meta for sheet in sheets if sheet.meta), {})
    unit, answerer = _speaker(options, store, path, meta)
    try:
        period = Period.parse(meta["period"]) if meta.get("period") and not options.period else None
    except ValueError:
        period = None
    period = period or period_of(options.period, options.today)
    form = store.read(lambda conn: form_of(conn, unit, period, options.today, answerer=answerer))
    author = Author(unit, options.by or meta.get("section", ""))
    return takein.Incoming(path.name, author, form, sheets)


def _speaker(options: Options, store: Store, path: Path, meta: Any) -> tuple[UnitUid, UnitUid | None]:
    """(whose answers, the answerer they go to). A form of another unit is refused: its maker chose the name in it."""
    own = unit_of(options, options.unit) if options.unit else store.setting("unit")
    named = meta.get("unit") or None
    if own is None and named is None:
        raise KnownError("form_no_unit", name=path.name)
    if named is None or own is None or named == own:
        return UnitUid(str(named or own)), None
    answerer = unit_of(options, meta["answerer"]) if meta.get("answerer") else None
    if answerer != own:
        raise KnownError("form_other_unit", name=path.name, unit=meta.get("unit_name") or named)
    return UnitUid(str(named)), answerer


def paste(options: Options) -> int:
    """Takes a block of cells in: figures or texts by headings, names, or --order."""
    author, period = author_of(options), period_of(options.period, options.today)
    text = sys.stdin.read() if options.file == "-" else _text(Path(options.file))
    choice = takein.Choice(options.yes, reason=options.reason)
    with store_of(options) as store:
        form = store.read(lambda conn: form_of(conn, author.unit, period, options.today))
        found = pasted_lines(parse_block(text), candidates(form), period, Field(options.into), by_order=options.order)
        if found is None:
            raise KnownError("paste_order" if options.order else "paste_no_names")
        file = takein.Incoming("粘贴", author, form, (Sheet("粘贴", ()),), tuple(found))
        return _taken(options, store, [file], choice)


def candidates(form: Form) -> tuple[Candidate, ...]:
    """The form's rows as a pasted block may name them."""
    return tuple(
        Candidate(row.key, (row.text, row.indicator, row.task, str(row.number)), row.open) for row in form.rows
    )


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KnownError("form_unreadable", name=path.name, why=error.strerror) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise KnownError("form_unreadable", name=path.name, why="encoding")


def _show(options: Options, done: Sequence[tuple[takein.FilePlan, Changes | None]], choice: takein.Choice) -> None:
    if options.json:
        emit_json({"schema": 1, "dry_run": options.dry_run, "files": [_json(plan, act) for plan, act in done]})
        return
    for plan, changes in done:
        counts = "，".join(f"{WORDS[mark]}{plan.count(mark)}" for mark in Mark if plan.count(mark))
        print(f"{plan.name}：{counts or '没有填写的行'}")
        shown = [step for step in plan.steps if step.mark is not Mark.SAME]
        table([_line(step) for step in shown])
        if changes is not None:
            print(f"已收入{dict(changes.values)['count']}处，已保存。")
    if any(step.mark is Mark.CONFLICT and not choice.takes(step) for plan, _ in done for step in plan.steps):
        print("冲突没有收入：核对后单独收那个文件并加 --prefer file，或者保留现有内容。")


def _line(step: Step) -> tuple[str, ...]:
    return (
        WORDS[step.mark], f"第{step.place}行", step.title[:30], step.field, f"{step.was[:30] or '—'} → {step.now[:30]}",
        step.sentence or step.against,
    )  # fmt: skip


def _json(plan: takein.FilePlan, changes: Changes | None) -> dict[str, Any]:
    names = ("place", "title", "field", "was", "now", "mark", "sentence", "against")
    return {
        "name": plan.name,
        "act": changes.act if changes else None,
        "taken": dict(changes.values)["count"] if changes else 0,
        "counts": {mark.value: plan.count(mark) for mark in Mark},
        "rows": [{name: asdict(step)[name] for name in names} for step in plan.steps],
    }
