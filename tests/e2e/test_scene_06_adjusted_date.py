"""Scene 6: a date moved by an approved minute shows both dates everywhere; without approval it is overdue."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pypdf

from tests.e2e.duban_process import duban
from tests.e2e.scenes import FACTORIES, GXT, OFFICE, ok, row

AFTER = "2022-01-20"


def _asked(home: Path, today: str) -> None:
    ok("adjust", FACTORIES, "--unit", GXT, "--kind", "延期", "--to", "2022-06-30", "--reason", "验收推迟", home=home,
       today=today)  # fmt: skip


def _approved(home: Path) -> None:
    ok(
        "adjust",
        FACTORIES,
        "--unit",
        OFFICE,
        "--approve",
        "--basis",
        "政府专题会议纪要第12期",
        home=home,
        today="2021-12-20",
    )


def test_without_approval_the_old_date_stands_and_it_is_overdue(data: Path) -> None:
    ok("figure", FACTORIES, "--unit", GXT, "--value", "60", "--as-at", "2021-12-31", "--yes", home=data, today=AFTER)
    _asked(data, "2021-12-10")

    shown = row(data, GXT, FACTORIES, AFTER)

    assert (shown["light"], shown["due_on"]) == ("overdue", "2021-12-31")


def test_approved_the_new_date_counts_and_both_are_printed_everywhere(data: Path, tmp_path: Path) -> None:
    ok("figure", FACTORIES, "--unit", GXT, "--value", "60", "--as-at", "2021-12-31", "--yes", home=data, today=AFTER)
    _asked(data, "2021-12-10")
    _approved(data)

    shown = row(data, GXT, FACTORIES, AFTER)
    made = ok("report", "--unit", GXT, "--period", "2022-01", "--out", str(tmp_path / "out"), "--json", home=data,
              today=AFTER).json  # fmt: skip

    assert shown["light"] != "overdue"
    assert shown["due_on"] == "2022-06-30"
    files = {Path(file["path"]).suffix: file["path"] for file in made["files"]}
    book = openpyxl.load_workbook(files[".xlsx"])
    texts = [str(cell.value) for line in book["台账"].iter_rows() for cell in line if cell.value]
    assert any("2022年\n6月30日\n（原2021年\n12月31日）" in text for text in texts)
    assert any("延期：原2021年12月31日，现2022年6月30日（依据政府专题会议纪要第12期" in text for text in texts)
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(files[".pdf"]).pages).replace("\n", "")
    assert "原2021年12月31日" in pdf


def test_only_the_plans_office_approves(data: Path) -> None:
    _asked(data, "2021-12-10")

    refused = duban(
        "adjust", FACTORIES, "--unit", GXT, "--approve", "--basis", "自己定的", home=data, today="2021-12-20"
    )

    assert refused.code == 1
    assert "办公厅" in refused.err
    assert row(data, GXT, FACTORIES, AFTER)["due_on"] == "2021-12-31"


def test_a_request_after_the_date_says_so(data: Path) -> None:
    late = ok("adjust", FACTORIES, "--unit", GXT, "--kind", "取消", "--reason", "政策调整", home=data, today=AFTER)

    assert "时限已过" in late.out


def test_cancelled_leaves_the_denominator(data: Path) -> None:
    ok("adjust", FACTORIES, "--unit", OFFICE, "--approve", "--kind", "取消", "--basis", "宁政办发〔2021〕80号", home=data,
       today="2021-12-20")  # fmt: skip

    assert row(data, GXT, FACTORIES, "2021-12-28")["light"] == "cancelled"
