"""Scene 4: on 5 January an annual statistic is 待核定; on 20 March 核定 −3.6 % of a 4 % decline: red, short by 0.4; January's
report still prints as filed."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.scenes import GXT, PLAN, ok, row

ENERGY = f"{PLAN}:附件3/一/年度目标#target/2021/1"  # a decline of 2 % in the plan; 4 % as the year's working target


def _bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_pending_in_january_red_in_march_and_january_prints_as_filed(data: Path, tmp_path: Path) -> None:
    ok(
        "target",
        ENERGY,
        "--unit",
        GXT,
        "--value",
        "4",
        "--doc-no",
        "宁工信发〔2021〕8号",
        home=data,
        today="2021-04-01",
    )
    assert row(data, GXT, ENERGY, "2022-01-05")["light"] == "pending"
    ok("sign", "--unit", GXT, "--period", "2021", "--step", "科室", "--by", "李处长", home=data, today="2022-01-05")
    ok("sign", "--unit", GXT, "--period", "2021", "--step", "领导", "--by", "王厅长", home=data, today="2022-01-05")
    filed = ok("file", "--unit", GXT, "--period", "2021", "--out", str(tmp_path / "一月"), "--json", home=data,
               today="2022-01-05").json  # fmt: skip

    ok("figure", ENERGY, "--unit", GXT, "--value", "3.6", "--as-at", "2021-12-31", "--nature", "核定", home=data,
       today="2022-03-20")  # fmt: skip

    shown = row(data, GXT, ENERGY, "2022-03-20")
    assert shown["light"] == "overdue"
    assert "差0.4个百分点" in shown["light_reason"], shown["light_reason"]
    again = ok("report", "--unit", GXT, "--again", filed["issue"], "--out", str(tmp_path / "再打印"), "--json", home=data,
               today="2022-03-20").json  # fmt: skip
    assert again["check_code"] == filed["check_code"]
    assert _bytes(tmp_path / "再打印") == _bytes(tmp_path / "一月")
    fresh = ok("report", "--unit", GXT, "--period", "2021", "--out", str(tmp_path / "新"), "--json", home=data,
               today="2022-03-20").json  # fmt: skip
    assert fresh["check_code"] != filed["check_code"]
