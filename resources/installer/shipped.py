"""The one list of what goes into the built folder and what must not. Read by build.spec and tests/packaging.

A new resource belongs in DATA or in NOT_SHIPPED: a test fails until somebody has decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent

# Data files, as patterns from the project's folder; each keeps its place below _internal.
DATA = (
    "resources/units.json",
    "resources/plans/*.json",
    "resources/rules/*.json",
    "resources/messages/*.json",
    "resources/translations/*.qm",
    "resources/fonts/*.ttf",
    "resources/fonts/*.json",
    "resources/fonts/*.txt",
    "resources/icons/*.svg",
    "resources/icons/*.json",
    "resources/icons/*.txt",
    "resources/icons/duban.png",
    "resources/icons/duban.ico",
    "resources/icons/lights/*.svg",
)

# What lies below resources and stays out: sources of what is shipped, and the installer itself.
NOT_SHIPPED = (
    "resources/**/*.py",
    "resources/**/*.md",
    "resources/translations/*.ts",
    "resources/installer/**/*",
)

# Packages whose every module is shipped: verbs and exporters are imported by name or late.
OWN = ("desktop", "exports", "db", "resources")
_BUILD_ONLY = re.compile(r"^resources\.(installer(\..*)?|translations(\..*)?|\w+\.build_\w+)$")

# Never needed: they come in through optional imports of the libraries.
EXCLUDED_MODULES = (
    "tkinter", "_tkinter", "unittest", "doctest", "pydoc", "pydoc_data", "lib2to3", "distutils", "setuptools", "pip",
    "pkg_resources", "ssl", "_ssl", "ftplib", "smtplib", "imaplib", "xmlrpc", "curses", "readline", "test", "idlelib",
    "numpy", "pandas", "lxml", "matplotlib", "IPython", "greenlet", "aiosqlite",
    "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle", "sqlalchemy.dialects.mssql", "sqlalchemy.testing",
    "sqlalchemy.ext.mypy", "reportlab.graphics.testshapes",
    "PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL._imagingtk",
    "_wmi",  # platform.uname asks the WMI service, which may hang; without it Python asks the registry
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets",
    "PySide6.QtDBus", "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools",
    "PySide6.QtXml",
)  # fmt: skip

# Qt plugins that a program of widgets uses; the rest is dropped. Both systems' names.
QT_PLUGINS = (
    "platforms/*qwindows*", "platforms/*qoffscreen*", "platforms/*qxcb*", "platforms/*qwayland*", "platforms/*qminimal.*",
    "styles/*", "iconengines/*qsvgicon*", "imageformats/*qsvg*", "imageformats/*qico*", "imageformats/*qjpeg*",
    "platforminputcontexts/*compose*", "platforminputcontexts/*ibus*", "xcbglintegrations/*glx*",
    "platformthemes/*xdg*", "printsupport/*", "wayland-shell-integration/*xdg-shell*",
    "wayland-decoration-client/*", "wayland-graphics-integration-client/*egl*",
)  # fmt: skip
QT_TRANSLATIONS = ("qt_zh_CN.qm", "qtbase_zh_CN.qm")

# Libraries that would be loaded late, by nothing that we ship (pruning.py drops what nothing asks for).
_DROPPED_LIBRARIES = re.compile(
    r"^(lib)?Qt6?(Qml|Quick|VirtualKeyboard|Pdf|Test|Sql|Designer|Help|UiTools|Labs|OpenGLWidgets|Lottie)\w*"
    r"|^(opengl32sw|d3dcompiler_47)\.dll$",
    re.IGNORECASE,
)


def data_files(root: Path = ROOT) -> list[Path]:
    """Every data file that is shipped. Raises ValueError when a pattern finds nothing: a list that lies."""
    found: set[Path] = set()
    for pattern in DATA:
        files = [file for file in root.glob(pattern) if file.is_file()]
        if not files:
            raise ValueError(f"nothing matches {pattern}")
        found.update(files)
    return sorted(found)


def not_decided(root: Path = ROOT) -> list[Path]:
    """Files below resources that are neither shipped nor named as not shipped."""
    shipped = set(data_files(root))
    files = [f for f in (root / "resources").rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    return [
        file
        for file in files
        if file not in shipped and not any(_matches(file.relative_to(root), pattern) for pattern in NOT_SHIPPED)
    ]


def datas(root: Path = ROOT) -> list[tuple[str, str]]:
    """The data files as PyInstaller wants them: (file, folder inside the package)."""
    return [(str(file), file.relative_to(root).parent.as_posix()) for file in data_files(root)]


def own_modules(root: Path = ROOT) -> list[str]:
    """Every module of ours that runs in the program."""
    names = []
    for package in OWN:
        for file in sorted((root / package).rglob("*.py")):
            parts = file.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if not _BUILD_ONLY.match(name) and name != "desktop.__main__":
                names.append(name)
    return names


def keeps(place: str) -> bool:
    """Whether a collected file (its place in the package) stays."""
    parts = PurePosixPath(place.replace("\\", "/")).parts
    name = parts[-1]
    if _DROPPED_LIBRARIES.match(name):
        return False
    if "PySide6" not in parts:
        return not (parts[0] == "reportlab" and name.endswith((".pfb", ".afm")))
    if "plugins" in parts:
        plugin = "/".join(parts[parts.index("plugins") + 1 :])
        return any(PurePosixPath(plugin).match(pattern) for pattern in QT_PLUGINS)
    if "translations" in parts:
        return name in QT_TRANSLATIONS
    return "qml" not in parts and not name.endswith((".pyi", ".json"))


# What must not be in a package: sources of ours, tests, the official documents, what only the test under wine needs.
_FORBIDDEN_NAMES = re.compile(
    r"(^|/)(tests?|documents|samples|\.git|\.venv)(/|$)|\.(py|ts|nsi|spec|md|orig|log|db)$"
    r"|(^|/)(icuuc|icuin|mscms|crutch\w*|python_embed|_wmi)[^/]*$|(^|/)conftest",
    re.IGNORECASE,
)
_ALLOWED_NAMES = re.compile(r"/base_library\.zip$")
GLIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)")
_FORBIDDEN_BYTES = ("duban-crutch", "find-links", "extra-index-url")


def intruders(folder: Path, own_paths: Iterable[str] = ()) -> Iterator[str]:
    """What a built folder holds and must not, one line each: names, places on the building machine, crutches.

    `own_paths` are places on the building machine (project, home, temporary folders) that no file may contain.
    """
    needles = [text.encode() for text in (*_FORBIDDEN_BYTES, *own_paths)]
    needles += [text.encode("utf-16-le") for text in own_paths]
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        place = file.relative_to(folder).as_posix()
        if _FORBIDDEN_NAMES.search(place) and not _ALLOWED_NAMES.search(place):
            yield place
        content = file.read_bytes()
        for needle in needles:
            if needle in content:
                yield f"{place}: {needle.decode('utf-8', 'replace')}"


def _matches(path: Path, pattern: str) -> bool:
    head, _, tail = pattern.partition("**/")
    if tail:
        return path.as_posix().startswith(head) and PurePosixPath(path.name).match(tail)
    return PurePosixPath(path.as_posix()).match(pattern)
