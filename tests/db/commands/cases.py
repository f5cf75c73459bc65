"""What the command tests share: a refusal that must leave the primary tables as they were, and one milestone's row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from db.commands.author import Author
from db.errors import KnownError
from db.queries.checklist import checklist, find_row
from db.rows import MilestoneRow
from db.store.store import Store
from tests import plans as small

TODAY = date(2021, 6, 30)
_PRIMARY = ("log", "entry", "content", "arrival", "plan_file", "setting")


def primary(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every primary table."""
    return store.read(
        lambda conn: {
            name: [tuple(row) for row in conn.exec_driver_sql(f"SELECT * FROM {name} ORDER BY rowid")]
            for name in _PRIMARY
        }
    )


@contextmanager
def refused(store: Store, code: str) -> Iterator[pytest.ExceptionInfo[KnownError]]:
    """A KnownError with this code and a sentence of its own, and nothing written."""
    before = primary(store)
    with pytest.raises(KnownError) as caught:
        yield caught
    assert caught.value.code == code
    assert caught.value.sentence() not in ("", code), f"{code} has no sentence"
    assert "?" not in caught.value.sentence(), f"{code} lacks a value of its sentence"
    assert primary(store) == before


def uid(spec: str) -> str:
    """The uid of a milestone of the small plan, named as people name it."""
    code, _, key = spec.partition(":")[2].rpartition("#")
    return str(small.milestone_of(small.minted(), code, key)["uid"])


def row(store: Store, author: Author, spec: str, today: date = TODAY) -> MilestoneRow:
    """The milestone as the author's unit sees it."""
    found = find_row(store.read(lambda conn: checklist(conn, author.unit, today)), uid(spec))
    assert found is not None, spec
    return found
