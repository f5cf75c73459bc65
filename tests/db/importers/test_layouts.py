"""The grammar of plans, feature by feature, on small documents of our own wording."""

from __future__ import annotations

import pytest

from tests.db.importers.makers import PLAN, docx, imported, only_plan, pdf, targets, tasks, xlsx

HEAD = "江城市人民政府关于加快试办园区建设的意见\n江政发〔2022〕7号\n"
MZJ, FGW = ("市民政局", "lead"), ("市发展改革委", "responsible")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("方案.txt", PLAN.encode()),
        ("方案.md", PLAN.replace("一、总体", "# 一、总体").encode()),
        ("宽.pdf", pdf(PLAN, head="江城市人民政府公报")),
        ("窄.pdf", pdf(PLAN, width=20)),
        ("方案.docx", docx(*PLAN.split("\n"))),
        ("国标.txt", PLAN.encode("gb18030")),
        ("双字节.txt", PLAN.encode("utf-16")),
        ("行尾.txt", PLAN.replace("\n", "\r\n").encode("utf-8-sig")),
    ],
)
def test_one_document_in_every_format(name: str, data: bytes) -> None:
    report = imported(data, name)
    head = only_plan(report)["plan"]
    assert head["title"] == "江城市养老服务三年行动方案（2024—2026年）"
    assert (head["doc_no"], head["issued_on"]) == ("江政办发〔2024〕18号", "2024-04-12")
    assert (head["start_year"], head["end_year"], head["jurisdiction"]) == (2024, 2026, "江城市")
    county = ("各县（市、区）人民政府", "responsible")
    assert tasks(report) == {
        "二/(一)/1": [MZJ, FGW, ("财政局", "responsible"), county],
        "二/(一)/2": [MZJ, ("市消防救援支队", "support"), ("市住房城乡建设局", "support")],
        "二/(二)/3": [("市人力资源社会保障局", "lead"), ("市民政局", "support"), ("市总工会", "support")],
        "二/(二)/4": [("市财政局", "responsible"), ("市民政局", "responsible")],
    }
    assert targets(report) == [
        ("一", 2026, "=", 65, "%"),
        ("一", 2026, "=", 3000, "张"),
        ("二/(一)/1", 2024, ">=", 4, "家"),
        ("二/(一)/2", "yearly", "=", 10, "所"),
        ("二/(二)/3", "yearly", ">=", 2000, "人次"),
    ]


def test_a_list_hands_its_prefix_on_and_each_unit_stands_in_the_source() -> None:
    node = next(node for node in only_plan(imported(PLAN))["nodes"] if node["code"] == "二/(一)/1")
    assert [unit["name"] for unit in node["units"]][2] == "市财政局"
    assert [PLAN[slice(*unit["span"])] for unit in node["units"]] == [unit["printed"] for unit in node["units"]]
    assert node["facts"] == {"完成时限": "2025年12月底前"}


@pytest.mark.parametrize(
    ("bracket", "units"),
    [
        ("（责任单位：市民政局、发展改革委）", [("市民政局", "responsible"), ("发展改革委", "responsible")]),
        ("〔牵头单位：市民政局；配合单位：市财政局〕", [MZJ, ("市财政局", "support")]),
        ("[责任单位:市民政局,各县(区)人民政府]", [("市民政局", "responsible"), ("各县(区)人民政府", "responsible")]),
        ("【責任單位：市民政局】", [("市民政局", "responsible")]),
        ("（市民政局、市财政局等有关部门负责）", [("市民政局", "responsible"), ("市财政局", "responsible")]),
        ("（市民政局会同有关部门负责）", [("市民政局", "responsible")]),
        ("（市民政局牵头，市财政局、团市委配合）", [MZJ, ("市财政局", "support"), ("团市委", "support")]),
        ("（市民政局、市财政局）", [("市民政局", "responsible"), ("市财政局", "responsible")]),
        ("（市教育局（市教育工委）、市民政局等和各区政府负责）",
         [("市教育局（市教育工委）", "responsible"), ("市民政局", "responsible"), ("各区政府", "responsible")]),
        ("责任单位：市民政局，各市、县（区）人民政府",
         [("市民政局", "responsible"), ("各市、县（区）人民政府", "responsible")]),
        ("（责任单位：各有关部门和单位，各省、自治区、直辖市人民政府）",
         [("各有关部门和单位", "responsible"), ("各省、自治区、直辖市人民政府", "responsible")]),
    ],
)  # fmt: skip
def test_unit_lists(bracket: str, units: list[tuple[str, str]]) -> None:
    report = imported(f"{HEAD}一、主要任务\n（一）建好园区。抓紧推进（含二期）各项工作。{bracket}\n")
    assert tasks(report) == {"一/(一)": units}


