"""Chinese numerals and the numbers of clauses. Called by markers, times and measures."""

from __future__ import annotations

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0, "O": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
CHINESE = "〇零○一二两三四五六七八九十百千万"


def chinese(text: str) -> int | None:
    """三十二 → 32, 二〇二五 → 2025, 千 → 1000, 一万二千 → 12000; None for anything else."""
    if not text or any(char not in CHINESE for char in text):
        return None
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = part = digit = 0
    seen = False
    for char in text:
        if char in DIGITS:
            digit, seen = DIGITS[char], True
        elif char == "万":
            total, part, digit, seen = (total + part + digit or 1) * 10000, 0, 0, False
        else:
            part += (digit if seen else 1) * _PLACES[char]
            digit, seen = 0, False
    return total + part + digit


def whole(text: str) -> int | None:
    """A whole number in ASCII digits or Chinese numerals."""
    if text.isascii() and text.isdigit():
        return int(text)
    return chinese(text)
