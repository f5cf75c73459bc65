"""Sentences and figures in the reports' Chinese: figures with measure, shares, months, 一、总体进展. Pure; called by
the other modules of db.reports and by exports for labels.

Form: domain.md, The reports; no space between Chinese and digits; 6月30日 in sentences.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from db.reports.model import Counts, PlanHead
from db.rows import MilestoneRow
from db.rules.kinds import IndicatorType, Light, MilestoneKind, Op
from db.rules.times import day_text
from db.rules.wording import number

_OF_TARGET = (
    IndicatorType.NEW_IN_YEAR,
    IndicatorType.RECOGNISED,
    IndicatorType.CUMULATIVE,
    IndicatorType.STOCK,
)
_OPS = {Op.AT_LEAST: "以上", Op.AT_MOST: "以内", Op.ABOUT: "左右", Op.EQUAL: ""}
_TAILS = {
    Light.DONE: "已销号",
    Light.IN_REVIEW: "自报完成，待审核",
    Light.ON_TRACK: "达到序时进度",
    Light.BEHIND: "未达序时进度",
    Light.SEVERE: "严重滞后于序时进度",
    Light.OVERDUE: "逾期未完成",
    Light.PENDING: "待核定",
    Light.RETURNED: "已退回",
}
_SELF_EXPLAINING = (Light.ON_TRACK, Light.DONE, Light.NONE, Light.CANCELLED, Light.IN_REVIEW, Light.PENDING)


def share(value: Decimal) -> str:
    """A fraction in percent with at most one decimal: 86.7%, 50%."""
    return number((value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)) + "%"


def points(value: Decimal) -> str:
    """A difference of shares: 超3.4个百分点, 欠18个百分点, 持平."""
    rounded = (value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not rounded:
        return "持平"
    return f"{'超' if rounded > 0 else '欠'}{number(abs(rounded))}个百分点"


def amount(value: Decimal, measure: str) -> str:
    """A figure with its measure: 1500座, 3.6%."""
    return number(value) + measure


def clause(code: str) -> str:
    """A node's printed path as people cite it: 二/(一)/1 → 二（一）1; 二/(二)#1 → 二（二）第1项."""
    path, mark, place = code.replace("/", "").replace("(", "（").replace(")", "）").partition("#")
    return f"{path}第{place}项" if mark else path


def target_text(row: MilestoneRow) -> str:
    """What is asked for: 1500座, 65%左右, 10—12家; "" without a figure."""
    if row.target is None:
        return ""
    if row.target_max is not None:
        return f"{number(row.target)}—{number(row.target_max)}{row.measure}"
    return amount(row.target, row.measure) + (_OPS[row.op] if row.op else "")


def up_to(day: date) -> str:
    """截至6月底, 截至6月15日 (within the year of the report the year is not said)."""
    return f"截至{day.month}月" + ("底" if day.day == monthrange(day.year, day.month)[1] else f"{day.day}日")


def rate(row: MilestoneRow) -> Decimal | None:
    """完成率: V/T where figures are pieces that add up, the share of the way for points gained; None where no
    proportion makes sense (levels, growth, limits). Source: domain.md, Light rules by type."""
    if row.kind is not MilestoneKind.TARGET or row.value is None or row.op is Op.AT_MOST:
        return None
    if row.type in _OF_TARGET:
        return row.value / row.target if row.target else None
    return row.progress if row.type is IndicatorType.RAISE_POINTS else None


def figure_sentence(row: MilestoneRow, year: int) -> str:
    """截至6月底，累计1300座，完成年度目标1500座的86.7%，达到序时进度。 Without a figure: what the light says."""
    if row.kind is MilestoneKind.CHECKPOINT:
        return _checkpoint_sentence(row)
    if row.value is None or row.as_at is None:
        return row.reason + "。" if row.reason and row.light not in (Light.OVERDUE, Light.SEVERE, Light.BEHIND) else ""
    start = up_to(row.as_at) if row.as_at.year == year else f"截至{day_text(row.as_at)}"
    said = amount(row.value, row.measure) if row.basis != "累计" else "累计" + amount(row.value, row.measure)
    nature = f"（{row.nature.value}）" if row.nature else ""
    parts = [start, said + nature, _against_target(row), _TAILS.get(row.light, "")]
    return "，".join(part for part in parts if part) + "。"


