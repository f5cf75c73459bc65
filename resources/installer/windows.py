"""Packs a built Windows folder: signing, portable zip, setup.exe. Called by dist.py on Windows and by wine.py.

Standard library only, so that any Python can run it. No key lies here: DUBAN_SIGN names a command that ends in {file}.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import zipfile
from pathlib import Path

from resources.installer.version_resource import numbers

HERE = Path(__file__).resolve().parent
PORTABLE = "便携版.txt"
_PORTABLE_TEXT = """这个文件使督办成为便携版：数据保存在程序旁边的“数据”文件夹里，不写入本机用户目录。
删除这个文件，程序就改用本机的数据文件夹。
"""


def pack(folder: Path, out: Path, version: str) -> list[Path]:
    """Signs the programs (where DUBAN_SIGN is set) and makes portable zip and setup.exe; the files."""
    for program in sorted(folder.glob("*.exe")):
        sign(program)
    zipped = portable(folder, out / f"duban-{version}-windows-x64-portable.zip", version)
    return [zipped, setup(folder, out / f"duban-{version}-windows-x64-setup.exe", version)]


def sign(file: Path) -> bool:
    """Runs the signing command on a file. Raises CalledProcessError when it fails; False when none is set."""
    command = os.environ.get("DUBAN_SIGN", "")
    if not command:
        return False
    if os.name == "nt":  # a command line as Windows reads it: backslashes are no escapes
        subprocess.run(command.replace("{file}", f'"{file}"').replace('""', '"'), check=True)
    else:
        subprocess.run([word.replace("{file}", str(file)) for word in shlex.split(command)], check=True)
    return True


def portable(folder: Path, target: Path, version: str) -> Path:
    """The folder as a zip with the mark that keeps its data beside it."""
    top = f"督办-{version}"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            row = zipfile.ZipInfo(f"{top}/{file.relative_to(folder).as_posix()}", (2000, 1, 1, 0, 0, 0))
            row.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(row, file.read_bytes())
        made.writestr(zipfile.ZipInfo(f"{top}/{PORTABLE}", (2000, 1, 1, 0, 0, 0)), "\ufeff" + _PORTABLE_TEXT)
    return target


def setup(folder: Path, target: Path, version: str, *, fast: bool = False) -> Path:
    """setup.exe by makensis (`fast`: badly compressed, for tests). Raises CalledProcessError or FileNotFoundError."""
    makensis = shutil.which("makensis") or r"C:\Program Files (x86)\NSIS\makensis.exe"
    settings = {
        "VERSION": version,
        "NUMBERS": ".".join(map(str, numbers(version))),
        "TARGET": "x86-unicode" if os.name == "nt" else "amd64-unicode",
        "SOURCE": str(folder),
        "OUT": str(target),
    }
    if fast:
        settings["FAST"] = "1"
    if os.environ.get("DUBAN_SIGN"):
        settings["SIGN"] = os.environ["DUBAN_SIGN"].replace("{file}", "").replace('""', "").strip()
    words = [f"-D{name}={value}" for name, value in settings.items()]
    command = [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(HERE / "duban.nsi")]
    subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return target
