"""Scene 7: a change after the leader signed shows until version 3 is signed."""

from __future__ import annotations

from pathlib import Path

import pypdf

from tests.e2e.duban_process import duban
from tests.e2e.scenes import PLAN, ok

UNIT, PERIOD = "宁夏通信管理局", "2021-06"
STATIONS = f"{PLAN}:附件5/一/年度目标#target/2021/1"


def _sign(home: Path, step: str, today: str) -> None:
    ok("sign", "--unit", UNIT, "--period", PERIOD, "--step", step, "--by", "王", home=home, today=today)


def _figure(home: Path, value: str, today: str, *more: str) -> None:
    ok("figure", STATIONS, "--unit", UNIT, "--value", value, "--as-at", "2021-06-25", *more, home=home, today=today)


def _standing(home: Path, today: str) -> dict[str, object]:
    found: dict[str, object] = ok("sign", "--unit", UNIT, "--period", PERIOD, "--json", home=home, today=today).json
    return found


def _printed(home: Path, out: Path, today: str) -> str:
    made = ok("report", "--unit", UNIT, "--period", PERIOD, "--out", str(out), "--format", "pdf", "--json", home=home,
              today=today).json  # fmt: skip
    return str(pypdf.PdfReader(made["files"][0]["path"]).pages[0].extract_text())


def test_a_change_after_the_leader_signed_shows_until_version_3_is_signed(data: Path, tmp_path: Path) -> None:
    _figure(data, "3060", "2021-06-25")
    _sign(data, "科室", "2021-06-25")
    _figure(data, "3061", "2021-06-26")
    _sign(data, "科室", "2021-06-26")  # version 2
    _sign(data, "领导", "2021-06-26")
    assert _standing(data, "2021-06-27")["stage"] == "领导已签"
    assert "审签后有改动" not in _printed(data, tmp_path / "a", "2021-06-27")

    _figure(data, "3062", "2021-06-28")

    after = _standing(data, "2021-06-28")
    assert (after["version"], after["stage"], after["changed_after_signing"]) == (3, "草拟", True)
    assert after["changed"][0]["was"] == "完成值 3061座"  # type: ignore[index]
    assert "审签后有改动" in _printed(data, tmp_path / "b", "2021-06-28")
    refused = duban("file", "--unit", UNIT, "--period", PERIOD, home=data, today="2021-06-28")
    assert refused.code == 1
    assert "审签后有改动1处" in refused.err
    leader_alone = duban(
        "sign", "--unit", UNIT, "--period", PERIOD, "--step", "领导", "--by", "王", home=data, today="2021-06-28"
    )
    assert leader_alone.code == 1

    _sign(data, "科室", "2021-06-28")
    _sign(data, "领导", "2021-06-29")

    assert _standing(data, "2021-06-29")["changed_after_signing"] is False
    assert "审签后有改动" not in _printed(data, tmp_path / "c", "2021-06-29")
    filed = ok("file", "--unit", UNIT, "--period", PERIOD, "--json", home=data, today="2021-06-30").json
    assert filed["version"] == 3


def test_what_is_put_back_needs_no_new_version(data: Path) -> None:
    _figure(data, "3060", "2021-06-25")
    _sign(data, "科室", "2021-06-25")
    _figure(data, "3061", "2021-06-26")
    assert _standing(data, "2021-06-26")["changed_after_signing"] is True

    ok("undo", "--unit", UNIT, home=data, today="2021-06-26")

    assert _standing(data, "2021-06-26")["changed_after_signing"] is False


def test_the_sheet_is_printed_and_the_signed_scan_is_kept(data: Path, tmp_path: Path) -> None:
    sheet = ok(
        "sign", "--unit", UNIT, "--period", PERIOD, "--out", str(tmp_path), "--json", home=data, today="2021-06-25"
    ).json
    scan = tmp_path / "审签单扫描.pdf"
    scan.write_bytes(Path(sheet["path"]).read_bytes())

    ok("sign", "--unit", UNIT, "--period", PERIOD, "--step", "科室", "--by", "李", "--scan", str(scan), home=data,
       today="2021-06-25")  # fmt: skip

    text = pypdf.PdfReader(sheet["path"]).pages[0].extract_text()
    assert sheet["check_code"] in text
    assert "分管领导" in text
    assert _standing(data, "2021-06-25")["signatures"][0]["scan"] == "审签单扫描.pdf"  # type: ignore[index]
    assert ok("check", "--full", home=data, today="2021-06-25").code == 0


def test_after_filing_a_change_is_a_correction_with_a_reason_in_the_next_report(data: Path, tmp_path: Path) -> None:
    _figure(data, "3060", "2021-06-25")
    _sign(data, "科室", "2021-06-30")
    _sign(data, "领导", "2021-06-30")
    filed = ok(
        "file",
        "--unit",
        UNIT,
        "--period",
        PERIOD,
        "--out",
        str(tmp_path / "六月"),
        "--json",
        home=data,
        today="2021-06-30",
    )

    bare = duban("figure", STATIONS, "--unit", UNIT, "--value", "3058", "--as-at", "2021-06-25", "--yes", home=data,
                 today="2021-07-10")  # fmt: skip
    _figure(data, "3058", "2021-07-10", "--yes", "--note", "两座重复计算")

    assert bare.code == 1
    assert "更正原因" in bare.err
    made = ok("report", "--unit", UNIT, "--period", "2021-07", "--out", str(tmp_path / "七月"), "--format", "pdf", "--json",
              home=data, today="2021-07-26").json  # fmt: skip
    text = "".join(page.extract_text() for page in pypdf.PdfReader(made["files"][0]["path"]).pages).replace("\n", "")
    assert "更正：「5G基站」原报完成值3060座" in text.replace(" ", "")
    assert "两座重复计算" in text
    ok(
        "report",
        "--unit",
        UNIT,
        "--again",
        filed.json["issue"],
        "--out",
        str(tmp_path / "再"),
        home=data,
        today="2021-07-26",
    )
    assert {f.name: f.read_bytes() for f in (tmp_path / "再").iterdir()} == {
        f.name: f.read_bytes() for f in (tmp_path / "六月").iterdir()
    }
