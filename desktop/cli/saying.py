"""tick, untick, figure, text, name, contact, item, undo, redo: the verbs that write one act."""

from __future__ import annotations

from pathlib import Path

from db.commands import figures, own, texts, ticks
from db.commands import undo as undoing
from db.commands.author import Author
from db.errors import KnownError
from db.queries.doubts import doubts
from db.queries.milestones import find_record
from db.rows import Changes, Contact
from db.rules.figures import Question
from db.rules.kinds import Nature, TextField
from db.store.store import Store
from desktop.cli.opened import author_of, store_of
from desktop.cli.options import Options, day, period_of
from desktop.cli.output import emit_changes


def _say(options: Options, changes: Changes) -> int:
    return emit_changes(changes, as_json=options.json, lang=options.lang)


def tick(options: Options) -> int:
    """Ticks a milestone off, or records a figure below its target."""
    author = author_of(options)
    with store_of(options) as store:
        _ask(options, store, author)
        changes = ticks.tick(
            store,
            author,
            options.milestone,
            period=options.period,
            value=options.value,
            as_at=day(options.as_at),
            nature=Nature(options.nature),
            note=options.note,
            files=[Path(file) for file in options.attach],
            evidence_date=day(options.evidence_date),
            done_on=day(options.done_on),
            today=options.today,
        )
    return _say(options, changes)


def untick(options: Options) -> int:
    """Takes a tick back, with the reason."""
    author = author_of(options)
    with store_of(options) as store:
        changes = ticks.untick(
            store, author, options.milestone, period=options.period, note=options.note, today=options.today
        )
    return _say(options, changes)


def _ask(options: Options, store: Store, author: Author) -> None:
    """The questions before a doubtful figure is saved, unless --yes. Raises KnownError figure_doubtful."""
    if options.yes or options.value is None:
        return

    def read(conn: object) -> tuple[Question, ...]:
        record = find_record(conn, options.milestone)  # type: ignore[arg-type]
        value, as_at = figures.read_value(options.value, record.measure), day(options.as_at) or options.today
        if as_at > options.today:
            return ()  # no question: a day to come is refused
        return doubts(conn, author.unit, record.uid, value, as_at, options.today)  # type: ignore[arg-type]

    asked = store.read(read)
    if asked:
        raise KnownError("figure_doubtful", questions="".join(question.sentence(options.lang) for question in asked))


def figure(options: Options) -> int:
    """Records a figure without claiming anything."""
    author = author_of(options)
    with store_of(options) as store:
        _ask(options, store, author)
        changes = figures.figure(
            store,
            author,
            options.milestone,
            options.value,
            as_at=day(options.as_at),
            nature=Nature(options.nature),
            note=options.note,
            today=options.today,
        )
    return _say(options, changes)


def text(options: Options) -> int:
    """Writes one or more of a task's texts for a period; each is an act."""
    author, period = author_of(options), period_of(options.period, options.today)
    said = {field: getattr(options.own, field.value) for field in TextField if field is not TextField.NOTE}
    wanted = {field: words for field, words in said.items() if words is not None}
    if not wanted and not options.carry and not options.nothing_new:
        raise KnownError("text_none")
    code = 0
    with store_of(options) as store:
        if options.carry:
            code = _say(options, texts.carry(store, author, [options.task], period, today=options.today))
        if options.nothing_new:
            code = _say(options, texts.nothing_new(store, author, [options.task], period, today=options.today))
        for field, words in wanted.items():
            changes = texts.set_text(
                store, author, options.task, period, field, words, reason=options.reason, today=options.today
            )
            code = max(code, _say(options, changes))
    return code


def name(options: Options) -> int:
    """Lists a name under a count."""
    author = author_of(options)
    with store_of(options) as store:
        changes = figures.add_name(
            store,
            author,
            options.indicator,
            options.own.name,
            doc_no=options.doc_no,
            on=day(options.on),
            today=options.today,
        )
    return _say(options, changes)


def contact(options: Options) -> int:
    """Names who does tasks inside the unit."""
    author = author_of(options)
    who = Contact(options.leader, options.section, options.person, options.phone)
    with store_of(options) as store:
        changes = texts.set_contact(store, author, options.tasks, who, today=options.today)
    return _say(options, changes)


def item(options: Options) -> int:
    """Makes an own item."""
    author = author_of(options)
    due_on = day(options.due_on)
    assert due_on is not None
    with store_of(options) as store:
        changes = own.add_own_item(
            store,
            author,
            title=options.title,
            source=options.source,
            number=options.number,
            wording=options.wording,
            due_on=due_on,
            today=options.today,
        )
    return _say(options, changes)


def undo(options: Options) -> int:
    """Takes back the last act of this unit on this machine."""
    author = author_of(options)
    with store_of(options) as store:
        return _say(options, undoing.undo(store, author, today=options.today))


def redo(options: Options) -> int:
    """Does again what was undone last."""
    author = author_of(options)
    with store_of(options) as store:
        return _say(options, undoing.redo(store, author, today=options.today))
