"""Paragraphs of a document → a tree of numbered clauses, each with its own text and unit lists. Called by draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from db.importers import unitlists
from db.importers.markers import Marker, Style, starts_list_of_annexes
from db.importers.markers import read as read_marker
from db.importers.paragraphs import Paragraph
from db.importers.rows import TaskRow
from db.importers.strands import EMPTY, Strand
from db.importers.unitlists import UnitList
from db.importers.unitwords import OTHER_LABEL

_GOALS = re.compile(
    r"^.{0,14}?(分?年度目标(?:任务)?|阶段(?:性)?目标|主要目标|总体目标|发展目标|工作目标|主要指标|分年度任务)[：]?$"
)
_FACT = re.compile(rf"(?:——?)?({OTHER_LABEL.pattern})：(.{{2,24}})$")
_MAX_TITLE = 45
_LOOSE = 60
MAX_DEPTH = 12


@dataclass(slots=True)
class Piece:
    """A paragraph of a clause: its text without the clause number, and the unit lists in it."""

    strand: Strand
    units: list[UnitList]

    @property
    def body(self) -> str:
        """Its text without its unit lists."""
        kept, place = [], 0
        for made in self.units:
            kept.append(self.strand.plain[place : made.start])
            place = made.end
        kept.append(self.strand.plain[place:])
        return "".join(kept).strip("。；， ")


def without_units(piece: Piece) -> list[Strand]:
    """A paragraph's text between its unit lists."""
    kept, place = [], 0
    for made in piece.units:
        kept.append(piece.strand.part(place, made.start))
        place = made.end
    kept.append(piece.strand.part(place))
    return [strand for strand in kept if len(strand)]


@dataclass(slots=True)
class Clause:
    """A numbered clause (or an annex, or an unnumbered block of goals) with its children."""

    code: str
    number: str
    style: Style | None
    ordinal: int
    title: str = ""
    pieces: list[Piece] = field(default_factory=list)
    children: list[Clause] = field(default_factory=list)
    heading: Strand = EMPTY
    goals: bool = False  # an unnumbered block of goals
    row: bool = False  # a table's row
    facts: dict[str, str] = field(default_factory=dict)  # what else a row says: 责任领导

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, in document order."""
        stack = [self]
        while stack:
            clause = stack.pop()
            yield clause
            stack.extend(reversed(clause.children))

    @property
    def has_units(self) -> bool:
        """Whether its own text names units."""
        return any(made.units for piece in self.pieces for made in piece.units)


def build(paragraphs: list[Paragraph]) -> Clause:
    """The tree of a document's body. The root holds what stands before the first number."""
    return _Builder(paragraphs).run()


