"""The look of the running program: theme, text size, fonts, icons. One object, made by desktop.app and handed to views.

Views listen to `changed` where the palette and the sheet do not reach (icons, fonts of single labels, heights).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette, QScreen
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.style.fonts import Fonts, load_family, make_fonts
from desktop.style.icons import Icons
from desktop.style.sheet import sheet
from desktop.style.tokens import DARK_THEME, LIGHT_THEME, Tokens

ZOOM_STEPS = (90, 100, 110, 120, 130)


class Look(QObject):
    """Theme ("system", "light", "dark") and text size (percent), applied to the application."""

    changed = Signal()

    def __init__(self, app: QApplication, theme: str = "system", zoom: int = 100) -> None:
        super().__init__()
        self._app = app
        self._theme = theme
        self.zoom = zoom if zoom in ZOOM_STEPS else 100
        self._family = load_family()
        app.setStyle("Fusion")
        self.tokens: Tokens = self._wanted()
        self.fonts: Fonts = make_fonts(self._family, self.zoom)
        self.icons = Icons(self.tokens)
        self._colours: dict[str, QColor] = {}
        app.styleHints().colorSchemeChanged.connect(self._on_scheme)
        app.screenAdded.connect(self._on_screen)
        for screen in app.screens():
            screen.logicalDotsPerInchChanged.connect(self._refresh)
        self._apply()

    @property
    def theme(self) -> str:
        """What was chosen: system, light or dark."""
        return self._theme

    def set_theme(self, theme: str) -> None:
        """Follow the system or stay light or dark."""
        self._theme = theme
        self._refresh()

    def set_zoom(self, zoom: int) -> None:
        """Text size in percent, one of ZOOM_STEPS."""
        self.zoom = min(ZOOM_STEPS, key=lambda step: abs(step - zoom))
        self._refresh()

    def step_zoom(self, by: int) -> int:
        """One step larger (1), smaller (-1) or back to 100 % (0); the size that holds now."""
        here = ZOOM_STEPS.index(self.zoom)
        self.set_zoom(ZOOM_STEPS[max(0, min(len(ZOOM_STEPS) - 1, here + by))] if by else 100)
        return self.zoom

    def colour(self, value: str) -> QColor:
        """A QColor of a #RRGGBB value, made once."""
        if value not in self._colours:
            self._colours[value] = QColor(value)
        return self._colours[value]

    def sheet(self) -> str:
        """The short style sheet of the chrome, for the top-level window alone."""
        return sheet(self.tokens, self.fonts)

    def style_label(self, label: QLabel, size: str = "body", tone: str = "text1", bold: bool = False) -> QLabel:
        """Give a label a size of the scale and a tone; both follow theme and text size through the sheet."""
        label.setProperty("scale", size)
        label.setProperty("tone", tone)
        if bold:
            label.setProperty("weight", "bold")
        return label

    def _wanted(self) -> Tokens:
        dark = self._theme == "dark" or (
            self._theme == "system" and self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        return DARK_THEME if dark else LIGHT_THEME

    def _on_scheme(self) -> None:
        if self._theme == "system":
            self._refresh()

    def _on_screen(self, screen: QScreen) -> None:
        """Another screen or another scaling: what is drawn for a device pixel ratio is drawn anew."""
        screen.logicalDotsPerInchChanged.connect(self._refresh)
        self._refresh()

    def _refresh(self, _dpi: object = None) -> None:
        self.tokens = self._wanted()
        self.fonts = make_fonts(self._family, self.zoom)
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        self.icons.set_tokens(self.tokens)
        self._app.setFont(QFont(self.fonts.body))
        self._app.setPalette(palette(self.tokens))


def palette(t: Tokens) -> QPalette:
    """Fusion's palette of a theme."""
    made = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    table = {
        role.Window: t.window,
        role.WindowText: t.text1,
        role.Base: t.surface,
        role.AlternateBase: t.sunken,
        role.Text: t.text1,
        role.Button: t.surface,
        role.ButtonText: t.text1,
        role.BrightText: t.on_accent,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.ToolTipBase: t.raised,
        role.ToolTipText: t.text1,
        role.PlaceholderText: t.text3,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.Light: t.raised,
        role.Midlight: t.hover,
        role.Mid: t.line,
        role.Dark: t.control,
        role.Shadow: t.line,
        role.Accent: t.accent,
    }
    for which, value in table.items():
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, which, QColor(t.text3))
    made.setColor(group.Disabled, role.Base, QColor(t.sunken))
    made.setColor(group.Disabled, role.Highlight, QColor(t.selected_off))
    return made


def restyle(widget: QWidget) -> None:
    """Have the sheet look at a widget's properties again after one of them changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
