"""Clean lines → paragraphs: wrapped lines joined, headings and clauses kept apart. Called by prose."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.importers.lines import Line
from db.importers.markers import Style
from db.importers.strands import Strand, joined

if TYPE_CHECKING:
    from db.importers.rows import TaskRow

_WINDOW = 20
_INNER = re.compile(r"[。；，！？]")
_OWN_LINE = re.compile(
    r"（?(?:牵头|责任|責任|配合|参与|主办|协办|承办|落实|实施|参加|主责|第一责任|完成|时间|工作|办理)"
    r"(?:责任|领导|配合|牵头)?(?:单位|單位|部门|主体|处室|科室|人|时限|时间|节点|进度|要求)：|[—]{1,3}[^—]"
)
# Lines of a document's head and foot: its number, a date, who may see it.
_FORMAL = re.compile(
    r"[\u4e00-\u9fff]{1,14}（\d{4}）第?\d{1,5}号[^。，]{0,16}$|(?:\d{4}|[一二][〇零○O一二三四五六七八九]{3})年.{1,3}月.{1,3}日(?:印发)?$|（?此件|★"
)
_TITLE = re.compile(
    r"[^。，；：]{6,80}(?:通知|意见|方案|决定|办法|规划|纲要|计划|若干措施|行动|要点)(?:（[^（）]{1,24}）)?$"
)
_UNIT_LINE = re.compile(r"（?[\u4e00-\u9fff]{0,6}(?:单位|單位|部门|主体|处室|科室|领导|人|时限|期限)：")
_CLOSING = "，、。；：）”》！？%"
_HOLDING = "，、（“《‘—和及与的"
MAX_PARAGRAPH = 20_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `heading`: marked as one by the source; `rows`: it is a task table, and has no text of its own."""

    strand: Strand
    heading: bool = False
    rows: tuple[TaskRow, ...] = ()

    @property
    def text(self) -> str:
        """As printed."""
        return self.strand.text

    @property
    def plain(self) -> str:
        """In one form of brackets and punctuation."""
        return self.strand.plain


def paragraphs(lines: list[Line], *, whole: bool = False) -> list[Paragraph]:
    """Joins what was wrapped. `whole`: the source keeps paragraphs apart itself, unless it is a wrapped print after all."""
    page = _Page(lines, whole)
    made: list[Paragraph] = []
    run: list[int] = []
    size = 0
    for place in range(len(lines)):
        if run and size < MAX_PARAGRAPH and page.goes_on(run, place):
            run.append(place)
            size += len(lines[place].strand)
            continue
        if run:
            made.append(page.paragraph(run))
        run, size = [place], len(lines[place].strand)
    if run:
        made.append(page.paragraph(run))
    return made


def _blanks_mean(lines: list[Line]) -> bool:
    """Whether an empty line parts paragraphs here; in some prints one stands between all lines."""
    parted = [before for before, line in itertools.pairwise(lines) if line.blank and before.width >= 12]
    cut = sum(not before.ends for before in parted)
    return sum(line.blank for line in lines) < 0.6 * len(lines) or cut * 2 < len(parted)