def _against_target(row: MilestoneRow) -> str:
    done = rate(row)
    if row.target is None:
        return ""
    if done is None or row.type is IndicatorType.RAISE_POINTS:
        return f"目标{target_text(row)}"
    return f"完成{'年度' if row.type in _OF_TARGET else ''}目标{target_text(row)}的{share(done)}"


def _checkpoint_sentence(row: MilestoneRow) -> str:
    said = row.reason + "。" if row.reason and row.light in _SELF_EXPLAINING else ""
    if not row.points:
        return said
    done = sum(point.done for point in row.points)
    return f"工作要点{len(row.points)}条，已完成{done}条。{said}"


def overall(unit: str, as_of: date, counts: Counts, plans: tuple[PlanHead, ...]) -> tuple[str, ...]:
    """The paragraphs of 一、总体进展, computed from the counts; one that says so when there is nothing to report."""
    named = [plan for plan in plans if not plan.ended and plan.start_year <= as_of.year]
    if not plans:
        return (f"截至{day_text(as_of)}，已导入的规划、方案中没有{unit}承担的任务。",)
    if not named:
        return (f"截至{day_text(as_of)}，{unit}承担任务的规划、方案已期满或还没有开始，本期没有应报节点。",)
    return (_tasks_sentence(unit, as_of, counts, named), *_milestone_sentences(counts))


def _tasks_sentence(unit: str, as_of: date, counts: Counts, plans: list[PlanHead]) -> str:
    shares = [("牵头", counts.lead), ("责任", counts.responsible), ("配合", counts.support)]
    said = "、".join(f"{word}{count}项" for word, count in shares if count)
    total = counts.lead + counts.responsible + counts.support
    head = f"截至{day_text(as_of)}，{unit}承担{len(plans)}个规划、方案的任务共{total}项"
    return f"{head}，其中{said}。" if said else f"{head}。"


def _milestone_sentences(counts: Counts) -> tuple[str, ...]:
    if not counts.due:
        return ("本年没有本单位主报的应完成节点。",)
    carried = f"（含往年未完成{counts.carried}个）" if counts.carried else ""
    lights = [
        ("已销号", counts.done), ("自报待审", counts.in_review), ("达到序时进度", counts.on_track),
        ("未达序时进度", counts.short_of_schedule), ("逾期", counts.overdue), ("退回", counts.returned),
        ("待核定", counts.pending), ("未填报", counts.unfiled), ("长期坚持或不评灯", counts.none),
    ]  # fmt: skip
    said = "，".join(f"{word}{count}个" for word, count in lights if count)
    sentences = [f"本年应完成节点{counts.due}个{carried}，其中{said}。", _rates_sentence(counts)]
    extra = [
        (counts.severe, "未达序时进度的节点中，严重滞后{}个。"),
        (counts.due_soon, "30日内到期的节点{}个。"),
        (counts.missing_evidence, "自报完成但还没有佐证材料的节点{}个。"),
        (counts.cancelled, "经批准取消或并入的节点{}个，不计入应完成数。"),
    ]
    follow = "".join(text.format(count) for count, text in extra if count)
    return (*sentences, follow) if follow else tuple(sentences)


def _rates_sentence(counts: Counts) -> str:
    filed = share(Decimal(counts.filed) / counts.due)
    done = share(Decimal(counts.done) / counts.due)
    claimed = share(Decimal(counts.done + counts.in_review) / counts.due)
    return f"填报率{filed}，完成率（以销号为准）{done}，计入自报完成为{claimed}。"
