"""Keeps of the collected libraries those that something kept asks for. Called by build.spec.

PyInstaller follows the dependencies of every Qt plugin before build.spec can drop one; GTK's libraries, say, stay behind.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

Row = tuple[str, str, str]  # place in the package, file, kind


def reachable(rows: Sequence[Row]) -> list[Row]:
    """The rows that are started from (extension modules, Qt plugins, Python itself) and the libraries they ask for."""
    from PyInstaller.depend.bindepend import get_imports

    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(_name(row[0]), []).append(row)
    waiting = [row for row in rows if _is_root(row)]
    kept: set[Row] = set(waiting)
    while waiting:
        row = waiting.pop()
        wanted = [_name(row[1])]  # a link keeps what it points to
        if row[2] != "SYMLINK":
            wanted = [_name(name) for name, _ in get_imports(row[1])]
        for name in wanted:
            for found in by_name.get(name, ()):
                if found not in kept:
                    kept.add(found)
                    waiting.append(found)
    return [row for row in rows if row in kept]


def without_dangling(links: Sequence[Row], kept: Sequence[Row]) -> list[Row]:
    """The data rows without links to libraries that went."""
    places = {place for place, _, _ in kept}
    return [row for row in links if row[2] != "SYMLINK" or os.path.normpath(row[1]) in places]


def _is_root(row: Row) -> bool:
    place, _, kind = row
    parts = place.replace("\\", "/").split("/")
    if kind == "EXTENSION" or "plugins" in parts or parts[-1].lower().startswith(("libpython", "python3")):
        return True
    # A library inside a package is opened by that package by name (pypdfium2); Qt's and pillow's are asked for properly.
    return kind != "SYMLINK" and len(parts) > 1 and parts[0] not in ("PySide6", "shiboken6", "pillow.libs")


def _name(path: str) -> str:
    return os.path.basename(path.replace("\\", "/")).lower()  # noqa: PTH119 (either system's separators)
