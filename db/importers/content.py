"""What a reader hands on: the document's text, and which parts of it are paragraphs and which are tables. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: its text and where that begins in the document's text. `above`: it continues the cell above."""

    text: str
    start: int
    above: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows; `name` is the sheet's."""

    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text from `start` to `end` of the document's text. `whole`: each line is a paragraph (Word), none is wrapped."""

    start: int
    end: int
    whole: bool = False


@dataclass(slots=True)
class Content:
    """A document as read. `text` holds everything, the tables' cells too, so that each place in it can be pointed at."""

    text: str = ""
    blocks: list[Prose | Table] = field(default_factory=list)
    kind: str = "txt"


class Writer:
    """Builds a Content piece by piece."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Prose | Table] = []

    def line(self, text: str, *, whole: bool) -> None:
        """One more line of running text."""
        start = self.length
        self._put(text + "\n")
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Prose) and last.whole == whole and last.end == start:
            self.blocks[-1] = Prose(last.start, self.length, whole)
        else:
            self.blocks.append(Prose(start, self.length, whole))

    def table(self, rows: list[list[tuple[str, bool]]], name: str = "") -> None:
        """A table of (text, continues the cell above)."""
        made = []
        for row in rows:
            cells = []
            for text, above in row:
                cells.append(Cell(text, self.length, above))
                if not above:
                    self._put(text)
                    self._put("\t")
            self._put("\n")
            made.append(tuple(cells))
        self.blocks.append(Table(tuple(made), name))

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def done(self) -> Content:
        """The content."""
        return Content("".join(self.parts), self.blocks, self.kind)
