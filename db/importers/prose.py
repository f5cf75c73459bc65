"""Plain text → paragraphs and tables in reading order. Called by drafting for every format that yields text."""

from __future__ import annotations

from db.importers import flattened
from db.importers.lines import clean_lines
from db.importers.paragraphs import Paragraph, paragraphs
from db.importers.rows import of_flattened
from db.importers.strands import EMPTY


def read(text: str) -> list[Paragraph]:
    """Paragraphs of a text; a flattened table is one paragraph that holds its rows."""
    lines = clean_lines(text)
    made: list[Paragraph] = []
    place = 0
    for table in flattened.find(lines):
        made += paragraphs(lines[place : table.start])
        made.append(Paragraph(EMPTY, rows=tuple(of_flattened(table))))
        place = table.end
    return made + paragraphs(lines[place:])
