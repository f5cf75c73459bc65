"""Finds where a paragraph names its units, and reads them with their roles. Called by outline and tables.

Forms: （责任单位：A、B；配合单位：C）, 牵头单位：A on a line of its own, （A、B负责）, （A牵头，B配合）, （A、B）.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from db.importers import unitnames
from db.importers.strands import Strand
from db.importers.unitwords import ENDING, FIRST_LEADS, LABEL, OTHER_LABEL, ROLE_WORDS, VERB
from db.rules.kinds import Role

MAX_LIST = 2000
_STOP = re.compile(r"[；。]")


@dataclass(frozen=True, slots=True)
class Printed:
    """One unit as a document names it. `full` is completed by the list's prefix; `span` is its place in the source."""

    printed: str
    full: str
    role: Role
    collective: bool
    span: tuple[int, int]


@dataclass(slots=True)
class UnitList:
    """One place that names units: where it stands in its paragraph, who, and what else it says."""

    start: int
    end: int
    units: list[Printed] = field(default_factory=list)
    etc: str = ""
    first_leads: bool = False
    labelled: bool = False
    facts: dict[str, str] = field(default_factory=dict)  # 完成时限, 责任领导 and the like


def find(paragraph: Strand) -> list[UnitList]:
    """All unit lists of a paragraph, in order."""
    found: list[UnitList] = []
    plain = paragraph.plain
    for start, end in _brackets(plain):
        made = _bracket(paragraph, start, end)
        if made:
            found.append(made)
    inside = [(made.start, made.end) for made in found]
    found += [made for made in _open_labels(paragraph) if not any(a <= made.start < b for a, b in inside)]
    return sorted(found, key=lambda made: made.start)


def read(text: Strand, role: Role = Role.RESPONSIBLE) -> UnitList:
    """A text that is nothing but a unit list: a table's cell, the inside of a bracket."""
    made = UnitList(0, len(text))
    _segments(text, made, role)
    return made


def _brackets(plain: str) -> list[tuple[int, int]]:
    """Outermost brackets as (opening, after the closing). One that never closes hides nothing, unless a label follows it:
    then it runs to the paragraph's end."""
    if "（" not in plain:
        return []
    pairs, stack = [], []
    for place, char in enumerate(plain):
        if char == "（":
            stack.append(place)
        elif char == "）" and stack:
            pairs.append((stack.pop(), place + 1))
    pairs += [(start, len(plain)) for start in stack[:8] if LABEL.match(plain, start + 1)][:1]
    found: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _bracket(paragraph: Strand, start: int, end: int) -> UnitList | None:
    last = end - 1 if paragraph.plain[end - 1] == "）" else end
    inside = paragraph.part(start + 1, last)
    if not 2 <= len(inside) <= MAX_LIST:
        return None
    label = LABEL.match(inside.plain) or _label_inside(inside.plain)
    if label is None and not _ends_as_duty(inside.plain) and not _bare_list(paragraph.plain, end, inside.plain):
        return None
    made = UnitList(start, end, labelled=label is not None)
    _segments(inside, made, Role.RESPONSIBLE)
    return made if made.units or made.labelled else None


def _label_inside(plain: str) -> re.Match[str] | None:
    """（完成时限：…；责任单位：…）"""
    found = LABEL.search(plain)
    return found if found and found[0].endswith("：") and OTHER_LABEL.match(plain) else None


def _ends_as_duty(plain: str) -> bool:
    """（A、B负责）, （A牵头，B配合）, （A、B等负责。列第一位者为牵头单位，下同）"""
    head = re.split(r"[。；]", plain)[0]
    for piece in (head, plain.split("，", maxsplit=1)[0], *_before_rule(plain)):
        verb = VERB.search(piece)
        if verb:
            names = unitnames.split(piece[: verb.start()], piece[: verb.start()])
            sound = sum(_plausible(name.printed) for name in names.names)
            if sound and sound * 3 >= len(names.names) * 2:
                return True
    return False


def _before_rule(plain: str) -> list[str]:
    rule = FIRST_LEADS.search(plain)
    return [plain[: rule.start()].rstrip("，。；")] if rule else []


def _bare_list(paragraph: str, end: int, inside: str) -> bool:
    """（市发改委、市财政局） at a paragraph's end."""
    if paragraph[end:].strip("。；，") or re.search(r"[。：；“”《》\d]", inside):
        return False
    names = unitnames.split(inside, inside).names
    if not names or len(inside) < 3:
        return False
    strong = sum(
        re.search(r"(?:局|委|厅|办|政府|管委会|公司|中心|部|院|支行|集团)(?:（[^（）]*）)?$", name.printed) is not None
        for name in names
    )
    return all(_plausible(name.printed) for name in names) and strong * 2 > len(names) and (
        len(names) > 1 or re.match(r"^(?:各|市|省|县|区|自治区|国家|州)", inside) is not None
    )  # fmt: skip


def _plausible(name: str) -> bool:
    return ENDING.search(name) is not None and len(name) <= unitnames.MAX_NAME


