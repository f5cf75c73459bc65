"""The type scale (docs/ui.md, part 4) at a text size of 90–130 %. Built by style.look; painted with by the delegate."""

from __future__ import annotations

import json
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from resources import path

SIZES = {"figure": 30, "page": 20, "pane": 18, "card": 15, "body": 14, "second": 13, "caption": 12}


@dataclass(frozen=True, slots=True)
class Fonts:
    """Ready fonts and the metrics that heights are taken from."""

    figure: QFont
    page: QFont
    pane: QFont
    card: QFont
    body: QFont
    body_bold: QFont
    second: QFont
    caption: QFont
    body_metrics: QFontMetrics
    bold_metrics: QFontMetrics
    second_metrics: QFontMetrics
    caption_metrics: QFontMetrics
    caption_bold_metrics: QFontMetrics
    second_bold_metrics: QFontMetrics

    @property
    def row(self) -> int:
        """Height of a list row: a line and 14."""
        return self.body_metrics.height() + 14

    @property
    def control(self) -> int:
        """Height of a field or button: a line and 12."""
        return self.body_metrics.height() + 12


def load_family() -> str:
    """Register the bundled faces of the interface; their family name, or "" when they are not installed."""
    try:
        faces = json.loads(path("fonts", "fonts.json").read_text(encoding="utf-8"))
    except OSError:
        return ""
    family = ""
    for face in faces["fonts"] if isinstance(faces, dict) else faces:
        if face.get("role", "").startswith("ui"):
            if not family and QFontDatabase.hasFamily(face["family"]):
                return str(face["family"])  # registered before, or installed in the system
            number = QFontDatabase.addApplicationFont(str(path("fonts", face["file"])))
            families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
            family = family or (families[0] if families else "")
    return family


def make_fonts(family: str, zoom: int) -> Fonts:
    """The scale at `zoom` percent."""

    def font(size: str, bold: bool = False) -> QFont:
        made = QFont(family) if family else QFont()
        made.setPixelSize(max(11, round(SIZES[size] * zoom / 100)))
        made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return made

    body, bold, second, caption = font("body"), font("body", True), font("second"), font("caption")
    return Fonts(
        figure=font("figure", True),
        page=font("page", True),
        pane=font("pane", True),
        card=font("card", True),
        body=body,
        body_bold=bold,
        second=second,
        caption=caption,
        body_metrics=QFontMetrics(body),
        bold_metrics=QFontMetrics(bold),
        second_metrics=QFontMetrics(second),
        caption_metrics=QFontMetrics(caption),
        caption_bold_metrics=QFontMetrics(font("caption", True)),
        second_bold_metrics=QFontMetrics(font("second", True)),
    )
