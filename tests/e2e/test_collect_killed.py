"""Many hand-ins in one run: killed half-way, the next run goes on and ends with what one run would have come to."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.collecting import ENTRIES, write_packages
from tests.e2e.duban_process import ROOT, duban

COUNT = 12


def test_killed_half_way_it_goes_on(data: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    packages = [path.rename(tmp_path / "in" / path.name) for path in write_packages(tmp_path, COUNT)]
    words = ["collect", "--trust", str(tmp_path / "in"), "--home", str(data)]
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", *words], cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "in").glob("*.receipt.json"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    assert process.wait() != 0, "it had ended before it could be killed"
    done = len(list((tmp_path / "in").glob("*.receipt.json")))
    assert 3 <= done < COUNT

    ran = duban("collect", "--trust", *map(str, packages), "--json", home=data)
    assert ran.code == 0, ran.out
    rows = ran.json["files"]
    assert sum(row["already"] for row in rows) >= done
    assert {row["entries"] for row in rows if not row["already"]} == {ENTRIES}
    assert ran.json["entries"] == ENTRIES * sum(not row["already"] for row in rows)
    check = duban("check", "--full", "--json", home=data).json
    assert check["errors"] == 0
    assert [row for row in check["findings"] if row["code"] in ("gap", "withheld", "not_admitted")] == []
    again = duban("collect", *map(str, packages), "--json", home=data).json
    assert (again["entries"], all(row["already"] for row in again["files"])) == (0, True)