def _open_labels(paragraph: Strand) -> list[UnitList]:
    """责任单位：A、B at a paragraph's start or after its last sentence, without brackets."""
    plain = paragraph.plain
    found: list[UnitList] = []
    depth_free = _outside(plain)
    for label in LABEL.finditer(plain):
        if not label[0].endswith("：") or not depth_free(label.start()):
            continue
        if label.start() and plain[label.start() - 1] not in "。；，、）” ":
            continue
        if found and label.start() < found[-1].end:
            continue
        end = _end_of_list(plain, label.end())
        made = UnitList(label.start(), end, labelled=True)
        _segments(paragraph.part(label.start(), end), made, Role.RESPONSIBLE)
        if made.units:
            found.append(made)
    return found


def _outside(plain: str) -> Callable[[int], bool]:
    spans = _brackets(plain)
    return lambda place: not any(start <= place < end for start, end in spans)


def _end_of_list(plain: str, start: int) -> int:
    """Where an unbracketed list ends: at a stop that no further label follows."""
    place = start
    while True:
        stop = _STOP.search(plain, place)
        if stop is None:
            return min(len(plain), start + MAX_LIST)
        after = LABEL.match(plain, stop.end()) or OTHER_LABEL.match(plain, stop.end())
        if after is None:
            return stop.end()
        place = stop.end()


def _segments(text: Strand, made: UnitList, role: Role) -> None:
    """Reads labelled and verbed segments: 牵头单位：A；配合单位：B, or A牵头，B、C配合."""
    rule = FIRST_LEADS.search(text.plain)
    if rule:
        made.first_leads = True
        cut = max(text.plain.rfind(mark, 0, rule.start()) for mark in "，。；")
        text = text.part(0, max(cut, 0))
    for label, start, end in _labelled(text.plain):
        if label is None:
            _by_verbs(text.part(start, end), made, role)
        elif OTHER_LABEL.match(label):
            made.facts[label] = text.text[start:end].strip("；。，、 ")
        else:
            _by_verbs(text.part(start, end), made, _role(label))


def _labelled(plain: str) -> list[tuple[str | None, int, int]]:
    """Pieces between labels as (label, start, end)."""
    marks: list[tuple[str, int, int]] = []
    for found in re.finditer(rf"(?:{LABEL.pattern}|{OTHER_LABEL.pattern}：)", plain):
        if found[0].endswith("：") and (not marks or found.start() >= marks[-1][2]):
            marks.append((found[0].rstrip("："), found.start(), found.end()))
        elif found.start() == 0 and found["what"]:  # 责任单位A、B: the colon was lost
            marks.append((found["what"], 0, found.end()))
    pieces: list[tuple[str | None, int, int]] = []
    if not marks or marks[0][1] > 0:
        pieces.append((None, 0, marks[0][1] if marks else len(plain)))
    for place, (label, _, end) in enumerate(marks):
        pieces.append((label, end, marks[place + 1][1] if place + 1 < len(marks) else len(plain)))
    return pieces


def _role(label: str) -> Role:
    return next((role for word, role in ROLE_WORDS if word in label), Role.RESPONSIBLE)


_VERB_ROLES = {"牵头": Role.LEAD, "主办": Role.LEAD, "配合": Role.SUPPORT, "参与": Role.SUPPORT, "参加": Role.SUPPORT,
               "协同": Role.SUPPORT, "协助": Role.SUPPORT, "协办": Role.SUPPORT}  # fmt: skip


def _by_verbs(text: Strand, made: UnitList, role: Role) -> None:
    """A、B牵头，C、D配合: a verb speaks for the names since the last verb."""
    prefix = ""
    pending: list[tuple[int, int]] = []
    for start, end in _clauses(text.plain):
        pending.append((start, end))
        verb = VERB.search(text.plain[start:end])
        if verb is None:
            continue
        said = next((value for word, value in _VERB_ROLES.items() if word in verb[0]), role)
        pending[-1] = (start, start + verb.start())
        for piece in pending:
            prefix = _add(text.part(*piece), made, said, prefix)
        pending = []
    for piece in pending:
        prefix = _add(text.part(*piece), made, role, prefix)


def _clauses(plain: str) -> list[tuple[int, int]]:
    found, depth, start = [], 0, 0
    for place, char in enumerate(plain):
        depth += (char == "（") - (char == "）")
        if depth <= 0 and char in "，；。":
            found.append((start, place))
            start = place + 1
    found.append((start, len(plain)))
    return [(first, last) for first, last in found if last > first]


def _add(piece: Strand, made: UnitList, role: Role, prefix: str) -> str:
    names = unitnames.split(piece.plain, piece.text, prefix)
    made.etc = names.etc or made.etc
    known = {(unit.printed, unit.role) for unit in made.units}
    for name in names.names:
        if (name.printed, role) not in known and not re.search(r"[。：]", name.printed) and name.printed != "下同":
            made.units.append(Printed(name.printed, name.full, role, name.collective, piece.span(name.start, name.end)))
    return unitnames.last_prefix(names, prefix)
