"""Looks into the compressed library of a built program, where a search for bytes sees nothing. Called by dist.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import CodeType


def strangers(program: Path) -> Iterator[str]:
    """Modules that must not be shipped (tests, build tools) and code that names a place on the building machine."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program))
    (name,) = [entry for entry in archive.toc if entry.endswith(".pyz")]
    library = archive.open_embedded_archive(name)
    for module in library.toc:
        parts = module.split(".")
        if parts[0] in ("tests", "conftest", "pytest", "PyInstaller") or module.startswith("resources.installer"):
            yield module
        code = library.extract(module)
        if isinstance(code, CodeType):
            yield from (f"{module}: {place}" for place in sorted(_places(code)) if Path(place).is_absolute())


def _places(code: CodeType) -> set[str]:
    found = {code.co_filename}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= _places(constant)
    return found
