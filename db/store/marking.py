"""Does a file say of itself that it is 秘密, 机密 or 绝密? Called before evidence is kept; standard library only.

Looked at: the file's name; the first 4,000 characters of text files (.txt .md .csv .html), of a .docx's headers and body
and of an .xlsx's cells. Not looked at: text inside PDF, pictures, .doc, .xls and archives; only their names are.
"""

from __future__ import annotations

import re
import zlib
from html import unescape
from pathlib import Path
from zipfile import BadZipFile, ZipFile

_REACH = 4000  # characters: a marking stands on the first page
_MOST = 2_000_000  # bytes of one inner file that are looked at
# In a name any of the words, unless it speaks of trade secrets or of secrecy as a subject.
_NAME = re.compile(r"(?<!商业)(?<!国家)(?<!工作)(绝密|机密|秘密)(?!性|级别|法|条例)")
# In a text a marking, not the word: at the beginning of a line, alone or with ★, brackets or a term; or after 密级.
_LINE = re.compile(
    r"^[\s\[【〔（(]*(绝\s?密|机\s?密|秘\s?密)[\s\]】〕）)]*(?:$|[★☆*＊▲].{0,20}$|\d+\s?[年月天].{0,6}$|启用前)",
    re.MULTILINE,
)
_GRADE = re.compile(r"密\s?级\s*[:：]?\s*[\[【（(]?(绝\s?密|机\s?密|秘\s?密)")
_STAR = re.compile(r"(绝\s?密|机\s?密|秘\s?密)\s?[★☆]")
_TEXT = {".txt", ".md", ".csv", ".htm", ".html", ".rtf"}


def marking(file: Path, name: str) -> str:
    """The marking that a file called `name` bears: 秘密, 机密 or 绝密; "" for none."""
    if found := _NAME.search(name):
        return found[1]
    ending = Path(name).suffix.lower()
    if ending in _TEXT:
        with file.open("rb") as reading:
            return _marked(_decoded(reading.read(4 * _REACH)))
    if ending in (".docx", ".docm"):
        return _marked(_inner(file, re.compile(r"word/(header\d*|document)\.xml"), "</w:p>"))
    if ending in (".xlsx", ".xlsm"):
        return _marked(_inner(file, re.compile(r"xl/(sharedStrings|worksheets/sheet1)\.xml"), "</si>|</c>|</is>"))
    return ""


def _marked(text: str) -> str:
    for form in (_LINE, _GRADE, _STAR):
        if found := form.search(text[:_REACH]):
            return re.sub(r"\s", "", found[1])
    return ""


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="ignore")
    try:
        return data.decode("utf-8-sig", errors="strict")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4:  # cut within a character
            return data.decode("utf-8-sig", errors="ignore")
    return data.decode("gb18030", errors="ignore")


def _inner(file: Path, wanted: re.Pattern[str], line: str) -> str:
    """The text of the parts of an Office file, headers first, `line` being what ends a paragraph or a cell."""
    texts = []
    try:
        with ZipFile(file) as opened:
            names = sorted((n for n in opened.namelist() if wanted.fullmatch(n)), key=lambda name: "header" not in name)
            for name in names[:20]:
                with opened.open(name) as reading:
                    xml = reading.read(_MOST).decode("utf-8", errors="ignore")
                plain = re.sub(r"<[^>]*>", "", re.sub(line, "\n", xml))
                texts.append(unescape(plain).strip()[:_REACH])
    except (BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return ""  # not a sound Office file: it is kept as what it is
    return "\n".join(texts)[: 4 * _REACH]