def test_the_first_listed_leads_where_a_rule_says_so() -> None:
    text = f"{HEAD}一、任务\n（一）甲事。做好。（市民政局、市财政局负责。列第一位者为牵头单位，下同）\n"
    text += "（二）乙事。做好。（各区政府负责）\n"
    assert tasks(imported(text)) == {
        "一/(一)": [MZJ, ("市财政局", "responsible")],
        "一/(二)": [("各区政府", "responsible")],
    }


def test_several_brackets_are_one_task_and_several_paragraphs_are_several() -> None:
    bracket = "（责任单位：市民政局）"
    text = f"{HEAD}一、任务\n（一）甲事。先做。{bracket}再做。（责任单位：市财政局）\n"
    text += f"（二）乙事\n头一段要做好。{bracket}\n后一段也要做好。{bracket}\n"
    assert list(tasks(imported(text))) == ["一/(一)", "一/(二)#1", "一/(二)#2"]
    assert tasks(imported(text))["一/(一)"] == [("市民政局", "responsible"), ("市财政局", "responsible")]


def test_clause_numbers_annexes_and_goal_blocks() -> None:
    unit = "（责任单位：市民政局）"
    text = (
        f"{HEAD}一、甲\n1.头一件。做。{unit}\n二、乙\n2.第二件。做。{unit}\n附件：1.计划甲\n2.计划乙\n附件1\n计划甲\n一、目标\n"
        "甲年度目标\n"
        f"——2022年，建成园区3个。\n——2023年，建成园区5个。\n二、任务\n（一）丙。做。{unit}\n附件2\n计划乙\n"
        f"第一条 丁。做。{unit}\n"
    )
    report = imported(text)
    assert list(tasks(report)) == ["一/1", "二/2", "附件1/二/(一)", "附件2/第一条"]
    assert targets(report) == [("附件1/一/年度目标", 2022, "=", 3, "个"), ("附件1/一/年度目标", 2023, "=", 5, "个")]


def test_without_units_the_smallest_clauses_are_tasks() -> None:
    text = f"{HEAD}一、总体要求\n坚持稳步推进。\n二、任务\n1.甲事。做好。\n2.乙事。市民政局要做好。\n"
    assert tasks(imported(text)) == {"二/1": [], "二/2": [("市民政局", "responsible")]}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("到2025年，达标率达到70%左右。", [(2025, "~", 70, "%")]),
        ("到2025年，甲产业产值突破200亿元，年均增长15%以上。", [(2025, ">=", 200, "亿元"), (2025, ">=", 15, "%")]),
        ("2023年，培育甲企业3家、乙企业5家—8家。", [(2023, "=", 3, "家"), (2023, "=", 5, "家")]),
        ("每年引进10个投资5亿元以上的重大项目。", [("yearly", "=", 10, "个")]),
        ("到2025年，甲率、乙率分别达到25%和15%以上。", [(2025, ">=", 25, "%"), (2025, ">=", 15, "%")]),
        ("到2024年，甲地、乙地各建设10万亩左右。", [(2024, "~", 10, "万亩"), (2024, "~", 10, "万亩")]),
        ("到2024年，实现千家企业上云、万台设备联网。", [(2024, "=", 1000, "家"), (2024, "=", 10000, "台")]),
        ("到2024年，单位能耗比2020年下降4%，事故不超过3起。", [(2024, "=", 4, "%"), (2024, "<=", 3, "起")]),
        ("“十四五”末，覆盖率达到50%以上。", [(2025, ">=", 50, "%")]),
        ("对投资1亿元以上的企业给予10%、最高300万元的补助。", []),
        ("连续2年不合格的，5年内不得申报。", []),
        ("由2020年的30%提高到2025年的45%。", [(2025, "=", 45, "%")]),
    ],
)
def test_figures(sentence: str, expected: list[object]) -> None:
    text = f"{HEAD}一、任务\n（一）建好园区。{sentence}（责任单位：市民政局）\n二、目标\n到2025年建好。\n"
    assert [row[1:] for row in targets(imported(text)) if row[0] == "一/(一)"] == expected


def test_dates_and_recurring_duties() -> None:
    text = f"{HEAD}2022年3月1日\n一、任务\n（一）甲。2022年6月底前出台办法，每季度通报一次进展。"
    text += "本意见印发之日起30日内制定细则。（责任单位：市民政局）\n"
    rows = only_plan(imported(text))["nodes"][-1]["milestones"]
    assert [(row["kind"], row["due_on"], row["recurs"]) for row in rows] == [
        ("deliverable", "2022-06-30", None),
        ("duty", None, "quarterly"),
        ("deliverable", "2022-03-31", None),
    ]


