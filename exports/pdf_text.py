"""Text set into lines for the PDF files: faces chosen by character, Chinese line breaking, lines drawn on a canvas.

Called by exports.pdf_pages and pdf_table. Text is drawn as it is: nothing in it is ever markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from reportlab.pdfgen.canvas import Canvas

from exports.fonts import Faces, printable

# Punctuation that may not begin or end a line (GB/T 15834: 标点位置).
_NOT_FIRST = frozenset("、。，．：；？！）》〉」』】〕〗”’…—·％%℃.,:;?!)]}")
_NOT_LAST = frozenset("（《〈「『【〔〖“‘([{")
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/%+\-]*|\s|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: a role of fonts.json, size and line height in points, extra space between characters."""

    role: str
    size: float
    leading: float
    spacing: float = 0.0
    indent: float = 0.0  # of the first line, in characters


class Setter:
    """Breaks and draws texts with one set of faces."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces

    def width(self, style: Style, text: str) -> float:
        """The width of a line in points, without the space behind its last character."""
        return self.faces.width(style.role, text) * style.size + max(0, len(text) - 1) * style.spacing

    def lines(self, style: Style, text: str, width: float) -> list[str]:
        """The text's lines at `width` points: line ends of the text stay, words of letters and digits hold together
        where they fit, no line begins with a closing mark or ends with an opening one."""
        made: list[str] = []
        for paragraph in printable(text).replace("\t", "  ").split("\n"):
            first = width - style.indent * (style.size + style.spacing)
            made.extend(self._paragraph(style, paragraph.rstrip(), first, width))
        while made and not made[-1]:
            made.pop()
        return made

    def draw(self, canvas: Canvas, style: Style, x: float, y: float, text: str, spread: float = 0.0) -> None:
        """Draws one line with its baseline at `y`; `spread` is added between characters to fill a line."""
        spacing = style.spacing + spread
        words = canvas.beginText(x, y)
        if spacing:
            words.setCharSpace(spacing)
        for face, run in self._runs(style.role, text):
            words.setFont(face, style.size)
            words.textOut(run)
        if spacing:
            words.setCharSpace(0)
        canvas.drawText(words)

    def _runs(self, role: str, text: str) -> Iterator[tuple[str, str]]:
        picked = (self.faces.pick(role, char) for char in text)
        for face, run in groupby(picked, key=itemgetter(0)):
            yield face, "".join(drawn for _, _, drawn in run)

    def _paragraph(self, style: Style, text: str, first: float, width: float) -> Iterator[str]:
        line, used, room = "", 0.0, first
        for piece in self._pieces(style, text, width):
            size = self.faces.width(style.role, piece) * style.size + len(piece) * style.spacing
            if line and used + size - style.spacing > room + 0.01:
                line, kept = _broken(line, piece)
                yield line.rstrip()
                line, used, room = kept, self.width(style, kept) + (style.spacing if kept else 0), width
                if not line and piece.isspace():
                    continue
            line += piece
            used += size
        yield line

    def _pieces(self, style: Style, text: str, width: float) -> Iterator[str]:
        for match in _WORD.finditer(text):
            piece = match.group()
            if len(piece) > 1 and self.width(style, piece) > width:
                yield from piece
            else:
                yield piece


def _broken(line: str, follows: str) -> tuple[str, str]:
    """(line, what goes to the next line): marks are never parted from what they belong to, nor a figure's digits."""
    at = len(line)
    while at > 1 and ((follows[0] in _NOT_FIRST) or line[at - 1] in _NOT_LAST) and len(line) - at < 4:
        at -= 1
        follows = line[at]
    whole = at
    while 1 < whole < len(line) and line[whole].isascii() and line[whole - 1].isascii() and line[whole - 1].isalnum():
        whole -= 1
    if whole > len(line) // 2:
        at = whole
    if at == 1 or (at > whole and len(line) - at >= 4):
        return line, ""
    return line[:at], line[at:]
