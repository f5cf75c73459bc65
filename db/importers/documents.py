"""One or several official documents in a text: where each begins, its number, title, issuer, date. Called by draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from db.importers import markers
from db.importers.numerals import chinese
from db.importers.paragraphs import Paragraph

_NUMBER_LINE = re.compile(r"^([\u4e00-\u9fff]{1,14}（\d{4}）(?:第)?\d{1,5}号)(?:[^。，]{0,16})$")
_DATE = re.compile(
    r"(\d{4}|[一二][〇零○O一二三四五六七八九]{3})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_DATE_LINE = re.compile(rf"^[^。，；]{{0,24}}{_DATE.pattern}(?:印发|发布|出版)?$")
_ISSUER = re.compile(
    r"((?:中共)?[\u4e00-\u9fff]{0,24}?(?:人民政府办公厅|人民政府办公室|人民政府|政府办公室|委员会办公厅|委员会办公室|党委办公厅|委员会|党委|国务院办公厅|国务院|"
    r"领导小组办公室|领导小组|厅|局|委|部|办公室))(?=关于|印发|转发|文件)"
)
_TITLE_END = re.compile(
    r"(?:通知|意见|方案|决定|通报|办法|规划|计划|纲要|措施|要点|清单|细则|规定|条例|公告|函|分工|任务书|台账|目标任务|分解表|任务表|条|报告|行动|部署)"
    r"(?:（[^（）]{1,24}）)*$"
)
_NO_TITLE = re.compile(
    r"文件$|^（|^★|^[（]?此件|印发$|出版|^第\d+号|^\d{4}年\d{1,2}月|^签发人|^主送|^附件|^——+$|^目录$"
)
_NOT_PLANS = re.compile(
    r"任免|任职|免职|表彰|表扬|嘉奖|奖励|获奖|人事|讣告|领导同志工作分工|(?:责任|目标|优秀|先进)[^的]{0,6}奖的?通报"
)
_INNER = re.compile(r"(?:印发|转发|批转)[^《》]{0,40}《([^》]{4,80})》")
MAX_TITLE = 90


@dataclass(frozen=True, slots=True)
class Document:
    """A document's own facts and where its paragraphs are: head from `start`, body from `body`, up to `end`."""

    start: int
    body: int
    end: int
    doc_no: str | None
    title: str
    notice: str
    issuer: str
    issued_on: str | None

    @property
    def may_be_plan(self) -> bool:
        """Awards and personnel notices are no plans."""
        return _NOT_PLANS.search(self.notice) is None and _NOT_PLANS.search(self.title) is None


def split(paragraphs: list[Paragraph]) -> list[Document]:
    """The documents in a text, in order; one for a text without a document number."""
    numbers = [place for place, paragraph in enumerate(paragraphs) if _NUMBER_LINE.match(paragraph.plain)]
    if not numbers:
        return [_read(paragraphs, 0, len(paragraphs), None)]
    starts = [_title_start(paragraphs, place, numbers) for place in numbers]
    ends = [*starts[1:], len(paragraphs)]
    return [_read(paragraphs, start, end, place) for start, end, place in zip(starts, ends, numbers, strict=True)]


def _title_start(paragraphs: list[Paragraph], number: int, numbers: list[int]) -> int:
    """The first line of the title above a document number."""
    start = number
    while start > 0 and number - start < 5 and start - 1 not in numbers and _is_title_line(paragraphs[start - 1].plain):
        start -= 1
        if paragraphs[start].heading:
            break
    return start


def _is_title_line(plain: str) -> bool:
    return (
        2 <= len(plain) <= MAX_TITLE
        and not plain.endswith(("。", "；", "：", "，"))
        and not _NO_TITLE.search(plain)
        and not _DATE_LINE.match(plain)
        and not re.search(r"[。；]", plain)
        and markers.read(plain) is None
    )


