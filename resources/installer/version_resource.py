"""The version resource of the Windows programs: what Explorer shows under 属性 → 详细信息. Called by build.spec there."""

from __future__ import annotations

from typing import Any

PRODUCT = "督办"
COMPANY = "Duban"
TITLES = {"duban": "督办（命令行）", "duban-window": "督办"}


def numbers(version: str) -> tuple[int, int, int, int]:
    """Windows' four numbers of a version "1.2.3"."""
    parts = [int("".join(c for c in part if c.isdigit()) or 0) for part in version.split(".")[:4]]
    first, second, third, fourth = (*parts, 0, 0, 0, 0)[:4]
    return first, second, third, fourth


def strings(name: str, version: str) -> dict[str, str]:
    """The texts of the resource."""
    return {
        "CompanyName": COMPANY,
        "FileDescription": TITLES[name],
        "FileVersion": version,
        "InternalName": name,
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": PRODUCT,
        "ProductVersion": version,
    }


def version_info(name: str, version: str) -> Any:
    """PyInstaller's object for it; only importable on Windows. Simplified Chinese, Unicode (080404B0)."""
    from PyInstaller.utils.win32 import versioninfo as made

    fixed = made.FixedFileInfo(filevers=numbers(version), prodvers=numbers(version))
    table = made.StringTable("080404B0", [made.StringStruct(*row) for row in strings(name, version).items()])
    return made.VSVersionInfo(
        ffi=fixed,
        kids=[made.StringFileInfo([table]), made.VarFileInfo([made.VarStruct("Translation", [0x0804, 1200])])],
    )
