"""Rows of a flattened table whose first column is a number: 1 / task / units / time, a cell a line. Called by flattened.

Every row begins with the next number on a line of its own. Its lines are told apart by what they say and go to the columns
in their order: unit lists to the unit columns, times to the time column, the rest to task and content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from db.importers import unitnames
from db.importers.columns import UNIT_COLUMNS, Column
from db.importers.lines import Line
from db.importers.strands import Strand, joined

_TIME_CELL = re.compile(
    r"^(?:(?:到|至|在)?(?:20\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日|底|末|上旬|中旬|下旬)?(?:底?前|之前|以前)?(?:完成)?|\d{1,2}月(?:\d{1,2}日|底|末|上旬|中旬|下旬)?前?|"
    r"全年|长期(?:坚持|推进)?|持续(?:推进|实施|开展)?|常态化(?:推进|实施)?|年底前|每(?:年|月|季度|半年)(?:底|末)?前?|第[一二三四]季度|[一二三四]季度|"
    r"“?十四五”?(?:期间|末)|20\d{2}[—-]20\d{2}年|20\d{2}[./-]\d{1,2}(?:[./-]\d{1,2})?))[。；]?$"
)
_TAIL = re.compile(
    r"(?:局|委|厅|办|部|政府|管委会|公司|中心|院|会|集团|支行|分行|运营商|单位|部门|企业|学校|大学|站|所|队|处|联|行|社|馆|县|市|区|镇|乡)(?:（[^（）]{0,20}）)*[。；]?$"
)
MAX_LINES = 80


@dataclass(slots=True)
class Cells:
    """One row by column."""

    number: str
    texts: list[Strand] = field(default_factory=list)
    units: list[tuple[Column, Strand]] = field(default_factory=list)
    time: list[Strand] = field(default_factory=list)


def starts(line: Line, last: int) -> bool:
    """Whether a row begins here."""
    return line.plain.isdigit() and len(line.plain) <= 3 and int(line.plain) == last + 1


def row_of(number: str, lines: list[Line], kinds: list[Column]) -> Cells:
    """The cells of one row from the lines after its number."""
    row = Cells(number)
    cells: list[list[Line]] = []
    units: list[list[Line]] = []
    texts: list[list[Line]] = []
    for line in lines:
        if _TIME_CELL.match(line.plain):
            row.time.append(line.strand)
            cells.append([line])
        elif units and cells[-1] is units[-1] and not _complete(units[-1], line):
            units[-1].append(line)
        elif texts and _begins_units(line, units):
            units.append([line])
            cells.append(units[-1])
        elif texts and cells[-1] is texts[-1] and _wraps(texts[-1], line):
            texts[-1].append(line)
        else:
            texts.append([line])
            cells.append(texts[-1])
    row.texts = [joined(line.strand for line in cell) for cell in texts]
    columns = [column for column in kinds if column in UNIT_COLUMNS]
    for place, cell in enumerate(units):
        row.units.append((columns[min(place, len(columns) - 1)], joined(line.strand for line in cell)))
    return row


def _begins_units(line: Line, units: list[list[Line]]) -> bool:
    head = re.split(r"[、，；]", line.plain, maxsplit=1)[0]
    if re.search(r"[。：“”《》%\d]", line.plain) or not unitnames.looks_like_unit(head) or len(head) > 20:
        return False
    return (
        bool(units)
        or re.search(r"(?:局|委|厅|办|政府|管委会|公司|部|中心|院|会|处|站|单位|部门)(?:（[^）]*）)?$", head)
        is not None
    )


def _complete(cell: list[Line], line: Line) -> bool:
    """Whether a unit cell is whole before this line."""
    text = "".join(one.plain for one in cell)
    return bool(_TAIL.search(text)) and not re.match(
        r"[、，）；]|（区）|（市|管委会|人民政府|[^、，]{1,3}[、，]|[局委厅办会府]$", line.plain
    )


def _wraps(cell: list[Line], line: Line) -> bool:
    """Whether a text cell goes on: its last line ends like one that was broken."""
    last = cell[-1]
    return not last.ends and (last.width >= max(one.width for one in [*cell, line]) - 1.5 or last.plain[-1] in "，、")
