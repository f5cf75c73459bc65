"""The style sheet of the chrome: bars, buttons, fields, chips, cards, labels. Set on top-level windows only."""

from __future__ import annotations

from desktop.style.fonts import Fonts
from desktop.style.tokens import Tokens


def sheet(t: Tokens, f: Fonts) -> str:
    """The sheet of a theme at a text size. Heights come from padding round the font, never from constants."""
    return "\n".join((_labels(t, f), _bars(t), _buttons(t, f), _fields(t), _lists(t, f)))


def _labels(t: Tokens, f: Fonts) -> str:
    sizes = "\n".join(
        f'*[scale="{name}"] {{ font-size: {getattr(f, name).pixelSize()}px; font-weight: {weight}; }}'
        for name, weight in (
            ("figure", 700),
            ("page", 700),
            ("pane", 700),
            ("card", 700),
            ("body", 400),
            ("second", 400),
            ("caption", 400),
        )
    )
    tones = "\n".join(
        f'*[tone="{name}"] {{ color: {value}; }}'
        for name, value in (("text1", t.text1), ("text2", t.text2), ("text3", t.text3), ("accent", t.accent))
    )
    lights = "\n".join(f'*[tone="{light}"] {{ color: {c.text}; }}' for light, c in t.lights.items())
    pills = "\n".join(
        f'QLabel[pill="{light}"] {{ background: {c.tint}; color: {c.text}; }}' for light, c in t.lights.items()
    )
    radius = (f.body_metrics.height() + 4) // 2
    return (
        f"{sizes}\n{tones}\n{lights}\nQLabel[pill] {{ border-radius: {radius}px; padding: 2px 10px 2px 8px; }}\n{pills}\n"
        '*[weight="bold"] { font-weight: 700; }'
    )


def _bars(t: Tokens) -> str:
    return f"""
QWidget#rail {{ background: {t.window}; border: none; border-right: 1px solid {t.line}; }}
QWidget#topbar {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; }}
QWidget#filterbar, QWidget#paneHead, QWidget#paneBody, QWidget#listSide {{ background: {t.surface}; }}
QWidget#filterbar {{ border: none; border-bottom: 1px solid {t.line}; }}
QWidget#pane {{ background: {t.surface}; border: none; border-left: 1px solid {t.line}; }}
QWidget#paneFoot {{ background: {t.surface}; border: none; border-top: 1px solid {t.line}; }}
QWidget#strip {{ background: {t.sunken}; border: none; border-top: 1px solid {t.line}; }}
QWidget#page, QWidget#pageBody {{ background: {t.window}; }}
QScrollArea {{ background: transparent; border: none; }}
QFrame[card="true"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 8px; }}
QFrame[card="sunken"] {{ background: {t.sunken}; border: 1px solid {t.line}; border-radius: 8px; }}
QFrame[rule="true"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[bar="true"] {{ background: {t.line}; border: none; max-width: 1px; min-width: 1px; }}
QFrame#banner {{ background: {t.lights["behind"].tint}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame#banner QLabel {{ color: {t.lights["behind"].text}; }}
QFrame#drop {{ background: {t.surface}; border: 1px dashed {t.control}; border-radius: 6px; }}
QFrame#drop[over="true"] {{ background: {t.selected}; border: 2px solid {t.accent}; }}
QToolTip {{ background: {t.raised}; color: {t.text1}; border: 1px solid {t.line}; padding: 4px 6px; }}
QSplitter::handle {{ background: {t.line}; }}
"""


