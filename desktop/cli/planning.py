"""adjust, breakdown, target: what is arranged about milestones before it is reported."""

from __future__ import annotations

from dataclasses import asdict

from db.commands import adjust as adjusting
from db.commands import breakdown as sharing
from db.errors import KnownError
from db.queries.breakdown import Breakdown, breakdown_of
from db.queries.milestones import find_record
from db.rules.wording import number
from desktop.cli.opened import author_of, store_of, unit_of
from desktop.cli.options import Options, day
from desktop.cli.output import emit_changes, emit_json, table


def adjust(options: Options) -> int:
    """Asks for an adjustment; with --approve, as the plan's office, puts it in force."""
    author = author_of(options)
    kind = adjusting.Change(options.kind) if options.kind else None
    wanted = adjusting.Wanted(kind, options.to, options.reason, options.basis)
    with store_of(options) as store:
        if options.approve:
            changes = adjusting.approve(
                store, author, options.milestone, wanted, period=options.period, today=options.today
            )
        else:
            changes = adjusting.ask(
                store, author, options.milestone, wanted, period=options.period, today=options.today
            )
    return emit_changes(changes, as_json=options.json, lang=options.lang)


def breakdown(options: Options) -> int:
    """Gives members their shares (--set), sums up their parts (--roll-up), or shows both."""
    author = author_of(options)
    shares = {unit_of(options, name): value for name, value in map(_share, options.shares)}
    with store_of(options) as store:
        if shares:
            changes = sharing.set_breakdown(
                store, author, options.milestone, shares, doc_no=options.doc_no, unequal=options.unequal,
                today=options.today,
            )  # fmt: skip
            return emit_changes(changes, as_json=options.json, lang=options.lang)
        if options.roll_up:
            changes = sharing.roll_up(store, author, options.milestone, as_at=day(options.as_at), today=options.today)
            return emit_changes(changes, as_json=options.json, lang=options.lang)
        uid = store.read(lambda conn: find_record(conn, options.milestone).uid)
        found = store.read(lambda conn: breakdown_of(conn, uid, day(options.as_at)))
    _show(options, found)
    return 0


def _share(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name.strip():
        raise KnownError("breakdown_form", text=text)
    return name.strip(), value


def _show(options: Options, found: Breakdown) -> None:
    if options.json:
        emit_json(
            {"schema": 1, "target": found.target, "value": found.value, "members": [asdict(m) for m in found.members]}
        )
        return
    dash = "—"
    table(
        [
            (
                row.name,
                dash if row.target is None else number(row.target),
                dash if row.value is None else number(row.value),
                str(row.as_at or ""),
            )
            for row in found.members
        ]
    )


def target(options: Options) -> int:
    """Sets the year's working target."""
    author = author_of(options)
    with store_of(options) as store:
        changes = sharing.set_target(
            store, author, options.milestone, options.value, doc_no=options.doc_no, period=options.period,
            today=options.today,
        )  # fmt: skip
    return emit_changes(changes, as_json=options.json, lang=options.lang)
