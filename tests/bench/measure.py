"""Interleaved measuring of two ways to do the same, as processes. Used by the benches."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: medians in seconds."""

    work: str
    reference: str
    ours: float
    theirs: float
    runs: int

    @property
    def ratio(self) -> float:
        """Ours in units of the reference."""
        return self.ours / self.theirs

    def as_json(self) -> dict[str, object]:
        """For out/bench.json."""
        return {**asdict(self), "ratio": round(self.ratio, 3)}


def until_line(code: str, *words: str, env: dict[str, str]) -> float:
    """Seconds from the start of a Python process to the first line that it prints."""
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, env=env) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - begun
        process.stdout.read()
    if process.returncode or not line:
        raise RuntimeError(f"the measured process failed: {line!r}")
    return taken


def compare(work: str, reference: str, ours: Callable[[], float], theirs: Callable[[], float], runs: int = 7) -> Row:
    """Medians of `runs` interleaved measurements of each, after one of each that doesn't count."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return Row(work, reference, statistics.median(o for o, _ in pairs), statistics.median(t for _, t in pairs), runs)
