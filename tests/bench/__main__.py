"""`make bench`: runs every bench, prints a table of ratios and writes out/bench.json."""

from __future__ import annotations

import compileall
import json
from pathlib import Path

from tests.bench import collecting, start


def main() -> None:
    """All rows, in order."""
    for package in ("desktop", "exports", "db", "resources"):
        compileall.compile_dir(package, quiet=1)  # as `make setup` leaves them
    rows = [*start.rows(), *collecting.rows()]
    width = max(len(row.work) for row in rows)
    for row in rows:
        print(
            f"{row.work:<{width}}  {row.ours * 1000:8.1f} ms  {row.reference} {row.theirs * 1000:8.1f} ms  × {row.ratio:.2f}"
        )
    out = Path("out")
    out.mkdir(exist_ok=True)
    (out / "bench.json").write_text(json.dumps([row.as_json() for row in rows], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
