"""An open store, unit and author for the verbs that need SQLAlchemy. Called by saying, looking, reporting, keeping."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from db.commands.author import Author
from db.first import open_first
from db.rules.kinds import UnitUid
from db.store.store import Store
from desktop.cli.options import Options
from desktop.cli.reading import find_unit


def unit_of(options: Options, name: str) -> UnitUid:
    """The unit that `name` means; the data is made on first use. Raises KnownError."""
    first = open_first(options.home, strict=True)
    try:
        return find_unit(first, name)
    finally:
        first.close()


@contextmanager
def store_of(options: Options) -> Iterator[Store]:
    """The data folder's store, closed afterwards."""
    store = Store.open(options.home, "duban-cli")
    try:
        yield store
    finally:
        store.close()


def author_of(options: Options) -> Author:
    """Who speaks: --unit and --by."""
    return Author(unit_of(options, options.unit), getattr(options.own, "by", "") or "")
