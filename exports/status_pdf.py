"""The status report as a PDF file: the report proper by GB/T 9704, then ledger, indicators, parts and evidence across.

Called by the command line and the window's worker with the data of db.reports.status.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from db.reports.model import Place, StatusReport
from db.rules.times import day_text
from exports import columns, fonts, status_text
from exports.long_texts import LongTexts
from exports.pdf_check import read_back
from exports.pdf_pages import BODY, HEADING, SUBHEADING, TITLE, Paper
from exports.pdf_table import Table
from exports.pdf_text import Style
from exports.written import Compared, Written, write_checked

_STYLES = {status_text.HEADING: HEADING, status_text.SUBHEADING: SUBHEADING, status_text.PLAIN: BODY}
_ANNEX = Style("hei", 16, 28)
_ANNEX_TITLE = Style("title", 18, 30)
_LONG_HEAD = Style("hei", 10.5, 18)
_LONG_BODY = Style("song", 10.5, 15, indent=2)
_LINES = 40  # of a table's cell; a longer text stands in an annex


def write_pdf(report: StatusReport, path: Path) -> Written:
    """Writes the report to `path` and returns what was written. Raises KnownError export_*; then nothing at `path` has
    changed. The same data make the same bytes on the same machine."""
    faces = fonts.faces()
    paper = _composed(report, faces)
    data = paper.finish()
    wanted = len(report.ledger) + len(report.at(Place.PARTS)) + len(report.indicators) + len(report.evidence)

    def compare(file: Path) -> Iterator[Compared]:
        found = read_back(file.read_bytes())
        yield Compared("完好的文件结构", 1, int(found.whole))
        yield Compared("页数", paper.pages, found.pages)
        yield Compared("表格行数", wanted, found.rows)
        yield Compared("没有嵌入的字体数", 0, found.loose)

    write_checked(path, data, compare)
    return Written(path, wanted, report.digest, pages=paper.pages, notices=_notices(faces))


def _notices(faces: fonts.Faces) -> tuple[str, ...]:
    if not faces.missing:
        return ()
    return (f"字体中没有这些字符，PDF中以“{fonts.GETA}”代替：{fonts.named(faces.missing)}。数据和工作簿中照原样保留。",)


def _composed(report: StatusReport, faces: fonts.Faces) -> Paper:
    foot = f"{report.mark}　数据截至{day_text(report.as_of)}"
    paper = Paper(faces, report.title, report.unit_name, foot)
    tables = _tables(report)
    annexes = status_text.annexes(report, long=bool(tables.long.texts))
    paper.page(across=False)
    _text(paper, report, annexes)
    for at, (key, title) in enumerate(annexes, 1):
        paper.page(across=key != "long")
        paper.mark(f"附件{at} {title}")
        paper.paragraph(f"附件{at}", _ANNEX)
        paper.centred(title, _ANNEX_TITLE)
        paper.small(
            f"填报单位：{report.unit_name}　　报告期：{report.period_title}　　数据截至：{day_text(report.as_of)}"
        )
        if key == "ledger":
            _ledger(paper, report, tables.rows[key])
        elif key == "long":
            _long(paper, tables.long)
        else:
            table = Table(paper, tables.heads[key])
            for cells in tables.rows[key]:
                table.row(cells)
    if faces.missing:
        paper.page(across=False)
        paper.mark("字体说明")
        paper.paragraph("字体说明", HEADING)
        paper.paragraph(_notices(faces)[0])
    return paper


def _text(paper: Paper, report: StatusReport, annexes: Sequence[tuple[str, str]]) -> None:
    """The upright pages: title, paragraphs, list of annexes, signature."""
    paper.mark(report.title)
    unit, rest = report.unit_name, report.title.removeprefix(report.unit_name)
    paper.centred(f"{unit}\n{rest}", TITLE)
    paper.advance(BODY.leading)
    parts = [(kind, text, _STYLES[kind]) for kind, text in status_text.parts(report)]
    listed = [f"{'附件：' if at == 1 else '　　　'}{at}.{title}" for at, (_, title) in enumerate(annexes, 1)]
    last = len(parts) - (2 if len(parts) > 1 and parts[-2][0] != status_text.PLAIN else 1)
    closing = paper.height([*((text, style) for _, text, style in parts[last:]), *((text, BODY) for text in listed)])
    for at, (kind, text, style) in enumerate(parts):
        if at == last and paper.room() < closing + 5 * BODY.leading and closing < 15 * BODY.leading:
            paper.page(across=False)  # the signature never stands on a page without text
        if kind == status_text.HEADING:
            paper.mark(text, 1)
        paper.paragraph(text, style, keep=1 if kind == status_text.PLAIN else 3)
    if listed:
        paper.advance(BODY.leading)
    for text in listed:
        paper.paragraph(text)
    paper.signed(report.unit_name, day_text(report.as_of))


@dataclass(frozen=True, slots=True)
class _Tables:
    """The cells of every table, with the texts that are too long for one."""

    heads: dict[str, Sequence[columns.Column]]
    rows: dict[str, list[list[columns.Cell]]]
    long: LongTexts


def _tables(report: StatusReport) -> _Tables:
    long = LongTexts(f"附件“{status_text.LONG_TITLE}”")
    made = {
        "ledger": (columns.ledger(report.as_of), [columns.ledger_cells(item) for item in report.ledger]),
        "indicators": (columns.INDICATORS, [columns.indicator_cells(line) for line in report.indicators]),
        "parts": (columns.PARTS, [columns.parts_cells(item) for item in report.at(Place.PARTS)]),
        "evidence": (columns.EVIDENCE, [columns.evidence_cells(line) for line in report.evidence]),
    }
    titles = dict(status_text.annexes(report))
    rows = {
        key: [
            [
                replace(cell, text=long.begun(cell.text, _most(head), f"{titles[key]}序号{cells[0].text}{head.label}"))
                for cell, head in zip(cells, heads, strict=True)
            ]
            for cells in all_cells
        ]
        for key, (heads, all_cells) in made.items()
    }
    return _Tables({key: heads for key, (heads, _) in made.items()}, rows, long)


def _most(column: columns.Column) -> int:
    """The characters that a column's cell holds in so many lines."""
    return _LINES * int(column.width / 10.5)


def _ledger(paper: Paper, report: StatusReport, rows: Sequence[Sequence[columns.Cell]]) -> None:
    table = Table(paper, columns.ledger(report.as_of))
    pairs = list(zip(report.ledger, rows, strict=True))
    for plan, of_plan in groupby(pairs, key=lambda pair: pair[0].plan):
        head = next(row for row in report.plans if row.uid == plan)
        number = f"（{head.doc_no}）" if head.doc_no else ""
        table.banner(f"《{head.title}》{number}　{head.items}个节点", 1)
        for section, below in groupby(of_plan, key=lambda pair: pair[0].section):
            if section:
                table.banner(section)
            for _, task in groupby(below, key=lambda pair: pair[0].node):
                cells = [row for _, row in task]
                table.block({at: cells[0][at].text for at in columns.LEDGER_SPANS}, cells)


def _long(paper: Paper, long: LongTexts) -> None:
    for text, (number, where) in long.texts.items():
        paper.paragraph(f"第{number}条　{' '.join(where.split())}", _LONG_HEAD, keep=3)
        paper.paragraph(text, _LONG_BODY)