class _Builder:
    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.root = Clause("", "", None, 0)
        self.stack: list[Clause] = [self.root]
        self.articles_below = _articles_below(paragraphs)
        self.codes: Counter[str] = Counter()
        self.listing = 0

    def run(self) -> Clause:
        """Reads all paragraphs."""
        for place, paragraph in enumerate(self.paragraphs):
            if paragraph.rows:
                self._table(list(paragraph.rows))
                continue
            marker = read_marker(paragraph.plain)
            if self._in_list_of_annexes(paragraph.plain, marker, place):
                continue
            if marker is not None and self._opens(marker, paragraph, place):
                self._open(marker, paragraph.strand)
            elif self._is_goal_heading(paragraph, place):
                self._open_goals(paragraph.strand)
            else:
                self._text(paragraph.strand)
        _drop_empty_annexes(self.root)
        return self.root

    def _in_list_of_annexes(self, plain: str, marker: Marker | None, place: int) -> bool:
        """附件：1.… 2.… after the text: names of what follows, no clauses."""
        if starts_list_of_annexes(plain):
            self.listing = 1
            return True
        if (
            self.listing
            and marker
            and marker.style is Style.NUMBER
            and marker.ordinal == self.listing + 1
            and "。" not in plain
        ):
            self.listing += 1
            return True
        self.listing = 0
        if marker and marker.style is Style.ANNEX and place + 1 < len(self.paragraphs):
            following = read_marker(self.paragraphs[place + 1].plain)
            return bool(following and following.style is Style.ANNEX and len(plain) > marker.end)
        return False

    def _opens(self, marker: Marker, paragraph: Paragraph, place: int) -> bool:
        """Whether a number at a paragraph's start is a clause and not part of a sentence."""
        rest = paragraph.plain[marker.end :]
        if marker.style is Style.ANNEX:
            return True
        if not rest and place + 1 >= len(self.paragraphs):
            return False
        return not rest[:1] or rest[0] not in "，。、；：%"

    def _rank(self, style: Style) -> float:
        return 5.5 if style is Style.ARTICLE and self.articles_below else float(style)

    def _open(self, marker: Marker, paragraph: Strand) -> None:
        rank = self._rank(marker.style)
        while len(self.stack) > 1 and self._closes(self.stack[-1], rank, marker.style):
            self.stack.pop()
        parent = self.stack[-1]
        code = self._unique(_path(parent.code, marker.code))
        clause = Clause(code, marker.number, marker.style, marker.ordinal)
        rest = paragraph.part(marker.end)
        self._give_title(clause, rest)
        parent.children.append(clause)
        if len(self.stack) < MAX_DEPTH:
            self.stack.append(clause)

    def _closes(self, clause: Clause, rank: float, style: Style) -> bool:
        if clause.style is None:
            return True  # a block of goals ends at the next number
        return self._rank(clause.style) >= rank or clause.style == style

    def _unique(self, code: str) -> str:
        """A code of its own: numbers that start again get the printed number with a mark."""
        self.codes[code] += 1
        return code if self.codes[code] == 1 else self._unique(f"{code}~{self.codes[code]}")

    def _give_title(self, clause: Clause, rest: Strand) -> None:
        """The clause's name and, when more follows in the paragraph, its first text."""
        lists = unitlists.find(rest)
        first = lists[0].start if lists else len(rest)
        end = title_end(rest.plain[:first])
        clause.title = rest.text[:end].strip("。：；， ")
        clause.heading = rest.part(0, end)
        if end < len(rest.plain.rstrip("。：")) or lists:
            clause.pieces.append(Piece(rest, lists))

    def _is_goal_heading(self, paragraph: Paragraph, place: int) -> bool:
        if len(paragraph.plain) > 24 or not _GOALS.match(paragraph.plain) or place + 1 >= len(self.paragraphs):
            return False
        return (
            re.match(r"[—－-]|(?:到|至)?\d{4}年", self.paragraphs[place + 1].plain) is not None and len(self.stack) > 1
        )

    def _open_goals(self, strand: Strand) -> None:
        if self.stack[-1].goals:
            self.stack.pop()
        parent = self.stack[-1]
        found = _GOALS.match(strand.plain)
        code = self._unique(_path(parent.code, found[1] if found else strand.plain))
        clause = Clause(code, "", None, 0, strand.text.rstrip("：:"), heading=strand, goals=True)
        parent.children.append(clause)
        self.stack.append(clause)

    def _text(self, strand: Strand) -> None:
        clause = self.stack[-1]
        if (
            clause.style is Style.ANNEX
            and not clause.children
            and not clause.pieces
            and len(strand) <= _LOOSE
            and (not strand.plain.endswith(("。", "；", "：")))
        ):
            is_period = strand.plain.startswith("（")
            clause.title = clause.title if is_period and clause.title else clause.title + strand.text
            return
        fact = _FACT.match(strand.plain)
        if fact and fact[1] not in ("时间节点", "进度安排"):
            clause.facts[fact[1]] = strand.text[fact.start(2) :].strip("。；")
            return
        clause.pieces.append(Piece(strand, unitlists.find(strand)))

    def _table(self, rows: list[TaskRow]) -> None:
        """A table's rows as clauses: chapters and shared labels become the sections above them."""
        while len(self.stack) > 1 and self.stack[-1].goals:
            self.stack.pop()
        base = len(self.stack)
        shared = Counter(row.number for row in rows if row.number)
        for row in rows:
            if len(row.chapter):
                self._chapter(row.chapter, base)
            self._row(row, shared, base)
        del self.stack[base:]

    def _chapter(self, chapter: Strand, base: int) -> None:
        del self.stack[base:]
        marker = read_marker(chapter.plain)
        if marker is not None:
            self._open(marker, chapter)
            return
        parent = self.stack[-1]
        clause = Clause(
            self._unique(_path(parent.code, chapter.text[:16])), "", Style.COMMA, 0, chapter.text, heading=chapter
        )
        parent.children.append(clause)
        self.stack.append(clause)

    def _row(self, row: TaskRow, shared: Counter[str], base: int) -> None:
        label = read_marker(row.label.plain) if len(row.label) else None
        if not len(row.label):
            while len(self.stack) > base and self.stack[-1].row:
                self.stack.pop()
        if label is not None and (len(self.stack) == 1 or self.stack[-1].heading is not row.label):
            while len(self.stack) > base and self.stack[-1].style is label.style:
                self.stack.pop()
            self._open(label, row.label)
            self.stack[-1].heading = row.label
        if label is None and len(row.label):
            self._open_label(row, base)
        parent = self.stack[-1]
        if label is not None or len(row.label):
            code = f"{parent.code}#{1 + len(parent.children)}"
        elif row.number:
            code = _path(parent.code, row.number) + ("#1" if shared[row.number] > 1 else "")
        else:
            code = f"{parent.code}#{1 + len(parent.children)}" if parent.code else str(1 + len(parent.children))
        stem = code[:-2] if code.endswith("#1") else ""
        while code in self.codes and stem:
            code = f"{stem}#{int(code.rpartition('#')[2]) + 1}"
        clause = Clause(
            self._unique(code), row.number, None, 0, row.title.text.strip("。；，"), heading=row.title, row=True
        )
        clause.pieces = [
            Piece(text, []) for text in (() if row.own_text else (row.title,)) + tuple(row.texts) if len(text)
        ]
        clause.facts = dict(row.facts)
        if row.units:
            clause.pieces.append(Piece(EMPTY, row.units))
        parent.children.append(clause)

    def _open_label(self, row: TaskRow, base: int) -> None:
        """The section of rows that share an unnumbered task cell: its code is the row's number."""
        if len(self.stack) > base and self.stack[-1].row and self.stack[-1].title == row.label.text:
            return
        while len(self.stack) > base and self.stack[-1].row:
            self.stack.pop()
        code = self._unique(_path(self.stack[-1].code, row.number or row.label.text[:16]))
        clause = Clause(code, row.number, None, 0, row.label.text, heading=row.label, row=True)
        self.stack[-1].children.append(clause)
        self.stack.append(clause)


