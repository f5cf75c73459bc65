"""Line icons and light marks as pixmaps, cached by (name, size, dpr, theme). Used by views and the delegate."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.style.tokens import Tokens
from resources import path


class Icons:
    """Renders SVG at size × device pixel ratio in the theme's colours. One for the program, owned by Look."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._pixmaps: dict[tuple[str, str, int, float, str], QPixmap] = {}
        self._sources: dict[str, str] = {}

    def set_tokens(self, tokens: Tokens) -> None:
        """Later pixmaps are drawn in this theme; those of the other one stay cached."""
        self._tokens = tokens

    def mark(self, light: str, size: int, dpr: float) -> QPixmap:
        """A light's mark; `light` is a Light's value or "due_soon". What is inside it takes the surface's colour."""
        key = ("lights/" + light, self._tokens.name, size, dpr, "")
        if key not in self._pixmaps:
            colours = self._tokens.lights[light]
            svg = self._source(f"lights/{light}")
            svg = svg.replace("currentColor", colours.mark).replace("{inner}", self._tokens.surface)
            self._pixmaps[key] = _render(svg, size, dpr)
        return self._pixmaps[key]

    def pixmap(self, name: str, size: int, dpr: float, colour: str) -> QPixmap:
        """A line icon in `colour` (#RRGGBB)."""
        key = (name, self._tokens.name, size, dpr, colour)
        if key not in self._pixmaps:
            self._pixmaps[key] = _render(self._source(name).replace("currentColor", colour), size, dpr)
        return self._pixmaps[key]

    def icon(self, name: str, size: int = 18, colour: str = "", disabled: str = "") -> QIcon:
        """A QIcon that is sharp on every screen there is, for buttons and actions."""
        icon = QIcon()
        for dpr in _ratios():
            icon.addPixmap(self.pixmap(name, size, dpr, colour or self._tokens.text2))
            grey = self.pixmap(name, size, dpr, disabled or self._tokens.scroll)
            icon.addPixmap(grey, QIcon.Mode.Disabled)
        return icon

    def mark_icon(self, light: str, size: int = 13) -> QIcon:
        """A light's mark as an icon."""
        icon = QIcon()
        for dpr in _ratios():
            icon.addPixmap(self.mark(light, size, dpr))
        return icon

    def _source(self, name: str) -> str:
        if name not in self._sources:
            file = path("icons", f"{name}.svg")
            self._sources[name] = file.read_text(encoding="utf-8") if file.exists() else ""
        return self._sources[name]


def _ratios() -> set[float]:
    """The device pixel ratios of the screens; when one comes, Look has the icons made anew."""
    return {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}


def _render(svg: str, size: int, dpr: float) -> QPixmap:
    pixels = round(size * dpr)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    if svg:
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap
