"""Header words of task tables → columns. Called by tables, flattened and the review's mapping."""

from __future__ import annotations

import re
from enum import StrEnum


class Column(StrEnum):
    """What a column of a task table holds."""

    NUMBER = "number"
    SECTION = "section"
    TASK = "task"
    CONTENT = "content"
    TARGET = "target"
    TIME = "time"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"
    LEADER = "leader"
    NOTE = "note"


# The first that fits wins; a header is compared without spaces and brackets.
_WORDS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.NUMBER, re.compile(r"序号|编号|^号$|^项号$|^NO\.?$|^No\.?$")),
    (Column.LEADER, re.compile(r"领导|责任人|负责人|联系人|联络员|承办人|电话|联系方式")),
    (Column.SUPPORT, re.compile(r"(?:配合|协办|参与|参加|协同|协助|支持)(?:责任)?(?:单位|部门|处室|科室|机关)")),
    (Column.LEAD, re.compile(r"(?:牵头|主办|主责|第一责任)(?:责任|负责)?(?:单位|部門|部门|处室|科室|机关)|牵头$")),
    (Column.RESPONSIBLE, re.compile(r"(?:责任|責任|承办|落实|实施|负责|主管|完成|执行|承担)"
        r"(?:单位|單位|部门|部門|主体|处室|科室|机关|地区)|"
        r"任务分工|^分工$|^单位$")),
    (Column.TIME, re.compile(r"时限|时间|期限|节点|时间表|进度|完成日期|时序|起止")),
    (Column.TARGET, re.compile(r"目标值|年度目标|工作目标|指标值|目标要求|预期目标|预期成果|成果形式|"
        r"考核指标|主要指标|量化|目标$|^指标$|工作标准|完成标准|\d{4}年")),
    (Column.CONTENT, re.compile(r"内容|措施|举措|路线图|事项|具体任务|工作要求|任务要求|"
        r"任务描述|实施重点|主要做法|改革任务|工作任务$|任务分解|任务要点")),
    (Column.SECTION, re.compile(r"类别|分类|领域|板块|方面|一级|行动名称|专项行动|章节|文件依据|来源")),
    (Column.TASK, re.compile(r"任务|项目|工作|重点|指标名称|名称|要点")),
    (Column.NOTE, re.compile(r"备注|说明|依据|进展|完成情况|问题|计量单位|单位：|佐证|投资|地点")),
)  # fmt: skip
_PLAIN = re.compile(r"[\s（）()：:、/*#|]+")
UNIT_COLUMNS = (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT)


def column_of(header: str) -> Column | None:
    """What a header cell announces, or None."""
    text = _PLAIN.sub("", header)
    if not 1 <= len(text) <= 16:
        return None
    return next((column for column, pattern in _WORDS if pattern.search(text)), None)


def mapping(cells: list[str]) -> dict[int, Column]:
    """Column numbers → what they hold, for a row that may be a header. Empty when it is none."""
    found: dict[int, Column] = {}
    for place, cell in enumerate(cells):
        column = column_of(cell)
        if column is not None:
            found[place] = column
    kinds = set(found.values())
    has_task = kinds & {Column.TASK, Column.CONTENT, Column.TARGET}
    has_more = kinds & {*UNIT_COLUMNS, Column.TIME, Column.NUMBER}
    filled = sum(bool(cell.strip()) for cell in cells)
    if not has_task or not has_more or len(found) < 2 or len(found) * 3 < filled * 2:
        return {}
    return _settled(found)


def _settled(found: dict[int, Column]) -> dict[int, Column]:
    """One task column: where several could be, the first names the task, the others its content."""
    made = dict(found)
    tasks = [place for place, column in made.items() if column is Column.TASK]
    for place in tasks[1:]:
        made[place] = Column.CONTENT
    if not tasks:
        first = next((place for place, column in made.items() if column in (Column.CONTENT, Column.TARGET)), None)
        if first is not None:
            made[first] = Column.TASK
    return made


_HEADER_WORD = re.compile(
    r"序号|编号|重点任务|工作任务|主要任务|目标任务|任务名称|具体任务|任务分解|工作内容|主要内容|任务内容|具体内容|具体措施|主要措施|工作措施|工作举措|路线图|时间表|"
    r"时间节点|完成时限|完成时间|完成期限|工作目标|年度目标|预期目标|主要指标|指标名称|目标值|责任单位|責任單位|牵头单位|配合单位|参与单位|责任部门|牵头部门|配合部门|"
    r"责任领导|牵头领导|责任人|责任主体|协办单位|主办单位|承办单位|落实单位|实施单位|事项|任务|项目|类别|领域|备注|时限|进度安排|工作要点|指标|措施|内容|成果形式"
)


def header_words(line: str) -> list[str]:
    """The column names that a line consists of, when it consists of nothing else."""
    words, place = [], 0
    while place < len(line):
        found = _HEADER_WORD.match(line, place)
        if found is None:
            return []
        words.append(found[0])
        place = found.end()
    return words
