"""Two or three machines for the scenes of filing: each with its data folder and device. Not a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.store.store import Store
from tests.e2e.duban_process import Ran, duban


@dataclass(frozen=True, slots=True)
class Machine:
    """A data folder on a device of its own."""

    home: Path
    config: Path

    def run(self, *words: str, today: str | None = None) -> Ran:
        """One command on this machine."""
        with self._device():
            return duban(*words, home=self.home, today=today)

    def ok(self, *words: str, today: str | None = None, code: int = 0) -> Ran:
        """A command that must end with this exit code."""
        ran = self.run(*words, today=today)
        assert ran.code == code, (words, ran.code, ran.out, ran.err)
        return ran

    @property
    def code(self) -> str:
        """What is read over the telephone."""
        return str(self.ok("enrol", "--json").json["own_code"])

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, as the window has it open."""
        with self._device():
            opened = Store.open(self.home, "duban test")
            try:
                yield opened
            finally:
                opened.close()

    @contextmanager
    def _device(self) -> Iterator[None]:
        before = os.environ.get("DUBAN_CONFIG")
        os.environ["DUBAN_CONFIG"] = str(self.config)
        try:
            yield
        finally:
            if before is None:
                del os.environ["DUBAN_CONFIG"]
            else:
                os.environ["DUBAN_CONFIG"] = before


def holding(folder: Path, secret: bytes) -> list[str]:
    """The files below a folder that hold these bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(folder)) for path in files if secret in path.read_bytes())
