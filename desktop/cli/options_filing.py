"""The words of the filing verbs: adjust, breakdown, target and those of the period. Called by desktop.cli.options."""

from __future__ import annotations

from typing import Any


def add_filing(verb: Any) -> None:
    """Adds the verbs of the filing cycle."""
    _add_planning(verb)
    _add_handing_in(verb)
    _add_forms(verb)
    _add_period(verb)


def _add_period(verb: Any) -> None:
    period = verb("period", "what of a period is due, what is lacking and who owes it", unit=True)
    period.add_argument("--period", metavar="P")
    period.add_argument("--plan", metavar="ID", help="with --set: only this plan")
    period.add_argument("--set", action="append", default=[], metavar="NAME=DAY",
                        help="day=25, preliminary=12-10, final=01-20, verified=03-31")  # fmt: skip
    period.add_argument("--carry", action="store_true", help="carry the former texts forward where progress is lacking")
    period.add_argument("--nothing-new", action="store_true", help="本期无新进展 where progress is lacking")
    period.add_argument("--by", default="", metavar="NAME")


def _add_forms(verb: Any) -> None:
    forms = verb("forms", "填报表 for the sections (科室) or a support unit", unit=True)
    forms.add_argument("--section", default="", metavar="科室")
    forms.add_argument("--support", default="", metavar="UNIT", help="the rows to which this unit contributes")
    forms.add_argument("--out", metavar="DIR")
    forms.add_argument("--tsv", action="store_true", help="print the rows as a block for Excel or WPS")
    take = verb("take", "take filled 填报表 in")
    take.add_argument("files", nargs="+", metavar="FILE")
    take.add_argument("--unit", metavar="NAME", help="whose answers; by default the form says")
    take.add_argument("--prefer", choices=["file"], help="of a conflict the file's word stands")
    paste = verb("paste", "take a block of cells in: figures or texts by headings, names or order", unit=True)
    paste.add_argument("file", metavar="FILE", help="a text file with tabs, or - for standard input")
    paste.add_argument("--into", choices=["完成值", "进展", "存在问题", "下一步措施"], default="完成值")
    paste.add_argument("--order", action="store_true", help="the rows stand in the form's order")
    for made in (forms, take, paste):
        made.add_argument("--period", metavar="P")
    for made in (take, paste):
        made.add_argument("--dry-run", action="store_true", help="only show what would be done")
        made.add_argument("--yes", action="store_true", help="save doubtful figures too")
        made.add_argument("--reason", default="", metavar="WHY", help="of corrections of what was filed")
        made.add_argument("--by", default="", metavar="NAME")


def _add_handing_in(verb: Any) -> None:
    sign = verb(
        "sign", "note a signature, print the sheet to be signed (审签单), or show how a report stands", unit=True
    )
    sign.add_argument("--step", choices=["科室", "领导"], help="who signed; the name is --by")
    sign.add_argument("--section", default="", metavar="科室")
    sign.add_argument("--scan", action="append", default=[], metavar="FILE", help="the signed sheet's scan")
    sign.add_argument("--out", metavar="DIR", help="print the sheet to be signed")
    file = verb("file", "file the signed version: it is frozen and prints the same for ever", unit=True)
    file.add_argument("--out", metavar="DIR")
    file.add_argument("--format", default="xlsx,pdf", metavar="LIST")
    file.add_argument("--unsigned", action="store_true", help="file without signatures noted here")
    file.add_argument("--reason", default="", metavar="WHY", help="of a further version")
    file.add_argument("--list", action="store_true", help="what was filed")
    for made in (sign, file):
        made.add_argument("--period", metavar="P")
        made.add_argument("--plan", metavar="ID")
        made.add_argument("--by", default="", metavar="NAME", help="the person who signed or files")


def _add_planning(verb: Any) -> None:
    adjust = verb("adjust", "ask for an adjustment, or approve one as the plan's office", unit=True)
    adjust.add_argument("milestone", metavar="MS")
    adjust.add_argument("--kind", choices=["延期", "调整", "取消", "并入"])
    adjust.add_argument("--to", default="", metavar="DATE|V|MS", help="the new date or figure, or what it goes into")
    adjust.add_argument("--reason", default="", metavar="WHY")
    adjust.add_argument("--basis", default="", metavar="DOC", help="the minute or document it rests on")
    adjust.add_argument("--approve", action="store_true", help="--unit is the office that issued the plan")
    breakdown = verb("breakdown", "give members their sub-targets, or sum up their parts", unit=True)
    breakdown.add_argument("milestone", metavar="MS")
    breakdown.add_argument("--set", action="append", default=[], metavar="UNIT=V", dest="shares")
    breakdown.add_argument("--doc-no", default="")
    breakdown.add_argument("--unequal", action="store_true", help="the shares need not add up to the target")
    breakdown.add_argument("--roll-up", action="store_true", help="record the sum of the parts as the figure")
    breakdown.add_argument("--as-at", metavar="DATE")
    target = verb("target", "the year's working target with its document number", unit=True)
    target.add_argument("milestone", metavar="MS")
    target.add_argument("--value", required=True, metavar="V")
    target.add_argument("--doc-no", required=True, metavar="NUMBER")
    for made in (adjust, target):
        made.add_argument("--period", default="", help="of a recurring milestone: 2021, 2021Q2, 2021-06")
    for made in (adjust, breakdown, target):
        made.add_argument("--by", default="", metavar="NAME", help="the person who says so")
