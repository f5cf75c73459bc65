"""Plain text and Markdown: the encoding is found out (UTF-8, UTF-16, GB18030), pipe tables become tables."""

from __future__ import annotations

import re

from db.errors import KnownError
from db.importers.content import Content, Writer

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd\ue000-\uf8ff]")
# Characters that every Chinese document is full of; a wrong decoding has next to none of them.
_COMMON = set(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严，。、；：（）“”"
)


def looks_like_text(data: bytes) -> bool:
    """Whether bytes could be text in an encoding that we read."""
    sample = data[:65536]
    if any(sample.startswith(mark) for mark, _ in _BOMS):
        return True
    if b"\0" in sample:
        return _utf16_without_mark(sample) is not None
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return odd * 100 <= len(sample)


def decode(data: bytes, shown: str) -> str:
    """The text. Raises KnownError import_binary or import_encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, shown)
    if b"\0" in data[:65536]:
        unmarked = _utf16_without_mark(data[:65536])
        if unmarked is None:
            raise KnownError("import_binary", file=shown)
        return _decoded(data, unmarked, shown)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(data, "gb18030", shown)
    if not _is_chinese(text):
        raise KnownError("import_encoding", file=shown)
    return text


def _decoded(data: bytes, encoding: str, shown: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise KnownError("import_encoding", file=shown) from None
    if len(_ODD.findall(text[:20000])) * 50 > min(len(text), 20000):
        raise KnownError("import_binary", file=shown)
    return text


def _utf16_without_mark(sample: bytes) -> str | None:
    even = len(sample) // 2 * 2
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = sample[:even].decode(encoding)
        except UnicodeDecodeError:
            try:
                text = sample[: even - 2].decode(encoding)
            except UnicodeDecodeError:
                continue
        if _is_chinese(text):
            return encoding
    return None


def _is_chinese(text: str) -> bool:
    sample = [char for char in text[:4000] if not char.isspace() and not char.isascii()]
    if not sample:
        return sum(char.isalnum() for char in text[:4000]) * 3 > len(text[:4000])
    return sum(char in _COMMON for char in sample) * 4 > len(sample)


def read(data: bytes, shown: str) -> Content:
    """The content of a text file."""
    text = decode(data, shown).replace("\r\n", "\n").replace("\r", "\n")
    made = Writer("txt")
    rows: list[list[tuple[str, bool]]] = []
    for line in text.split("\n"):
        if line.lstrip().startswith("|") and line.count("|") >= 3:
            rows.append([(cell.strip(), False) for cell in line.strip().strip("|").split("|")])
            continue
        _end_table(made, rows)
        rows = []
        made.line(line, whole=False)
    _end_table(made, rows)
    return made.done()


def _end_table(made: Writer, rows: list[list[tuple[str, bool]]]) -> None:
    kept = [row for row in rows if not all(re.fullmatch(r":?-{2,}:?|", cell) for cell, _ in row)]
    if kept:
        made.table(kept)
