"""填报表, the pure part: its columns, what identifies a row, and how rows that came back find theirs again.

Rows are found by their id; when it is gone, by their printed text. A row whose id and text belong to different items is not
taken. Called by db.reports.forms, db.commands.takein and exports. Source: domain.md, Excel is everywhere.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from db.rules.pasted import Cell, cell_text, same_text

FORMAT = 1
META = "_duban"  # the hidden sheet
MOST_ROWS = 5000
ID_HEAD = "编号"
_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\|[0-9QH-]*")


class Field(StrEnum):
    """The yellow cells. On a row that the unit contributes to, PROGRESS is its 配合情况."""

    VALUE = "完成值"
    AS_AT = "数据截至"
    PROGRESS = "进展"
    PROBLEM = "存在问题"
    NEXT = "下一步措施"


PRINTED = ("文件依据", "重点任务", "年度目标/节点")  # what a row is known by without its id


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a form's row speaks of."""

    milestone: str
    period: str  # of a recurring milestone, else ""

    @property
    def text(self) -> str:
        """As it stands in the hidden column."""
        return f"{self.milestone}|{self.period}"

    @classmethod
    def parse(cls, text: str) -> RowKey | None:
        """From the hidden column; None for anything else."""
        found = _UID.search(text)
        return cls(*found[0].split("|")) if found else None


@dataclass(frozen=True, slots=True)
class Known:
    """A row as the program knows it: its key, the digest of its printed text, and which cells may be filled."""

    key: RowKey
    digest: str
    open: frozenset[Field]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet as read: values by row, merged cells filled in the printed columns only when asked; the hidden sheet's
    header and the values that were printed in the yellow cells, by key."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    meta: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spans: Mapping[tuple[int, int], Cell] = field(
        default_factory=dict
    )  # (row, column) inside a merged area → its value


class Doubt(StrEnum):
    """Why a row that came back is not taken as it is, or what was noticed about it."""

    UNKNOWN = "unknown"  # neither id nor text is known
    MIXED = "mixed"  # id and text belong to different rows
    TWICE = "twice"  # the same row stands twice with different words
    TOUCHED = "touched"  # printed text was changed: noticed, not taken over


@dataclass(frozen=True, slots=True)
class Line:
    """A row that came back: where it stands, what it was found to be, and its filled cells."""

    place: int  # row number in the sheet, from 1
    text: str  # its printed text, for messages
    key: RowKey | None
    cells: Mapping[Field, Cell]
    doubt: Doubt | None = None
    by_text: bool = False


def digest(texts: Iterable[Cell]) -> str:
    """What stands for a row's printed text, blanks and widths aside."""
    return hashlib.sha256("\x1f".join(same_text(text) for text in texts).encode()).hexdigest()[:24]


def head_row(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]] | None:
    """(index of the heading row, heading → column): the first row that names a milestone column and a yellow one."""
    wanted = {same_text(name): name for name in (*PRINTED, ID_HEAD, *Field)}
    for at, row in enumerate(rows[:60]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = wanted.get(same_text(cell).split("(")[0])
            if name and name not in found:
                found[name] = column
        if PRINTED[2] in found and any(name in found for name in Field):
            return at, found
    return None


def lines(sheet: Sheet, known: Sequence[Known]) -> list[Line] | None:
    """The rows that came back with something in them; None when this is no such form."""
    head = head_row(sheet.rows)
    if head is None:
        return None
    start, columns = head
    by_key = {row.key: row for row in known}
    counts = Counter(row.digest for row in known)
    by_text = {row.digest: row for row in known if counts[row.digest] == 1}
    found = []
    for at in range(start + 1, min(len(sheet.rows), start + 1 + MOST_ROWS)):
        line = _line(sheet, at, columns, by_key, by_text)
        if line is not None:
            found.append(line)
    return _twice(found)


def _line(
    sheet: Sheet, at: int, columns: Mapping[str, int], by_key: Mapping[RowKey, Known], by_text: Mapping[str, Known]
) -> Line | None:
    row = sheet.rows[at]

    def value(name: str, spanned: bool = False) -> Cell:
        column = columns.get(name)
        if column is None or column >= len(row):
            return None
        here = row[column]
        return sheet.spans.get((at, column), here) if spanned and here is None else here

    cells = {name: value(name) for name in Field if cell_text(value(name))}
    texts = [value(name, spanned=True) for name in PRINTED]
    key = RowKey.parse(cell_text(value(ID_HEAD))) or _stray_key(row)
    if not cells and key is None:
        return None
    shown = cell_text(texts[2]) or cell_text(texts[1])
    own, other = by_key.get(key) if key else None, by_text.get(digest(texts))
    if own is not None:
        doubt = None
        if other is not None and other is not own:
            doubt = Doubt.MIXED
        elif digest(texts) != own.digest:
            doubt = Doubt.TOUCHED
        return Line(at + 1, shown, own.key, cells, doubt)
    if other is not None:
        return Line(at + 1, shown, other.key, cells, by_text=True)
    return Line(at + 1, shown, None, cells, Doubt.UNKNOWN) if cells else None


def _stray_key(row: Sequence[Cell]) -> RowKey | None:
    """An id in a column without its heading."""
    return next((key for cell in row if isinstance(cell, str) and (key := RowKey.parse(cell))), None)


def _twice(found: list[Line]) -> list[Line]:
    """Copies of a row: equal ones count once, different ones are in doubt."""
    kept: list[Line] = []
    by_key: dict[RowKey, list[int]] = {}
    for line in found:
        if line.key is None or line.doubt is Doubt.MIXED:
            kept.append(line)
            continue
        places = by_key.setdefault(line.key, [])
        if places and not line.cells:
            continue
        first = kept[places[0]] if places else None
        if first is not None and not first.cells:
            kept[places[0]] = line
            continue
        if first is not None and _words(first) == _words(line):
            continue
        places.append(len(kept))
        kept.append(line)
    different = {at for places in by_key.values() if len(places) > 1 for at in places}
    return [
        Line(line.place, line.text, line.key, line.cells, Doubt.TWICE, line.by_text) if at in different else line
        for at, line in enumerate(kept)
    ]


def _words(line: Line) -> dict[Field, str]:
    return {name: same_text(cell) for name, cell in line.cells.items()}
