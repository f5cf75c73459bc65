"""Word documents (.docx): paragraphs with their automatic numbers, and tables with merged cells, in reading order."""

from __future__ import annotations

from xml.etree.ElementTree import Element
from zipfile import ZipFile

from db.errors import KnownError
from db.importers.content import Content, Writer
from db.importers.limits import MAX_COLUMNS, MAX_ROWS
from db.importers.readers.archive import open_archive, tree
from db.importers.readers.numbering import Numbering, W

_MAX_DEPTH = 60


def read(data: bytes, shown: str) -> Content:
    """The content of a Word document. Headers, footers, comments and deleted text are left out."""
    archive = open_archive(data, shown)
    names = set(archive.namelist())
    main = "word/document.xml"
    if main not in names:
        raise KnownError("import_damaged", file=shown)
    body = tree(archive, main, shown).find(f"{W}body")
    if body is None:
        raise KnownError("import_damaged", file=shown)
    numbering = Numbering(
        _optional(archive, names, "word/numbering.xml", shown), _optional(archive, names, "word/styles.xml", shown)
    )
    made = Writer("docx")
    _blocks(body, made, numbering, 0)
    return made.done()


def _optional(archive: ZipFile, names: set[str], name: str, shown: str) -> Element | None:
    return tree(archive, name, shown) if name in names else None


def _blocks(parent: Element, made: Writer, numbering: Numbering, depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    for child in parent:
        if child.tag == f"{W}p":
            label = numbering.label(child)
            for line in (label + _text(child)).split("\n"):
                made.line(line, whole=True)
        elif child.tag == f"{W}tbl":
            made.table(_rows(child, numbering))
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            _blocks(child, made, numbering, depth + 1)


def _text(paragraph: Element) -> str:
    """A paragraph's text; line breaks stay, deleted and hidden runs do not."""
    pieces: list[str] = []
    skip: set[int] = set()
    for element in paragraph.iter():
        if element.tag in (f"{W}del", f"{W}moveFrom", f"{W}txbxContent") or element.tag.endswith("}Fallback"):
            skip.update(id(inner) for inner in element.iter())
        if id(element) in skip:
            continue
        if element.tag == f"{W}t":
            pieces.append(element.text or "")
        elif element.tag in (f"{W}br", f"{W}cr"):
            pieces.append("\n")
        elif element.tag == f"{W}tab":
            pieces.append(" ")
        elif element.tag == f"{W}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def _rows(table: Element, numbering: Numbering) -> list[list[tuple[str, bool]]]:
    rows: list[list[tuple[str, bool]]] = []
    for row in table.iter(f"{W}tr"):
        if len(rows) >= MAX_ROWS:
            break
        cells: list[tuple[str, bool]] = []
        for cell in row.findall(f"{W}tc") or [inner for inner in row.iter(f"{W}tc")]:
            properties = cell.find(f"{W}tcPr")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            above = merge is not None and merge.get(f"{W}val") != "restart"
            span = properties.find(f"{W}gridSpan") if properties is not None else None
            width = min(
                int(span.get(f"{W}val") or "1") if span is not None and (span.get(f"{W}val") or "").isdigit() else 1,
                MAX_COLUMNS,
            )
            cells.append((_cell(cell, numbering), above))
            cells += [("", False)] * (width - 1)
        rows.append(cells[:MAX_COLUMNS])
    return rows


def _cell(cell: Element, numbering: Numbering) -> str:
    lines = [numbering.label(paragraph) + _text(paragraph) for paragraph in cell.iter(f"{W}p")]
    return "\n".join(line.strip() for line in lines if line.strip())
