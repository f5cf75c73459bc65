"""Every way in which a command says no: its code, its sentence, and nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from db.commands import evidence, figures, texts, ticks, undo
from db.commands.author import Author
from db.commands.lookup import MAX_NOTE
from db.errors import KnownError
from db.rows import Contact
from db.rules.kinds import TextField
from db.rules.times import Period
from db.store import evidence as files
from db.store.store import Store
from tests import plans as small
from tests.db.commands.cases import TODAY, refused

MONTH = Period.parse("2021-06")
PLANT = small.minted()["indicators"][0]["uid"]
Verb = Callable[[Store, Author], object]

SIMPLE: list[tuple[str, str, Verb]] = [
    ("milestone_unknown", "uid", lambda s, a: ticks.tick(s, a, "no-such", today=TODAY)),
    ("milestone_unknown", "plan", lambda s, a: ticks.tick(s, a, "other:一/1#target/2021/1", today=TODAY)),
    ("milestone_unknown", "code", lambda s, a: ticks.tick(s, a, small.spec("九", "target/2021/1"), today=TODAY)),
    ("milestone_unknown", "key", lambda s, a: ticks.tick(s, a, small.spec("一/1", "target/1999/1"), today=TODAY)),
    ("milestone_unknown", "figure", lambda s, a: figures.figure(s, a, "", "1", today=TODAY)),
    ("milestone_unknown", "untick", lambda s, a: ticks.untick(s, a, "x", note="y", today=TODAY)),
    ("milestone_unknown", "point", lambda s, a: ticks.tick_point(s, a, "x", 1, True, today=TODAY)),
    ("milestone_unassigned", "tick", lambda s, a: ticks.tick(s, a, small.UNASSIGNED, today=TODAY)),
    ("milestone_not_yours", "tick", lambda s, a: ticks.tick(s, a, small.NO_POINTS, today=TODAY)),
    ("milestone_not_yours", "figure", lambda s, a: figures.figure(s, a, small.NO_POINTS, "1", today=TODAY)),
    ("claim_needs_note", "below", lambda s, a: ticks.tick(
        s, a, small.PLANTS_2021, value="4", claim=True, today=TODAY)),
    ("date_in_future", "as at", lambda s, a: ticks.tick(
        s, a, small.PLANTS_2021, value="4", as_at=TODAY + timedelta(1), today=TODAY)),
    ("date_in_future", "done on", lambda s, a: ticks.tick(
        s, a, small.RULES, done_on=TODAY + timedelta(1), today=TODAY)),
    ("date_in_future", "evidence", lambda s, a: ticks.tick(
        s, a, small.RULES, evidence_date=date(2022, 1, 1), today=TODAY)),
    ("date_too_early", "as at", lambda s, a: figures.figure(
        s, a, small.PLANTS_2021, "4", as_at=date(1999, 1, 1), today=TODAY)),
    ("date_too_early", "done on", lambda s, a: ticks.tick(s, a, small.RULES, done_on=date.min, today=TODAY)),
    ("note_too_long", "tick", lambda s, a: ticks.tick(s, a, small.RULES, note="长" * (MAX_NOTE + 1), today=TODAY)),
    ("note_too_long", "figure", lambda s, a: figures.figure(
        s, a, small.PLANTS_2021, "1", note="长" * (MAX_NOTE + 1), today=TODAY)),
    ("note_too_long", "text", lambda s, a: texts.set_text(
        s, a, small.TASK, MONTH, TextField.NEXT, "长" * (MAX_NOTE + 1), today=TODAY)),
    ("untick_needs_note", "", lambda s, a: ticks.untick(s, a, small.RULES, note=" \n", today=TODAY)),
    ("not_ticked", "", lambda s, a: ticks.untick(s, a, small.RULES, note="误", today=TODAY)),
    ("nothing_to_tick", "none", lambda s, a: ticks.tick_many(s, a, [], today=TODAY)),
    ("nothing_to_tick", "not mine", lambda s, a: ticks.tick_many(
        s, a, ["x", small.NO_POINTS, small.GROWTH, small.UNASSIGNED], today=TODAY)),
    ("point_unknown", "0", lambda s, a: ticks.tick_point(s, a, small.CHECKPOINT, 0, True, today=TODAY)),
    ("point_unknown", "4", lambda s, a: ticks.tick_point(s, a, small.CHECKPOINT, 4, True, today=TODAY)),
    ("evidence_none", "", lambda s, a: evidence.add(s, a, small.RULES, [], today=TODAY)),
    ("evidence_unknown", "", lambda s, a: evidence.withdraw(s, a, "0" * 64, today=TODAY)),
    ("indicator_unknown", "", lambda s, a: figures.add_name(s, a, "x", "甲厂", today=TODAY)),
    ("name_empty", "", lambda s, a: figures.add_name(s, a, PLANT, "  ", today=TODAY)),
    ("date_in_future", "name", lambda s, a: figures.add_name(
        s, a, PLANT, "甲厂", on=date(2022, 1, 1), today=TODAY)),
    ("name_unknown", "", lambda s, a: figures.remove_name(s, a, PLANT, "x", today=TODAY)),
    ("task_unknown", "text", lambda s, a: texts.set_text(
        s, a, "x", MONTH, TextField.PROGRESS, "进展", today=TODAY)),
    ("task_unknown", "contact", lambda s, a: texts.set_contact(s, a, ["x"], Contact("张三"), today=TODAY)),
    ("task_unknown", "nobody", lambda s, a: texts.set_contact(s, a, [], Contact("张三"), today=TODAY)),
    ("contact_too_long", "length", lambda s, a: texts.set_contact(
        s, a, [small.TASK], Contact(person="长" * 61), today=TODAY)),
    ("contact_too_long", "lines", lambda s, a: texts.set_contact(
        s, a, [small.TASK], Contact(phone="1\n2"), today=TODAY)),
    ("nothing_to_undo", "", lambda s, a: undo.undo(s, a, today=TODAY)),
    ("nothing_to_redo", "", lambda s, a: undo.redo(s, a, today=TODAY)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "verb"), [(code, verb) for code, _, verb in SIMPLE],
                         ids=[f"{code} {name}".strip() for code, name, _ in SIMPLE])  # fmt: skip
def test_a_refusal_writes_nothing(store: Store, gxt: Author, code: str, verb: Verb) -> None:
    with refused(store, code):
        verb(store, gxt)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("", "没有填"), ("约5家", "不是确数"), ("5-8", "范围"), ("1e5", "科学记数"), ("五", "只能填数字"), ("1,2", "千分位"),
        ("5台", "家"), ("1" * 19, "18位"), ("nan", "只能填数字"), ("Infinity", "只能填数字"),
        (Decimal("NaN"), "只能填数字"), (Decimal("sNaN"), "只能填数字"), (Decimal("-Infinity"), "只能填数字"),
        (Decimal("1e30"), "18位"),
    ],
)  # fmt: skip
def test_what_is_no_figure_is_not_kept(store: Store, gxt: Author, value: str | Decimal, word: str) -> None:
    with refused(store, "figure_not_number") as caught:
        ticks.tick(store, gxt, small.PLANTS_2021, value=value, today=TODAY)
    assert word in caught.value.sentence()
    with refused(store, "figure_not_number"):
        figures.figure(store, gxt, small.PLANTS_2021, value, today=TODAY)


def unreadable(path: Path) -> Path:
    path.write_bytes(b"x")
    return path


@pytest.mark.parametrize("verb", [
    lambda s, a, paths: ticks.tick(s, a, small.RULES, files=paths, today=TODAY),
    lambda s, a, paths: evidence.add(s, a, small.RULES, paths, today=TODAY),
])  # fmt: skip
def test_files_that_cannot_be_taken(
    store: Store, gxt: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: Callable[..., object]
) -> None:
    whole = unreadable(tmp_path / "好.txt")
    empty = tmp_path / "空.txt"
    empty.touch()
    folder = tmp_path / "夹"
    folder.mkdir()
    large = tmp_path / "大.bin"
    with large.open("wb") as file:
        file.truncate(files.MAX_BYTES + 1)
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    for path, code in ((tmp_path / "无.txt", "evidence_missing"), (empty, "evidence_empty"), (folder, "evidence_not_file"),
                       (large, "evidence_too_large"), (fifo, "evidence_not_file"), (whole / "x", "evidence_unreadable"),
                       (tmp_path / ("长" * 300), "evidence_unreadable")):  # fmt: skip
        with refused(store, code):
            verb(store, gxt, [whole, path])
    with refused(store, "evidence_too_many"):
        verb(store, gxt, [whole] * (evidence.MAX_FILES + 1))


def test_a_file_that_may_not_be_read(
    store: Store, gxt: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = unreadable(tmp_path / "密.txt")
    opened = Path.open

    def closed(path: Path, *args: object, **more: object) -> object:
        if path == file:
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **more)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(Path, "open", closed)
    with refused(store, "evidence_unreadable"):
        evidence.add(store, gxt, small.RULES, [file], today=TODAY)


def test_evidence_withdrawn_twice_or_by_another_unit(store: Store, gxt: Author, fgw: Author, tmp_path: Path) -> None:
    evidence.add(store, gxt, small.RULES, [unreadable(tmp_path / "a.txt")], today=TODAY)
    (identity,) = store.read(
        lambda conn: conn.exec_driver_sql("SELECT period FROM slot WHERE field LIKE 'evidence%'").scalars().all()
    )
    with refused(store, "evidence_unknown"):
        evidence.withdraw(store, fgw, identity, today=TODAY)
    evidence.withdraw(store, gxt, identity, today=TODAY)
    with refused(store, "evidence_unknown"):
        evidence.withdraw(store, gxt, identity, today=TODAY)


def test_a_point_of_a_task_without_points(store: Store) -> None:
    author = Author(small.unit(small.KJT))
    with refused(store, "point_unknown"):
        ticks.tick_point(store, author, small.NO_POINTS, 1, True, today=TODAY)


@pytest.mark.parametrize(
    ("period", "code"),
    [("2021-13", "period_invalid"), ("garbage", "period_invalid"), ("2021Q5", "period_invalid"), ("2021-06", "period_unknown"),
     ("2021H1", "period_unknown"), ("2021", "period_unknown"), ("1999Q1", "period_unknown"), ("2024Q1", "period_unknown")],
)  # fmt: skip
def test_a_period_that_the_milestone_does_not_have(store: Store, gxt: Author, period: str, code: str) -> None:
    for verb in (
        lambda: ticks.tick(store, gxt, small.QUARTERLY, period=period, today=TODAY),
        lambda: ticks.untick(store, gxt, small.QUARTERLY, period=period, note="误", today=TODAY),
    ):
        with refused(store, code):
            verb()


def test_a_failure_in_the_middle_of_an_act_takes_all_of_it_back(
    store: Store, gxt: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks.tick(store, gxt, small.RULES, today=TODAY)

    def broken(*args: object) -> frozenset[str]:
        raise KnownError("disk_full", path="-")

    with monkeypatch.context() as patch:
        patch.setattr("db.commands.act.touched_nodes", broken)  # after the entries were written
        with refused(store, "disk_full"):
            ticks.tick(store, gxt, small.PLANTS_2021, value="6", today=TODAY)
    ticks.tick(store, gxt, small.PLANTS_2021, value="6", today=TODAY)
    counts = store.read(lambda conn: conn.exec_driver_sql("SELECT count(*) FROM entry").scalar())
    assert counts == 3
