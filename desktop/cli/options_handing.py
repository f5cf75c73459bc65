"""Words of the verbs of handing in, taking in, review, trust and purge. Called by desktop.cli.options."""

from __future__ import annotations

from typing import Any


def add_handing(verb: Any) -> None:
    """pack, collect, conflicts, settle, review, claims, filed, enrol, redact, recover."""
    pack = verb("pack", "make a hand-in (报送包): a .zip, or with .xlsx a workbook that carries the data", unit=True)
    pack.add_argument("--period", metavar="P", help="2021-06, 2021Q2, 2021H1 or 2021")
    pack.add_argument("--out", required=True, metavar="FILE", help="FILE.zip or FILE.xlsx")
    pack.add_argument("--all", action="store_true", help="everything, not only what came after the last receipt")
    pack.add_argument("--plan", metavar="ID")
    collect = verb("collect", "take in packages, workbooks, return slips and receipts; folders too")
    collect.add_argument("files", nargs="+", metavar="FILE")
    collect.add_argument(
        "--trust",
        action="store_true",
        help="believe the devices of these packages for their unit, unchecked (unsigned)",
    )
    collect.add_argument("--receipts", metavar="DIR", help="where receipts go (default: beside each file)")
    verb("conflicts", "answers given twice: every side").add_argument("--unit", metavar="NAME")
    settle = verb("settle", "choose one of several answers of one's own unit", unit=True)
    settle.add_argument("milestone", nargs="?", metavar="MS")
    settle.add_argument("--entry", required=True, metavar="HASH", help="the chosen entry, or the beginning of its hash")
    settle.add_argument("--by", default="", metavar="NAME")
    _add_review(verb)
    enrol = verb("enrol", "believe a unit's device by its code; without --device lists the devices")
    enrol.add_argument("--unit", metavar="NAME")
    enrol.add_argument("--device", metavar="CODE", help="as read over the telephone: XXXX-XXXX-XXXX")
    enrol.add_argument("--dismiss", action="store_true", help="believe it no longer")
    redact = verb("redact", "purge an entry from data, files and every backup; can't be undone", unit=True)
    redact.add_argument("entry", metavar="ENTRY", help="its hash or the first 8 digits (duban history --json)")
    redact.add_argument("--reason", required=True, metavar="WHY")
    redact.add_argument("--by", default="", metavar="NAME")
    recover = verb("recover", "unite every journal that can be read: data, backups, packs; always safe")
    recover.add_argument("files", nargs="*", metavar="FILE")


def _add_review(verb: Any) -> None:
    review = verb("review", "accept (销号) or return claims of a unit", unit=True)
    review.add_argument("milestones", nargs="*", metavar="MS")
    review.add_argument("--of", required=True, metavar="UNIT", help="the unit whose claims they are")
    way = review.add_mutually_exclusive_group(required=True)
    way.add_argument("--accept", action="store_true")
    way.add_argument("--return", dest="returned", metavar="WHY")
    way.add_argument("--slip-only", action="store_true", help="only write the return slip of what was said so far")
    review.add_argument("--without-evidence", metavar="WHY", help="accept although no file is kept, with the reason")
    review.add_argument("--period", metavar="P", help="of a recurring milestone")
    review.add_argument("--slip", metavar="FILE", help="write the return slip (退回单) for the unit")
    review.add_argument("--by", default="", metavar="NAME")
    claims = verb("claims", "claims with their evidence and review, by clause")
    claims.add_argument("--of", metavar="UNIT")
    claims.add_argument("--unit", metavar="OFFICE", help="only what this office or lead unit reviews")
    claims.add_argument("--missing", action="store_true", help="only those without evidence")
    claims.add_argument("--waiting", action="store_true", help="only those not reviewed yet")
    filed = verb("filed", "who has filed a period, who is late", unit=True)
    filed.add_argument("--period", metavar="P")
    filed.add_argument("--due", metavar="DATE", help="instead of the period's default date")
