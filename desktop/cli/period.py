"""period: what of a period is due, what is lacking and who owes it; the days of a plan; texts for all that lack them."""

from __future__ import annotations

import json
from dataclasses import asdict

from db.commands import texts
from db.errors import KnownError
from db.queries.filing import standing_of
from db.queries.period import SETTING, PeriodSheet, deadlines_of, period_sheet
from db.rules.deadlines import Deadlines
from db.store.store import Store
from desktop.cli.filing import standing_json
from desktop.cli.opened import author_of, store_of
from desktop.cli.options import Options, period_of
from desktop.cli.output import emit_changes, emit_json, table
from desktop.cli.reporting import plan_uid

WORDS = {
    "progress": "缺进展",
    "carried": "沿用未改",
    "figure": "缺完成值",
    "evidence": "缺佐证",
    "roll_up": "可汇总",
}


def period(options: Options) -> int:
    """Shows the period; --set changes a plan's days, --carry and --nothing-new fill what lacks progress."""
    author, span = author_of(options), period_of(options.period, options.today)
    with store_of(options) as store:
        if options.set:
            _set(store, options)
        sheet = store.read(lambda conn: period_sheet(conn, author.unit, span, options.today))
        if options.carry or options.nothing_new:
            write = texts.carry if options.carry else texts.nothing_new
            nodes = [lack.node for lack in sheet.lacks if lack.what == "progress"]
            if not nodes:
                raise KnownError("period_complete", period=span.title)
            changes = write(store, author, nodes, span, today=options.today)
            return emit_changes(changes, as_json=options.json, lang=options.lang)
        standing = store.read(lambda conn: standing_of(conn, author.unit, span))
    if options.json:
        emit_json({"schema": 1, "period": span.key, **_json(sheet), "report": standing_json(standing)})
    else:
        _print(sheet)
        print(f"\n报告第{standing.version}版，{standing.stage}{'，审签后有改动' if standing.changed else ''}")
    return 0


def _set(store: Store, options: Options) -> None:
    """Keeps days of one plan (--plan), or of all plans in force."""
    only = store.read(lambda conn: plan_uid(conn, options.plan))
    uids = [only] if only else [row[0] for row in store.read(_plans)]
    for uid in uids:
        days = store.read(lambda conn, plan=uid: deadlines_of(conn, plan))  # type: ignore[misc]
        for text in options.set:
            name, _, value = text.partition("=")
            days = _changed(days, name.strip(), value.strip(), text)
        store.set_setting(f"{SETTING}/{uid}", json.dumps(asdict(days)))


def _changed(days: Deadlines, name: str, value: str, text: str) -> Deadlines:
    try:
        return days.changed(name, value)
    except ValueError:
        raise KnownError("deadline_form", text=text) from None


def _plans(conn: object) -> list[tuple[str]]:
    return list(conn.exec_driver_sql('SELECT uid FROM "plan"'))  # type: ignore[attr-defined]


def _json(sheet: PeriodSheet) -> dict[str, object]:
    return {
        "unit": sheet.unit_name,
        "today": sheet.today,
        "tasks": sheet.tasks,
        "plans": [asdict(plan) for plan in sheet.plans],
        "lacks": [asdict(lack) for lack in sheet.lacks],
        "owed": [{"section": who[0], "person": who[1], "count": count} for who, count in sheet.owed],
    }


def _print(sheet: PeriodSheet) -> None:
    print(f"{sheet.unit_name}　{sheet.period.title}　任务{sheet.tasks}项")
    for plan in sheet.plans:
        print(f"《{plan.plan}》" + "，".join(f"{due.label}{due.on}" for due in plan.due))
    counts = {word: sum(lack.what == what for lack in sheet.lacks) for what, word in WORDS.items()}
    print("，".join(f"{word}{count}" for word, count in counts.items() if count) or "已填齐")
    for (section, person), count in sheet.owed:
        print(f"  {section or '未分科室'}　{person}　{count}项")
    table([(WORDS[lack.what], lack.section, lack.task[:30], lack.text[:30], lack.prefilled) for lack in sheet.lacks])
