"""Scene 3: 绿色工厂 entered once (5, with 5 names) shows in every place that cites it and is counted once."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.e2e.scenes import FACTORIES, GXT, ok

TODAY = "2021-07-02"


def test_entered_once_shows_everywhere_and_is_counted_once(data: Path, tmp_path: Path) -> None:
    ok("figure", FACTORIES, "--unit", GXT, "--value", "5", "--as-at", "2021-06-30", home=data, today=TODAY)
    cited = next(
        row
        for row in ok("indicators", "--unit", GXT, "--json", home=data, today=TODAY).json["indicators"]
        if row["name"] == "绿色工厂" and row["value"] == 5
    )
    for number in range(1, 6):
        ok("name", cited["uid"], f"绿色工厂{number}号", "--unit", GXT, home=data, today=TODAY)

    places = {row["milestone"] for row in cited["cited"]}
    items = ok("tasks", "--unit", GXT, "--json", home=data, today=TODAY).json["items"]
    shown = [m for item in items for m in item["milestones"] if m["indicator_uid"] == cited["uid"] and m["mine"]]
    made = ok("report", "--unit", GXT, "--period", "2021-06", "--out", str(tmp_path), "--format", "xlsx", "--json", home=data,
              today=TODAY).json  # fmt: skip
    sheet = openpyxl.load_workbook(made["files"][0]["path"])["指标表"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows() if row[1].value == "绿色工厂"]
    again = next(
        row
        for row in ok("indicators", "--unit", GXT, "--json", home=data, today=TODAY).json["indicators"]
        if row["uid"] == cited["uid"]
    )

    assert len(places) >= 3
    assert {m["uid"] for m in shown} == places
    assert {(m["value"], m["as_at"]) for m in shown} == {(5, "2021-06-30")}
    assert again["names"] == 5
    assert sum(line[6] == 5 for line in lines) == 1
