"""Whose plan it is: the region, city or county that a document speaks for. Called by drafting to resolve names."""

from __future__ import annotations

import re
from collections import Counter

from db.rules.directory import Directory

_PLACE = re.compile(
    r"(?:中共)?([\u4e00-\u9fff]{2,7}(?:自治区|省|市|自治州|州|盟|自治县|县|区|旗))(?=委|人民政府|政府|人大|关于|党委|印发|\d{4}年|国民经济|各|直)"
)
NATIONAL = "全国"


def of_document(head: str, body: str, directory: Directory) -> str:
    """The place named in title, issuer or number; else the one most named; 全国 for central documents."""
    if re.search(r"国务院|中共中央|国家[\u4e00-\u9fff]{2,8}(?:委|局|部)", head) and not re.search(
        r"省|自治区|[\u4e00-\u9fff]市", head
    ):
        return NATIONAL
    known = {unit.jurisdiction for unit in directory.units} - {NATIONAL}
    for text in (head, body[:3000], body):
        found = _named(text, known)
        if found:
            return found
    printed = Counter(found[1].removeprefix("中共") for found in _PLACE.finditer(head + body[:20000]))
    return printed.most_common(1)[0][0] if printed else NATIONAL


def around(place: str, directory: Directory) -> frozenset[str]:
    """The places whose units a document of `place` names: its own and, below a region, the region's and its parts'."""
    known = {unit.jurisdiction for unit in directory.units} - {NATIONAL}
    return frozenset(known) if place in known else frozenset()


def _named(text: str, known: set[str]) -> str:
    """The known place that the text names most, by full or short name; the region only where no city speaks."""
    count = {place: text.count(place) * 2 + text.count(_short(place)) for place in known}
    own = {
        place: times
        for place, times in count.items()
        if times and re.search(rf"{_short(place)}(?:市|县|区)?委|{place}", text)
    }
    if not own:
        return "宁夏回族自治区" if "宁夏回族自治区" in known and re.search(r"宁夏|宁政|宁党", text) else ""
    return max(own, key=lambda place: (own[place], -len(place)))


def _short(place: str) -> str:
    return re.sub(r"(?:回族自治区|壮族自治区|维吾尔自治区|自治区|省|市|自治州|自治县|县|区|旗)$", "", place)
