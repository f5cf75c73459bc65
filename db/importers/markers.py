"""Clause numbers at a paragraph's start: 附件2, 第一章, 一、, （一）, 1., （1）, ①, 2.1. Called by lines and outline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from db.importers.numerals import whole

_CN = "[一二三四五六七八九十百〇零]{1,5}"


class Style(IntEnum):
    """Kinds of clause numbers, the higher ones first."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    COMMA = 5  # 一、
    BRACKET = 6  # （一）
    NUMBER = 7  # 1.
    DECIMAL = 8  # 1.1
    ROUND = 9  # （1）
    CIRCLE = 10  # ①


@dataclass(frozen=True, slots=True)
class Marker:
    """A clause number: `code` as it enters the path, `number` as printed, `end` the offset after it."""

    style: Style
    ordinal: int
    code: str
    number: str
    end: int


_NO_MEASURE = r"(?![个家亿万元吨倍年米公平千百户人名项条座台件亩辆])"
_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.PART, re.compile(rf"第({_CN}|\d{{1,2}})(?:编|部分|篇)(?![，。、])")),
    (Style.CHAPTER, re.compile(rf"第({_CN}|\d{{1,2}})章(?![，。、])")),
    (Style.SECTION, re.compile(rf"第({_CN}|\d{{1,2}})节(?![，。、])")),
    (Style.ARTICLE, re.compile(rf"第({_CN}|\d{{1,3}})条(?![，。、款例件线])[：.]?")),
    (Style.COMMA, re.compile(rf"({_CN})[、．.](?!{_CN}[、是])")),
    (Style.BRACKET, re.compile(rf"（({_CN})）[、．.]?(?![、，。；”）])")),
    (Style.DECIMAL, re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[.、]?(?=[\u4e00-\u9fff“《（])" + _NO_MEASURE)),
    (Style.NUMBER, re.compile(r"(\d{1,3})[.、．](?!\d)")),
    (Style.ROUND, re.compile(r"（(\d{1,2})）[、.]?|(\d{1,2})）")),
    (Style.CIRCLE, re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])")),
)  # fmt: skip
_ANNEX = re.compile(rf"(附件|附表|附录|附)({_CN}|\d{{1,2}})?(?:[-—]\d{{1,2}})?(：|$|(?=[\u4e00-\u9fff“《（])|[.、])")


def read(plain: str) -> Marker | None:
    """The clause number at the start of a paragraph's plain text, or None."""
    if not plain or plain[0] not in _STARTS:
        return None
    if plain[0] == "附":
        return _annex(plain)
    for style, pattern in _PATTERNS:
        found = pattern.match(plain)
        if found:
            return _made(style, found)
    return None


_STARTS = set("附第（一二三四五六七八九十百①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳0123456789")


def _made(style: Style, found: re.Match[str]) -> Marker | None:
    body = next(group for group in found.groups() if group)
    number = found[0]
    if style is Style.CIRCLE:
        ordinal = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".index(body) + 1
    elif style is Style.DECIMAL:
        ordinal = int(body.rpartition(".")[2])
    else:
        ordinal = whole(body) or 0
    if ordinal == 0:
        return None
    return Marker(style, ordinal, _code(style, body, number), number, found.end())


def _code(style: Style, body: str, number: str) -> str:
    if style in (Style.BRACKET, Style.ROUND):
        return f"({body})"
    if style in (Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE):
        return number.rstrip("：.")
    return body


def _annex(plain: str) -> Marker | None:
    found = _ANNEX.match(plain)
    if found is None:
        return None
    word, number, after = found[1], found[2] or "", found[3]
    rest = plain[found.end() :]
    if word == "附" and not number and after != "：" and rest:
        return None
    if not number and rest:  # 附件：1.… lists what follows the document
        return None
    if len(rest) > 50 or "。" in rest or (after == "" and number == "" and rest):
        return None
    if after == "" and rest and re.match(r"[一二三四五六七八九十]", number) is None and rest[0] in "、，的中所":
        return None
    ordinal = (whole(number) if number else 1) or 1
    return Marker(Style.ANNEX, ordinal, f"附件{ordinal if number else ''}", found[0].rstrip("："), found.end())


def starts_list_of_annexes(plain: str) -> bool:
    """附件：1.… after a document's text, a list and not an annex."""
    return re.match(r"附件[：]?(?:\d{1,2}[.、]|《)", plain) is not None or re.match(r"附件：.", plain) is not None
