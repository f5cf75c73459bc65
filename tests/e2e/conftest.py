"""A data folder with the bundled plans for the scenes: made once in a run, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.duban_process import duban


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after first use; never written to by a test."""
    home = tmp_path_factory.mktemp("bundled") / "data"
    assert duban("plans", home=home).code == 0
    return home


@pytest.fixture
def data(bundled: Path, tmp_path: Path) -> Path:
    """A fresh data folder with the bundled plans."""
    return Path(shutil.copytree(bundled, tmp_path / "data"))
