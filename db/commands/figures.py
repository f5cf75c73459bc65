"""Figures (完成值) and the names under a count. Called by window and command line."""

from __future__ import annotations

import secrets
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.correcting import check_correction
from db.commands.lookup import Found, checked_day, checked_note, find_milestone, plain_decimal
from db.errors import KnownError
from db.rows import Changes
from db.rules.figures import FigureError, parse_figure
from db.rules.journal import Slot
from db.rules.kinds import EntryKind, IndicatorUid, MilestoneUid, Nature
from db.store.journal import Draft
from db.store.schema import fact, indicator, slot, state
from db.store.store import Store, Writer


def read_value(value: str | Decimal, measure: str) -> Decimal:
    """A figure as typed. Raises KnownError figure_not_number with what it is instead."""
    if isinstance(value, Decimal):
        value = format(value, "f") if value.is_finite() else str(value)
    try:
        return parse_figure(value, measure)
    except FigureError as error:
        raise KnownError("figure_not_number", zh=error.sentence("zh"), en=error.sentence("en")) from None


def figure_draft(
    author: Author, found: Found, value: Decimal, *, as_at: date, nature: Nature, note: str, today: date
) -> Draft:
    """What records a figure: the indicator's when the unit answers for it, else a contribution (本级贡献值)."""
    body = {"value": plain_decimal(value), "nature": nature.value, "note": note}
    if found.mine:
        slot_ = found.figure_slot(author, as_at)
        return said(author, EntryKind.FIGURE, slot_, today, body, sense=found.row.sense)
    slot_ = found.slot(author, "part", as_at.isoformat())
    return said(author, EntryKind.PART, slot_, today, body, sense=found.row.sense)


def figure(
    store: Store,
    author: Author,
    milestone: MilestoneUid | str,
    value: str | Decimal,
    *,
    as_at: date | None = None,
    nature: Nature = Nature.QUICK,
    note: str = "",
    today: date,
) -> Changes:
    """Records a figure without claiming anything. Raises KnownError: no number, a day that can't be, no part in it."""

    def write(tx: Writer) -> Changes:
        found = find_milestone(tx.conn, milestone, author, today=today)
        number = read_value(value, found.row.measure)
        day = checked_day(as_at, today, found)
        draft = figure_draft(author, found, number, as_at=day, nature=nature, note=checked_note(note), today=today)
        check_correction(tx.conn, [draft], found.title)
        values = [("title", found.title), ("value", plain_decimal(number)), ("measure", found.row.measure)]
        return commit_act(tx, author, [draft], "figure" if found.mine else "part", values=values)

    return store.write(write)


def add_name(
    store: Store,
    author: Author,
    indicator_uid: IndicatorUid | str,
    name: str,
    *,
    doc_no: str = "",
    on: date | None = None,
    today: date,
) -> Changes:
    """Lists a name under a count (名称, 文号, 时间). Raises KnownError: unknown indicator, empty name, a day to come."""

    def write(tx: Writer) -> Changes:
        known = tx.conn.execute(select(indicator.c.name).where(indicator.c.uid == indicator_uid)).scalar()
        if known is None:
            raise KnownError("indicator_unknown", name=indicator_uid)
        if not name.strip():
            raise KnownError("name_empty")
        day = checked_day(on, today)
        place = Slot("indicator", indicator_uid, author.unit, secrets.token_hex(8), "item")
        body = {"name": name.strip(), "doc_no": doc_no.strip(), "on": day.isoformat() if on else None}
        draft = said(author, EntryKind.ITEM_ADDED, place, today, body)
        return commit_act(tx, author, [draft], "name_added", values=[("name", name.strip()), ("title", known)])

    return store.write(write)


def remove_name(
    store: Store, author: Author, indicator_uid: IndicatorUid | str, name_id: str, *, today: date
) -> Changes:
    """Takes a name off the list; undo puts it back. Raises KnownError when it isn't there."""

    def write(tx: Writer) -> Changes:
        place = Slot("indicator", indicator_uid, author.unit, name_id, "item")
        kind = tx.conn.execute(
            select(fact.c.kind)
            .join(state, state.c.n == fact.c.n)
            .join(slot, slot.c.id == state.c.slot)
            .where(slot.c.target == place.target, slot.c.unit == place.unit, slot.c.period == name_id)
        ).scalar()
        if kind != EntryKind.ITEM_ADDED:
            raise KnownError("name_unknown")
        return commit_act(tx, author, [said(author, EntryKind.ITEM_REMOVED, place, today, {})], "name_removed")

    return store.write(write)
