"""The one entry point: `duban` opens the window, `duban VERB …` is the command line. Looks at argv before importing either."""

from __future__ import annotations

import os
import sys

# What may stand before or without a verb and still means the window.
_WINDOW_OPTIONS = {"--home", "--today", "--lang", "--pictures"}

# A file of this name beside the program makes it portable (docs/deployment.md).
PORTABLE = "便携版.txt"


def main(argv: list[str] | None = None) -> int:
    """Runs the program and returns its exit code."""
    words = sys.argv[1:] if argv is None else argv
    if getattr(sys, "frozen", False):
        _settle_frozen()
        if words == ["importer"]:  # the child that reads documents (db/importers/sandbox.py): Python's -m is not there
            from db.importers.child import main as read_document

            return read_document()
    if _opens_window(words):
        from desktop.launch import launch

        return launch(words)
    from desktop.cli import run

    return run(words)


def _settle_frozen() -> None:
    """The built program: a portable copy keeps its data beside it; the window's program has no streams to print to."""
    beside = os.path.dirname(sys.executable)  # noqa: PTH120 (pathlib is not loaded yet)
    if os.path.exists(os.path.join(beside, PORTABLE)):  # noqa: PTH110, PTH118
        os.environ.setdefault("DUBAN_HOME", os.path.join(beside, "数据"))  # noqa: PTH118
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _opens_window(words: list[str]) -> bool:
    rest = list(words)
    while rest:
        name = rest.pop(0)
        option, equals, _ = name.partition("=")
        if option not in _WINDOW_OPTIONS:
            return False
        if not equals and rest:
            rest.pop(0)
    return True


if __name__ == "__main__":
    sys.exit(main())
