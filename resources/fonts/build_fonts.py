"""Makes the bundled fonts, fonts.json and coverage.json from the source packages.

Run by hand when a source font changes; docs/fonts.md says how to get the packages.
The program reads only what this writes, never this module.
"""

# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import argparse
import bz2
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# Non-hanzi kept in every face, as far as the face has them.
SYMBOL_RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x01CD, 0x01DC),  # pinyin vowels
    (0x02C6, 0x02DD),  # spacing accents
    (0x0391, 0x03C9),  # Greek
    (0x0401, 0x0451),  # Cyrillic
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts, subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x218F),  # letterlike, fractions, Roman numerals
    (0x2190, 0x23FF),  # arrows, operators, technical
    (0x2460, 0x24FF),  # enclosed numbers and letters
    (0x2500, 0x27BF),  # box, blocks, geometric, symbols, dingbats
    (0x3000, 0x303F),  # CJK punctuation
    (0x3041, 0x312F),  # kana, bopomofo (GB 2312)
    (0x3220, 0x325F),  # enclosed CJK
    (0x3280, 0x33FF),  # enclosed months, units
    (0xFE10, 0xFE1F),
    (0xFE30, 0xFE6F),  # vertical and small forms
    (0xFF01, 0xFF60),  # full-width forms
    (0xFFE0, 0xFFE6),
    (0xFFFD, 0xFFFD),
)
KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14)
DROPPED_TABLES = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx")
DIGITS = "0123456789"
# Largest distance in font units (of 1000) between a cubic outline and its quadratic stand-in.
CURVE_ERROR = 1.5


@dataclass(frozen=True)
class Face:
    """One bundled face: where it comes from, what it is called, which hanzi it keeps."""

    source: str
    file: str
    family: str
    style: str
    role: str
    hanzi: str  # a key of Wanted.hanzi
    licence: str
    origin: str
    change: str = "subset; dash, quotes and middle dot one em wide"
    tabular: bool = False


SANS = "@expo-google-fonts/noto-sans-sc 0.4.3 (npm)"
SERIF = "@expo-google-fonts/noto-serif-sc 0.4.3 (npm)"
FACES = (
    Face(
        "sans/400Regular/NotoSansSC_400Regular.ttf",
        "NotoSansSC-Regular.ttf",
        "Noto Sans SC",
        "Regular",
        "ui",
        "wide",
        "OFL-1.1, OFL-NotoSansSC.txt",
        SANS,
    ),
    Face(
        "sans/700Bold/NotoSansSC_700Bold.ttf",
        "NotoSansSC-Bold.ttf",
        "Noto Sans SC",
        "Bold",
        "ui-bold",
        "names",
        "OFL-1.1, OFL-NotoSansSC.txt",
        SANS,
    ),
    Face(
        "serif/400Regular/NotoSerifSC_400Regular.ttf",
        "NotoSerifSC-Regular.ttf",
        "Noto Serif SC",
        "Regular",
        "song",
        "names",
        "OFL-1.1, OFL-NotoSerifSC.txt",
        SERIF,
        "subset; dash, quotes and middle dot one em wide; digits of one width",
        tabular=True,
    ),
    Face(
        "serif/700Bold/NotoSerifSC_700Bold.ttf",
        "NotoSerifSC-Bold.ttf",
        "Noto Serif SC",
        "Bold",
        "title",
        "names",
        "OFL-1.1, OFL-NotoSerifSC.txt",
        SERIF,
    ),
    Face(
        "kai/LXGWWenKai-Regular.ttf",
        "DubanKai-Regular.ttf",
        "Duban Kai",
        "Regular",
        "kai",
        "common",
        "OFL-1.1, OFL-DubanKai.txt",
        "fonts-lxgw-wenkai 1.250+repack-1 (Debian)",
        "subset; renamed; dash, quotes and middle dot one em wide",
    ),
    Face(
        "fang/FandolFang-Regular.otf",
        "FandolFang-Regular.ttf",
        "FandolFang",
        "Regular",
        "fang",
        "names",
        "GPL-3.0 with font exception, COPYING-Fandol.txt",
        "texlive-lang-chinese 2022.20230122-1 (Debian), Fandol 0.3",
        "outlines made quadratic; subset",
    ),
)


