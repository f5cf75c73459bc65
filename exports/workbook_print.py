"""The workbook's sheets to print: ledger with merged task cells, indicators, parts, evidence, and 说明. A4 across.

Called by exports.workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from db.reports.model import IndicatorLine, Item, StatusReport
from db.rules.times import day_text
from exports import columns
from exports.columns import Cell, Column
from exports.long_texts import LongTexts
from exports.status_text import correction
from exports.xlsx_cells import TALLEST, Looks, Value, height, merge, put, rounded, set_widths
from exports.xlsx_page import set_up

WIDE = 757.0  # points between the margins of A4 across
HEAD_ROW = 4
_HEAD_FILL, _PLAN_FILL, _SECTION_FILL = "#EEF0F3", "#E3E9F1", "#F6F7F9"


class PrintSheet:
    """A sheet with title, caption, headings that repeat on every page, and rows of computed height."""

    def __init__(self, sheet: Worksheet, looks: Looks, report: StatusReport, long: LongTexts, title: str) -> None:
        self.sheet: Any = sheet
        self.looks, self.report, self.long, self.title = looks, report, long, title
        self.row = HEAD_ROW
        self.columns: Sequence[Column] = ()
        self.widths: list[float] = []

    def begin(self, heads: Sequence[Column], note: str = "") -> None:
        """Title in row 1, caption in row 2, a note in row 3, headings in row 4."""
        self.columns = heads
        self.widths = set_widths(self.sheet, [head.width for head in heads], WIDE)
        report = self.report
        caption = (
            f"填报单位：{report.unit_name}　　报告期：{report.period_title}　　数据截至：{day_text(report.as_of)}"
            f"　　{report.mark}"
        )
        self._across(1, self.title[:200], size=18, name="方正小标宋简体", align="centre", middle=True)
        self.sheet.row_dimensions[1].height = 34
        caption = self.long.printed(caption, WIDE, f"{self.sheet.title} 说明")
        self._across(2, caption, middle=True)
        self.sheet.row_dimensions[2].height = height([(caption, WIDE)])
        note = self.long.printed(note, WIDE, f"{self.sheet.title} 说明")
        self._across(3, note)
        self.sheet.row_dimensions[3].height = height([(note, WIDE)]) if note else 4
        for at, head in enumerate(heads, 1):
            cell = put(self.sheet, HEAD_ROW, at, heading(head))
            self.looks.apply(cell, align="centre", middle=True, bold=True, name="黑体", fill=_HEAD_FILL)
        texts = [(heading(head), width) for head, width in zip(heads, self.widths, strict=True)]
        self.sheet.row_dimensions[HEAD_ROW].height = height(texts) + 6
        set_up(self.sheet, report, HEAD_ROW)

    def banner(self, text: str, fill: str, bold: bool = False) -> None:
        """A row across the sheet."""
        self.row += 1
        text = self.long.printed(text, WIDE, f"{self.sheet.title} 标题")
        self._across(self.row, text, frame=True, fill=fill, bold=bold, name="黑体" if bold else "宋体", middle=True)
        self.sheet.row_dimensions[self.row].height = min(TALLEST, height([(text, WIDE)]) + 3)

    def rows(self, rows: Sequence[Sequence[Value]], cells: Sequence[Sequence[Cell]], spans: Sequence[int]) -> None:
        """Rows of one task; the columns in `spans` are merged over them. `rows` holds real figures and dates where
        `cells`, their words, would lose them."""
        first = self.row + 1
        heights = [
            self._fill(values, words, spans if at else ())
            for at, (values, words) in enumerate(zip(rows, cells, strict=True))
        ]
        needed = height([(cells[0][at].text, self.widths[at]) for at in spans]) if spans else 0.0
        missing = needed - sum(heights)
        if missing > 0:
            heights = [min(TALLEST, size + missing / len(heights)) for size in heights]
        for at, size in enumerate(heights):
            self.sheet.row_dimensions[first + at].height = round(min(size, TALLEST), 1)
        if len(rows) > 1:
            for at in spans:
                merge(self.sheet, first, self.row, at + 1, at + 1)

    def _fill(self, values: Sequence[Value], words: Sequence[Cell], merged: Sequence[int]) -> float:
        """Writes one row; returns the height that its texts need."""
        self.row += 1
        texts = []
        for at, (value, word, head) in enumerate(zip(values, words, self.columns, strict=True)):
            where = f"{self.sheet.title} 第{words[0].text}行 {heading(head)}"
            printed = self.long.printed(value, self.widths[at], where) if isinstance(value, str) else value
            cell = put(self.sheet, self.row, at + 1, None if at in merged else printed)
            self.looks.apply(cell, align=head.align, ink=word.ink, fill=word.fill, number=self._number(printed, word))
            if isinstance(printed, str) and at not in merged:
                texts.append((printed, self.widths[at]))
        return height(texts)

    @staticmethod
    def _number(value: Value, word: Cell) -> str:
        if isinstance(value, date):
            return "yyyy-mm-dd"
        return word.number if isinstance(value, Decimal) else "General"

    def _across(self, row: int, text: str, **look: Any) -> None:
        last = len(self.columns)
        look = {"frame": False, **look}
        for at in range(1, last + 1):
            self.looks.apply(put(self.sheet, row, at, text if at == 1 else None), **look)
        merge(self.sheet, row, row, 1, last)


def heading(column: Column) -> str:
    """A column's heading as domain.md has it: one line, half-width brackets."""
    return column.label.replace("\n", "").replace("（", "(").replace("）", ")")


