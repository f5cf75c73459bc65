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
    translate = QCoreApplication.translate
    return (
        ("overview", translate("KeySheet", "Pages"), ("Ctrl+1",)),
        ("tasks", translate("KeySheet", "Pages"), ("Ctrl+2",)),
        ("reports", translate("KeySheet", "Pages"), ("Ctrl+3",)),
        ("settings", translate("KeySheet", "Settings"), ("Ctrl+,",)),
        ("search", translate("KeySheet", "Search"), ("Ctrl+F",)),
        ("filter", translate("KeySheet", "Filter"), ("Ctrl+L",)),
        ("undo", translate("KeySheet", "Undo"), ("Ctrl+Z",)),
        ("redo", translate("KeySheet", "Redo"), ("Ctrl+Y", "Ctrl+Shift+Z")),
        ("export", translate("KeySheet", "Export"), ("Ctrl+E",)),
        ("report", translate("KeySheet", "Report of this period"), ("Ctrl+R",)),
        ("print", translate("KeySheet", "Print the report"), ("Ctrl+P",)),
        ("history", translate("KeySheet", "History"), ("Ctrl+H",)),
        ("unit", translate("KeySheet", "Change unit"), ("Ctrl+U",)),
        ("again", translate("KeySheet", "Compute again"), ("F5",)),
        ("region", translate("KeySheet", "Next region"), ("F6",)),
        ("region_back", translate("KeySheet", "Previous region"), ("Shift+F6",)),
        ("flat", translate("KeySheet", "Tree or flat list"), ("F7",)),
        ("work", translate("KeySheet", "Next that needs work"), ("F4",)),
        ("work_back", translate("KeySheet", "Previous that needs work"), ("Shift+F4",)),
        ("full", translate("KeySheet", "Full screen"), ("F11",)),
        ("larger", translate("KeySheet", "Text size"), ("Ctrl+=", "Ctrl++")),
        ("smaller", translate("KeySheet", "Text size"), ("Ctrl+-",)),
        ("plain", translate("KeySheet", "Text size"), ("Ctrl+0",)),
        ("evidence", translate("KeySheet", "Add evidence"), ("Ctrl+T",)),
        ("note", translate("KeySheet", "Write a note"), ("Ctrl+N",)),
        ("carry", translate("KeySheet", "Carry last period's texts forward"), ("Ctrl+D",)),
        ("keys", translate("KeySheet", "Shortcuts"), ("Ctrl+/",)),
        ("escape", translate("KeySheet", "Close the top layer"), ("Esc",)),
    )
