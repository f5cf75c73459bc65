"""Ticking milestones off (打勾, 自报完成), taking that back, and ticking points. Called by window and command line.

A claim is not a close-out: the office accepts it (销号) or returns it. Support units' answers are contributions (配合情况).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from db.commands.act import commit_act, said
from db.commands.author import Author
from db.commands.correcting import check_correction
from db.commands.evidence import Attachment, evidence_drafts, store_files
from db.commands.figures import figure_draft, read_value
from db.commands.lookup import Found, checked_day, checked_note, find_milestone, find_node, plain_decimal
from db.errors import KnownError
from db.queries.doubts import target_in_force
from db.rows import Changes
from db.rules.journal import Slot
from db.rules.kinds import EntryKind, IndicatorType, MilestoneKind, MilestoneUid, Nature, Op
from db.rules.lights import meets
from db.store.journal import Draft
from db.store.schema import fact, slot, state
from db.store.store import Store, Writer


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said with a tick, checked but for what depends on the milestone."""

    value: str | Decimal | None
    as_at: date | None
    nature: Nature
    note: str
    evidence_date: date | None
    done_on: date | None
    claim: bool | None
    attachments: Sequence[Attachment]
    today: date


def tick(
    store: Store,
    author: Author,
    milestone: MilestoneUid | str,
    *,
    period: str = "",
    value: str | Decimal | None = None,
    as_at: date | None = None,
    nature: Nature = Nature.QUICK,
    note: str = "",
    files: Sequence[Path] = (),
    evidence_date: date | None = None,
    done_on: date | None = None,
    claim: bool | None = None,
    today: date,
) -> Changes:
    """Ticks a milestone off, with a figure, a note and files, as one act.

    `claim` None: a value that meets the target claims done, one below records a figure, no value claims. True: claims
    below the target too, and asks for a note. False: records only. Raises KnownError; nothing is written then.
    """
    answer = Answer(
        value, as_at, nature, checked_note(note), evidence_date, done_on, claim, store_files(store, files), today
    )

    def write(tx: Writer) -> Changes:
        found = find_milestone(tx.conn, milestone, author, period=period, today=today)
        target = target_in_force(tx.conn, found.row, found.period)
        drafts, code, values = _drafts(author, found, answer, target)
        check_correction(tx.conn, drafts, found.title)
        return commit_act(tx, author, drafts, code, values=[("title", found.title), *values])

    return store.write(write)


def _drafts(
    author: Author, found: Found, answer: Answer, target: Decimal | None
) -> tuple[list[Draft], str, list[tuple[str, object]]]:
    number = None if answer.value is None else read_value(answer.value, found.row.measure)
    as_at = checked_day(answer.as_at, answer.today, found)
    done_on = checked_day(answer.done_on, answer.today, found)
    checked_day(answer.evidence_date, answer.today, found)
    drafts = evidence_drafts(author, found, answer.attachments, answer.evidence_date, answer.today)
    if number is not None:
        drafts.append(
            figure_draft(author, found, number, as_at=as_at, nature=answer.nature, note=answer.note, today=answer.today)
        )
    values: list[tuple[str, object]] = [
        ("value", plain_decimal(number) if number is not None else ""),
        ("measure", found.row.measure),
        ("target", "" if target is None else plain_decimal(target)),
    ]
    if not found.mine:
        if number is None:
            body = {"note": answer.note}
            place = found.slot(author, "part", found.period or answer.today.isoformat())
            drafts.append(said(author, EntryKind.PART, place, done_on, body, sense=found.row.sense))
        return drafts, "part", values
    claims, code = _claims(found, number, answer, target)
    if claims:
        body = {"note": answer.note, "value": "" if number is None else plain_decimal(number)}
        place = found.slot(author, "done")
        drafts.append(said(author, EntryKind.DONE, place, done_on, body, sense=found.row.sense))
    elif number is None:
        place = found.slot(author, "note")
        drafts.append(said(author, EntryKind.TEXT, place, answer.today, {"text": answer.note or "-"}))
    return drafts, code, values