def _path(parent: str, code: str) -> str:
    return f"{parent}/{code}" if parent else code


def title_end(plain: str) -> int:
    """Where a clause's name ends: at its first full stop when that is near, else at its first comma."""
    stop = _outside_brackets(plain, "。")
    if stop is not None and stop <= _MAX_TITLE:
        return stop + 1
    colon = _outside_brackets(plain, "：")
    if colon is not None and colon <= 24 and (stop is None or colon < stop):
        return colon + 1
    if stop is None and len(plain) <= _LOOSE:
        return len(plain)
    comma = _outside_brackets(plain, "，；")
    return comma if comma is not None else min(len(plain), stop or _LOOSE)


def _outside_brackets(plain: str, marks: str) -> int | None:
    depth = 0
    for place, char in enumerate(plain[:600]):
        depth += (char in "（《") - (char in "）》")
        if depth <= 0 and char in marks:
            return place
    return None


def _articles_below(paragraphs: list[Paragraph]) -> bool:
    """Whether 第一条 stands below 一、 in this document, not above it."""
    for paragraph in paragraphs:
        marker = read_marker(paragraph.plain)
        if marker and marker.style in (Style.ARTICLE, Style.CHAPTER):
            return False
        if marker and marker.style is Style.COMMA:
            return True
    return False


def _drop_empty_annexes(root: Clause) -> None:
    root.children = [
        child
        for child in root.children
        if child.style is not Style.ANNEX or child.children or child.pieces or child.title
    ]
