"""Word's automatic clause numbers (一、 （一） 1.), which stand in no paragraph's text. Called by word."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"


class Numbering:
    """Counts the numbered paragraphs of a document."""

    def __init__(self, root: Element | None, styles: Element | None) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.numbers: dict[str, str] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._read(root)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, root: Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                place = _int(level.get(f"{W}ilvl"))
                levels[place] = (_value(level, "numFmt"), _value(level, "lvlText"), _int(_value(level, "start") or "1"))
            self.levels[abstract.get(f"{W}abstractNumId") or ""] = levels
        for number in root.iter(f"{W}num"):
            self.numbers[number.get(f"{W}numId") or ""] = _value(number, "abstractNumId")

    def _read_styles(self, styles: Element) -> None:
        for style in styles.iter(f"{W}style"):
            found = _number_of(style.find(f"{W}pPr"))
            if found:
                self.by_style[style.get(f"{W}styleId") or ""] = found

    def label(self, paragraph: Element) -> str:
        """The number that Word prints before this paragraph, or nothing."""
        properties = paragraph.find(f"{W}pPr")
        found = _number_of(properties)
        if found is None and properties is not None:
            found = self.by_style.get(_value(properties, "pStyle"))
        if found is None or found[0] == "0":
            return ""
        number, place = found
        levels = self.levels.get(self.numbers.get(number, ""), {})
        if place not in levels:
            return ""
        counts = self.counts[self.numbers[number]]
        counts[place] = counts.get(place, levels[place][2] - 1) + 1
        for deeper in [level for level in counts if level > place]:
            del counts[deeper]
        return self._printed(levels, counts, place)

    @staticmethod
    def _printed(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], place: int) -> str:
        style, text, _ = levels[place]
        if style in ("bullet", "none", ""):
            return ""

        def one(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            if level not in levels:
                return ""
            return _formatted(counts.get(level, levels[level][2]), levels[level][0])

        return re.sub(r"%(\d)", one, text)


def _formatted(value: int, style: str) -> str:
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
                 "chineseLegalSimplified", "taiwaneseCountingThousand"):  # fmt: skip
        return _chinese(value)
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        return chr(0x245F + value) if 1 <= value <= 20 else str(value)
    return str(value)


def _chinese(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _number_of(properties: Element | None) -> tuple[str, int] | None:
    numbered = properties.find(f"{W}numPr") if properties is not None else None
    if numbered is None:
        return None
    number = _value(numbered, "numId")
    return (number, _int(_value(numbered, "ilvl") or "0")) if number else None


def _value(element: Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
