"""Makes the line icons, the app icon and duban.ico; the marks in lights/ are drawn by hand.

Run by hand: build_icons.py <unpacked lucide-static package>. The program reads only the SVG
and ICO files, never this module. In every line icon "currentColor" stands for the tint.
"""

# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import argparse
import json
import os
import re
import struct
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FONT = HERE.parent / "fonts" / "NotoSansSC-Bold.ttf"
STROKE = "1.7"
# Our name: the name in Lucide.
LINE_ICONS = {
    "overview": "layout-dashboard",
    "tasks": "list-checks",
    "roadmap": "chart-gantt",
    "reports": "file-text",
    "library": "library-big",
    "settings": "sliders-horizontal",
    "help": "circle-question-mark",
    "search": "search",
    "undo": "undo-2",
    "redo": "redo-2",
    "chevron-down": "chevron-down",
    "chevron-right": "chevron-right",
    "chevron-up": "chevron-up",
    "chevron-left": "chevron-left",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "close": "x",
    "plus": "plus",
    "minus": "minus",
    "file": "file",
    "folder-open": "folder-open",
    "paperclip": "paperclip",
    "print": "printer",
    "calendar": "calendar",
    "tree": "list-tree",
    "list": "list",
    "filter": "funnel",
    "check": "check",
    "clock": "clock",
    "history": "history",
    "alert": "triangle-alert",
    "info": "info",
    "import": "file-input",
    "export": "file-output",
    "upload": "upload",
    "download": "download",
    "columns": "columns-3",
    "refresh": "refresh-cw",
    "trash": "trash-2",
    "withdraw": "circle-minus",
    "user": "user",
    "building": "building",
    "note": "message-square-text",
    "flag": "flag",
    "copy": "copy",
    "more": "ellipsis",
    "eye": "eye",
    "pencil": "pencil",
    "save": "save",
    "package": "package",
    "compare": "git-compare-arrows",
    "stamp": "stamp",
    "bell": "bell",
    "keyboard": "keyboard",
    "external": "external-link",
    "zoom-in": "zoom-in",
    "zoom-out": "zoom-out",
}
LINE_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none"'
    f' stroke="currentColor" stroke-width="{STROKE}" stroke-linecap="round" stroke-linejoin="round">'
)
GROUND, SIGN = "#2B3A4B", "#FFFFFF"
# Share of the square that the character fills; the small drawing is for 32 px and less.
APP_ICONS = {"duban.svg": (0.60, 56), "duban-small.svg": (0.80, 44)}
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
SMALL_UP_TO = 32
PNG_FROM = 256


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def line_icon(source: Path) -> str:
    """A Lucide drawing under our own head: one size, one stroke."""
    body = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.DOTALL)
    if body is None:
        raise ValueError(f"{source.name} is not an SVG drawing")
    shapes = " ".join(body.group(1).split())
    return f"{LINE_HEAD}{shapes.replace('> <', '><').replace(' />', '/>')}</svg>\n"


def app_icon(share: float, radius: int) -> str:
    """督 as an outline, centred by its ink on a rounded square of 256."""
    with TTFont(FONT) as font:
        glyphs = font.getGlyphSet()
        glyph = glyphs[font.getBestCmap()[ord("督")]]
        box = BoundsPen(glyphs)
        glyph.draw(box)
        left, bottom, right, top = box.bounds
        scale = 256 * share / max(right - left, top - bottom)
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
        shift = (128 - scale * (left + right) / 2, 128 + scale * (bottom + top) / 2)
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, *shift)))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256">'
        f'<rect width="256" height="256" rx="{radius}" fill="{GROUND}"/>'
        f'<path fill="{SIGN}" d="{pen.getCommands()}"/></svg>\n'
    )


def rendered(svg: Path, size: int) -> tuple[bytes, bytes]:
    """A drawing as PNG and as rows of BGRA bytes, top first."""
    from PySide6.QtCore import QBuffer, QByteArray, QRectF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(store.data()), bytes(image.constBits())


def ico() -> bytes:
    """Bitmaps below 256 px, which every installer and shell reads, PNG at 256."""
    blocks = []
    for size in ICO_SIZES:
        png, pixels = rendered(HERE / ("duban-small.svg" if size <= SMALL_UP_TO else "duban.svg"), size)
        if size >= PNG_FROM:
            blocks.append(png)
            continue
        rows = [pixels[i : i + size * 4] for i in range(0, len(pixels), size * 4)]
        mask = bytes((size + 31) // 32 * 4 * size)
        head = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, size * size * 4 + len(mask), 0, 0, 0, 0)
        blocks.append(head + b"".join(reversed(rows)) + mask)
    offset = 6 + 16 * len(blocks)
    index = struct.pack("<HHH", 0, 1, len(blocks))
    for size, block in zip(ICO_SIZES, blocks, strict=True):
        index += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(block), offset)
        offset += len(block)
    return index + b"".join(blocks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lucide", type=Path, help="folder of the unpacked lucide-static package")
    lucide = parser.parse_args().lucide
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication([])
    for name, source in LINE_ICONS.items():
        write(HERE / f"{name}.svg", line_icon(lucide / "icons" / f"{source}.svg"))
    for name, (share, radius) in APP_ICONS.items():
        write(HERE / name, app_icon(share, radius))
    (HERE / "duban.ico").write_bytes(ico())
    (HERE / "duban.png").write_bytes(rendered(HERE / "duban.svg", 256)[0])
    licence = (lucide / "LICENSE").read_text(encoding="utf-8")
    write(HERE / "LICENSE-Lucide.txt", licence)
    version = json.loads((lucide / "package.json").read_text(encoding="utf-8"))["version"]
    index = {"set": f"lucide-static {version} (ISC, some MIT)", "stroke": STROKE, "icons": LINE_ICONS}
    write(HERE / "icons.json", json.dumps(index, indent=1) + "\n")
    app.quit()


if __name__ == "__main__":
    main()
