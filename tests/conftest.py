"""What every test stands on: a place of its own for data and configuration, the small plan, an open store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db.commands.author import Author
from db.store.store import Store
from tests import plans as small
from tests.scale import SOAK

# `make test` tries the same examples each time; `make soak` looks for new ones.
settings.register_profile("duban", deadline=None, derandomize=not SOAK, print_blob=True)
settings.load_profile("duban")


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the user's data folder or device id."""
    monkeypatch.setenv("DUBAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DUBAN_CONFIG", str(tmp_path / "config"))


@pytest.fixture
def plan_folder(tmp_path: Path) -> Path:
    """A folder with the small plan alone, in place of resources/plans."""
    return small.write_plans(tmp_path / "plans", small.minted())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the data folder of a test lies; not made yet."""
    return tmp_path / "home"


@pytest.fixture
def store(home: Path, plan_folder: Path) -> Iterator[Store]:
    """An open store with the small plan."""
    opened = Store.open(home, "duban test", plans=plan_folder)
    yield opened
    opened.close()


@pytest.fixture
def gxt() -> Author:
    """The unit that answers for the small plan's first task."""
    return Author(small.unit(small.GXT), "张三")


@pytest.fixture
def fgw() -> Author:
    """The unit that supports the first task and answers for the second."""
    return Author(small.unit(small.FGW), "李四")
