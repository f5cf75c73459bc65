"""Tables that lost their lines: a header's words, then cells one a line, wrapped as in the print. Called by prose.

Cells are told apart by what they say: a number, a unit list, a time. A row ends with its units (or its time when the
table names no units); a wrapped cell goes on while its lines are full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from db.importers import columns, markers, numbered_rows, unitnames
from db.importers.columns import UNIT_COLUMNS, Column
from db.importers.lines import Line
from db.importers.markers import Style
from db.importers.strands import EMPTY, Strand, joined

_TIME = re.compile(
    r"(?:到|至|在)?(?:20\d{2}年|每(?:年|季度|半年|月)|“?十[三四五六七]五”?(?:期间|末)|长期|持续(?:推进|实施|开展)|全年|常态化|\d{1,2}月(?:底|上旬|中旬|下旬|\d)|"
    r"(?:印发|发布)之日)"
)
_CONTINUES = re.compile(r"[、，）；。]|（区）|（市|管委会|人民政府|[^、，]{1,3}[、，]|[局委厅办会府]$")
_UNIT_TAIL = re.compile(
    r"(?:局|委|厅|办|部|政府|管委会|公司|中心|院|会|集团|支行|分行|运营商|单位|部门|企业|学校|大学|学院|站|所|队|处|联|行|台|社|馆|县|市|区|镇|乡)(?:（[^（）]{0,20}）)*[。；]?$"
)


@dataclass(slots=True)
class Row:
    """One row: the numbered label it stands under, its cells' texts."""

    label: Strand = EMPTY
    number: str = ""
    title: Strand = EMPTY
    schedule: Strand = EMPTY
    units: Strand = EMPTY
    chapter: Strand = EMPTY
    cells: numbered_rows.Cells | None = None  # of a table whose rows are numbered


@dataclass(slots=True)
class Flattened:
    """A flattened table: the lines it took, its rows, its columns."""

    start: int
    end: int
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)


def find(lines: list[Line]) -> list[Flattened]:
    """The flattened tables among the lines."""
    found: list[Flattened] = []
    place = 0
    while place < len(lines):
        header = _header(lines, place)
        if header is None:
            place += 1
            continue
        kinds, first = header
        made = _Reader(lines, place, first, kinds).read()
        if made.rows:
            found.append(made)
            place = made.end
        else:
            place = first
    return found


def _header(lines: list[Line], place: int) -> tuple[list[Column], int] | None:
    """A header's columns and the line after it: its words on one line, or one or two a line."""
    words: list[str] = []
    after = place
    while after < len(lines) and after - place < 10:
        more = columns.header_words(lines[after].plain)
        if not more:
            break
        words += more
        after += 1
    if len(words) < 3:
        return None
    kinds = columns.mapping(words)
    if not kinds or not any(column in UNIT_COLUMNS for column in kinds.values()):
        return None
    return [kinds[place] for place in sorted(kinds)], after


