"""Breakdown (目标分解) to members with a sum check, roll-up of their parts, and the year's working targets (年度分解).

Source: domain.md, Who answers. Called by window and command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.figures import figure_draft, read_value
from db.commands.lookup import Found, checked_day, find_milestone, plain_decimal
from db.errors import KnownError
from db.queries.breakdown import Breakdown, breakdown_of
from db.queries.doubts import target_in_force
from db.rows import Changes
from db.rules.kinds import EntryKind, IndicatorType, MilestoneUid, Nature, UnitUid
from db.store.schema import part, unit
from db.store.store import Store, Writer

ADDS_UP = (
    IndicatorType.NEW_IN_YEAR, IndicatorType.RECOGNISED, IndicatorType.CUMULATIVE, IndicatorType.STOCK,
)  # fmt: skip


def set_breakdown(
    store: Store,
    author: Author,
    milestone: MilestoneUid | str,
    shares: Mapping[UnitUid, str],
    *,
    doc_no: str = "",
    unequal: bool = False,
    today: date,
) -> Changes:
    """Gives each member its sub-target, as one act; an empty text takes a member's away. Members not named keep theirs.

    Raises KnownError: not the answerer, no number, not a member of the task; or, unless `unequal`, shares of a count that
    don't add up to the target (with what is missing or too much).
    """

    def write(tx: Writer) -> Changes:
        found = _answered(tx.conn, milestone, author, today)
        names = _members(tx.conn, found, shares)
        given = {uid: read_value(text, found.row.measure) if text.strip() else None for uid, text in shares.items()}
        total = _total(breakdown_of(tx.conn, found.row.uid), given)
        if not unequal:
            _check_sum(found, total, target_in_force(tx.conn, found.row, found.period))
        drafts = [
            said(
                author, EntryKind.BREAKDOWN_SET, found.slot(author, f"breakdown/{uid}", ""), today,
                {"value": "" if value is None else plain_decimal(value), "name": names[uid], "doc_no": doc_no.strip()},
                sense=found.row.sense,
            )
            for uid, value in given.items()
        ]  # fmt: skip
        values = [("title", found.title), ("count", len(drafts)), ("total", total), ("measure", found.row.measure)]
        return commit_act(tx, author, drafts, "breakdown_set", values=values)

    return store.write(write)


def roll_up(
    store: Store,
    author: Author,
    milestone: MilestoneUid | str,
    *,
    as_at: date | None = None,
    nature: Nature = Nature.QUICK,
    today: date,
) -> Changes:
    """Records the sum of the members' latest parts up to `as_at` as the answerer's figure, with what it is made of.

    Raises KnownError: not the answerer, nothing contributed yet, or what can't be added (shares, growth).
    """

    def write(tx: Writer) -> Changes:
        found = _answered(tx.conn, milestone, author, today)
        if IndicatorType(found.row.type) not in ADDS_UP:
            raise KnownError("roll_up_no_sum", title=found.title)
        day = checked_day(as_at, today, found)
        rows = [row for row in breakdown_of(tx.conn, found.row.uid, day).members if row.value is not None]
        if not rows:
            raise KnownError("roll_up_none", title=found.title)
        total = sum((row.value for row in rows if row.value is not None), Decimal(0))
        made_of = "、".join(f"{row.name}{plain_decimal(row.value)}" for row in rows if row.value is not None)
        draft = figure_draft(author, found, total, as_at=day, nature=nature, note=f"汇总：{made_of}", today=today)
        values = [("title", found.title), ("value", plain_decimal(total)), ("measure", found.row.measure),
                  ("count", len(rows))]  # fmt: skip
        return commit_act(tx, author, [draft], "rolled_up", values=values)

    return store.write(write)


def set_target(
    store: Store,
    author: Author,
    milestone: MilestoneUid | str,
    value: str,
    *,
    doc_no: str,
    period: str = "",
    today: date,
) -> Changes:
    """Sets the year's working target with the number of the document it stands in; the plan's stays as 规划目标.

    Raises KnownError: not the answerer, no figure, no document number, no numeric target.
    """

    def write(tx: Writer) -> Changes:
        found = _answered(tx.conn, milestone, author, today, period)
        if found.row.target is None:
            raise KnownError("adjust_no_target", title=found.title)
        if not doc_no.strip():
            raise KnownError("target_needs_document", title=found.title)
        number = read_value(value, found.row.measure)
        body = {"value": plain_decimal(number), "doc_no": doc_no.strip()}
        draft = said(author, EntryKind.TARGET_SET, found.slot(author, "target"), today, body, sense=found.row.sense)
        values = [("title", found.title), ("value", plain_decimal(number)), ("measure", found.row.measure),
                  ("doc_no", doc_no.strip())]  # fmt: skip
        return commit_act(tx, author, [draft], "target_set", values=values)

    return store.write(write)


def _answered(conn: Connection, spec: str, author: Author, today: date, period: str = "") -> Found:
    found = find_milestone(conn, spec, author, period=period, today=today)
    if not found.mine:
        raise KnownError("milestone_not_yours", title=found.title, answerer=found.row.answerer_name or "")
    return found


def _members(conn: Connection, found: Found, shares: Mapping[UnitUid, str]) -> dict[str, str]:
    """Names of those named; each must have a part in the task."""
    rows = conn.execute(
        select(unit.c.uid, unit.c.name, part.c.node)
        .outerjoin(part, (part.c.unit == unit.c.uid) & (part.c.node == found.row.node))
        .where(unit.c.uid.in_(list(shares)))
    )
    names = {}
    for uid, name, node in rows:
        if node is None:
            raise KnownError("breakdown_no_member", name=name, title=found.title)
        names[uid] = name
    return names


def _total(known: Breakdown, given: Mapping[UnitUid, Decimal | None]) -> Decimal:
    shares: dict[str, Decimal | None] = {row.unit: row.target for row in known.members}
    for uid, value in given.items():
        shares[uid] = value
    return sum((value for value in shares.values() if value is not None), Decimal(0))


def _check_sum(found: Found, total: Decimal, target: Decimal | None) -> None:
    if target is None or IndicatorType(found.row.type) not in ADDS_UP or total == target:
        return
    gap = total - target
    raise KnownError(
        "breakdown_sum",
        title=found.title,
        total=plain_decimal(total),
        target=plain_decimal(target),
        measure=found.row.measure,
        gap=("多" if gap > 0 else "差") + plain_decimal(abs(gap)) + found.row.measure,
        difference=plain_decimal(gap),
    )
