"""Print set-up of a sheet: A4 across, one page wide, repeated headings, page numbers, check code. Called by the sheets."""

from __future__ import annotations

from typing import Any

from db.reports.model import StatusReport
from db.rules.times import day_text

_MM = 1 / 25.4  # inches


def set_up(sheet: Any, report: StatusReport, head_row: int) -> None:
    """Sets up `sheet`; rows 1 to `head_row` stay in sight, `head_row` repeats on every printed page."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.freeze_panes = sheet.cell(head_row + 1, 1)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 15 * _MM
    margins.bottom, margins.header, margins.footer = 18 * _MM, 8 * _MM, 9 * _MM
    foot = sheet.oddFooter
    foot.left.text, foot.center.text = f"校验码 {report.check_code}", "— &P —"
    foot.right.text = f"数据截至{day_text(report.as_of)}"
    for part, size in ((foot.left, 9), (foot.center, 14), (foot.right, 9)):
        part.font, part.size = "宋体", size
