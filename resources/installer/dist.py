"""What is handed out: `python -m resources.installer.dist` builds the folder, looks it over and packs it for this system.

Linux: folder and archive. Windows: folder, portable zip and setup.exe (windows.py). Called by `make dist` and the workflow.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from desktop import __version__
from resources.installer import library, shipped, windows

DIST = shipped.ROOT / "dist"
FOLDER = DIST / "duban"
SUFFIX = ".exe" if sys.platform == "win32" else ""


def main() -> int:
    """Builds, looks over, tries and packs. Raises SystemExit with a line of what is wrong."""
    build()
    look_over(FOLDER, own_paths())
    strangers = list(library.strangers(FOLDER / f"duban{SUFFIX}"))
    if strangers:
        raise SystemExit("must not be in the program's library:\n" + "\n".join(strangers[:40]))
    self_test(FOLDER / f"duban{SUFFIX}")
    if sys.platform == "win32":
        made = windows.pack(FOLDER, DIST, __version__)
    else:
        print("needs glibc", newest_glibc(FOLDER))
        made = [archive(FOLDER, DIST / f"duban-{__version__}-linux-x86_64.tar.xz")]
    sbom = DIST / f"duban-{__version__}-{sys.platform}.cdx.json"
    sbom.write_bytes((FOLDER / "sbom.cdx.json").read_bytes())
    checksums([*made, sbom], DIST / f"SHA256SUMS-{sys.platform}.txt")
    for file in made:
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    return 0


def build() -> None:
    """Runs PyInstaller in this Python; it must hold requirements-build.lock and nothing else."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    places = ["--distpath", str(DIST), "--workpath", str(shipped.ROOT / "build" / "pyinstaller")]
    env = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([*command, *places, str(shipped.ROOT / "build.spec")], check=True, cwd=shipped.ROOT, env=env)
    for python in (FOLDER / "_internal").glob("libpython*.so*"):
        subprocess.run(["strip", "--strip-unneeded", str(python)], check=False)


def own_paths() -> list[str]:
    """Places on this machine that no shipped file may name: this project, the building Python, home."""
    places = [shipped.ROOT, Path(sys.prefix), Path.home()]
    return [str(place) for place in places if len(str(place)) > 6 or place == shipped.ROOT]


def look_over(folder: Path, paths: Iterable[str]) -> None:
    """Prints the size; leaves with the list of what must not be in the folder."""
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"{folder}: {size / 1e6:.1f} MB")
    found = list(shipped.intruders(folder, paths))
    dangling = [str(link) for link in folder.rglob("*") if link.is_symlink() and not link.exists()]
    if found or dangling:
        raise SystemExit("must not be shipped:\n" + "\n".join([*found[:40], *dangling]))


def self_test(program: Path) -> None:
    """The main job by the built program; leaves with its result when a step failed."""
    with tempfile.TemporaryDirectory() as place:
        result = Path(place) / "自检 结果.json"
        done = subprocess.run([str(program), "check", "--self-test", str(result)], check=False, capture_output=True)
        text = result.read_text(encoding="utf-8") if result.is_file() else done.stderr.decode("utf-8", "replace")
    if done.returncode or not json.loads(text)["ok"]:
        raise SystemExit(f"the self-test failed:\n{text}")
    print("self-test:", ", ".join(step["step"] for step in json.loads(text)["steps"]))


def archive(folder: Path, target: Path) -> Path:
    """A .tar.xz of the folder: sorted, without owners, with one time for all (SOURCE_DATE_EPOCH or 2000-01-01)."""
    when = int(os.environ.get("SOURCE_DATE_EPOCH") or 946684800)

    def plain(row: tarfile.TarInfo) -> tarfile.TarInfo:
        row.uid = row.gid = 0
        row.uname = row.gname = ""
        row.mtime = when
        return row

    with tarfile.open(target, "w:xz", preset=6) as made:
        for file in sorted([folder, *folder.rglob("*")]):
            made.add(file, Path(f"duban-{__version__}", file.relative_to(folder)), recursive=False, filter=plain)
    return target


def checksums(files: Iterable[Path], target: Path) -> None:
    """A list that `sha256sum -c` reads."""
    rows = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    target.write_text("".join(rows), encoding="utf-8", newline="\n")


def newest_glibc(folder: Path) -> str:
    """The newest version of glibc that any library of the folder asks for: older systems can't start the program."""
    newest = (0, 0)
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink() and (".so" in file.name or file.parent == folder):
            for found in shipped.GLIBC.finditer(file.read_bytes()):
                newest = max(newest, (int(found[1]), int(found[2])))
    return f"{newest[0]}.{newest[1]}"


if __name__ == "__main__":
    sys.exit(main())
