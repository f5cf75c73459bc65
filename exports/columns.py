"""The columns of the reports' tables and the words in them, shared by the workbook's printed sheets and the PDF.

Widths are shares. Source of the columns: domain.md, The reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from db.reports.model import EvidenceLine, IndicatorLine, Item
from db.reports.phrases import share
from db.rules.kinds import Status
from db.rules.wording import light_name, number, status_name
from exports import lamps


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its share of the width and how its text stands: left, centre or right."""

    label: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, with the colours of a light; `number` shows the figure behind it in a workbook."""

    text: str = ""
    ink: str = ""
    fill: str = ""
    number: str = "General"


LEDGER_SPANS = (1, 2, 5, 6)  # one text for all milestones of a task
LIGHT_AT = 9  # the ledger's column 亮灯


def ledger(as_of: date) -> tuple[Column, ...]:
    """The twelve columns of the ledger (台账)."""
    return (
        Column("序号", 26, "centre"),
        Column("文件依据", 56),
        Column("重点任务", 80),
        Column("年度目标/节点", 78),
        Column("完成时限", 50, "centre"),
        Column("牵头单位\n（责任\n领导）", 50),
        Column("责任/配合\n单位", 78),
        Column(f"截至{as_of.month}月进展", 98),
        Column("完成率", 40, "right"),
        Column("亮灯", 30, "centre"),
        Column("存在问题\n及原因", 64),
        Column("下一步\n措施", 54),
    )


def ledger_cells(item: Item) -> tuple[Cell, ...]:
    """An item's twelve cells."""
    light = Cell(lamps.word(item), lamps.INKS[item.light], lamps.FILLS.get(item.light, ""))
    return (
        Cell(str(item.number)),
        Cell(basis(item)),
        Cell(item.task),
        Cell(item.text),
        Cell(due(item)),
        Cell(item.lead or "—"),
        Cell(item.others or "—"),
        Cell(progress(item)),
        percent(item.rate),
        light,
        Cell(item.problem),
        Cell(item.next_step),
    )


PARTS = (
    Column("序号", 26, "centre"),
    Column("文件依据", 70),
    Column("重点任务", 120),
    Column("年度目标/节点", 120),
    Column("完成时限", 52, "centre"),
    Column("本单位\n分工", 40, "centre"),
    Column("主报单位", 80),
    Column("主报单位\n状态", 52, "centre"),
    Column("本单位配合情况", 140),
)


def parts_cells(item: Item) -> tuple[Cell, ...]:
    """A contribution's cells."""
    return (
        Cell(str(item.number)),
        Cell(basis(item)),
        Cell(item.task),
        Cell(item.text),
        Cell(day(item.due_on)),
        Cell({"lead": "牵头", "support": "配合", "responsible": "责任"}.get(item.role or "", "—")),
        Cell(item.answerer or "未明确"),
        Cell("—" if item.status is Status.NOT_STARTED else status_name(item.status)),
        Cell("\n".join(text for text in (item.parts, item.progress) if text)),
    )


INDICATORS = (
    Column("序号", 26, "centre"),
    Column("指标", 86),
    Column("单位", 36, "centre"),
    Column("口径", 38, "centre"),
    Column("基期值\n（年）", 46, "right"),
    Column("年度目标", 49, "right"),
    Column("完成值", 43, "right"),
    Column("数据截至", 50, "centre"),
    Column("数性", 30, "centre"),
    Column("完成%", 40, "right"),
    Column("序时要求", 49, "right"),
    Column("超/欠", 48, "right"),
    Column("亮灯", 30, "centre"),
    Column("期末目标", 49, "right"),
    Column("牵头单位", 56),
    Column("备注", 62),
)