def _buttons(t: Tokens, f: Fonts) -> str:
    small = f.caption.pixelSize()
    return f"""
QPushButton {{ background: {t.surface}; color: {t.text1}; border: 1px solid {t.control}; border-radius: 6px;
  padding: 5px 12px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 4px 11px; }}
QPushButton:disabled {{ background: {t.sunken}; color: {t.text3}; border-color: {t.line}; }}
QPushButton[role="main"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent}; }}
QPushButton[role="main"]:hover {{ background: {t.accent_hover}; }}
QPushButton[role="main"]:focus {{ border: 2px solid {t.control}; padding: 4px 11px; }}
QPushButton[role="main"]:disabled {{ background: {t.sunken}; color: {t.text3}; border-color: {t.line}; }}
QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; color: {t.text2}; }}
QPushButton[role="quiet"]:hover {{ background: {t.hover}; color: {t.text1}; }}
QPushButton[role="quiet"]:focus {{ border: 2px solid {t.accent}; padding: 4px 11px; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {t.accent}; padding: 3px 6px;
  font-weight: 700; }}
QPushButton[role="link"]:hover {{ background: {t.hover}; }}
QPushButton[role="link"]:focus {{ border: 2px solid {t.accent}; padding: 2px 5px; }}
QPushButton[role="figure"] {{ background: {t.surface}; border: 1px solid transparent; border-radius: 8px;
  text-align: left; padding: 0px; }}
QPushButton[role="figure"]:hover {{ background: {t.hover}; }}
QPushButton[role="figure"]:focus {{ border: 2px solid {t.accent}; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:focus {{ border: 2px solid {t.accent}; padding: 4px; }}
QToolButton:checked {{ background: {t.selected}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[role="chip"] {{ padding: 5px 8px; color: {t.text2}; }}
QToolButton[role="chip"]:focus {{ padding: 4px 7px; }}
QToolButton[role="chip"]:checked {{ background: {t.selected}; color: {t.text1}; font-weight: 700; }}
QToolButton[role="box"] {{ background: {t.surface}; border: 1px solid {t.line}; padding: 4px 8px; color: {t.text1}; }}
QToolButton[role="box"]:hover {{ background: {t.hover}; }}
QToolButton[role="box"]:focus {{ border: 2px solid {t.accent}; padding: 3px 7px; }}
QToolButton[role="field"] {{ background: {t.surface}; border: 1px solid {t.control}; padding: 5px 8px;
  color: {t.text1}; }}
QToolButton[role="field"]:hover {{ background: {t.hover}; }}
QToolButton[role="field"]:focus {{ border: 2px solid {t.accent}; padding: 4px 7px; }}
QToolButton[role="head"] {{ padding: 5px 6px; color: {t.text1}; }}
QToolButton[role="head"]:focus {{ padding: 4px 5px; }}
QToolButton[role="rail"] {{ color: {t.text2}; font-size: {small}px; border-radius: 6px; padding: 4px 0px; }}
QToolButton[role="rail"]:checked {{ background: {t.selected}; color: {t.text1}; font-weight: 700; }}
QToolButton[role="tab"] {{ border: none; border-bottom: 2px solid transparent; border-radius: 0px; color: {t.text2};
  padding: 5px 2px; }}
QToolButton[role="tab"]:hover {{ background: transparent; color: {t.text1}; }}
QToolButton[role="tab"]:checked {{ background: transparent; border-bottom: 2px solid {t.accent}; color: {t.text1};
  font-weight: 700; }}
QToolButton[role="tab"]:focus {{ border: 2px solid {t.accent}; padding: 3px 0px; }}
"""


def _fields(t: Tokens) -> str:
    return f"""
QLineEdit, QPlainTextEdit {{ background: {t.surface}; color: {t.text1}; border: 1px solid {t.control};
  border-radius: 6px; padding: 5px 9px; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QPlainTextEdit {{ padding: 4px 6px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {t.accent}; padding: 4px 8px; }}
QPlainTextEdit:focus {{ padding: 3px 5px; }}
QLineEdit[bad="true"], QPlainTextEdit[bad="true"] {{ border: 2px solid {t.lights["overdue"].mark}; padding: 4px 8px; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {t.sunken}; color: {t.text3}; }}
QMenu {{ background: {t.raised}; color: {t.text1}; border: 1px solid {t.line}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.selected}; color: {t.text1}; }}
QMenu::item:disabled {{ color: {t.text3}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
"""


def _lists(t: Tokens, f: Fonts) -> str:
    return f"""
QTreeView, QListView, QTableView {{ background: {t.surface}; border: none; outline: 0; }}
QListWidget {{ border: 1px solid {t.line}; border-radius: 6px; padding: 4px; }}
QListWidget::item {{ padding: 6px 8px; border-radius: 4px; color: {t.text1}; }}
QListWidget::item:hover {{ background: {t.hover}; }}
QListWidget::item:selected {{ background: {t.selected}; color: {t.text1}; }}
QHeaderView {{ background: {t.surface}; border: none; }}
QHeaderView::section {{ background: {t.surface}; color: {t.text3}; border: none; border-bottom: 1px solid {t.line};
  padding: 5px 6px; font-size: {f.caption.pixelSize()}px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {t.scroll}; border-radius: 3px; min-height: 32px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {t.scroll}; border-radius: 3px; min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: none;
  width: 0px; height: 0px; }}
"""
