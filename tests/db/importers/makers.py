"""Small documents of our own wording in every format, made in the test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from db.importers.reading import read

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PLAN = """江城市人民政府办公室关于印发江城市养老服务三年行动方案（2024—2026年）的通知
江政办发〔2024〕18号
各县、市、区人民政府，市政府有关部门：
《江城市养老服务三年行动方案（2024—2026年）》已经市政府同意，现印发给你们，请认真组织实施。
江城市人民政府办公室
2024年4月12日
江城市养老服务三年行动方案（2024—2026年）
为推动养老服务发展，制定本方案。
一、总体目标
到2026年底，全市护理型床位占比达到65%，新增养老床位３０００张。
二、主要任务
（一）完善设施网络
1．推进县级中心建设。2024年底前全市建成县级中心4家以上，2025年底前实现全覆盖。
牵头单位：市民政局
责任单位：市发展改革委、财政局，各县（市、区）人民政府
完成时限：2025年12月底前
2．改造老旧机构。每年改造10至15所乡镇敬老院。
牵头单位：市民政局；配合单位：市消防救援支队、市住房城乡建设局
（二）壮大人才队伍
3．开展技能培训。每年培训养老护理员不少于2000人次。（市人力资源社会保障局牵头，市民政局、市总工会配合）
4．落实补贴政策。对从业满3年的护理员给予每人每月200元补贴。（市财政局、市民政局按职责分工负责）
三、保障措施
各地各部门要加强组织领导。
"""


def imported(text: str | bytes, name: str = "方案.txt") -> dict[str, Any]:
    """The report on a document, in this process."""
    return read(text.encode() if isinstance(text, str) else text, name)


def only_plan(report: dict[str, Any]) -> dict[str, Any]:
    """The plan of a report that holds one."""
    (plan,) = report["plans"]
    found: dict[str, Any] = plan
    return found


def tasks(report: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Task codes with (printed, role) of their units."""
    return {
        node["code"]: [(unit["printed"], str(unit["role"])) for unit in node["units"]]
        for node in only_plan(report)["nodes"]
        if node["kind"] == "task"
    }


def targets(report: dict[str, Any]) -> list[tuple[str, int | str | None, str, float | None, str]]:
    """(code, year or recurrence, comparison, figure, measure) of all targets."""
    return [
        (node["code"], row["year"] or row["recurs"], str(row["op"]), row["target"], row["measure"])
        for node in only_plan(report)["nodes"]
        for row in node["milestones"]
        if row["kind"] == "target"
    ]


def docx(*blocks: str | Sequence[Sequence[str]], numbered: Sequence[str] = ()) -> bytes:
    """A Word document: paragraphs, tables as rows of cells ("^" continues the cell above), then automatic numbers 一、."""
    body = "".join(_paragraph(block) if isinstance(block, str) else _table(block) for block in blocks)
    number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body += "".join(f"<w:p>{number}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in numbered)
    numbering = (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/numbering.xml": numbering,
        }
    )


def archive(parts: dict[str, str]) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in parts.items():
            out.writestr(name, body)
    return made.getvalue()


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    made = []
    for place, row in enumerate(rows):
        cells = []
        for column, text in enumerate(row):
            below = place + 1 < len(rows) and rows[place + 1][column] == "^"
            merge = "<w:vMerge/>" if text == "^" else '<w:vMerge w:val="restart"/>' if below else ""
            inner = "".join(_paragraph(line) for line in ("" if text == "^" else text).split("\n"))
            cells.append(f"<w:tc><w:tcPr>{merge}</w:tcPr>{inner}</w:tc>")
        made.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def xlsx(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def pdf(text: str, *, width: int = 34, head: str = "", password: str = "") -> bytes:
    """A PDF with lines of at most `width` characters, 20 a page, with running head and page numbers."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from resources import path

    if "Duban-Test" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Duban-Test", str(path("fonts", "NotoSansSC-Regular.ttf"))))
    lines = [line[place : place + width] for line in text.split("\n") for place in range(0, max(len(line), 1), width)]
    made = io.BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption(password) if password else None)
    for page in range(0, len(lines), 20):
        canvas.setFont("Duban-Test", 11)
        if head:
            canvas.drawString(60, 810, head)
        for place, line in enumerate(lines[page : page + 20]):
            canvas.drawString(60, 780 - 24 * place, line)
        canvas.drawString(280, 40, f"- {page // 20 + 1} -")
        canvas.showPage()
    canvas.save()
    return made.getvalue()
