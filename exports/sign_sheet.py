"""The sheet to be signed (审签单): which version of which report, its check code, and boxes for 拟稿, 科室 and 领导.

Called by `duban sign` and the window. No seal and no signature is ever drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db.queries.filing import Signature
from db.reports.model import StatusReport
from db.rules.times import day_text
from exports import fonts
from exports.columns import Cell, Column
from exports.names import file_name
from exports.pdf_check import read_back
from exports.pdf_pages import BODY, TITLE, Paper
from exports.pdf_table import Table
from exports.written import Compared, Written, write_checked

_FACTS = (Column("事项", 26), Column("内容", 100))
_STEPS = (Column("环节", 30, "centre"), Column("意见", 70), Column("签名", 40), Column("日期", 40, "centre"))
_ROOM = "\n\n\n"  # a hand-written opinion needs lines


def sheet_name(report: StatusReport) -> str:
    """自治区…厅-2021-06-审签单第2版.pdf"""
    return file_name(report, "pdf", f"审签单第{report.version}版")


def write_sign_sheet(report: StatusReport, signed: tuple[Signature, ...], path: Path) -> Written:
    """Writes the sheet for a version with the signatures noted so far. Raises KnownError export_*."""
    paper = Paper(fonts.faces(), f"{report.title}审签单", report.unit_name, report.mark)
    paper.page(across=False)
    paper.centred(f"{report.unit_name}\n报告审签单", TITLE)
    paper.advance(BODY.leading)
    facts = Table(paper, _FACTS)
    rows = _facts(report)
    for name, text in rows:
        facts.row((Cell(name), Cell(text)))
    paper.advance(BODY.leading)
    steps = Table(paper, _STEPS)
    boxes = list(_boxes(signed))
    for cells in boxes:
        steps.row(cells)
    wanted = len(rows) + len(boxes)
    data = paper.finish()

    def compare(file: Path) -> Iterator[Compared]:
        found = read_back(file.read_bytes())
        yield Compared("完好的文件结构", 1, int(found.whole))
        yield Compared("表格行数", wanted, found.rows)

    write_checked(path, data, compare)
    return Written(path, wanted, report.digest, pages=paper.pages)


def _facts(report: StatusReport) -> list[tuple[str, str]]:
    counts = report.counts
    said = (
        f"本年应完成{counts.due}个，已销号{counts.done}个，自报待审{counts.in_review}个，达到序时{counts.on_track}个，"
        f"未达序时{counts.short_of_schedule}个，逾期{counts.overdue}个，未填报{counts.unfiled}个"
    )
    return [
        ("报告", report.title),
        ("报告期", f"{report.period_title}（数据截至{day_text(report.as_of)}）"),
        ("版次", f"第{report.version}版"),
        ("校验码", f"{report.check_code}（与报告页脚一致）"),
        ("节点", said),
        ("更正", f"{len(report.corrections)}处，见报告“调整和更正事项”" if report.corrections else "无"),
    ]


def _boxes(signed: tuple[Signature, ...]) -> Iterator[tuple[Cell, ...]]:
    yield (Cell(f"拟稿{_ROOM}"), Cell(), Cell(), Cell())
    for step, label in (("科室", "科室负责人"), ("领导", "分管领导")):
        rows = [row for row in signed if row.step == step]
        for row in rows:
            where = f"（{row.section}）" if row.section else ""
            noted = f"已登记{'，附扫描件' if row.scan else ''}"
            yield (Cell(f"{label}{where}"), Cell(noted), Cell(row.signer), Cell(day_text(row.on)))
        if not rows:
            yield (Cell(f"{label}{_ROOM}"), Cell(), Cell(), Cell())