def test_a_gazette_gives_a_plan_for_each_document_and_none_for_notices() -> None:
    other = PLAN.replace("18号", "19号").replace("养老", "托育")
    notice = (
        "江城市人民政府人事任免\n江政干〔2024〕3号\n市政府决定：\n一、张甲任市民政局局长；\n二、李乙任市财政局局长。\n"
    )
    report = imported(f"{PLAN}{other}{notice}")
    assert [plan["plan"]["doc_no"] for plan in report["plans"]] == ["江政办发〔2024〕18号", "江政办发〔2024〕19号"]


def test_a_citation_repeated_is_one_indicator_and_a_different_figure_is_listed() -> None:
    text = (
        f"{HEAD}一、目标\n到2025年，绿色园区达到5个，创新中心达到3个。\n二、任务\n（一）甲。到2025年，创建绿色园区6个。（责任单位：市民政局）\n"
        "（二）乙。到2025年，创新中心达到3个。每年培育小巨人2家，到2025年累计培育小巨人20家。（责任单位：市财政局）\n"
    )
    report = imported(text)
    names = [row["name"] for row in only_plan(report)["indicators"]]
    assert sum("创新中心" in name for name in names) == 1
    assert [(row["kind"], row["year"]) for row in report["contradictions"]] == [("differs", 2025), ("sum", 2025)]


ROWS = [
    ["序号", "重点任务", "具体措施", "牵头单位", "配合单位", "完成时限"],
    ["1", "建设中心", "新建中心3家", "市民政局", "市财政局\n市发展改革委", "2024年底前"],
    ["^", "^", "改造老院10所", "市民政局", "市住房城乡建设局", "2025年6月底"],
    ["2", "培训人员", "每年培训2000人次", "市人力资源社会保障局", "", "长期"],
]
TITLE = "江城市2024年养老重点任务分解表"
BLANKED = [[None if cell == "^" else cell for cell in row] for row in ROWS]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("表.docx", docx(TITLE, ROWS)),
        ("表.xlsx", xlsx([[TITLE], *BLANKED], ["A1:F1", "A3:A4", "B3:B4"])),
        ("空格.xlsx", xlsx([[TITLE], [], *BLANKED])),
    ],
)
def test_tables(name: str, data: bytes) -> None:
    report = imported(data, name)
    assert tasks(report) == {
        "1#1": [MZJ, ("市财政局", "support"), ("市发展改革委", "support")],
        "1#2": [MZJ, ("市住房城乡建设局", "support")],
        "2": [("市人力资源社会保障局", "lead")],
    }
    assert targets(report) == [
        ("1#1", 2024, "=", 3, "家"),
        ("1#2", 2025, "=", 10, "所"),
        ("2", "yearly", "=", 2000, "人次"),
    ]
    assert list(report["tables"][0]["columns"].values()) == ["number", "task", "content", "lead", "support", "time"]


def test_a_flattened_table_with_a_cell_a_line() -> None:
    text = (
        "江城县2023年重点任务分工\n序号\n工作任务\n牵头单位\n责任单位\n完成时限\n1\n推行一日办结，新设企业500户以上\n县市场监管局\n"
        "县税务局、县公安局、\n县人社局\n2023年6月底\n2\n建成综合窗口20个\n县行政审批局\n各乡镇人民政府\n2023年10月底\n"
    )
    report = imported(text)
    assert tasks(report) == {
        "1": [("县市场监管局", "lead"), *((name, "responsible") for name in ("县税务局", "县公安局", "县人社局"))],
        "2": [("县行政审批局", "lead"), ("各乡镇人民政府", "responsible")],
    }
    assert targets(report) == [("1", 2023, ">=", 500, "户"), ("2", 2023, "=", 20, "个")]


def test_word_numbers_its_clauses_itself() -> None:
    report = imported(
        docx(
            "江城市数字政府意见",
            numbered=["推进通办。做好。（责任单位：市数据局）", "强化共享。做好。（责任单位：市数据局）"],
        ),
        "a.docx",
    )
    assert list(tasks(report)) == ["一", "二"]


def test_text_that_became_nothing_is_listed() -> None:
    report = imported(PLAN)
    assert "各地各部门要加强组织领导。" in report["leftover"]
    assert not any("推进县级中心" in text for text in report["leftover"])
