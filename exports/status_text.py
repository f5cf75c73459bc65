"""The report proper, as paragraphs: counts, sources, what is late and why, what falls due, annexes. Called by status_pdf
and, later, by the letter in docx: (level, text) in order, nothing about pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from db.reports.model import CorrectionLine, Item, Place, PlanHead, StatusReport
from db.rules.kinds import Light, MilestoneKind
from db.rules.times import day_text
from exports.columns import basis

HEADING, SUBHEADING, PLAIN = "heading", "subheading", "plain"  # 一、 · （一） · text
Part = tuple[str, str]

_LATE = (
    ("逾期", (Light.OVERDUE,)),
    ("严重滞后", (Light.SEVERE,)),
    ("滞后", (Light.BEHIND,)),
    ("退回", (Light.RETURNED,)),
)
_CLOSED = (Light.DONE, Light.IN_REVIEW, Light.CANCELLED)
MOST = 20  # items of one light told in the text; the ledger has them all
LONG_TITLE = "长文全文"
LONG = 400  # characters of one text told in the report proper
_NUMERALS = "一二三四五六七八九"


def parts(report: StatusReport) -> Iterator[Part]:
    """The paragraphs of the report."""
    sections = [("总体进展", [(PLAIN, text) for text in report.overall])]
    if report.plans:
        sections.append(("任务来源", list(_sources(report))))
    if report.ledger:
        sections.append(("逾期和未达序时进度事项", list(_late(report))))
        sections.append(("近期到期事项", list(_soon(report))))
    arranged = [*_adjusted(report), *((PLAIN, f"{line.number}.{correction(line)}") for line in report.corrections)]
    if arranged:
        sections.append(("调整和更正事项", arranged))
    for at, (title, content) in enumerate(sections):
        yield HEADING, f"{_NUMERALS[at]}、{title}"
        yield from content


def annexes(report: StatusReport, long: bool = False) -> tuple[tuple[str, str], ...]:
    """(key, title) of the annexes that have rows, in printing order; `long`: with the texts too long for the tables."""
    wanted = (
        ("ledger", "重点任务台账", report.ledger),
        ("indicators", "指标表", report.indicators),
        ("parts", "配合事项", report.at(Place.PARTS)),
        ("evidence", "佐证材料清单", report.evidence),
        ("long", LONG_TITLE, long),
    )
    return tuple((key, title) for key, title, rows in wanted if rows)


def correction(line: CorrectionLine) -> str:
    """更正：「…」原报完成值 5家，现为完成值 6家（原因）；一项没有报过的是补报。"""
    was = f"原报{line.was}，" if line.was else ""
    why = f"（{line.reason}）" if line.reason and line.reason not in line.now else ""
    return f"{line.kind}：「{line.title}」{was}现为{line.now or '空'}{why}，{day_text(line.on)}。"


def _adjusted(report: StatusReport) -> Iterator[Part]:
    rows = [item for item in report.ledger if item.adjustment]
    for number, item in enumerate(rows, 1):
        yield PLAIN, f"{number}.{item.text}（{basis(item)}，台账序号{item.number}）：{item.adjustment}。"


def _sources(report: StatusReport) -> Iterator[Part]:
    for at, plan in enumerate(report.plans, 1):
        number = f"（{plan.doc_no}）" if plan.doc_no else ""
        yield PLAIN, f"{at}.《{plan.title}》{number}：涉及任务{plan.tasks}项，{_stands(plan, report.year)}。"


def _stands(plan: PlanHead, year: int) -> str:
    if plan.ended:
        return "已期满"
    return f"自{plan.start_year}年起实施" if plan.start_year > year else f"本年主报节点{plan.items}个"


def _late(report: StatusReport) -> Iterator[Part]:
    groups = [(word, rows) for word, lights in _LATE if (rows := report.with_light(*lights))]
    if not groups:
        yield PLAIN, "没有逾期和未达序时进度的节点。"
    for at, (word, rows) in enumerate(groups):
        yield SUBHEADING, f"（{_NUMERALS[at]}）{word}（{len(rows)}个）"
        for number, item in enumerate(rows, 1):
            if number > MOST:
                rest = "、".join(str(left.number) for left in rows[MOST:])
                yield PLAIN, f"其余{len(rows) - MOST}个的进展、原因和措施见附件1，台账序号{rest}。"
                break
            yield PLAIN, f"{number}.{_about(item)}{_why(item)}"


def _about(item: Item) -> str:
    lead = f"，牵头：{item.lead}" if item.lead else ""
    due = day_text(item.due_on)
    what = f"{item.task}{item.text}" if item.kind is MilestoneKind.CHECKPOINT else item.text
    return f"{what}（{item.plan_short}{item.clause}，{due}到期{lead}，台账序号{item.number}）。"


def _why(item: Item) -> str:
    said = [item.figure, item.problem, f"下一步：{item.next_step}" if item.next_step else ""]
    return "".join(_closed(text) for text in said if text.strip())


def _closed(text: str) -> str:
    """A text on one line, ended as a sentence; a long one in part, since the ledger has it."""
    text = "".join(text.splitlines()).strip()
    if len(text) > LONG:
        return f"{text[:LONG]}……（未完，见附件1）。"
    return text if text.endswith(("。", "！", "？", "；")) else text + "。"


def _soon(report: StatusReport) -> Iterator[Part]:
    rows = [item for item in report.ledger if item.due_soon and item.light not in _CLOSED]
    rows.sort(key=lambda item: item.due_on)
    if not rows:
        yield PLAIN, "30日内没有到期的节点。"
    for number, item in enumerate(rows, 1):
        yield PLAIN, f"{number}.{item.text}（{basis(item)}），{day_text(item.due_on)}到期，台账序号{item.number}。"
