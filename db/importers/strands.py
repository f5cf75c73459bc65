"""Text that remembers where it stood in the source. Made by `lines`, read by everything after it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

_OPEN = "([〔【〖［〈{＜｛"
_CLOSE = ")]〕】〗］〉}＞｝"
# One character for one: brackets of all kinds, half-width punctuation, the dashes of ranges.
_PLAIN = (
    {ord(mark): "（" for mark in _OPEN}
    | {ord(mark): "）" for mark in _CLOSE}
    | {ord(":"): "：", ord(";"): "；", ord(","): "，", ord("!"): "！", ord("?"): "？"}
    | {ord(mark): "—" for mark in "–－―─"}
)
# Forms that only differ in width or are lookalikes of a scanner.
_SHOWN = (
    {0xFF10 + digit: str(digit) for digit in range(10)}
    | {0xFF21 + letter: chr(0x41 + letter) for letter in range(26)}
    | {0xFF41 + letter: chr(0x61 + letter) for letter in range(26)}
    | {ord("％"): "%", ord("．"): ".", ord("﹪"): "%", ord("＋"): "+", ord("／"): "/", ord("‐"): "-", ord("･"): "·"}
)


@dataclass(frozen=True, slots=True)
class Strand:
    """`text` as printed without its spaces, `plain` the same with one kind of bracket and punctuation; both of one
    length. `at` gives each character's offset in the source."""

    text: str
    plain: str
    at: array[int]

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int | None = None) -> Strand:
        """A piece of it."""
        return Strand(self.text[start:end], self.plain[start:end], self.at[start:end])

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Where a piece stands in the source, as (first, after last)."""
        piece = self.at[start:end]
        return (min(piece), max(piece) + 1) if piece else (0, 0)


def strand(text: str, offsets: array[int]) -> Strand:
    """A strand of characters and their offsets."""
    shown = text.translate(_SHOWN)
    return Strand(shown, shown.translate(_PLAIN), offsets)


def of_text(text: str, start: int = 0) -> Strand:
    """A strand of text that stands in the source as it is, from `start` on."""
    return strand(text, array("I", range(start, start + len(text))))


EMPTY = of_text("")


def joined(parts: Iterable[Strand]) -> Strand:
    """One strand of several."""
    listed = list(parts)
    if len(listed) == 1:
        return listed[0]
    offsets: array[int] = array("I")
    for part in listed:
        offsets.extend(part.at)
    return Strand("".join(part.text for part in listed), "".join(part.plain for part in listed), offsets)