class _Reader:
    def __init__(self, lines: list[Line], start: int, first: int, kinds: list[Column]) -> None:
        self.lines = lines
        self.first = first
        self.made = Flattened(start, first, kinds)
        self.numbered = kinds[0] is Column.NUMBER
        self.last_number = 0
        self.label = EMPTY
        self.number = ""

    def read(self) -> Flattened:
        """Rows until the next annex or until no more units come."""
        if self.numbered and self.first < len(self.lines) and numbered_rows.starts(self.lines[self.first], 0):
            return self._numbered()
        place = self.first
        pending: list[int] = []
        while place < len(self.lines):
            line = self.lines[place]
            header = _header(self.lines, place)
            if header is not None:
                place = header[1]
                continue
            if self._stops(line):
                break
            end = self._unit_block(place) if pending else None
            if end is not None:
                self._row(pending, place, end)
                self.made.end = place = end
                pending = []
                continue
            pending.append(place)
            if sum(len(self.lines[at].strand) for at in pending) > 4000:
                break
            place += 1
        return self.made

    def _numbered(self) -> Flattened:
        """Rows that begin with 1, 2, 3 on lines of their own."""
        place, last = self.first, 0
        while place < len(self.lines) and numbered_rows.starts(self.lines[place], last):
            last += 1
            end = place + 1
            while end < len(self.lines) and end - place < numbered_rows.MAX_LINES:
                if numbered_rows.starts(self.lines[end], last) or self._stops(self.lines[end]):
                    break
                end += 1
            lines = [line for line in self.lines[place + 1 : end] if not columns.header_words(line.plain)]
            cells = numbered_rows.row_of(str(last), lines, self.made.columns)
            if cells.texts:
                self.made.rows.append(Row(number=str(last), title=cells.texts[0], cells=cells))
            place = self.made.end = end
        return self.made

    def _stops(self, line: Line) -> bool:
        marker = line.marker
        return marker is not None and (
            marker.style in (Style.ANNEX, Style.BRACKET) or (marker.style is Style.COMMA and "。" in line.plain)
        )

    def _unit_block(self, place: int) -> int | None:
        """The end of a unit list that begins at this line, or None."""
        if not _begins_units(self.lines[place].plain):
            return None
        end = place + 1
        while end < len(self.lines) and end - place < 40:
            text = "".join(line.plain for line in self.lines[place:end])
            following = self.lines[end].plain
            if _header(self.lines, end) is not None:
                break
            if _UNIT_TAIL.search(text) and text[-1] not in "、，" and not _CONTINUES.match(following):
                break
            if (marker := self.lines[end].marker) is not None and marker.style is not Style.BRACKET:
                break
            end += 1
        text = "".join(line.plain for line in self.lines[place:end])
        return end if _UNIT_TAIL.search(text) else None

    def _row(self, pending: list[int], start: int, end: int) -> None:
        row = Row(units=joined(self.lines[place].strand for place in range(start, end)))
        pending = self._chapters(pending, row)
        pending = self._labels(pending)
        row.label, row.number = self.label, self.number
        row.title, row.schedule = self._cells(pending)
        self.made.rows.append(row)

    def _chapters(self, pending: list[int], row: Row) -> list[int]:
        """一、… above the row's cells."""
        for at, place in enumerate(pending):
            marker = self.lines[place].marker
            if marker and marker.style is Style.COMMA:
                row.chapter = self.lines[place].strand
                self.label, self.number = EMPTY, ""
                return pending[at + 1 :]
        return pending

    def _labels(self, pending: list[int]) -> list[int]:
        """A numbered label cell, wrapped over lines as long as they are full: 1.调新产业 / 结构."""
        if not pending:
            return pending
        first = self.lines[pending[0]]
        if self.numbered and first.plain.isdigit():
            self.label, self.number = EMPTY, first.plain
            return pending[1:]
        if first.marker is None or first.marker.style is not Style.NUMBER:
            return pending
        count = 1
        while count < len(pending) and self.lines[pending[count - 1]].width >= first.width - 0.6:
            if _TIME.match(self.lines[pending[count]].plain):
                break
            count += 1
        self.label = joined(self.lines[place].strand for place in pending[:count])
        self.number = ""
        if count == len(pending):
            return []
        return pending[count:]

    def _cells(self, pending: list[int]) -> tuple[Strand, Strand]:
        """The row's task and its time table; the latter begins at the first time expression."""
        if not pending:
            return EMPTY, EMPTY
        for at, place in enumerate(pending):
            strand = self.lines[place].strand
            found = _TIME.match(strand.plain) if at else None
            cut = 0 if found else _inner_time(strand.plain)
            if found or cut:
                head = [self.lines[before].strand for before in pending[:at]] + ([strand.part(0, cut)] if cut else [])
                tail = [strand.part(cut)] + [self.lines[after].strand for after in pending[at + 1 :]]
                return joined(head), joined(tail)
        text = joined(self.lines[place].strand for place in pending)
        return self._unscheduled(pending, text)

    def _unscheduled(self, pending: list[int], text: Strand) -> tuple[Strand, Strand]:
        """No time anywhere: the first cell ends where a line is plainly shorter than those after it."""
        for at in range(len(pending) - 1):
            if self.lines[pending[at + 1]].width > self.lines[pending[at]].width + 4 and at < len(pending) - 1:
                head = joined(self.lines[place].strand for place in pending[: at + 1])
                return head, text.part(len(head))
        return text, EMPTY


def _inner_time(plain: str) -> int:
    """Where a second cell begins on the same line: 淘汰落后产能2021年，…"""
    found = re.search(r"(?<=[\u4e00-\u9fff”）])(?:到|至)?20\d{2}年(?:，|底|[^度至—-])", plain[:60])
    return found.start() if found and "。" not in plain[: found.start()] and "，" not in plain[: found.start()] else 0


def _begins_units(plain: str) -> bool:
    head = re.split(r"[、，；]", plain, maxsplit=1)[0]
    if markers.read(plain) is not None or re.search(r"[。：“”《》%\d]", plain):
        return False
    if not unitnames.looks_like_unit(head) or len(head) > 24:
        return False
    strong = re.search(r"(?:局|委|厅|办|政府|管委会|公司|部|总社|集团|中心)(?:（[^（）]*）)?$", head)
    return bool(strong) and (
        re.match(r"^(?:各|市|省|县|区|州|自治区|国家|中央|团)", head) is not None or re.search(r"[、，]", plain) is not None
        or len(head) <= 10
    )  # fmt: skip
