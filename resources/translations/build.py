"""Collects the window's strings into duban_zh_CN.ts and compiles the .qm. Run by `make translations`.

New strings arrive unfinished; a test fails until their Chinese is written.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TS = HERE / "duban_zh_CN.ts"
QM = HERE / "duban_zh_CN.qm"


def sources() -> list[str]:
    """The files that hold strings; the command line speaks for itself."""
    files = (ROOT / "desktop").rglob("*.py")
    return sorted(str(file.relative_to(ROOT)) for file in files if "cli" not in file.relative_to(ROOT).parts)


def tool(name: str) -> str:
    """A tool of PySide6 in the environment that runs this."""
    return str(Path(sys.executable).parent / f"pyside6-{name}")


def main() -> int:
    """Collect, then compile."""
    collect = [tool("lupdate"), *sources(), "-ts", str(TS), "-no-obsolete", "-locations", "none"]
    subprocess.run(collect, cwd=ROOT, check=True)
    return subprocess.run([tool("lrelease"), str(TS), "-qm", str(QM)], cwd=ROOT, check=True).returncode


if __name__ == "__main__":
    raise SystemExit(main())