def _read(paragraphs: list[Paragraph], start: int, end: int, number: int | None) -> Document:
    region = paragraphs[start:end]
    after = number - start + 1 if number is not None else 0
    notice = _joined(region[: after - 1]) if number is not None else ""
    body = after
    if not notice:  # the number stands above the title
        notice, body = _title_below(region, after)
    found = (
        _NUMBER_LINE.match(paragraphs[number].text.replace("(", "（").replace(")", "）"))
        if number is not None
        else None
    )
    made = Document(
        start=start,
        body=start + body,
        end=end,
        doc_no=_printed_number(paragraphs[number].text) if number is not None else None,
        title=notice,
        notice=notice,
        issuer="",
        issued_on=_issued_on(region, paragraphs[number].plain if number is not None and found is None else ""),
    )
    return _with_inner(replace(made, issuer=_issuer(region, notice)), paragraphs)


def _printed_number(text: str) -> str:
    number = text[: text.index("号") + 1]
    return re.sub(r"[(（\[【〔〈](\d{4})[)）\]】〕〉]", r"〔\1〕", number)


def _title_below(region: list[Paragraph], place: int) -> tuple[str, int]:
    """The lines of a title from `place` on, and the place after them."""
    while place < len(region) and place < 8 and not _is_title_line(region[place].plain):
        if len(region[place].plain) > MAX_TITLE or markers.read(region[place].plain):
            return "", place
        place += 1
    first = place
    while place < len(region) and place - first < 5 and _is_title_line(region[place].plain):
        place += 1
        if _TITLE_END.search(region[place - 1].plain):
            break
    return _joined(region[first:place]), place


def _joined(lines: list[Paragraph]) -> str:
    return "".join(line.text for line in lines if not _NO_TITLE.search(line.plain))[:200]


def _with_inner(document: Document, paragraphs: list[Paragraph]) -> Document:
    """A notice that passes a plan on: the plan's own title stands below the signature."""
    for place in range(document.body, min(document.end, document.body + 14)):
        plain = paragraphs[place].plain
        if markers.read(plain) is not None:
            break
        if _DATE_LINE.match(plain) or plain.startswith("（此件"):
            first = place + 1
            while first < document.end and (
                _DATE_LINE.match(paragraphs[first].plain) or paragraphs[first].plain.startswith("（此件")
            ):
                first += 1
            title, after = _inner_title(paragraphs, first, document.end)
            if title:
                return replace(document, title=title, body=after)
            break
    passed_on = _INNER.search(document.notice)
    if passed_on and document.title == document.notice and _TITLE_END.search(passed_on[1]):
        return replace(document, title=passed_on[1])
    return document


def _inner_title(paragraphs: list[Paragraph], place: int, end: int) -> tuple[str, int]:
    first = place
    while place < end and place - first < 4 and _is_title_line(paragraphs[place].plain):
        place += 1
        if _TITLE_END.search(paragraphs[place - 1].plain):
            break
    title = _joined(paragraphs[first:place])
    return (title, place) if title and place < end else ("", first)


def _issued_on(region: list[Paragraph], line: str) -> str | None:
    """The date of signature: the first line that is a date alone; else the last date of the last lines."""
    for paragraph in ([Paragraph(region[0].strand)] if line else []) + region[:400] + region[-8:]:
        if len(paragraph.plain) <= 40 and _DATE_LINE.match(paragraph.plain):
            made = iso_date(paragraph.plain)
            if made:
                return made
    return None


def iso_date(text: str) -> str | None:
    """The first whole date in a text as ISO, or None."""
    found = _DATE.search(text)
    if not found:
        return None
    year, month, day = (int(part) if part.isdigit() else chinese(part) for part in found.groups())
    if year and month and day and 1900 < year < 2100 and 1 <= month <= 12 and 1 <= day <= 31:
        return f"{year:04}-{month:02}-{day:02}"
    return None


def _issuer(region: list[Paragraph], notice: str) -> str:
    """Who issued it: the line above the date, else who the title or the head names."""
    for place, paragraph in enumerate(region):
        if place and len(paragraph.plain) <= 20 and _DATE_LINE.match(paragraph.plain):
            signed: list[str] = []
            for before in reversed(region[max(0, place - 3) : place]):
                if not re.search(r"(?:府|厅|室|会|委|局|部|院|组|党委)$", before.plain) or len(before.plain) > 40:
                    break
                signed.insert(0, before.text)
            if signed:
                return "、".join(signed)
    found = _ISSUER.search(notice)
    if found:
        return found[1]
    for paragraph in region[:6]:
        found = _ISSUER.match(paragraph.plain)
        if found and paragraph.plain.endswith("文件"):
            return found[1]
    return ""
