"""The flat data sheet: every milestone of the report in one row, real figures and dates, ids last. Called by workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.utils import get_column_letter

from db.reports.model import Item, StatusReport
from db.rules.kinds import MilestoneKind, Op
from db.rules.wording import due_soon_name, light_name, role_name, status_name
from exports import lamps
from exports.long_texts import LongTexts
from exports.xlsx_cells import Looks, Value, put, rounded

NAME = "数据"
_KINDS = {
    MilestoneKind.TARGET: "数量目标",
    MilestoneKind.DELIVERABLE: "工作成果",
    MilestoneKind.DUTY: "经常性工作",
    MilestoneKind.CHECKPOINT: "年度小结",
}
_OPS = {Op.AT_LEAST: "≥", Op.AT_MOST: "≤", Op.EQUAL: "=", Op.ABOUT: "约"}
_PERCENT = "0.0%"
# (heading, width in characters, value, number format)
COLUMNS: tuple[tuple[str, float, Callable[[Item], Value], str], ...] = (
    ("所在表", 10, lambda item: item.place.value, ""),
    ("序号", 6, lambda item: item.number or None, "0"),
    ("文件", 24, lambda item: item.plan_short, ""),
    ("文号", 20, lambda item: item.doc_no, ""),
    ("条款", 14, lambda item: item.clause, ""),
    ("章节", 28, lambda item: item.section, ""),
    ("重点任务", 32, lambda item: item.task, ""),
    ("本单位分工", 8, lambda item: role_name(item.role) if item.role else "", ""),
    ("年度目标/节点", 32, lambda item: item.text, ""),
    ("类别", 10, lambda item: _KINDS[item.kind], ""),
    ("年度", 7, lambda item: item.year, "0"),
    ("报告期", 9, lambda item: item.period, ""),
    ("完成时限", 12, lambda item: item.due_on, "yyyy-mm-dd"),
    ("比较", 6, lambda item: _OPS[item.op] if item.op else "", ""),
    ("目标值", 10, lambda item: item.target, "General"),
    ("目标上限", 10, lambda item: item.target_max, "General"),
    ("计量单位", 9, lambda item: item.measure, ""),
    ("完成值", 10, lambda item: item.value, "General"),
    ("数据截至", 12, lambda item: item.as_at, "yyyy-mm-dd"),
    ("数性", 7, lambda item: item.nature.value if item.nature else "", ""),
    ("完成率", 9, lambda item: rounded(item.rate), _PERCENT),
    ("序时要求", 9, lambda item: rounded(item.expected), _PERCENT),
    ("与序时差", 9, lambda item: rounded(item.gap), "+0.0%;-0.0%;0%"),
    ("亮灯", 9, lambda item: light_name(item.light), ""),
    ("临期", 6, lambda item: due_soon_name() if item.due_soon else "", ""),
    ("亮灯说明", 32, lambda item: item.reason, ""),
    ("状态", 9, lambda item: status_name(item.status), ""),
    ("主报单位", 22, lambda item: item.answerer, ""),
    ("牵头单位(责任领导)", 24, lambda item: item.lead, ""),
    ("责任/配合单位", 32, lambda item: item.others, ""),
    ("责任科室", 14, lambda item: item.office, ""),
    ("承办人", 10, lambda item: item.person, ""),
    ("电话", 14, lambda item: item.phone, ""),
    ("进展", 40, lambda item: "\n".join(text for text in (item.figure, item.progress) if text), ""),
    ("存在问题及原因", 32, lambda item: item.problem, ""),
    ("下一步措施", 32, lambda item: item.next_step, ""),
    ("说明", 24, lambda item: item.note, ""),
    ("配合情况", 24, lambda item: item.parts, ""),
    ("备注", 24, lambda item: item.remark, ""),
    ("原定时限", 12, lambda item: item.planned_due, "yyyy-mm-dd"),
    ("规划目标", 10, lambda item: item.planned_target, "General"),
    ("调整事项", 32, lambda item: item.adjustment, ""),
    ("佐证数", 7, lambda item: item.evidence, "0"),
    ("节点编号", 38, lambda item: item.milestone, ""),
    ("任务编号", 38, lambda item: item.node, ""),
    ("文件编号", 38, lambda item: item.plan, ""),
)
LIGHT = next(at for at, column in enumerate(COLUMNS) if column[0] == "亮灯")


def matrix(report: StatusReport, long: LongTexts) -> list[list[Value]]:
    """The sheet's rows as values, its heading apart."""
    rows = []
    for item in report.items:
        values = [column[2](item) for column in COLUMNS]
        where = f"数据 {item.doc_no}{item.clause} {item.text[:40]}"
        rows.append([long.stored(value, where) or None if isinstance(value, str) else value for value in values])
    return rows


def write(sheet: Any, looks: Looks, report: StatusReport, rows: list[list[Value]]) -> None:
    """Fills the sheet: headings in row 1, autofilter, frozen heading, one row a milestone of even height."""
    for at, (heading, width, _, _) in enumerate(COLUMNS, 1):
        looks.apply(put(sheet, 1, at, heading), align="centre", middle=True, bold=True, name="黑体", fill="#EEF0F3")
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[1].height = 30
    for row, (item, values) in enumerate(zip(report.items, rows, strict=True), 2):
        for at, (value, column) in enumerate(zip(values, COLUMNS, strict=True)):
            cell = put(sheet, row, at + 1, value)
            if at == LIGHT:
                fill = lamps.FILLS.get(item.light, "")
                looks.apply(cell, ink=lamps.INKS[item.light], fill=fill, wrap=False, frame=False)
            elif value is not None:
                number = column[3]
                looks.apply(
                    cell, number=number or "General", align="right" if number else "left", wrap=False, frame=False
                )
        sheet.row_dimensions[row].height = 15
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(rows) + 1}"
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.print_title_rows = "1:1"
