"""The unit directory: names as documents and people write them → units. Pure; filled from resources/units.json.

Called by the plan minting, queries, the command line and the window's unit field.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from db.rules.kinds import UnitUid

REGION = "宁夏回族自治区"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its names. `members` of a group go by the jurisdiction of the plan that names it."""

    uid: UnitUid
    name: str
    short: str
    kind: str
    level: str
    parent: str
    jurisdiction: str
    pinyin: str
    pinyin_full: str
    former: tuple[tuple[str, str | None, str | None], ...]  # (name, from, until), ISO dates or None
    aliases: tuple[str, ...]  # other spellings and misprints
    members: tuple[tuple[str, tuple[str, ...]], ...]  # (jurisdiction, member names)

    @property
    def is_group(self) -> bool:
        """A group or a vague body: it never answers itself."""
        return self.kind in ("group", "open")


def plain(name: str) -> str:
    """A name made comparable: NFKC, no spaces, one kind of bracket and separator."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).replace("<", "(").replace(">", ")")
    return text.replace("〈", "(").replace("〉", ")").replace("〔", "(").replace("〕", ")").replace("、", ",")


class Directory:
    """Looks units up by any name they have or had."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(units)
        self._by_uid = {unit.uid: unit for unit in self.units}
        self._exact: dict[str, Unit] = {}
        self._other: dict[str, list[Unit]] = {}
        for unit in self.units:
            self._exact[plain(unit.name)] = unit
        for unit in self.units:
            names = (*unit.aliases, *(former for former, _, _ in unit.former), unit.short)
            for name in {plain(name) for name in names}:  # brackets of two kinds are one name
                self._other.setdefault(name, []).append(unit)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Directory:
        """From the form of resources/units.json."""
        return cls(_unit(row) for row in data["units"])

    @classmethod
    def bundled(cls) -> Directory:
        """The directory that comes with the program."""
        from resources import read_json

        return cls.from_json(read_json("units.json"))

    def get(self, uid: str) -> Unit | None:
        """The unit with this uid."""
        return self._by_uid.get(UnitUid(uid))

    def resolve(self, name: str, jurisdiction: str = REGION) -> Unit | None:
        """The unit that `name` means in a document of `jurisdiction`: its name, a former name, an alias, a misprint,
        also with the region's full name in front. None when no unit or more than one answers to it."""
        wanted = plain(name)
        for form in (wanted, wanted.replace(REGION, "自治区", 1), self._completed(wanted, jurisdiction)):
            if found := self._exact.get(form):
                return found
            found = self._chosen(self._other.get(form, []), jurisdiction)
            if found:
                return found
        return None

    def search(self, text: str, limit: int = 20) -> tuple[Unit, ...]:
        """Units for what a person typed so far: characters of any name, or pinyin initials. Best first: a match at the
        start of the short name's initials, at the start of a name, then anywhere; higher levels before lower ones."""
        wanted = plain(text).lower()
        if not wanted:
            return ()
        ranked = [(rank, unit) for unit in self.units if (rank := _rank(unit, wanted)) is not None]
        ranked.sort(key=lambda pair: (pair[0], _LEVELS.get(pair[1].level, 9), len(pair[1].name)))
        return tuple(unit for _, unit in ranked[:limit])

    def nearest(self, name: str) -> Unit | None:
        """The unit most like a name that resolves to none, for "did you mean"; None when nothing is near."""
        wanted = plain(name)
        names = {**{key: units[0] for key, units in self._other.items()}, **self._exact}
        near = difflib.get_close_matches(wanted, names, n=12, cutoff=0.5)
        if near:
            return min((names[key] for key in near), key=lambda unit: _distance(wanted, near, names, unit))
        found = self.search(name, 1)
        return found[0] if found else None

    def members(self, unit: Unit, jurisdiction: str) -> tuple[Unit, ...]:
        """A group's members in a plan of `jurisdiction`; empty for other units and for vague bodies."""
        by_place = dict(unit.members)
        names = by_place.get(jurisdiction, by_place.get(REGION, ()))
        return tuple(self._exact[plain(name)] for name in names)

    @staticmethod
    def _completed(wanted: str, jurisdiction: str) -> str:
        """A printed name with its place put in front: 发展改革委 → 自治区发展改革委, 市科技局 → 中卫市科技局."""
        place = "自治区" if jurisdiction == REGION else jurisdiction
        if jurisdiction != REGION and wanted.startswith("市"):
            return place + wanted[1:]
        if wanted.startswith("区") and jurisdiction == REGION:
            return place + wanted[1:]
        return wanted if wanted.startswith(place) else place + wanted

    @staticmethod
    def _chosen(found: list[Unit], jurisdiction: str) -> Unit | None:
        here = [unit for unit in found if unit.jurisdiction == jurisdiction] or found
        return here[0] if len(here) == 1 else None


_LEVELS = {"region": 0, "city": 1, "county": 2, "park": 3, "national": 4}


def _distance(wanted: str, near: list[str], names: Mapping[str, Unit], unit: Unit) -> tuple[float, int]:
    """Likeness first, then the region's own before cities, counties and central bodies."""
    best = max(difflib.SequenceMatcher(None, wanted, key).ratio() for key in near if names[key] is unit)
    return -round(best, 2), _LEVELS.get(unit.level, 9)


def _rank(unit: Unit, wanted: str) -> int | None:
    if unit.pinyin == wanted:
        return 0
    if unit.pinyin.startswith(wanted):
        return 1
    names = (unit.short, unit.name, *unit.aliases, *(former for former, _, _ in unit.former))
    plains = [plain(name).lower() for name in names]
    if any(name.startswith(wanted) for name in plains):
        return 2
    if any(wanted in name for name in plains):
        return 3
    if wanted.isascii() and wanted in unit.pinyin_full:
        return 4
    return None


def _unit(row: Mapping[str, Any]) -> Unit:
    return Unit(
        uid=UnitUid(row["uid"]),
        name=row["name"],
        short=row["short"],
        kind=row["kind"],
        level=row["level"],
        parent=row.get("parent") or "",
        jurisdiction=row.get("jurisdiction") or REGION,
        pinyin=row.get("pinyin") or "",
        pinyin_full=row.get("pinyin_full") or "",
        former=tuple((former["name"], former.get("from"), former.get("until")) for former in row.get("names") or ()),
        aliases=(*(row.get("aliases") or ()), *(row.get("misprints") or ())),
        members=tuple((place, tuple(names)) for place, names in (row.get("members") or {}).items()),
    )
