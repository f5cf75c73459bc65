"""Commitments without a figure: what is due by a date, and what recurs. Called by drafting after targets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from db.importers import timing
from db.importers.model import DraftMilestone
from db.importers.strands import Strand
from db.importers.timing import Frame, Time
from db.rules.kinds import IndicatorType, MilestoneKind

_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
_AFTER_ISSUE = re.compile(
    r"(?:印发|发布|公布|下发|批准|收到|接到|施行)之日起(\d{1,3}|[一二三四五六七八九十]{1,3})个?(工作日|日|天|月)内"
)
_RHYTHM = {"yearly": "每年", "half-yearly": "每半年", "quarterly": "每季度", "monthly": "每月"}
_NO_DUTY = re.compile(r"(?:截至|自|从)20\d{2}年|20\d{2}年(?:以来|以前|至今)|发〔|（20\d{2}）|开局之年|关键之年")
_MAX = 60


def of_paragraph(strand: Strand, frame: Frame, taken: list[tuple[int, int]], *, dated: bool) -> list[DraftMilestone]:
    """Deliverables and duties of a paragraph; sentences whose figures were `taken` (source spans) are left alone.
    `dated`: years alone make a deliverable (in goals and time tables; elsewhere only days, months and 底前 do)."""
    made: list[DraftMilestone] = []
    for found in _SENTENCE.finditer(strand.plain):
        part = strand.part(found.start(), found.end())
        made += _after_issue(part, frame)
        if _NO_DUTY.search(part.plain):
            continue
        stated = timing.times(part.plain, frame)
        for at, time in enumerate(stated):
            end = stated[at + 1].start if at + 1 < len(stated) else len(part)
            first, last = part.span(time.start, end)
            if any(first <= start < last for start, _ in taken) or not _says_something(part.plain[time.end : end]):
                continue
            milestone = _milestone(part.part(time.start, end), part.text[time.end : end], time, frame, dated)
            if milestone is not None:
                made.append(milestone)
    return made


def _says_something(plain: str) -> bool:
    return len(re.sub(r"[，。；、：]|^(?:底|末|前|以前|之前)+", "", plain)) >= 4


def _milestone(piece: Strand, words: str, time: Time, frame: Frame, dated: bool) -> DraftMilestone | None:
    text = re.sub(r"^(?:年?底前?|末|前|以前|之前|，|、|期间)+", "", words).strip("，。；、：")
    text = re.split(r"[，；]", text)[0][:_MAX]
    if len(text) < 4:
        return None
    if time.recurs:
        return DraftMilestone(
            MilestoneKind.DUTY, f"{_RHYTHM[time.recurs]}{text}"[:_MAX], piece.span(), IndicatorType.STANDING,
            recurs=time.recurs, confidence=0.7,
        )  # fmt: skip
    if not time.exact or time.year is None or not frame.start_year - 1 <= time.year <= frame.end_year + 20:
        return None
    precise = not (time.due_on or "").endswith("12-31") or re.match(r"(?:年?底|末|前)", words) is not None
    if not (dated or precise):
        return None
    return DraftMilestone(
        MilestoneKind.DELIVERABLE, text, piece.span(), IndicatorType.DELIVERABLE, year=time.year, due_on=time.due_on,
        confidence=0.8 if precise else 0.6,
    )  # fmt: skip


def _after_issue(part: Strand, frame: Frame) -> list[DraftMilestone]:
    """本意见印发之日起30日内: computed from the date of issue."""
    found = _AFTER_ISSUE.search(part.plain)
    if found is None:
        return []
    text = part.plain[found.end() :].strip("，。；、")
    text = re.split(r"[，；]", text)[0][:_MAX] or part.plain[:_MAX]
    due = _reckoned(found, frame)
    return [
        DraftMilestone(
            MilestoneKind.DELIVERABLE, text, part.span(found.start()), IndicatorType.DELIVERABLE,
            year=int(due[:4]), due_on=due, notice=found[0], confidence=0.8 if frame.issued_on else 0.5,
        )
    ]  # fmt: skip


def _reckoned(found: re.Match[str], frame: Frame) -> str:
    from db.importers.numerals import whole

    if frame.issued_on is None:
        return f"{frame.start_year}-12-31"
    count = min(whole(found[1]) or 30, 400)
    days = count * {"工作日": 7 / 5, "月": 30.4}.get(found[2], 1)
    return (date.fromisoformat(frame.issued_on) + timedelta(days=round(days))).isoformat()


def of_facts(
    facts: Mapping[str, str], title: str, frame: Frame, span: tuple[int, int], known: list[DraftMilestone]
) -> list[DraftMilestone]:
    """完成时限：2025年12月底前 beside a task's units: the task itself is due then."""
    for label, text in facts.items():
        stated = timing.times(text, frame) if re.search(r"时限|时间|期限|日期", label) else []
        due = next((time for time in stated if time.year is not None), None)
        if due is not None and not any(milestone.due_on == due.due_on for milestone in known):
            return [
                DraftMilestone(
                    MilestoneKind.DELIVERABLE, f"完成{title}"[:_MAX], span, IndicatorType.DELIVERABLE, year=due.year,
                    due_on=due.due_on, notice=f"{label}：{text}", confidence=0.8,
                )
            ]  # fmt: skip
    return []
