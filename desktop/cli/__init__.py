"""The command line: `run` parses, calls the verb, prints, and turns known errors into exit codes. No Qt in this package.

Reading verbs that start most often (tasks, units, plans, dump) stay on the standard library; the rest open the store.
Contract: docs/command-line.md. Exit codes: 0 done, 1 a known error, 2 wrong usage, 3 partly done.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from db.errors import KnownError
from desktop.cli.options import Options, parse
from desktop.cli.output import emit_error

VERBS: dict[str, str] = {
    "units": "reading",
    "plans": "reading",
    "dump": "reading",
    "tasks": "reading",
    "indicators": "looking",
    "history": "looking",
    "evidence": "looking",
    "names": "looking",
    "tick": "saying",
    "untick": "saying",
    "figure": "saying",
    "text": "saying",
    "name": "saying",
    "contact": "saying",
    "item": "saying",
    "undo": "saying",
    "redo": "saying",
    "report": "reporting",
    "adjust": "planning",
    "breakdown": "planning",
    "target": "planning",
    "period": "period",
    "forms": "forms",
    "take": "forms",
    "paste": "forms",
    "sign": "filing",
    "file": "filing",
    "pack": "handing",
    "collect": "handing",
    "conflicts": "handing",
    "settle": "handing",
    "enrol": "handing",
    "review": "reviewing",
    "claims": "reviewing",
    "filed": "reviewing",
    "redact": "purging",
    "recover": "purging",
    "check": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "import": "importing",
    "importer": "importing",
    "demo": "demo",
}


def run(argv: list[str]) -> int:
    """One command. Returns the exit code."""
    _utf8()
    try:
        options = parse(argv)
    except SystemExit as leaving:  # argparse: --help is 0, wrong usage 2
        return int(leaving.code or 0)
    except KnownError as error:
        return emit_error(error, as_json="--json" in argv, lang="zh_CN")
    try:
        return _verb(options.verb)(options)
    except KnownError as error:
        return emit_error(error, as_json=options.json, lang=options.lang)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _verb(name: str) -> Callable[[Options], int]:
    from importlib import import_module

    called = "import_" if name == "import" else name  # a keyword of the language
    function: Callable[[Options], int] = getattr(import_module(f"desktop.cli.{VERBS[name]}"), called)
    return function


def _utf8() -> None:
    """A console of another code page must not kill `print("检查")`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