def indicator_cells(line: IndicatorLine) -> tuple[Cell, ...]:
    """An indicator's sixteen cells."""
    return (
        Cell(str(line.number)),
        Cell(line.name),
        Cell(line.measure),
        Cell(line.basis),
        with_year(line.baseline, line.baseline_year),
        Cell(figure(line.target)),
        Cell(figure(line.value)),
        Cell(day(line.as_at) if line.as_at else "—"),
        Cell(line.nature.value if line.nature else "—"),
        percent(line.rate),
        percent(line.expected),
        Cell(gap(line), number=_gap_format(line)),
        Cell(light_name(line.light), lamps.INKS[line.light], lamps.FILLS.get(line.light, "")),
        with_year(line.final, line.final_year),
        Cell(line.lead or "—"),
        Cell(line.remark),
    )


EVIDENCE = (
    Column("序号", 26, "centre"),
    Column("台账序号", 36, "centre"),
    Column("文件依据", 76),
    Column("年度目标/节点", 110),
    Column("文件名", 120),
    Column("大小", 46, "right"),
    Column("材料日期", 50, "centre"),
    Column("收入日期", 50, "centre"),
    Column("SHA-256", 206),
)


def evidence_cells(line: EvidenceLine) -> tuple[Cell, ...]:
    """An evidence file's cells."""
    return (
        Cell(str(line.number)),
        Cell(str(line.item) if line.item else "—"),
        Cell(line.basis),
        Cell(line.milestone),
        Cell(line.name),
        Cell(size(line.size)),
        Cell(day(line.dated_on) if line.dated_on else "—"),
        Cell(day(line.added_on) if line.added_on else "—"),
        Cell(line.digest),
    )


def basis(item: Item) -> str:
    """文件依据: document number and clause."""
    return f"{item.doc_no}{item.clause}"


def day(on: date) -> str:
    """A date in a narrow column, on two lines."""
    return f"{on.year}年\n{on.month}月{on.day}日"


def due(item: Item) -> str:
    """完成时限; where an approved extension moved it, the plan's date below as 原…"""
    return day(item.due_on) + (f"\n（原{day(item.planned_due)}）" if item.planned_due else "")


def progress(item: Item) -> str:
    """截至X月进展: the computed sentence, what the unit wrote, notes and contributions, each on its own line."""
    parts = (
        item.figure,
        item.progress,
        f"说明：{item.note}" if item.note else "",
        f"配合情况：{item.parts}" if item.parts else "",
        item.adjustment + "。" if item.adjustment else "",
        f"注：{item.remark}" if item.remark else "",
    )
    return "\n".join(part for part in parts if part)


def figure(value: Decimal | None) -> str:
    """A figure in a column; a dash where there is none."""
    return "—" if value is None else number(value)


def percent(value: Decimal | None) -> Cell:
    """A share in percent; a dash where there is none."""
    return Cell("—" if value is None else share(value), number="0.0%")


def with_year(value: Decimal | None, year: int | None) -> Cell:
    """130(2020)"""
    if value is None:
        return Cell("—")
    if not year:
        return Cell(number(value))
    return Cell(f"{number(value)}\n({year})", number=f'General"({year})"')


def gap(line: IndicatorLine) -> str:
    """超3.4个百分点, 欠2家, 持平."""
    if line.gap is None:
        return "—"
    rounded = line.gap.quantize(Decimal("0.1"), ROUND_HALF_UP) if line.gap_unit == "个百分点" else line.gap
    if not rounded:
        return "持平"
    return f"{'超' if rounded > 0 else '欠'}{number(abs(rounded))}{line.gap_unit.replace('个百分点', '点')}"


def _gap_format(line: IndicatorLine) -> str:
    points = line.gap_unit == "个百分点"
    unit = "点" if points else line.gap_unit.replace('"', "")[:20]
    digits = "0.0" if points else "General"
    return f'"超"{digits}"{unit}";"欠"{digits}"{unit}";"持平"'


def size(count: int) -> str:
    """A file's size: 812B, 34.5KB, 2.1MB."""
    if count < 1024:
        return f"{count}B"
    if count < 1024**2:
        return f"{count / 1024:.1f}KB"
    return f"{count / 1024**2:.1f}MB"