def _claims(found: Found, number: Decimal | None, answer: Answer, target: Decimal | None) -> tuple[bool, str]:
    """Whether the act claims done, and the code of what is said of it."""
    row = found.row
    reached = number is None or meets(
        Op(row.op) if row.op else None,
        target,
        Decimal(row.target_max) if row.target_max and target == Decimal(row.target or 0) else None,
        number,
        kind=IndicatorType(row.type),
    )
    if row.kind != MilestoneKind.TARGET:
        reached = True
    if answer.claim is False:
        return False, "figure" if number is not None else "noted"
    if reached:
        return True, "ticked"
    if answer.claim is None:
        return False, "recorded_below"
    if not answer.note:
        raise KnownError("claim_needs_note", title=found.title)
    return True, "ticked_below"


def untick(
    store: Store, author: Author, milestone: MilestoneUid | str, *, period: str = "", note: str, today: date
) -> Changes:
    """Takes a claim back, with the reason. Figures and files stay. Raises KnownError when it isn't ticked."""
    reason = checked_note(note)
    if not reason:
        raise KnownError("untick_needs_note")

    def write(tx: Writer) -> Changes:
        found = find_milestone(tx.conn, milestone, author, period=period, today=today)
        place = found.slot(author, "done")
        if _kind(tx, place) != EntryKind.DONE:
            raise KnownError("not_ticked", title=found.title)
        draft = said(author, EntryKind.UNDONE, place, today, {"note": reason}, sense=found.row.sense)
        return commit_act(tx, author, [draft], "unticked", values=[("title", found.title)])

    return store.write(write)


def tick_many(
    store: Store, author: Author, milestones: Sequence[MilestoneUid | str], *, note: str = "", today: date
) -> Changes:
    """Claims several milestones as one act. Those already ticked, or not the unit's to answer, are left out and named in
    `warnings`. Raises KnownError when none is left."""
    text = checked_note(note)

    def write(tx: Writer) -> Changes:
        drafts: list[Draft] = []
        left_out = []
        for milestone in milestones:
            try:
                found = find_milestone(tx.conn, milestone, author, today=today)
            except KnownError as error:
                left_out.append(error.sentence())
                continue
            place = found.slot(author, "done")
            if not found.mine:
                left_out.append(KnownError("milestone_not_yours", title=found.title, answerer="").sentence())
            elif _kind(tx, place) == EntryKind.DONE:
                left_out.append(KnownError("already_ticked", title=found.title).sentence())
            else:
                drafts.append(said(author, EntryKind.DONE, place, today, {"note": text}, sense=found.row.sense))
        if not drafts:
            raise KnownError("nothing_to_tick")
        values = [("count", len(drafts))]
        return commit_act(tx, author, drafts, "ticked_many", values=values, warnings=left_out)

    return store.write(write)


def tick_point(
    store: Store, author: Author, milestone: MilestoneUid | str, number: int, done: bool, *, today: date
) -> Changes:
    """Ticks or unticks one point (工作要点) of a task under a checkpoint; saved at once. Raises KnownError."""

    def write(tx: Writer) -> Changes:
        found = find_milestone(tx.conn, milestone, author, today=today)
        _uid, _title, count = find_node(tx.conn, found.row.node)
        if not 1 <= number <= count:
            raise KnownError("point_unknown", number=number, title=found.title)
        place = found.slot(author, f"point/{number}", "")
        kind = EntryKind.DONE if done else EntryKind.UNDONE
        draft = said(author, kind, place, today, {})
        code = "point_ticked" if done else "point_unticked"
        return commit_act(tx, author, [draft], code, values=[("title", found.title), ("number", number)])

    return store.write(write)


def _kind(tx: Writer, place: Slot) -> str | None:
    """The kind of the entry that holds in a slot."""
    query = (
        select(fact.c.kind)
        .join(state, state.c.n == fact.c.n)
        .join(slot, slot.c.id == state.c.slot)
        .where(
            slot.c.target == place.target, slot.c.unit == place.unit, slot.c.period == place.period,
            slot.c.field == place.field,
        )
    )  # fmt: skip
    kind: str | None = tx.conn.execute(query).scalar()
    return kind
