"""Runs the real command line, in this process or as one of its own. Used by the end-to-end tests."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.cli import run

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)


def duban(*words: str, home: Path, today: str | None = None) -> Ran:
    """One command through the entry point that `duban` calls."""
    out, err = io.StringIO(), io.StringIO()
    extra = ["--home", str(home), *(["--today", today] if today else [])]
    with redirect_stdout(out), redirect_stderr(err):
        code = run([*words, *extra])
    return Ran(code, out.getvalue(), err.getvalue())


def process(*words: str, home: Path, code: str | None = None) -> subprocess.CompletedProcess[str]:
    """The same as a process of its own; `code` runs Python instead of `-m desktop`."""
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "desktop"]
    return subprocess.run(
        [*command, *words], cwd=ROOT, env={**os.environ, "DUBAN_HOME": str(home)}, capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
