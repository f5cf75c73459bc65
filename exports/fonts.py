"""Faces for the PDF files: by role, with a face chosen for each character, and 〓 where none has it.

Called by exports.pdf_text and pdf_pages. On Windows the official faces come first where they are installed.
Source: reports.md, GB/T 9704; fonts.json in resources/fonts.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from resources import path, read_json

GETA = "〓"  # what is printed for a character that no face has
ROLES = ("fang", "hei", "kai", "song", "title")
_OFFICIAL = {
    "fang": ("simfang.ttf",),
    "hei": ("simhei.ttf",),
    "kai": ("simkai.ttf",),
    "song": ("simsun.ttc",),
    "title": ("FZXBSJW.TTF", "方正小标宋简体.ttf", "方正小标宋_GBK.ttf"),
}
_SPARE = ("song", "ui", "kai")  # faces asked, in this order, for a character that the role's own face lacks


class Faces:
    """Chains of faces by role. Keeps in `missing` the characters that were printed as 〓."""

    def __init__(self, chains: Mapping[str, Sequence[TTFont]]) -> None:
        self._chains = chains
        self._found: dict[tuple[str, str], tuple[str, float, str]] = {}
        self.missing: set[str] = set()

    def first(self, role: str) -> str:
        """The name of a role's own face."""
        return str(self._chains[role][0].fontName)

    def pick(self, role: str, char: str) -> tuple[str, float, str]:
        """(face, advance in em, what is drawn) for one character: 〓 when no face has it."""
        found = self._found.get((role, char))
        if found is None:
            found = self._found[role, char] = self._look_up(role, char)
        return found

    def width(self, role: str, text: str) -> float:
        """The advance of a text in em."""
        return sum(self.pick(role, char)[1] for char in text)

    def _look_up(self, role: str, char: str) -> tuple[str, float, str]:
        for face in self._chains[role]:
            if ord(char) in face.face.charToGlyph:
                return str(face.fontName), float(face.face.getCharWidth(ord(char))) / 1000, char
        if char == GETA:
            return self.first(role), 1.0, char
        self.missing.add(char)
        return self.pick(role, GETA)


def faces() -> Faces:
    """The faces of this machine; each file is read once in a process. Raises OSError when the program's own fonts are
    gone: a fault of the installation."""
    return Faces({role: _chain(role) for role in ROLES})


def printable(text: str) -> str:
    """A text without what has no picture: control and format characters (joiners, variation and direction marks),
    half surrogates, combining marks that stand alone. Line ends and tabs stay."""
    kept = []
    for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        if char in "\n\t" or (unicodedata.category(char) not in ("Cc", "Cf", "Cs") and not _is_selector(char)):
            kept.append("\n" if char in "\u2028\u2029" else char)
    return "".join(kept)


def named(chars: set[str]) -> str:
    """Missing characters as people can look them up: “U+1F600（GRINNING FACE）”, at most ten."""
    ordered = sorted(chars)
    words = [f"U+{ord(char):04X}（{unicodedata.name(char, '未命名字符')}）" for char in ordered[:10]]
    more = f"等{len(ordered)}个字符" if len(ordered) > 10 else ""
    return "、".join(words) + more


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


@cache
def _chain(role: str) -> tuple[TTFont, ...]:
    chain = [face for name in _OFFICIAL[role] if (face := _official(name))]
    chain += [_bundled(name) for name in (role, *_SPARE)]
    return tuple(dict.fromkeys(chain))


@cache
def _official(name: str) -> TTFont | None:
    """An installed official face; None off Windows, or where it is missing or not embeddable."""
    if os.name != "nt":
        return None
    user = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft/Windows/Fonts"
    for folder in (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", user):
        file = folder / name
        if file.is_file():
            try:
                return _registered(f"Official-{file.stem.encode('ascii', 'ignore').decode() or 'Title'}", file)
            except (TTFError, OSError):
                return None
    return None


@cache
def _bundled(role: str) -> TTFont:
    row = next(row for row in read_json("fonts", "fonts.json") if row["role"] == role)
    return _file(row["file"])


@cache
def _file(name: str) -> TTFont:
    file = path("fonts", name)
    return _registered(file.stem, file)


def _registered(name: str, file: Path) -> TTFont:
    face = TTFont(name, str(file), subfontIndex=0)
    pdfmetrics.registerFont(face)
    return face
