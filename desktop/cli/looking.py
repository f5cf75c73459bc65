"""indicators, names, history, evidence: reading verbs that open the store."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.commands import evidence as proof
from db.commands.author import Author
from db.queries import details
from db.queries import history as past
from db.queries import indicators as counted
from db.queries.milestones import find_record
from db.rows import HistoryRow, MilestoneRow
from db.rules.wording import number
from desktop.cli.opened import author_of, store_of, unit_of
from desktop.cli.options import Options, day
from desktop.cli.output import emit_changes, emit_json, table


def indicators(options: Options) -> int:
    """The indicators that a unit answers for, each with the places that cite it."""
    unit = unit_of(options, options.unit)
    with store_of(options) as store:
        rows = store.read(lambda conn: counted.indicators(conn, unit, options.today))
    if options.json:
        names = (
            "uid", "name", "measure", "type", "basis", "baseline", "baseline_year", "publisher", "publishes_on", "value",
            "as_at", "nature", "names",
        )  # fmt: skip
        emit_json(
            {
                "schema": 1,
                "indicators": [
                    {
                        **{name: getattr(row, name) for name in names},
                        "cited": [
                            {"milestone": c.uid, "node": c.node, "text": c.text, "year": c.year, "light": c.light}
                            for c in row.cited
                        ],
                    }
                    for row in rows
                ],
            }
        )
    else:
        table(
            [
                (
                    row.name,
                    number(row.value) + row.measure if row.value is not None else "—",
                    f"{len(row.cited)}处",
                    row.uid,
                )
                for row in rows
            ]
        )
    return 0


def _cited(row: MilestoneRow) -> dict[str, object]:
    return {"milestone": row.uid, "node": row.node, "text": row.text, "year": row.year, "light": row.light}


def names(options: Options) -> int:
    """The names listed under a count."""
    unit = unit_of(options, options.unit)
    with store_of(options) as store:
        rows = store.read(lambda conn: counted.names(conn, unit, options.indicator))
    if options.json:
        emit_json({"schema": 1, "names": [asdict(row) for row in rows]})
    else:
        table([(str(place), row.name, row.doc_no, str(row.on or "")) for place, row in enumerate(rows, 1)])
    return 0


def history(options: Options) -> int:
    """What was said, newest first."""
    unit = unit_of(options, options.unit)
    with store_of(options) as store:

        def read(conn: Any) -> tuple[HistoryRow, ...]:
            target = None
            if options.milestone:
                record = find_record(conn, options.milestone)
                target = [record.uid, *([record.indicator] if record.indicator else [])]
            return past.history(conn, unit, target=target, limit=options.limit)

        rows = store.read(read)
    if options.json:
        emit_json({"schema": 1, "entries": [asdict(row) for row in rows]})
    else:
        table([_spoken(row) for row in rows])
    return 0


def _spoken(row: HistoryRow) -> tuple[str, ...]:
    at = row.at[:16].replace("T", " ")
    return at, row.by or row.unit, row.said, f"「{row.title}」", row.note[:40], "已撤销" if row.retracted else ""


def evidence(options: Options) -> int:
    """The files kept for a milestone; with --attach or --withdraw (and --unit) adds or withdraws."""
    if options.attach or options.withdraw:
        return _change_evidence(options, author_of(options))
    with store_of(options) as store:
        rows = store.read(lambda conn: details.evidence_of(conn, [find_record(conn, options.milestone).uid]))
    if options.json:
        emit_json({"schema": 1, "evidence": [asdict(row) for row in rows]})
    else:
        table([(row.name, f"{row.size}字节", str(row.dated_on or ""), row.digest[:12], row.id) for row in rows])
    return 0


def _change_evidence(options: Options, author: Author) -> int:
    with store_of(options) as store:
        if options.withdraw:
            changes = proof.withdraw(store, author, options.withdraw, today=options.today)
        else:
            changes = proof.add(
                store,
                author,
                options.milestone,
                [Path(file) for file in options.attach],
                dated_on=day(options.evidence_date),
                today=options.today,
            )
    return emit_changes(changes, as_json=options.json, lang=options.lang)
