"""The official documents beside the project, normalised for comparing. Not part of the program, often not there."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "plans"
# Plan → the documents that print it.
SOURCES = {
    "ndb-2018-75": ("ndb-2018-75.txt",),
    "nzbf-2021-3": ("nx-gazette-2021-04.txt",),
    "nzbf-2021-5": ("nx-gazette-2021-04.txt",),
    "nzbf-2021-6": ("nx-gazette-2021-04.txt",),
    "zhongwei-2021": ("zhongwei-2021-sida-gaizao.txt",),
    "nzbf-2023-13": ("nzbf-2023-13.txt", "nx-gazette-2023-06.txt"),
    "ndf-2023-1": ("nx-gazette-2023-06.txt",),
}
needed = [
    pytest.mark.documents,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the official documents are not in {FOLDER}"),
]
_PAGE = re.compile(r"^[\s\f]*[-—–－·.]*\s*[0-9０-９]{1,3}\s*[-—–－·.]*\s*$", re.MULTILINE)


def squeezed(text: str) -> str:
    """NFKC, without white space and page numbers; one kind of bracket."""
    text = unicodedata.normalize("NFKC", _PAGE.sub("", text))
    text = re.sub(r"[<〈〔\[【]", "(", re.sub(r"[>〉〕\]】]", ")", text))
    return re.sub(r"\s", "", text)


@cache
def document(name: str) -> str:
    """A document, squeezed."""
    return squeezed((FOLDER / name).read_text(encoding="utf-8"))


def unit_lists(text: str) -> list[str]:
    """The bracketed lists of units in a squeezed text: what stands after 责任单位 or 牵头单位 up to the closing bracket."""
    found = []
    for match in re.finditer(r"\((?=(?:责任|牵头)(?:单位|部门):)", text):
        depth, at = 1, match.end()
        while depth and at < len(text):
            depth += (text[at] == "(") - (text[at] == ")")
            at += 1
        found.append(text[match.end() : at - 1])
    return found


def signature(text: str) -> str:
    """A list of names without what separates them and without the words that name the roles."""
    return re.sub(r"(?:责任|牵头|配合)(?:单位|部门):|[、,;，；。]", "", squeezed(text))