def encoded(codec: str) -> set[int]:
    """Characters outside ASCII that a codec can write."""
    found = set()
    for code in (*range(0x80, 0xD800), *range(0xE000, 0x30000)):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(code)
    return found


def is_hanzi(code: int) -> bool:
    """〇 and CJK ideographs, compatibility ones included."""
    return code == 0x3007 or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000


def read_table(path: Path) -> dict[int, int]:
    """通用规范汉字表 (2013): character to its number 1–8105, from Unihan's kTGH field."""
    table = {}
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTGH\t" in line:
                code, _, value = line.split("\t")
                table[int(code[2:], 16)] = int(value.split()[0].partition(":")[2])
    if len(table) != 8105:
        raise ValueError(f"the table has 8105 characters, found {len(table)}")
    return table


class Wanted:
    """The character sets that the faces keep and that coverage is counted against."""

    def __init__(self, table: dict[int, int]) -> None:
        gb2312, gbk = encoded("gb2312"), encoded("gbk")
        self.gb2312_hanzi = {c for c in gb2312 if is_hanzi(c)}
        self.gb2312_symbols = gb2312 - self.gb2312_hanzi
        self.gbk_hanzi = {c for c in gbk if is_hanzi(c)}
        self.gbk_symbols = {c for c in gbk if not is_hanzi(c) and not 0xE000 <= c < 0xF900}
        self.level = [
            {c for c, n in table.items() if low <= n <= high} for low, high in ((1, 3500), (3501, 6500), (6501, 8105))
        ]
        names = self.gb2312_hanzi | set(table)
        # Big5's first 5401 hanzi: the traditional characters met most often.
        traditional = {c for c in encoded("big5") if is_hanzi(c) and chr(c).encode("big5") < b"\xc6\x80"}
        self.hanzi = {
            "common": self.gb2312_hanzi | self.level[0] | self.level[1],
            "names": names,  # GB 2312 and the whole table
            "wide": names | traditional,
        }
        self.symbols = self.gb2312_symbols | self.gbk_symbols
        for low, high in SYMBOL_RANGES:
            self.symbols.update(range(low, high + 1))


