"""Scene 2: thirty figures pasted from a statistics sheet: 约5家 and a fall are questioned, the others saved."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.duban_process import duban
from tests.e2e.scenes import GXT, ok

TODAY = "2021-07-02"


def _targets(home: Path) -> list[dict[str, object]]:
    """Milestones of the year with a count as target, one for each indicator and text, whose latest figure is free."""
    items = ok("tasks", "--unit", GXT, "--json", home=home, today=TODAY).json["items"]
    found: dict[str, dict[str, object]] = {}
    for item in items:
        for row in item["milestones"]:
            if row["mine"] and row["kind"] == "target" and row["year"] in (2021, None) and row["type"] in ("A", "B"):
                found.setdefault(row["indicator_uid"] or row["uid"], row)
    texts = [row["text"] for row in found.values()]
    return [row for row in found.values() if texts.count(row["text"]) == 1]


def test_two_are_questioned_and_the_others_saved(data: Path, tmp_path: Path) -> None:
    rows = _targets(data)[:30]
    count = len(rows)
    assert count >= 20, count
    fallen, about = rows[0], rows[1]
    ok(
        "figure",
        str(fallen["uid"]),
        "--unit",
        GXT,
        "--value",
        "4",
        "--as-at",
        "2021-05-31",
        "--yes",
        home=data,
        today=TODAY,
    )
    block = "指标\t完成值\t数据截至\r\n"
    for row in rows:
        value = "约5家" if row is about else "3" if row is fallen else "1"
        block += f"{row['text']}\t{value}\t2021.6.30\r\n"
    file = tmp_path / "统计.txt"
    file.write_text(block, encoding="utf-8")

    ran = duban("paste", str(file), "--unit", GXT, "--period", "2021-06", "--json", home=data, today=TODAY)

    assert ran.code == 3, ran.err
    made = ran.json["files"][0]
    left = {row["title"]: (row["mark"], row["sentence"]) for row in made["rows"] if row["mark"] not in ("new", "same")}
    assert set(left) == {fallen["text"], about["text"]}, left
    assert left[about["text"]][0] == "refused"
    assert "约5家" in left[about["text"]][1]
    assert left[fallen["text"]][0] == "doubtful"
    assert "少了" in left[fallen["text"]][1]
    assert made["taken"] == count - 2
    items = ok("tasks", "--unit", GXT, "--json", home=data, today=TODAY).json["items"]
    shown = {m["uid"]: (m["value"], m["as_at"]) for i in items for m in i["milestones"]}
    assert all(shown[row["uid"]] == (1, "2021-06-30") for row in rows[2:])
    assert shown[fallen["uid"]] == (4, "2021-05-31")


def test_a_doubtful_figure_is_asked_about_when_typed_too(data: Path) -> None:
    row = _targets(data)[0]
    ok("figure", str(row["uid"]), "--unit", GXT, "--value", "4", "--as-at", "2021-05-31", home=data, today=TODAY)

    asked = duban(
        "figure", str(row["uid"]), "--unit", GXT, "--value", "3", "--as-at", "2021-06-30", home=data, today=TODAY
    )
    about = duban("figure", str(row["uid"]), "--unit", GXT, "--value", "约5家", home=data, today=TODAY)

    assert (asked.code, about.code) == (1, 1)
    assert "少了" in asked.err
    assert "约5家" in about.err
    ok(
        "figure",
        str(row["uid"]),
        "--unit",
        GXT,
        "--value",
        "3",
        "--as-at",
        "2021-06-30",
        "--yes",
        home=data,
        today=TODAY,
    )


def test_rows_out_as_a_block_come_in_again_by_order(data: Path, tmp_path: Path) -> None:
    out = ok("forms", "--unit", GXT, "--period", "2021-06", "--tsv", home=data, today=TODAY).out
    file = tmp_path / "块.txt"
    lines = out.replace("\r\n", "\n").rstrip("\n").split("\n")
    assert lines[0].split("\t")[3] == "年度目标/节点"
    file.write_text(out, encoding="utf-8")

    same = ok("paste", str(file), "--unit", GXT, "--period", "2021-06", "--json", home=data, today=TODAY).json["files"][
        0
    ]

    assert same["taken"] == 0