def ledger(sheet: PrintSheet) -> None:
    """The ledger: banners for plans and sections, task cells merged over the task's milestones."""
    report = sheet.report
    sheet.begin(columns.ledger(report.as_of), "".join(report.overall))
    for plan, items in groupby(report.ledger, key=lambda item: item.plan):
        head = next(row for row in report.plans if row.uid == plan)
        number = f"（{head.doc_no}）" if head.doc_no else ""
        sheet.banner(f"《{head.title}》{number}　{head.items}个节点", _PLAN_FILL, bold=True)
        for section, below in groupby(items, key=lambda item: item.section):
            if section:
                sheet.banner(section, _SECTION_FILL)
            for _, group in groupby(below, key=lambda item: item.node):
                task = list(group)
                cells = [columns.ledger_cells(item) for item in task]
                values = [_ledger_values(item, words) for item, words in zip(task, cells, strict=True)]
                sheet.rows(values, cells, columns.LEDGER_SPANS)
    if not report.ledger:
        sheet.banner("本期没有本单位主报的节点。", _SECTION_FILL)


def _ledger_values(item: Item, words: Sequence[Cell]) -> list[Value]:
    values: list[Value] = [word.text for word in words]
    values[0] = item.number
    if item.planned_due is None:
        values[4] = item.due_on
    if item.rate is not None:
        values[8] = rounded(item.rate)
    return values


def indicators(sheet: PrintSheet) -> None:
    """The indicator table."""
    sheet.begin(columns.INDICATORS)
    for line in sheet.report.indicators:
        cells = columns.indicator_cells(line)
        sheet.rows([_indicator_values(line, cells)], [cells], ())
    if not sheet.report.indicators:
        sheet.banner("没有本单位主报的指标。", _SECTION_FILL)


def _indicator_values(line: IndicatorLine, words: Sequence[Cell]) -> list[Value]:
    values: list[Value] = [word.text for word in words]
    real: dict[int, Value] = {
        0: line.number,
        4: line.baseline,
        5: line.target,
        6: line.value,
        7: line.as_at,
        9: rounded(line.rate),
        10: rounded(line.expected),
        11: rounded(line.gap),
        13: line.final,
    }
    for at, value in real.items():
        if value is not None:
            values[at] = value
    return values


def parts(sheet: PrintSheet, items: Sequence[Item]) -> None:
    """What the unit contributes to others' rows."""
    sheet.begin(columns.PARTS)
    for item in items:
        cells = columns.parts_cells(item)
        values: list[Value] = [word.text for word in cells]
        values[0], values[4] = item.number, item.due_on
        sheet.rows([values], [cells], ())


def evidence(sheet: PrintSheet) -> None:
    """The evidence list with digests."""
    sheet.begin(columns.EVIDENCE)
    for line in sheet.report.evidence:
        cells = columns.evidence_cells(line)
        values: list[Value] = [word.text for word in cells]
        values[0], values[1] = line.number, line.item or "—"
        for at, on in ((6, line.dated_on), (7, line.added_on)):
            values[at] = on or "—"
        sheet.rows([values], [cells], ())


def facts(sheet: PrintSheet) -> None:
    """说明: plans with their numbers, counts, what the lights mean."""
    report = sheet.report
    sheet.begin((Column("项目", 30), Column("内容", 70)))
    counted = report.counts
    rows: list[tuple[str, Value]] = [
        *((f"文件 {plan.doc_no}".strip(), f"《{plan.title}》{plan.issuer}") for plan in report.plans),
        ("台账节点数", len(report.ledger)),
        ("本年应完成", counted.due),
        ("其中：往年未完成", counted.carried),
        ("已销号", counted.done),
        ("自报待审", counted.in_review),
        ("达到序时进度", counted.on_track),
        ("未达序时进度（滞后）", counted.behind),
        ("未达序时进度（严重滞后）", counted.severe),
        ("逾期", counted.overdue),
        ("退回", counted.returned),
        ("待核定", counted.pending),
        ("未填报", counted.unfiled),
        ("长期坚持或不评灯", counted.none),
        ("取消或并入（不计入应完成）", counted.cancelled),
        ("数据表行数", len(report.items)),
        ("指标数", len(report.indicators)),
        ("佐证材料数", len(report.evidence)),
        ("校验码全文", report.digest),
        *((f"{line.kind}{line.number}", correction(line)) for line in report.corrections),
        ("亮灯", "红灯：逾期、严重滞后；黄灯：滞后；绿灯：正常、已完成。临期（30日内到期）是标记，不是灯。"),
        ("完成率", "只对数量可累加的目标计算；占比、增速、上限类目标不算完成率。打勾是自报完成，销号后才计入完成率。"),
    ]
    for name, value in rows:
        sheet.rows([[name, value]], [[Cell(name), Cell(str(value))]], ())
