"""The window's keys as QActions: name, keys, what to call. Made by the window; the key sheet lists the same keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

Act = Callable[[], object]


class Shortcuts(QObject):
    """Actions by name. Each is added to the window, so its keys work wherever the focus is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}

    def add(self, name: str, text: str, keys: tuple[str, ...], act: Act) -> QAction:
        """An action under `name`."""
        action = QAction(text, self.parent())
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setToolTip(f"{text} {keys[0]}".strip() if keys else text)
        action.triggered.connect(_Act(act))
        self._actions[name] = action
        return action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def every(self) -> list[QAction]:
        """All of them."""
        return list(self._actions.values())


class _Act:
    def __init__(self, act: Act) -> None:
        self._act = act

    def __call__(self, *_: object) -> None:
        self._act()


def add_all(shortcuts: Shortcuts, acts: dict[str, Act], light: Callable[[int], object]) -> None:
    """Make every action of `acts`; Alt+0 … Alt+5 call `light` with the number."""
    for name, text, keys in _table():
        shortcuts.add(name, text, keys, acts[name])
    for number in range(6):
        text = QCoreApplication.translate("KeySheet", "Light strip")
        shortcuts.add(f"light{number}", text, (f"Alt+{number}",), partial(light, number))


def _table() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    tr = QCoreApplication.translate
    return (
        ("overview", tr("KeySheet", "Pages"), ("Ctrl+1",)),
        ("tasks", tr("KeySheet", "Pages"), ("Ctrl+2",)),
        ("reports", tr("KeySheet", "Pages"), ("Ctrl+3",)),
        ("settings", tr("KeySheet", "Settings"), ("Ctrl+,",)),
        ("search", tr("KeySheet", "Search"), ("Ctrl+F",)),
        ("filter", tr("KeySheet", "Filter"), ("Ctrl+L",)),
        ("undo", tr("KeySheet", "Undo"), ("Ctrl+Z",)),
        ("redo", tr("KeySheet", "Redo"), ("Ctrl+Y", "Ctrl+Shift+Z")),
        ("export", tr("KeySheet", "Export"), ("Ctrl+E",)),
        ("report", tr("KeySheet", "Report of this period"), ("Ctrl+R",)),
        ("print", tr("KeySheet", "Print the report"), ("Ctrl+P",)),
        ("history", tr("KeySheet", "History"), ("Ctrl+H",)),
        ("unit", tr("KeySheet", "Change unit"), ("Ctrl+U",)),
        ("again", tr("KeySheet", "Compute again"), ("F5",)),
        ("region", tr("KeySheet", "Next region"), ("F6",)),
        ("region_back", tr("KeySheet", "Previous region"), ("Shift+F6",)),
        ("flat", tr("KeySheet", "Tree or flat list"), ("F7",)),
        ("work", tr("KeySheet", "Next that needs work"), ("F4",)),
        ("work_back", tr("KeySheet", "Previous that needs work"), ("Shift+F4",)),
        ("full", tr("KeySheet", "Full screen"), ("F11",)),
        ("larger", tr("KeySheet", "Text size"), ("Ctrl+=", "Ctrl++")),
        ("smaller", tr("KeySheet", "Text size"), ("Ctrl+-",)),
        ("plain", tr("KeySheet", "Text size"), ("Ctrl+0",)),
        ("evidence", tr("KeySheet", "Add evidence"), ("Ctrl+T",)),
        ("note", tr("KeySheet", "Write a note"), ("Ctrl+N",)),
        ("carry", tr("KeySheet", "Carry last period's texts forward"), ("Ctrl+D",)),
        ("keys", tr("KeySheet", "Shortcuts"), ("Ctrl+/",)),
        ("escape", tr("KeySheet", "Close the top layer"), ("Esc",)),
    )
