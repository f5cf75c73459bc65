"""Tries dist/'s setup.exe on Windows: silent install, self-test of the installed program, silent removal. By the workflow.

The same steps and more run under wine in wine.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from resources.installer.dist import DIST


def main() -> int:
    """Leaves with a line of what is wrong."""
    if os.name != "nt":
        raise SystemExit("this runs on Windows; elsewhere: make dist-windows")
    (setup,) = DIST.glob("*-setup.exe")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        place = Path(temporary) / "办公 软件" / "督办"
        log, result = Path(temporary) / "log.txt", Path(temporary) / "result.json"
        _run(f'"{setup}" /S /LOG={log} /D={place}', log)
        program = place / "app" / "duban.exe"
        _run(f'"{program}" check --self-test "{result}"', result)
        print(json.dumps(json.loads(result.read_text(encoding="utf-8")), ensure_ascii=True, indent=1))
        subprocess.run(f'"{place / "uninstall.exe"}" /S', check=True)
        for _ in range(60):
            if not place.exists():
                break
            time.sleep(1)
        if place.exists():
            raise SystemExit(f"left behind: {[str(f) for f in place.rglob('*')][:20]}")
    print("installed, tried, removed")
    return 0


def _run(line: str, told: Path) -> None:
    done = subprocess.run(line, check=False, env={**os.environ})
    if done.returncode:
        encoding = "utf-16" if told.suffix == ".txt" else "utf-8"
        raise SystemExit(f"exit {done.returncode}: {told.read_text(encoding=encoding) if told.is_file() else line}")


if __name__ == "__main__":
    sys.exit(main())