def to_truetype(font: TTFont) -> None:
    """Replaces CFF outlines by quadratic ones, in place (reportlab embeds only these)."""
    order = font.getGlyphOrder()
    glyphs = font.getGlyphSet()
    outlines = {}
    for name in order:
        area, pen = AreaPen(glyphs), TTGlyphPen(glyphs)
        glyphs[name].draw(area)
        # TrueType wants outer contours clockwise; the source has both kinds.
        glyphs[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=area.value > 0))
        outlines[name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, outlines
    for name in order:
        outlines[name].recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(outlines[name], "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
    ):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"


def level_digits(font: TTFont) -> None:
    """Gives 0–9 one advance width, each digit centred, so that figures stand in columns."""
    cmap, metrics, glyf = font.getBestCmap(), font["hmtx"], font["glyf"]
    names = [cmap[ord(digit)] for digit in DIGITS]
    width = sorted(metrics[name][0] for name in names)[len(names) // 2]
    for name in names:
        advance, _ = metrics[name]
        outline = glyf[name]
        outline.coordinates.translate(((width - advance) // 2, 0))
        outline.recalcBounds(glyf)
        metrics[name] = (width, outline.xMin)


def widen_punctuation(font: TTFont) -> None:
    """Gives Chinese quotes, dash and middle dot one em each, as official documents set them.

    An opening quote keeps its right bearing, a closing one its left, the dot is centred and
    the dash is stretched over the whole em, so that two of them make one unbroken line.
    """
    cmap, metrics, glyf = font.getBestCmap(), font["hmtx"], font["glyf"]
    em = font["head"].unitsPerEm
    for mark in "“”‘’·—":
        name = cmap[ord(mark)]
        outline = glyf[name]
        gap = em - metrics[name][0]
        if mark == "—":
            left, right = outline.xMin, outline.xMax
            outline.coordinates.scale((em / (right - left), 1))
            outline.coordinates.translate((-left * em / (right - left), 0))
            outline.coordinates.toInt()
        elif gap > 0:
            shift = gap if mark in "“‘" else gap // 2 if mark == "·" else 0
            outline.coordinates.translate((shift, 0))
        outline.recalcBounds(glyf)
        metrics[name] = (em, outline.xMin)


def set_names(font: TTFont, face: Face) -> None:
    """English Windows names only: Qt then reports the same family in every system language."""
    names = font["name"]
    version = names.getDebugName(5).partition(";")[0]
    names.names = [n for n in names.names if n.platformID == 3 and n.langID == 0x409 and n.nameID in KEPT_NAMES]
    full = face.family if face.style == "Regular" else f"{face.family} {face.style}"
    postscript = face.file.removesuffix(".ttf")
    for number, text in (
        (1, face.family),
        (2, face.style),
        (3, f"{version};{postscript};Duban"),
        (4, full),
        (5, f"{version}; changed for Duban: {face.change}"),
        (6, postscript),
    ):
        names.setName(text, number, 3, 1, 0x409)
    if face.role == "fang":
        names.setName("GNU GPL version 3 or later, with the font exception", 13, 3, 1, 0x409)


def make(face: Face, sources: Path, wanted: Wanted, out: Path) -> dict[str, Any]:
    """Writes one face and returns its fonts.json entry."""
    font = TTFont(sources / face.source, recalcTimestamp=False)
    options = subset.Options()
    options.drop_tables += DROPPED_TABLES
    options.layout_features = []
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted.hanzi[face.hanzi] | wanted.symbols)
    worker.subset(font)
    font["cmap"].tables = [t for t in font["cmap"].tables if t.platformID == 3 and t.format != 14]
    if "CFF " in font:
        to_truetype(font)
    widen_punctuation(font)
    if face.tabular:
        level_digits(font)
    set_names(font, face)
    font["OS/2"].fsType = 0
    font.save(out / face.file)
    return {
        "file": face.file,
        "family": face.family,
        "style": face.style,
        "weight": font["OS/2"].usWeightClass,
        "role": face.role,
        "licence": face.licence,
        "source": face.origin,
        "change": face.change,
        "glyphs": font["maxp"].numGlyphs,
    }


def coverage(path: Path, wanted: Wanted) -> dict[str, Any]:
    """What a written face has and lacks of each set; counts, and the shorter lists in full."""
    with TTFont(path) as font:
        have = set(font.getBestCmap())
    sets = {
        "gb2312_symbols": wanted.gb2312_symbols,
        "gb2312_hanzi": wanted.gb2312_hanzi,
        "table_level_1": wanted.level[0],
        "table_level_2": wanted.level[1],
        "table_level_3": wanted.level[2],
        "gbk_symbols": wanted.gbk_symbols,
        "gbk_hanzi": wanted.gbk_hanzi,
    }
    result: dict[str, Any] = {"characters": len(have)}
    for name, codes in sets.items():
        gone = sorted(codes - have)
        result[name] = {"of": len(codes), "lacks": len(gone)}
        if name != "gbk_hanzi":
            result[name]["missing"] = "".join(map(chr, gone))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, help="folder with sans/ serif/ kai/ fang/ unihan/")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    chosen = parser.parse_args()
    table = read_table(chosen.sources / "unihan" / "Unihan_OtherMappings.txt.bz2")
    wanted = Wanted(table)
    entries = [make(face, chosen.sources, wanted, chosen.out) for face in FACES]
    # 黑体 headings use the regular sans: its strokes are nearest to SimHei's.
    entries += [{**entry, "role": "hei"} for entry in entries if entry["role"] == "ui"]
    covered = {face.file: coverage(chosen.out / face.file, wanted) for face in FACES}
    for name, data in (("fonts.json", entries), ("coverage.json", covered)):
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (chosen.out / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