class _Page:
    """Lines with what is usual around each: how wide they are set, whether sentences run over line ends."""

    def __init__(self, lines: list[Line], whole: bool) -> None:
        self.lines = lines
        self.whole = whole
        self.blanks_mean = _blanks_mean(lines)
        self.full: list[bool] = []
        self.wrapped: list[bool] = []
        self.depth: dict[int, int] = {}
        for start in range(0, len(lines), _WINDOW):
            near = lines[max(0, start - _WINDOW) : start + 2 * _WINDOW]
            wide = sorted(line.width for line in near)[int(0.75 * (len(near) - 1))]
            long = [line for line in near if line.width >= 12]
            open_ended = sum(not line.ends for line in long)
            wrapped = wide <= 60 and len(long) >= 8 and open_ended * 2 > len(long)
            for line in lines[start : start + _WINDOW]:
                self.full.append(line.width >= wide - 3 and line.width >= 12)
                self.wrapped.append(wrapped)
        self.ordinals: dict[Style, int] = {}

    def paragraph(self, run: list[int]) -> Paragraph:
        """The lines of a run as one paragraph."""
        first = self.lines[run[0]]
        if first.marker:
            self.ordinals[first.marker.style] = first.marker.ordinal
        return Paragraph(joined(self.lines[place].strand for place in run), first.heading)

    def goes_on(self, run: list[int], place: int) -> bool:
        """Whether the line at `place` continues the paragraph in `run`."""
        last, line = self.lines[run[-1]], self.lines[place]
        if last.heading or line.heading or _FORMAL.match(line.plain) or _FORMAL.match(last.plain):
            return False
        if _TITLE.match("".join(self.lines[at].plain for at in run[-3:])) or (self.whole and not self.wrapped[run[-1]]):
            return False
        if self._open_bracket(run):
            return line.marker is None or last.plain[-1] in _HOLDING
        if self._after_units(run):
            return line.marker is None and (
                line.plain[0] in _CLOSING or (self.wrapped[run[-1]] and self.full[run[-1]] and not line.blank)
            )
        if line.plain[0] in _CLOSING or last.plain[-1] in _HOLDING:
            return not self._begins(line, run) and (not last.ends or line.plain[0] in "）”》")
        return not self._begins(line, run) and self._flows(run, line)

    def _flows(self, run: list[int], line: Line) -> bool:
        """Whether a sentence runs over the line end, by how the lines are set."""
        last = self.lines[run[-1]]
        full = self.wrapped[run[-1]] and self.full[run[-1]]
        if self.blanks_mean and line.blank and not self._cut(run, within=False):
            return False
        if last.ends:
            return full and last.plain[-1] in "。；" and not line.blank
        if self._is_heading(run) or full:
            return full
        if _UNIT_LINE.match(self.lines[run[0]].plain) and len(run) == 1 and not line.page:
            return False
        return self._cut(run) or (self.blanks_mean and not line.blank and -3 <= line.width - last.width <= 4)

    def _begins(self, line: Line, run: list[int]) -> bool:
        """Whether a line begins a paragraph by its own look."""
        last, place = self.lines[run[-1]], run[-1]
        if _OWN_LINE.match(line.plain):
            return True
        marker = line.marker
        if marker is None:
            return False
        if last.ends or not (self.wrapped[place] and self.full[place]) or marker.style in (Style.ANNEX, Style.BRACKET):
            return True
        own = self.lines[run[0]].marker
        before = own.ordinal if own and own.style is marker.style else self.ordinals.get(marker.style, 0)
        return marker.ordinal in (1, before + 1)

    def _open_bracket(self, run: list[int]) -> bool:
        """Whether a bracket opened in the last lines is still open: 〔责任单位：… over several lines."""
        text = "".join(self.lines[place].plain for place in run[-12:])
        start = max(text.rfind("（责任"), text.rfind("（牵头"), text.rfind("（配合"), text.rfind("（責任"))
        if start < 0 or len(text) - start > 400:
            return False
        return text.count("（", start) > text.count("）", start)  # a nested （区） counts on both sides

    def _after_units(self, run: list[int]) -> bool:
        """Whether the paragraph so far ends with the bracket that names its units."""
        last = self.lines[run[-1]].plain
        if not last.endswith("）"):
            return False
        text = "".join(self.lines[place].plain for place in run[-12:])
        return last.endswith("负责）") or re.search(r"（[^（。]{0,6}(?:单位|部门|主体)：[^。]*）$", text) is not None

    def _cut(self, run: list[int], *, within: bool = True) -> bool:
        """Whether the paragraph so far was plainly cut: with a sentence begun and not ended, or (within a block) long."""
        if self.lines[run[-1]].ends:
            return False
        text = "".join(self.lines[place].plain for place in run[-3:])
        return _INNER.search(text) is not None or (within and len(text) > 40)

    def _is_heading(self, run: list[int]) -> bool:
        first = self.lines[run[0]]
        text = "".join(self.lines[place].plain for place in run)
        return first.marker is not None and len(text) < 40 and "。" not in text and not text.endswith("，")
