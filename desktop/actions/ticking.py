"""打勾, 记录进展, 取消打勾, points and bulk ticks: db.commands.ticks behind the window. Called by the drawer and list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from db.rows import MilestoneRow
from db.rules import lights
from db.rules.kinds import MilestoneUid, Nature
from desktop.session import Done, Failed, Session

if TYPE_CHECKING:
    from db.commands.author import Author
    from db.rows import Changes
    from db.store.store import Store


Failing = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the drawer holds. `value` as typed; `claim` None: the target decides, True: done anyway, False: record only."""

    milestone: MilestoneUid
    period: str = ""
    value: str = ""
    as_at: date | None = None
    nature: Nature = Nature.QUICK
    note: str = ""
    files: tuple[Path, ...] = ()
    evidence_date: date | None = None
    claim: bool | None = None
    done_on: date | None = None


class Ticking:
    """The verbs that answer a milestone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, answer: Answer, done: Done | None = None, failed: Failed | None = None) -> None:
        """Record a figure, claim done, or both, with note and files, in one act."""
        today = self._session.today

        def command(store: Store, author: Author) -> Changes:
            from db.commands.ticks import tick

            return tick(
                store,
                author,
                answer.milestone,
                period=answer.period,
                value=answer.value or None,
                as_at=answer.as_at,
                nature=answer.nature,
                note=answer.note,
                files=answer.files,
                evidence_date=answer.evidence_date,
                done_on=answer.done_on,
                claim=answer.claim,
                today=today,
            )

        self._session.write(command, done, failed)

    def untick(self, row: MilestoneRow, note: str, done: Done | None = None, failed: Failed | None = None) -> None:
        """Take a claim back, with its reason."""
        today = self._session.today

        def command(store: Store, author: Author) -> Changes:
            from db.commands.ticks import untick

            return untick(store, author, row.uid, period=row.period, note=note, today=today)

        self._session.write(command, done, failed)

    def point(self, row: MilestoneRow, number: int, ticked: bool) -> None:
        """Tick or untick one 工作要点; saved at once."""
        today = self._session.today

        def command(store: Store, author: Author) -> Changes:
            from db.commands.ticks import tick_point

            return tick_point(store, author, row.uid, number, ticked, today=today)

        self._session.write(command)

    def many(self, milestones: Sequence[MilestoneUid], note: str, done: Done | None = None) -> None:
        """Tick several in one act; what was left out comes back as warnings."""
        today, chosen = self._session.today, tuple(milestones)

        def command(store: Store, author: Author) -> Changes:
            from db.commands.ticks import tick_many

            return tick_many(store, author, chosen, note=note, today=today)

        self._session.write(command, done)

    def preview(self, answer: Answer, value: Decimal, done: Callable[[object], None], failed: Failing) -> None:
        """The row as it would be after recording `value`."""
        unit, today = self._session.unit, self._session.today
        if unit is None:
            return
        as_at = answer.as_at or today

        def query(store: Store) -> MilestoneRow:
            from db.queries.checklist import preview

            return store.read(lambda conn: preview(conn, unit, answer.milestone, value=value, as_at=as_at, today=today))

        self._session.query(query, done, failed)

    def doubts(self, answer: Answer, value: Decimal, done: Callable[[object], None], failed: Failing) -> None:
        """The questions to ask before `value` is saved: a cumulative figure that fell, a jump …"""
        unit, today = self._session.unit, self._session.today
        if unit is None:
            return
        as_at = answer.as_at or today

        def query(store: Store) -> object:
            from db.queries.doubts import doubts

            return store.read(lambda conn: doubts(conn, unit, answer.milestone, value, as_at, today))

        self._session.query(query, done, failed)


def read(text: str, measure: str) -> Decimal | None:
    """A figure as typed, by the rule that db.commands uses; None when it is none."""
    from db.rules.figures import FigureError, parse_figure

    try:
        return parse_figure(text, measure)
    except FigureError:
        return None


def complaint(text: str, measure: str, lang: str) -> str:
    """Why a text is no figure; "" when it is one."""
    from db.rules.figures import FigureError, parse_figure

    try:
        parse_figure(text, measure)
    except FigureError as error:
        return error.sentence(lang)
    return ""


def meets(row: MilestoneRow, value: Decimal) -> bool:
    """Whether a figure reaches the target, by the rule that db.commands uses."""
    return lights.meets(row.op, row.target, row.target_max, value, kind=row.type)
