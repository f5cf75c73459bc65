"""Numeric commitments in a clause's sentences, with names, times and comparisons. Called by drafting."""

from __future__ import annotations

import re

from db.importers import indicators, timing
from db.importers.commitments import Clock, Judge, Sentence
from db.importers.measures import Mention, mentions
from db.importers.model import DraftMilestone
from db.importers.strands import Strand
from db.importers.timing import Frame
from db.rules.kinds import IndicatorType, MilestoneKind, Op

_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
_GOAL_TITLE = re.compile(r"目标|指标|任务目标|时间节点|年度任务")
_EACH = re.compile(r"(?:年均|均|各|都)[^，。；、]{0,10}$")


_GROWTH = re.compile(r"(年均增长|年均增速|年均下降|增长|增速|下降|降低|提高)(?!到|至)[^，。；、\d]{0,6}$")


def of_paragraph(strand: Strand, frame: Frame, clock: Clock, title: str, *, committed: bool) -> list[DraftMilestone]:
    """The numeric commitments of one paragraph. `committed`: its clause is a goal, a time table or a table's row, where a
    figure without a year still is one."""
    made: list[DraftMilestone] = []
    for found in _SENTENCE.finditer(strand.plain):
        start = found.start()
        for piece in _between(found[0], "；"):
            part = strand.part(start + piece[0], start + piece[1])
            sentence = Sentence(part, timing.times(part.plain, frame), _figures(part.plain))
            reader = _Reader(sentence, frame, clock, committed or _GOAL_TITLE.search(title) is not None)
            reader.title = title
            made += reader.read()
            for time in sentence.times:
                clock.keep(time)
    return made


def _between(text: str, mark: str) -> list[tuple[int, int]]:
    places, start = [], 0
    for place, char in enumerate(text):
        if char == mark:
            places.append((start, place + 1))
            start = place + 1
    if start < len(text):
        places.append((start, len(text)))
    return places


def _figures(plain: str) -> list[Mention]:
    """The numbers of a sentence that do not stand inside names, quotations or dates."""
    hidden = [
        found.span()
        for found in re.finditer(
            r"《[^》]*》|“[^”]{1,14}”|（含[^）]*）|20\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d+[:：]\d+", plain
        )
    ]
    return [one for one in mentions(plain) if not any(a <= one.start < b for a, b in hidden)]


