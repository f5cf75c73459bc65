"""设置: unit and name, language, theme, text size, the data folder, about and licences. Saved at once. A page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QWidget

from desktop.preferences import Preferences
from desktop.session import Session
from desktop.style.look import ZOOM_STEPS, Look
from desktop.views.boxes import hbox, label, vbox
from desktop.views.buttons import button
from desktop.views.choice import Choice
from resources import ROOT

LICENCES = (
    ("Duban", "Apache-2.0"),
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLAlchemy, openpyxl, platformdirs", "MIT"),
    ("ReportLab", "BSD-3-Clause"),
    ("Noto Sans SC, Noto Serif SC, Duban Kai", "OFL-1.1"),
    ("Lucide", "ISC"),
)


class SettingsPage(QWidget):
    """Signals tell what has to happen beyond saving."""

    unit_wanted = Signal()
    language_chosen = Signal(object)

    def __init__(self, look: Look, session: Session, preferences: Preferences, home: Path, version: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look, self._session, self._preferences, self._home = look, session, preferences, home
        self._unit = label("", "body", wrap=True)
        self.name = QLineEdit(session.by)
        self.name.editingFinished.connect(self._on_name)
        languages = (("中文", "zh_CN"), ("English", "en"))
        self.language = Choice(look, self.tr("Language"), languages, preferences.get("lang", "zh_CN"))
        self.language.chosen.connect(self.language_chosen)
        themes = ((self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark"))
        self.theme = Choice(look, self.tr("Theme"), themes, look.theme)
        self.theme.chosen.connect(self._on_theme)
        sizes = tuple((f"{step}%", str(step)) for step in ZOOM_STEPS)
        self.zoom = Choice(look, self.tr("Text size"), sizes, str(look.zoom))
        self.zoom.chosen.connect(self._on_zoom)
        body = QWidget()
        body.setObjectName("pageBody")
        body.setLayout(
            vbox(
                label(self.tr("Settings"), "page"),
                self._group(
                    self.tr("Unit and name"),
                    (self.tr("Unit"), hbox(self._unit, button(self.tr("Change…"), self.unit_wanted.emit))),
                    (self.tr("Name"), self.name),
                ),
                self._group(
                    self.tr("Display"),
                    (self.tr("Language"), self.language),
                    (self.tr("Theme"), self.theme),
                    (self.tr("Text size"), self.zoom),
                ),
                self._group(
                    self.tr("Data"),
                    (
                        self.tr("Data folder"),
                        hbox(label(str(home), wrap=True), button(self.tr("Open folder"), self._on_folder)),
                    ),
                    (
                        "",
                        label(
                            self.tr("Everything stays in this folder; nothing goes over a network."),
                            "second",
                            "text2",
                            wrap=True,
                        ),
                    ),
                ),
                self._group(
                    self.tr("About"),
                    (self.tr("Version"), label(f"Duban {version}")),
                    *((name, label(licence, "body", "text2")) for name, licence in LICENCES),
                    ("", hbox(button(self.tr("Licence texts"), self._on_licences), None)),
                ),
                None,
                gap=14,
                margins=(24, 18, 24, 24),
            )
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        self.setLayout(vbox(area))
        session.checklist_changed.connect(self.refresh)
        look.changed.connect(self._on_look)

    def _group(self, title: str, *rows: tuple[str, object]) -> QFrame:
        card = QFrame()
        card.setProperty("card", "true")
        card.setMaximumWidth(760)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        width = self._look.fonts.body_metrics.horizontalAdvance("Noto Sans SC, Noto Serif SC, Duban Kai") // 2
        grid.setColumnMinimumWidth(0, width)
        for at, (name, content) in enumerate(rows):
            head = label(name, "body", "text2")
            grid.addWidget(head, at, 0)
            if isinstance(content, QWidget):
                if not isinstance(content, QFrame):
                    content.setAccessibleName(name)
                    head.setBuddy(content)
                grid.addWidget(content, at, 1)
            else:
                grid.addLayout(content, at, 1)  # type: ignore[call-overload]
        card.setLayout(vbox(label(title, "card"), grid, gap=10, margins=(18, 14, 18, 16)))
        return card

    def refresh(self) -> None:
        """Name the unit that the session is about."""
        if self._session.checklist is not None:
            self._unit.setText(self._session.checklist.unit.name)

    def _on_name(self) -> None:
        self._session.by = self.name.text().strip()
        self._preferences.set("author", self._session.by)

    def _on_theme(self, theme: str) -> None:
        self._preferences.set("theme", theme)
        self._look.set_theme(theme)

    def _on_zoom(self, zoom: str) -> None:
        self._preferences.set("zoom", zoom)
        self._look.set_zoom(int(zoom))

    def _on_look(self) -> None:
        self.zoom.set_value(str(self._look.zoom))

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._home)))

    def _on_licences(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(ROOT / "fonts")))
