"""Source text → clean lines: stray spaces, Markdown marks, page numbers and running heads taken away. Called by paragraphs."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from db.importers import columns, markers
from db.importers.strands import EMPTY, Strand, strand

_SPACES = re.compile(r"[ \t\u3000\xa0\u2000-\u200f\u2028\u2029\ufeff]+")
_EDGES = " \t\r\u3000\xa0\u200b\ufeff\x0b"
_MARKDOWN = re.compile(r"(#{1,6}(?=\s)|>(?=\s))\s*|(?:[*+]\s+)")
_BOLD = re.compile(r"\*\*|__(?=[^_])")
_PAGE_NUMBER = re.compile(
    r"[-—–－·•~\s]*\d{1,4}[-—–－·•~\s]*$|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?$|\d{1,4}\s*/\s*\d{1,4}$"
)
_LABEL_LINE = re.compile(r"(?:单位|單位|部门|部門|主体)\s*[：:]|负责\s*[）)〕\]】]")
_UNIT_END = "局委厅办部府会院署"
_CELL = re.compile(r"[、，]|(?:人民政府|管委会|[局委厅办部])$")
_NARROW = re.compile(r"[\x00-\x7f]")
_ENDS = tuple("。！？；：")


@dataclass(frozen=True)
class Line:
    """A line of the source: its clean text, whether blank lines stand before it, whether it opens a page."""

    strand: Strand
    width: float  # as set in the source, in full-width characters
    blank: bool = False
    page: bool = False
    heading: bool = False  # marked as one by the source itself

    @property
    def text(self) -> str:
        """As printed."""
        return self.strand.text

    @property
    def plain(self) -> str:
        """In one form of brackets and punctuation."""
        return self.strand.plain

    @cached_property
    def marker(self) -> markers.Marker | None:
        """The clause number it begins with."""
        return markers.read(self.plain)

    @cached_property
    def ends(self) -> bool:
        """Whether it ends like a sentence."""
        return self.text.rstrip("”’」』*").endswith(_ENDS) or self.text.endswith(("。）", "；）"))


def clean_lines(text: str, base: int = 0) -> list[Line]:
    """All lines that say something, page furniture apart. `base`: where the text begins in the source."""
    found: list[Line] = []
    blank, page, offset = False, False, base
    for raw in text.split("\n"):
        for number, piece in enumerate(raw.split("\f")):
            page = page or number > 0
            start = offset + len(piece) - len(piece.lstrip(_EDGES))
            body = piece.strip(_EDGES)
            offset += len(piece) + 1
            if not body:
                blank = True
                continue
            made, heading = _clean(body, start)
            if len(made):
                found.append(Line(made, _width(body), blank, page or raw[:1] == " ", heading))
                blank = page = False
    return _without_furniture(found)


def clean(text: str, start: int, *, listing: bool = False) -> Strand:
    """One line without its stray spaces. `listing`: spaces may part names of units."""
    body = text.strip(_EDGES)
    if not body:
        return EMPTY
    first = start + len(text) - len(text.lstrip(_EDGES))
    offsets = array("I", range(first, first + len(body)))
    if _SPACES.search(body):
        body, offsets = _unspaced(body, offsets, listing=listing)
    return strand(body, offsets)


def _width(body: str) -> float:
    narrow = len(_NARROW.findall(body))
    return len(body) - narrow / 2


def _clean(body: str, start: int) -> tuple[Strand, bool]:
    """A line without Markdown marks and without spaces that only set it wide."""
    offsets = array("I", range(start, start + len(body)))
    heading = body.startswith("#")
    if body[0] in "#>*+" and (mark := _MARKDOWN.match(body)):
        body, offsets = body[mark.end() :], offsets[mark.end() :]
    if "**" in body:
        body, offsets = _cut(body, offsets, [found.span() for found in _BOLD.finditer(body)])
    if _SPACES.search(body):
        body, offsets = _unspaced(body, offsets, listing=_LABEL_LINE.search(body) is not None)
    return strand(body, offsets), heading


def _unspaced(body: str, offsets: array[int], *, listing: bool) -> tuple[str, array[int]]:
    cuts = []
    chars = list(body)
    for found in _SPACES.finditer(body):
        before, after = body[found.start() - 1 : found.start()], body[found.end() : found.end() + 1]
        if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
            cuts.append((found.start() + 1, found.end()))
        elif listing and before in _UNIT_END and before and _name_follows(body, found.start(), found.end()):
            chars[found.start()] = "、"
            cuts.append((found.start() + 1, found.end()))
        else:
            cuts.append(found.span())
    return _cut("".join(chars), offsets, cuts)


def _name_follows(body: str, start: int, end: int) -> bool:
    """Whether a space parts two names of units: 市发改委 市财政局."""
    before = re.search(r"[\u4e00-\u9fff]+$", body[max(0, start - 20) : start])
    after = re.match(r"[\u4e00-\u9fff]+", body[end : end + 20])
    return bool(before and after and len(before[0]) > 2 and len(after[0]) > 2)


def _cut(body: str, offsets: array[int], cuts: list[tuple[int, int]]) -> tuple[str, array[int]]:
    kept, kept_offsets, place = [], array("I"), 0
    for start, end in [*cuts, (len(body), len(body))]:
        kept.append(body[place:start])
        kept_offsets.extend(offsets[place:start])
        place = end
    return "".join(kept), kept_offsets


def _without_furniture(found: list[Line]) -> list[Line]:
    """Without page numbers, and without short lines that return at page edges or cut sentences in two."""
    is_number = [_PAGE_NUMBER.match(line.text) is not None for line in found]
    heads = _running_heads(found, is_number)
    kept: list[Line] = []
    dropped_blank = dropped_page = False
    for place, line in enumerate(found):
        alone = is_number[place] and not _in_table(found, place)
        if alone or line.plain in heads:
            dropped_blank, dropped_page = dropped_blank or line.blank, True
            continue
        after = Line(line.strand, line.width, line.blank or dropped_blank, True, line.heading) if dropped_page else line
        kept.append(after)
        dropped_blank = dropped_page = False
    return kept


def _in_table(found: list[Line], place: int) -> bool:
    """A number alone may be a cell: one more than another number not far above, or the first after a header."""
    text = found[place].text
    if not text.isdigit() or len(text) > 3:
        return False
    near = [line.text for line in found[max(0, place - 12) : place]]
    wanted = str(int(text) - 1)
    return (
        wanted in near if wanted != "0" else any(re.search("单位|部门|时限|序号|单位名称", line) for line in near[-8:])
    )


def _running_heads(found: list[Line], is_number: list[bool]) -> set[str]:
    """Short lines that return three times and more and stand beside page numbers, or inside sentences."""
    count = Counter(line.plain for line in found if line.width <= 40)
    edges: Counter[str] = Counter()
    for place, line in enumerate(found):
        if count[line.plain] >= 3 and _may_be_head(line) and _at_edge(found, is_number, place):
            edges[line.plain] += 1
    return {text for text, times in edges.items() if times * 2 > count[text]}


def _may_be_head(line: Line) -> bool:
    if line.ends or line.marker is not None or line.plain[0] in "（—" or line.plain.endswith("）"):
        return False
    return not columns.header_words(line.plain) and _CELL.search(line.plain) is None


def _at_edge(found: list[Line], is_number: list[bool], place: int) -> bool:
    before = found[place - 1] if place else None
    after = found[place + 1] if place + 1 < len(found) else None
    if (before and is_number[place - 1]) or (after and is_number[place + 1]):
        return True
    if found[place].page or (after and after.page):
        return before is not None and not before.ends
    return False
