"""The user's settings as the window knows them: read once at the start, written to the store in the background.

Keys are shared with the command line: unit, author, lang, theme, zoom; the window's own begin with window/.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.tasks import Tasks

if TYPE_CHECKING:
    from db.store.store import Store

KEYS = (
    "unit",
    "author",
    "lang",
    "theme",
    "zoom",
    "window/size",
    "window/page",
    "window/row",
    "window/flat",
    "window/columns",
    "window/folded",
    "window/pane",
    "window/evidence",
    "window/export",
)


class Preferences:
    """Settings in memory; `set` also writes them. Failing to write a setting is never worth a word to the user."""

    def __init__(self, read: Callable[[str], str | None], tasks: Tasks) -> None:
        self._values = {key: read(key) or "" for key in KEYS}
        self._tasks = tasks

    def get(self, key: str, default: str = "") -> str:
        """A setting, or the default when it was never set."""
        return self._values.get(key) or default

    def set(self, key: str, value: str) -> None:
        """Remember a setting."""
        if self._values.get(key, "") != value:
            self._values[key] = value
            self._tasks.write(_Setting(key, value), _ignore, _ignore)


class _Setting:
    def __init__(self, key: str, value: str) -> None:
        self._key, self._value = key, value

    def __call__(self, store: Store) -> None:
        store.set_setting(self._key, self._value)


def _ignore(_: object) -> None:
    """Nothing to tell."""
