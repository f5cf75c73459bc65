"""Pages of an official document on a canvas: A4 by GB/T 9704-2012, upright or across, with page numbers and footer.

Called by exports.pdf_table and the PDF reports. Source of every measure: reports.md, GB/T 9704. Lengths in points.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from exports.fonts import Faces, printable
from exports.pdf_text import Setter, Style

rl_config.useA85 = 0  # page contents as bytes rather than as text: a fifth smaller
MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
# 版心 225 mm high, 37 mm from the top. Both sides have 27.1 mm: within 28 ± 1 mm whichever edge is bound, so that the
# text blocks of two-sided prints lie on each other.
SIDE, TOP, HIGH = 27.1 * MM, 37 * MM, 225 * MM
WIDE = PAGE[0] - 2 * SIDE
BODY_LINE = HIGH / 22
# 28 characters of 16 pt in 155.8 mm.
TITLE = Style("title", 22, 34)
BODY = Style("fang", 16, BODY_LINE, (WIDE - 28 * 16) / 27, indent=2)
HEADING = Style("hei", 16, BODY_LINE, (WIDE - 28 * 16) / 27, indent=2)
SUBHEADING = Style("kai", 16, BODY_LINE, (WIDE - 28 * 16) / 27, indent=2)
NUMBER = Style("song", 14, 14)
CAPTION = Style("song", 10.5, 15)
FOOT = Style("song", 9, 12)


class Paper:
    """A document being written, page by page. `y` is where the next line begins; `fresh` while a page is empty."""

    def __init__(self, faces: Faces, title: str, author: str, foot: str) -> None:
        self.setter = Setter(faces)
        self._out = io.BytesIO()
        self.canvas = Canvas(
            self._out,
            pagesize=PAGE,
            pageCompression=1,
            invariant=1,
            initialFontName=faces.first("fang"),
            lang="zh-CN",
        )
        self.canvas.setTitle(printable(title))
        self.canvas.setAuthor(printable(author))
        self.canvas.setSubject(printable(title))
        self.canvas.setCreator("Duban")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self._foot = foot
        self.pages = 0
        self.rows = 0  # table rows drawn whole
        self.across = False
        self.fresh = False
        self.y = 0.0
        self._entries = 0
        self._depth = -1

    @property
    def left(self) -> float:
        """The text block's left edge."""
        return 35 * MM if self.across else SIDE

    @property
    def width(self) -> float:
        """The text block's width."""
        return 247 * MM if self.across else WIDE

    @property
    def top(self) -> float:
        """The text block's upper edge."""
        return PAGE[0] - 28 * MM if self.across else PAGE[1] - TOP

    @property
    def bottom(self) -> float:
        """The text block's lower edge."""
        return 17 * MM if self.across else PAGE[1] - TOP - HIGH

    def page(self, across: bool) -> None:
        """Ends the page under way and begins another."""
        self._end()
        self.across, self.fresh = across, True
        self.pages += 1
        self.canvas.setPageSize((PAGE[1], PAGE[0]) if across else PAGE)
        self.y = self.top

    def advance(self, height: float) -> None:
        """Takes `height` of the page, or of a new one when it doesn't fit."""
        if self.y - height < self.bottom - 0.01 and not self.fresh:
            self.page(self.across)
        self.y -= height
        self.fresh = False

    def room(self) -> float:
        """What is left of the page."""
        return self.y - self.bottom

    def paragraph(self, text: str, style: Style = BODY, keep: int = 1) -> None:
        """Lines filled to the block's width. `keep` lines must fit on the page with the first one."""
        if self.room() < keep * style.leading:
            self.page(self.across)
        for part in printable(text).split("\n"):
            lines = self.setter.lines(style, part, self.width)
            for at, line in enumerate(lines):
                self._line(style, line, at == 0, at == len(lines) - 1)

    def height(self, texts: Sequence[tuple[str, Style]]) -> float:
        """How much of a page these paragraphs take."""
        return sum(
            style.leading * sum(max(1, len(self.setter.lines(style, part, self.width))) for part in text.split("\n"))
            for text, style in texts
        )

    def centred(self, text: str, style: Style) -> None:
        """Lines of nearly equal length in the middle: a title. A line end of the text stays when it needs two lines."""
        if self.setter.width(style, text.replace("\n", "")) <= self.width:
            text = text.replace("\n", "")
        for line in self._balanced(style, text):
            self.advance(style.leading)
            x = self.left + (self.width - self.setter.width(style, line)) / 2
            self.setter.draw(self.canvas, style, x, self._baseline(style), line)

    def small(self, text: str) -> None:
        """A line of small type above a table."""
        for line in self.setter.lines(CAPTION, text, self.width):
            self.advance(CAPTION.leading)
            self.setter.draw(self.canvas, CAPTION, self.left, self._baseline(CAPTION), line)
        self.y -= 3

    def signed(self, unit: str, day: str) -> None:
        """The signature block: the date four characters from the right edge, the unit centred above it, two lines
        below the text, or one where the page is short."""
        style = Style(BODY.role, BODY.size, BODY.leading)
        self.y -= min(2 * style.leading, max(0.0, self.room() - 2 * style.leading))
        wide = self.setter.width(style, day)
        middle = self.left + self.width - 4 * style.size - wide / 2
        for text in (*self.setter.lines(style, unit, self.width), day):
            self.advance(style.leading)
            size = self.setter.width(style, text)
            x = max(self.left, min(middle - size / 2, self.left + self.width - size))
            self.setter.draw(self.canvas, style, x, self._baseline(style), text)

    def mark(self, title: str, level: int = 0) -> None:
        """A bookmark at the present height."""
        self._entries += 1
        self._depth = level = min(level, self._depth + 1)
        key = f"place{self._entries}"
        self.canvas.bookmarkHorizontal(key, 0, self.y)
        self.canvas.addOutlineEntry(printable(title), key, level, closed=level > 0)

    def row_done(self) -> None:
        """Leaves a mark in the page's content for each table row drawn whole; pdf_check counts them in the file."""
        self.canvas.addLiteral("/DubanRow BMC EMC")
        self.rows += 1

    def finish(self) -> bytes:
        """The file's bytes."""
        self._end()
        self.canvas.showOutline()
        self.canvas.save()
        return self._out.getvalue()

    def _line(self, style: Style, line: str, first: bool, last: bool) -> None:
        self.advance(style.leading)
        shift = style.indent * (style.size + style.spacing) if first else 0.0
        spare = self.width - shift - self.setter.width(style, line)
        spread = spare / (len(line) - 1) if not last and len(line) > 1 and spare < 3 * style.size else 0.0
        self.setter.draw(self.canvas, style, self.left + shift, self._baseline(style), line, spread)

    def _baseline(self, style: Style) -> float:
        return self.y + (style.leading - style.size) / 2 + 0.12 * style.size

    def _balanced(self, style: Style, text: str) -> Sequence[str]:
        lines = self.setter.lines(style, text, self.width)
        if len(lines) <= text.count("\n") + 1:
            return lines
        whole = self.setter.width(style, printable(text).replace("\n", ""))
        even = self.setter.lines(style, text, min(self.width, whole / len(lines) + 1.5 * style.size))
        return even if len(even) == len(lines) else lines

    def _end(self) -> None:
        if not self.pages:
            return
        self.canvas.saveState()
        if self.across:
            # The number stands where it stands on upright pages: turned with the sheet (GB/T 9704-2012, 10.3).
            self._footer(PAGE[1] - self.left - self.setter.width(FOOT, self._foot) - 15 * MM, 8 * MM)
            self.canvas.translate(0, PAGE[0])
            self.canvas.rotate(-90)
        number = f"— {self.pages} —"
        size = self.setter.width(NUMBER, number)
        odd = self.pages % 2 == 1
        baseline = PAGE[1] - TOP - HIGH - 7 * MM - 0.35 * NUMBER.size
        x = PAGE[0] - SIDE - NUMBER.size - size if odd else SIDE + NUMBER.size
        self.setter.draw(self.canvas, NUMBER, x, baseline, number)
        if not self.across:
            wide = self.setter.width(FOOT, self._foot)
            self._footer(SIDE if odd else PAGE[0] - SIDE - wide, baseline)
        self.canvas.restoreState()
        self.canvas.showPage()

    def _footer(self, x: float, y: float) -> None:
        self.setter.draw(self.canvas, FOOT, x, y, self._foot)