class _Reader(Judge):
    """Reads the figures of one sentence from left to right."""

    def read(self) -> list[DraftMilestone]:
        """All commitments, in order."""
        for at, number in enumerate(self.sentence.numbers):
            before = self.sentence.numbers[at - 1] if at else None
            if self._is_commitment(number, before):
                self._add(
                    number, before, self.sentence.numbers[at + 1] if at + 1 < len(self.sentence.numbers) else None
                )
                self.last = number
            elif not self._is_threshold(number):
                self.last = None
        self.made += self._zero_breaks()
        return self.made

    def _add(self, number: Mention, before: Mention | None, after: Mention | None) -> None:
        time, _ = self._time(number)
        subject, thing = self._words(number, before, after)
        names = self._names(number, subject, thing)
        clause = self._clause(number)
        words = clause if len(clause) > 6 else self.plain[max(0, number.start - 30) : number.end + 4]
        kind, basis = indicators.type_of(words, number.measure, time.recurs)
        for name in names:
            self.made.append(
                DraftMilestone(
                    kind=MilestoneKind.TARGET,
                    text=self._clause(number).strip("，。；、")[:80],
                    span=self.sentence.strand.span(number.start, number.end),
                    type=kind,
                    year=time.year,
                    due_on=time.due_on,
                    recurs=time.recurs,
                    indicator=name,
                    basis=basis,
                    op=_op(self.plain, number, kind),
                    target=_decimal(number.low),
                    target_max=_decimal(number.high) if number.high else None,
                    measure=number.measure,
                    confidence=0.95 if time.exact else 0.6,
                )
            )
        self.last_name = names[-1]

    def _words(self, number: Mention, before: Mention | None, after: Mention | None) -> tuple[str, str]:
        """The words before a figure, back to the last one or a comma, and those behind it, up to the next."""
        start = max(self.plain.rfind(mark, 0, number.start) for mark in "，；。：") + 1
        if before is not None and self.last is not None:
            start = max(start, before.end)
        end = min(
            (place for mark in "，；。、" if (place := self.plain.find(mark, number.end)) >= 0), default=len(self.plain)
        )
        if after is not None:
            end = min(end, after.start)
        lead, place = "", start
        for time in self.sentence.times:
            if start <= time.start < number.start:
                lead += self.plain[place : time.start]
                place = time.end
        lead += self.plain[place : number.start]
        return re.sub(r"^(?:到|至|在)?[，、底末前和及与]*(?:期间)?", "", lead), self.plain[number.end : end]

    def _names(self, number: Mention, subject: str, thing: str) -> list[str]:
        """One name, or several where the figure holds for each: A、B年均增长10%; A、B各10万亩."""
        if _EACH.search(subject) and re.search(r"[、和]", subject):
            parts = [part for part in re.split(r"[、和及与]", re.sub(r"(?:年均|均|各|都)[^、]*$", "", subject)) if part]
            if len(parts) > 1:
                growth = _GROWTH.search(self.plain[max(0, number.start - 16) : number.start])
                tail = growth[1] if growth else ""
                return [(indicators.name_of(part, "") or part) + tail for part in parts]
        if "分别" in subject:
            self.shared = [part for part in re.split(r"[、和及与]", subject.partition("分别")[0]) if part]
            self.turn = 0
        if self.shared and (self.turn == 0 or not subject.strip("、和及与")):
            self.turn += 1
            if self.turn <= len(self.shared):
                return [indicators.name_of(self.shared[self.turn - 1], thing if self.turn == 1 else "") or subject]
        self.shared = []
        name = indicators.name_of(subject, thing)
        if re.fullmatch(r"(?:国家|自治区|省|市|县|区)?级?(?:和(?:自治区|省|市)级)?", name) and self.last_name:
            return [name + re.sub(r"^(?:国家|自治区|省|市)级", "", self.last_name)]
        if name.startswith("占") and self.last_name:
            name = self.last_name + name
        name = name or self.last_name or self.title or self._clause(number)[:30]
        growth = _GROWTH.search(self.plain[max(0, number.start - 16) : number.start]) if "%" in number.measure else None
        return [name if growth is None or growth[1] in name else name + growth[1]]

    def _zero_breaks(self) -> list[DraftMilestone]:
        """零的突破 is the first one; 动态清零 is none left."""
        made: list[DraftMilestone] = []
        if "零" not in self.plain:
            return made
        for found in re.finditer(
            r"([^，。；、]{2,16}?)(?:实现)?零的?突破|([^，。；、]{2,14}?)(?:动态)?清零", self.plain
        ):
            first = found[1] is not None
            name = indicators.name_of(found[1] or found[2], "")
            time = (
                next((one for one in reversed(self.sentence.times) if one.start < found.end()), None)
                or self.clock.year
                or self._end()
            )
            if time.recurs:
                time = self._end()
            made.append(
                DraftMilestone(
                    kind=MilestoneKind.TARGET,
                    text=found[0],
                    span=self.sentence.strand.span(found.start(), found.end()),
                    type=IndicatorType.TO_ZERO,
                    year=time.year,
                    due_on=time.due_on,
                    indicator=name,
                    basis="存量" if first else "清零",
                    op=Op.AT_LEAST if first else Op.EQUAL,
                    target="1" if first else "0",
                    measure="家" if "企业" in name else "个" if first else "户",
                    confidence=0.6,
                )
            )
        return made


def _decimal(text: str) -> str:
    whole, point, rest = text.partition(".")
    return (whole.lstrip("0") or "0") + (point + rest if rest.strip("0") else "")


_AT_LEAST = re.compile(r"(?:(?<!不)超过?|突破|不少于|不低于|(?<!不)高于|至少|(?<!不)大于|优于)(?:到|约)?$")
_AT_MOST = re.compile(r"(?:不超过?|不高于|不大于|(?<!不)低于|控制在|压减到|以内)$")
# 分别达到25%和15%以上: what follows the last figure holds for all of them
_REST = re.compile(r"(?:、|和|及)\d[\d.]*[^，。；、\d]{0,4}(?:(?:、|和|及)\d[\d.]*[^，。；、\d]{0,4})*")


def _op(plain: str, number: Mention, kind: IndicatorType) -> Op:
    lead = plain[max(0, number.start - 8) : number.start]
    made = Op.EQUAL
    if number.high is not None:
        made = Op.EQUAL
    elif number.post in ("以上", "及以上", "余", "多") or _AT_LEAST.search(lead):
        made = Op.AT_LEAST
    elif number.post in ("左右", "上下") or re.search(r"[约近]$", lead):
        made = Op.ABOUT
    elif number.post in ("以下", "以内", "之内") or _AT_MOST.search(lead) or kind is IndicatorType.NOT_ABOVE:
        made = Op.AT_MOST
    elif "分别" in plain[max(0, number.start - 30) : number.start]:
        rest = _REST.match(plain[number.end :])
        made = Op.AT_LEAST if rest and rest[0].endswith("以上") else Op.EQUAL
    return made
