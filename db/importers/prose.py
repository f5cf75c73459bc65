"""Content → paragraphs in reading order; a task table is one paragraph that holds its rows. Called by drafting's callers."""

from __future__ import annotations

from collections.abc import Mapping

from db.importers import flattened, tables
from db.importers.columns import Column
from db.importers.content import Content, Prose, Table
from db.importers.lines import clean_lines
from db.importers.paragraphs import Paragraph, paragraphs
from db.importers.rows import of_flattened
from db.importers.strands import EMPTY
from db.importers.tables import Mapped, cell_strand


def read(
    content: Content, given: Mapping[int, Mapping[int, Column]] | None = None
) -> tuple[list[Paragraph], list[Mapped]]:
    """Paragraphs of a document and the mappings of its task tables. `given`: other mappings, by the table's number."""
    made: list[Paragraph] = []
    mappings: list[Mapped] = []
    for block in content.blocks:
        if isinstance(block, Prose):
            made += _prose(content.text[block.start : block.end], block)
            continue
        rows, mapped = tables.read(block, (given or {}).get(len(mappings)))
        if mapped is None:
            made += _cells(block)
            continue
        mappings.append(mapped)
        made += _cells(Table(block.rows[: mapped.header], block.name))
        if rows:
            made.append(Paragraph(EMPTY, rows=tuple(rows)))
    return made, mappings


def _prose(text: str, block: Prose) -> list[Paragraph]:
    lines = clean_lines(text, block.start)
    made: list[Paragraph] = []
    place = 0
    for table in [] if block.whole else flattened.find(lines):
        made += paragraphs(lines[place : table.start])
        made.append(Paragraph(EMPTY, rows=tuple(of_flattened(table))))
        place = table.end
    return made + paragraphs(lines[place:], whole=block.whole)


def _cells(table: Table) -> list[Paragraph]:
    """A table that lists no tasks, or what stands above a header: its cells as paragraphs."""
    return [Paragraph(cell_strand(cell)) for row in table.rows for cell in row if cell.text and not cell.above]
