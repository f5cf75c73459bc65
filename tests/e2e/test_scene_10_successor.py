"""Scene 10, its end: a successor opens the folder and prints last December's ledger, identical."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.scenes import PLAN, ok

UNIT = "宁夏通信管理局"
STATIONS = f"{PLAN}:附件5/一/年度目标#target/2021/1"


def test_a_successor_prints_last_decembers_ledger_identical(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "名单.txt"
    proof.write_text("绿色工厂名单\n", encoding="utf-8")
    ok("tick", STATIONS, "--unit", UNIT, "--value", "3072", "--as-at", "2021-12-20", "--attach", str(proof), "--yes", home=data,
       today="2021-12-25")  # fmt: skip
    for step in ("科室", "领导"):
        ok("sign", "--unit", UNIT, "--period", "2021-12", "--step", step, "--by", "王", home=data, today="2021-12-25")
    filed = ok("file", "--unit", UNIT, "--period", "2021-12", "--out", str(tmp_path / "原件"), "--json", home=data,
               today="2021-12-25").json  # fmt: skip
    ok(
        "figure",
        STATIONS,
        "--unit",
        UNIT,
        "--value",
        "3075",
        "--as-at",
        "2022-03-31",
        "--yes",
        home=data,
        today="2022-04-02",
    )

    handed = Path(shutil.copytree(data, tmp_path / "移交"))
    monkeypatch.setenv("DUBAN_CONFIG", str(tmp_path / "另一台电脑"))
    listed = ok("file", "--unit", UNIT, "--list", "--json", home=handed, today="2023-01-10").json["filed"]
    ok(
        "report",
        "--unit",
        UNIT,
        "--again",
        listed[-1]["issue"],
        "--out",
        str(tmp_path / "再打印"),
        home=handed,
        today="2023-01-10",
    )

    assert listed[-1]["issue"] == filed["issue"]
    first = {file.name: file.read_bytes() for file in (tmp_path / "原件").iterdir()}
    assert {file.name: file.read_bytes() for file in (tmp_path / "再打印").iterdir()} == first
    assert len(first) == 2
