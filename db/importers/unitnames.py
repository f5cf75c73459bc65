"""Splits a list of units into names as printed, and completes them by the list's prefix. Called by unitlists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.importers.unitwords import (
    ENDING,
    ET_CETERA,
    GENERIC,
    LEVEL,
    ORGAN,
    OWN,
    PARTY,
    PREFIX,
    SIMPLE,
    VAGUE,
    WITH_OTHERS,
)  # fmt: skip

MAX_NAME = 40
_SEPARATORS = "、，；/ \t"
_BARE = re.compile(rf"^(?:{LEVEL}|{GENERIC})(?:（[^（）]*）)?(?:{ORGAN})?(?:（[^（）]*）)?$")
_BARE_TAIL = re.compile(rf"(?:{LEVEL}|{GENERIC})(?:（[^（）]*）)?$")
_ORGAN_TAIL = re.compile(rf"(?:{ORGAN})(?:（[^（）]*）)?$")
_PLACE = re.compile(rf"^(?:{LEVEL})$")
_JOIN = re.compile(r"以及|和|及|与")
_COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|市直|区直|省直|县直|其他|所有)|^(?:市|省|自治区|县|区)?(?:直)?(?:各|相关|有关)"
)
_LEFT_DONE = re.compile(
    r"(?:局|委|厅|部|办|署|院|会|社|处|站|中心|公司|集团|银行|支行|政府|总社|等|市|县|区|州|海关|联|大学|学院|运营商|总队|"
    r"等部门|管委会|企业|园区|部门|单位)(?:（[^（）]{1,20}）)*$"
)
_STRIP = re.compile(r"^(?:由|并由|以及|和|及|与|其中|会同|等)+|[。．.；、，：]+$")


@dataclass(frozen=True, slots=True)
class Name:
    """A unit's name: where it stands in the list, and completed by the list's prefix (自治区…)."""

    start: int
    end: int
    printed: str
    full: str
    collective: bool  # a group or a vague body: 各…, 有关部门


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a list, in order, and what it leaves open (等有关部门)."""

    names: tuple[Name, ...]
    etc: str = ""


def split(plain: str, shown: str, prefix: str = "") -> Names:
    """Names in a piece of a unit list without label or verb. `plain` and `shown` are of one length; `prefix` is what
    an earlier piece of the same list handed on."""
    pieces = _merged(plain, _pieces(plain))
    names: list[Name] = []
    etc = ""
    for start, end in pieces:
        for piece in _at_joints(plain, start, end):
            first, last, left = _trimmed(plain, *piece)
            etc = left or etc
            if last <= first:
                continue
            text = plain[first:last]
            prefix = _next_prefix(text, prefix)
            collective = _COLLECTIVE.match(text) is not None
            names.append(Name(first, last, shown[first:last], _completed(text, prefix, shown[first:last]), collective))
    return Names(tuple(_with_governments(names)), etc)


def last_prefix(names: Names, before: str = "") -> str:
    """The prefix that a following piece of the same list inherits."""
    prefix = before
    for name in names.names:
        prefix = _next_prefix(name.printed, prefix)
    return prefix


def looks_like_unit(text: str) -> bool:
    """Whether a text could be the name of an office or a group of them."""
    return (
        2 <= len(text) <= MAX_NAME and ENDING.search(text) is not None and not re.search(r"[。；：！？“”《》%\d]", text)
    )


def _pieces(plain: str) -> list[tuple[int, int]]:
    """Between separators that are not inside brackets."""
    found, depth, start = [], 0, 0
    for place, char in enumerate(plain):
        if char == "（":
            depth += 1
        elif char == "）":
            depth = max(0, depth - 1)
        elif depth == 0 and char in _SEPARATORS:
            found.append((start, place))
            start = place + 1
    found.append((start, len(plain)))
    return [(first, last) for first, last in found if last > first]


def _merged(plain: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Groups kept whole: 各市、县（区）人民政府; 各省、自治区、直辖市人民政府; 各…部门、单位."""
    made: list[tuple[int, int]] = []
    for start, end in pieces:
        text = plain[start:end]
        if made:
            before = plain[made[-1][0] : made[-1][1]]
            open_group = (
                re.match(r"[\u4e00-\u9fff]{0,4}各", before)
                or _PLACE.match(before)
                or before.startswith(("有关", "相关"))
            )
            body = ET_CETERA.sub("", text) or text
            if open_group and _BARE.match(body) and _BARE_TAIL.search(before) and not _ORGAN_TAIL.search(before):
                made[-1] = (made[-1][0], end)
                continue
        made.append((start, end))
    return made


def _at_joints(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Parts a piece where 和 / 及 / 等和 stands between two whole names."""
    depth = 0
    place = start
    while place < end:
        char = plain[place]
        depth += (char == "（") - (char == "）")
        joint = _JOIN.match(plain, place, end) if depth == 0 else None
        if joint and _is_joint(plain[start:place], plain[joint.end() : end]):
            return [(start, place), *_at_joints(plain, joint.end(), end)]
        place = joint.end() if joint else place + 1
    return [(start, end)]


def _is_joint(left: str, right: str) -> bool:
    if len(left) < 2 or not _LEFT_DONE.search(left):
        return False
    rest = ET_CETERA.sub("", right)
    if re.fullmatch(rf"(?:{GENERIC}|{ORGAN}|个人)", rest) or len(rest) < 3:
        return False
    if left.startswith("各") and _BARE_TAIL.search(left) and _BARE.match(rest):
        return False
    return looks_like_unit(rest) or rest.startswith("各")


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int, str]:
    """Without joining words at its start, stops at its end and 等有关部门, which is handed back."""
    text = plain[start:end]
    lead = re.match(r"(?:由|并由|以及|及|其中：?|会同|分别由|：)+", text)
    if lead:
        start += lead.end()
    while end > start and plain[end - 1] in "。.．；、，： ":
        end -= 1
    etc = ""
    for pattern in (WITH_OTHERS, ET_CETERA):
        found = pattern.search(plain[start:end])
        if found and not VAGUE.match(plain[start:end]) and not _COLLECTIVE.match(plain[start:end]):
            etc = found[0]
            end = start + found.start()
    if end - start > MAX_NAME or (end - start) < 2 or not re.search(r"[\u4e00-\u9fff]", plain[start:end]):
        return start, start, etc
    return start, end, etc


def _next_prefix(text: str, prefix: str) -> str:
    found = PREFIX.match(text)
    if found:
        return found[1]
    return prefix


def _completed(text: str, prefix: str, shown: str) -> str:
    if not prefix or PREFIX.match(text) or OWN.search(text) or VAGUE.match(text) or not looks_like_unit(text):
        return shown
    if PARTY.match(text) and prefix != "自治区" and text.startswith("委"):
        return shown
    return prefix + shown.translate(SIMPLE)


def _with_governments(names: list[Name]) -> list[Name]:
    """沙坡头区、中宁县、海原县人民政府: each of them is a government."""
    made = list(names)
    for place in range(len(made) - 2, -1, -1):
        after = made[place + 1]
        organ = re.search(r"(?:人民政府|管委会)$", after.full)
        bare = re.fullmatch(r"[\u4e00-\u9fff]{1,6}(?:市|县|区|旗|镇|乡)", made[place].printed)
        if (
            organ
            and bare
            and not made[place].collective
            and re.match(r"[\u4e00-\u9fff]{1,6}(?:市|县|区|旗|镇|乡)", after.full)
        ):
            name = made[place]
            made[place] = Name(name.start, name.end, name.printed, name.printed + organ[0], False)
    return made
