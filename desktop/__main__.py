"""The one entry point: `duban` opens the window, `duban VERB …` is the command line. Looks at argv before importing either."""

from __future__ import annotations

import sys

# What may stand before or without a verb and still means the window.
_WINDOW_OPTIONS = {"--home", "--today", "--lang", "--pictures"}


def main(argv: list[str] | None = None) -> int:
    """Runs the program and returns its exit code."""
    words = sys.argv[1:] if argv is None else argv
    if _opens_window(words):
        from desktop.launch import launch

        return launch(words)
    from desktop.cli import run

    return run(words)


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
