"""What the command line understands: verbs and options, read once into Options. Called by desktop.cli.run."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from db.errors import KnownError
from db.home import data_home
from db.rules.times import Period, china_today, parse_day
from desktop import __version__
from desktop.cli.options_filing import add_filing
from desktop.cli.options_handing import add_handing


@dataclass(frozen=True, slots=True)
class Options:
    """A parsed command: what every verb needs, and the verb's own words in `own`."""

    verb: str
    home: Path
    today: date
    json: bool
    lang: str
    own: argparse.Namespace

    def __getattr__(self, name: str) -> Any:
        return getattr(self.own, name)


def day(text: str | None) -> date | None:
    """An optional date. Raises KnownError date_invalid."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except ValueError:
        raise KnownError("date_invalid", text=text) from None


def period_of(text: str | None, today: date) -> Period:
    """A period as typed; the month of `today` when none is given. Raises KnownError period_invalid."""
    if text is None:
        return Period.month_of(today)
    try:
        return Period.parse(text)
    except ValueError:
        raise KnownError("period_invalid", text=text) from None


def parse(argv: list[str]) -> Options:
    """Options from words. Wrong usage leaves by SystemExit(2) with a line on stderr, as argparse does."""
    own = _parser().parse_args(argv)
    home = getattr(own, "home", None)
    return Options(
        verb=own.verb,
        home=data_home(Path(home) if home else None),
        today=day(getattr(own, "today", None)) or china_today(),
        json=bool(getattr(own, "json", False)),
        lang=getattr(own, "lang", None) or "zh_CN",
        own=own,
    )


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", metavar="DIR", help="data folder (default: DUBAN_HOME, else the user's local data)")
    common.add_argument(
        "--today", metavar="DATE", help="the day for lights, lists and reports; never for recorded times"
    )
    common.add_argument("--json", action="store_true", help="print JSON")
    common.add_argument("--lang", choices=["zh_CN", "en"], help="language of messages")
    parser = argparse.ArgumentParser(
        prog="duban",
        parents=[common],
        description="督办: government plans as checklists. Without a verb the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"督办 {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, text: str, *, unit: bool = False) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text, parents=[common])
        if unit:
            made.add_argument("--unit", required=True, metavar="NAME", help="the unit, by any of its names")
        return made

    _add_reading(verb)
    _add_saying(verb)
    _add_keeping(verb)
    add_filing(verb)
    add_handing(verb)
    return parser


def _add_reading(verb: Any) -> None:
    units = verb("units", "the units of the directory")
    units.add_argument("search", nargs="?", help="characters, an old name, or pinyin initials")
    verb("plans", "the plans in force")
    verb("dump", "one whole plan as JSON").add_argument("plan", metavar="PLAN")
    tasks = verb("tasks", "what a unit must do", unit=True)
    tasks.add_argument("--plan", metavar="ID")
    tasks.add_argument("--year", type=int, metavar="Y")
    tasks.add_argument("--light", metavar="L", help="only milestones of this light, e.g. overdue")
    verb("indicators", "the indicators that a unit answers for", unit=True)
    history = verb("history", "what was said, newest first", unit=True)
    history.add_argument("milestone", nargs="?", metavar="MS")
    history.add_argument("--limit", type=int, default=200)
    evidence = verb("evidence", "the files kept for a milestone, or adding and withdrawing them")
    evidence.add_argument("milestone", metavar="MS")
    evidence.add_argument("--unit", metavar="NAME")
    evidence.add_argument("--attach", action="append", default=[], metavar="FILE")
    evidence.add_argument("--evidence-date", metavar="D")
    evidence.add_argument("--withdraw", metavar="ID")
    evidence.add_argument("--by", default="", metavar="NAME")
    verb("names", "the names listed under a count", unit=True).add_argument("indicator", metavar="INDICATOR")


def _add_saying(verb: Any) -> None:
    tick = verb("tick", "tick a milestone off, or record a figure below its target", unit=True)
    tick.add_argument("milestone", metavar="MS", help="uid or plan:code#key")
    tick.add_argument("--value", metavar="V")
    tick.add_argument("--done-on", metavar="D")
    tick.add_argument("--attach", action="append", default=[], metavar="FILE")
    tick.add_argument("--evidence-date", metavar="D")
    tick.add_argument("--period", default="", help="of a recurring milestone: 2021, 2021Q2, 2021-06")
    figure = verb("figure", "record a figure without claiming anything", unit=True)
    figure.add_argument("milestone", metavar="MS")
    figure.add_argument("--value", required=True, metavar="V")
    for made in (tick, figure):
        made.add_argument("--as-at", metavar="DATE", help="the day the figure holds for (数据截至)")
        made.add_argument("--yes", action="store_true", help="save a doubtful figure without asking")
        made.add_argument("--nature", choices=["快报", "预计", "核定"], default="快报")
        made.add_argument("--note", default="", metavar="TEXT")
    untick = verb("untick", "take a tick back", unit=True)
    untick.add_argument("milestone", metavar="MS")
    untick.add_argument("--note", required=True, metavar="WHY")
    untick.add_argument("--period", default="")
    text = verb("text", "a task's progress, problems or next steps for a period", unit=True)
    text.add_argument("task", metavar="TASK", help="uid or plan:code")
    for name in ("progress", "problem", "next"):
        text.add_argument(f"--{name}", metavar="TEXT")
    text.add_argument("--period", metavar="P")
    text.add_argument("--carry", action="store_true", help="carry the former period's texts forward (沿用上期)")
    text.add_argument("--nothing-new", action="store_true", help="本期无新进展")
    text.add_argument("--reason", default="", metavar="WHY", help="of a change of what was filed")
    name = verb("name", "list a name under a count", unit=True)
    name.add_argument("indicator", metavar="INDICATOR")
    name.add_argument("name", metavar="NAME")
    name.add_argument("--doc-no", default="")
    name.add_argument("--on", metavar="D")
    contact = verb("contact", "who does a task inside the unit", unit=True)
    contact.add_argument("tasks", nargs="+", metavar="TASK")
    for field in ("leader", "section", "person", "phone"):
        contact.add_argument(f"--{field}", default="")
    item = verb("item", "make an own item (自建事项)", unit=True)
    item.add_argument("title", metavar="TITLE")
    item.add_argument("--source", required=True, help="the meeting, instruction or inspection it comes from")
    item.add_argument("--number", default="")
    item.add_argument("--wording", default="")
    item.add_argument("--due-on", required=True, metavar="D")
    undo, redo = verb("undo", "take back the last act", unit=True), verb("redo", "do it again", unit=True)
    for made in (tick, figure, untick, text, name, contact, item, undo, redo):
        made.add_argument("--by", default="", metavar="NAME", help="the person who says so")


def _add_keeping(verb: Any) -> None:
    report = verb("report", "write a unit's report", unit=True)
    report.add_argument("--period", metavar="P", help="2021-06, 2021Q2, 2021H1 or 2021")
    report.add_argument("--out", required=True, metavar="DIR")
    report.add_argument("--format", default="xlsx,pdf", metavar="LIST")
    report.add_argument("--plan", metavar="ID")
    report.add_argument("--again", default="", metavar="ISSUE", help="print what was filed as it was filed")
    check = verb("check", "is what is stored what was said?")
    check.add_argument("--full", action="store_true")
    check.add_argument("--self-test", metavar="FILE", help="does the main job on a throwaway folder; JSON into FILE")
    verb("backup", "a verified copy of the data").add_argument("--out", metavar="DIR")
    verb("restore", "replace the data by a backup; the present data is set aside").add_argument("backup", metavar="DIR")
    brought = verb("import", "an official document, a task table or a plan file becomes a plan")
    brought.add_argument("file", metavar="FILE", help=".docx .xlsx .xls .pdf .txt .md, or a plan file .json")
    brought.add_argument("--dry-run", action="store_true", help="print what was read, write nothing")
    brought.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=KIND", help="what a table's column holds"
    )
    brought.add_argument("--only", metavar="PLAN", help="of several documents in one file: number, title or place")
    verb("importer", "the importer's own child process; for no other use")
    demo = verb("demo", "the main job by itself on a throwaway folder")
    demo.add_argument("--out", required=True, metavar="DIR")
    demo.add_argument("--unit", default="自治区工业和信息化厅", metavar="NAME")
