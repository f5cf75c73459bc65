"""The years that a plan covers, from its titles, its goals and its date. Called by drafting."""

from __future__ import annotations

import re
from collections import Counter

from db.importers.documents import Document
from db.importers.numerals import whole
from db.importers.paragraphs import Paragraph
from db.importers.timing import Frame

_RANGE = re.compile(r"(20\d{2})年?[—－~至到-]{1,2}(20\d{2})年?")
_YEAR = re.compile(r"(20\d{2})年")
_UNTIL = re.compile(r"(?:到|至|截至|力争)?(20\d{2})年(?:底|末|，|前|，|[^月度以至—-])")
_PLAN = re.compile(r"“?十([三四五六])五”?")
_YEARS = re.compile(r"([一二三四五六七八九十两]|\d)年(?:行动|计划|规划|滚动|攻坚)")
_PERIODS = {"三": (2016, 2020), "四": (2021, 2025), "五": (2026, 2030), "六": (2031, 2035)}
LONGEST = 15


def frame(document: Document, body: list[Paragraph]) -> Frame:
    """Start and end year. A range in a title stands before a year in it, that before the years that goals name."""
    issued = int(document.issued_on[:4]) if document.issued_on else _number_year(document)
    titles = [document.title, document.notice, *(line.plain for line in body if 4 < len(line.plain) < 60)]
    stated = _from_titles(document, titles, issued)
    made = stated or _from_goals(body, issued)
    return Frame(made[0], made[1], document.issued_on, named=stated is not None and made[0] == made[1])


def _number_year(document: Document) -> int | None:
    found = re.search(r"〔(\d{4})〕", document.doc_no or "")
    return int(found[1]) if found else None


def _from_titles(document: Document, titles: list[str], issued: int | None) -> tuple[int, int] | None:
    ranges = Counter((int(found[1]), int(found[2])) for line in titles for found in _RANGE.finditer(line))
    sound = [(years, times) for years, times in ranges.items() if 0 <= years[1] - years[0] <= LONGEST]
    if sound:
        return max(sound, key=lambda pair: pair[1])[0]
    title = document.title + document.notice
    years = [int(year) for year in _YEAR.findall(title)]
    if years and not _YEARS.search(title):
        return min(years), max(years)
    if found := _PLAN.search(title):
        return _PERIODS[found[1]]
    if (found := _YEARS.search(title)) and issued:
        count = whole(found[1])
        return None if count is None or count > 10 else _spanned(issued, count)
    return None


def _spanned(issued: int, count: int) -> tuple[int, int] | None:
    """三年行动 of 2021 is 2021—2023; the goals tell better where they name a later year."""
    del issued, count
    return None


def _from_goals(body: list[Paragraph], issued: int | None) -> tuple[int, int]:
    text = "\n".join(line.plain for line in body)
    years = sorted(int(year) for year in _UNTIL.findall(text) if 2005 <= int(year) <= 2060)
    plans = [_PERIODS[which] for which in _PLAN.findall(text)]
    start = issued or (years[0] if years else None)
    if start is None:
        start = plans[0][0] if plans else 2000
    later = [year for year in years if start <= year <= start + LONGEST]
    if later:
        return start, max(later)
    ends = [
        end for first, end in plans if first <= start <= end and re.search(r"“?十[三四五六]五”?(?:期间|末|时期)", text)
    ]
    return start, max(ends, default=start)
