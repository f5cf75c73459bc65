"""One indicator, one figure: citations that mean the same are put under one indicator. Called by drafting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from db.importers import indicators
from db.importers.model import DraftIndicator, DraftMilestone, DraftNode
from db.rules.kinds import MilestoneKind

_RHYTHM = {"yearly": "每年", "half-yearly": "每半年", "quarterly": "每季度", "monthly": "每月"}


def merge(nodes: Iterable[DraftNode]) -> list[DraftIndicator]:
    """The indicators of a plan; every target milestone is given the name of its own."""
    groups: dict[tuple[str, bool], list[DraftMilestone]] = defaultdict(list)
    for node in nodes:
        for milestone in node.milestones:
            if milestone.kind is MilestoneKind.TARGET and milestone.indicator:
                key = indicators.key_of(milestone.indicator, milestone.measure or "")
                groups[key, milestone.recurs is not None].append(milestone)
    made: list[DraftIndicator] = []
    names: Counter[str] = Counter()
    for cited in groups.values():
        name = Counter(milestone.indicator or "" for milestone in cited).most_common(1)[0][0]
        rhythm = _RHYTHM.get(cited[0].recurs or "")
        name = f"{name}（{rhythm}）" if rhythm and rhythm not in name else name
        names[name] += 1
        if names[name] > 1:
            name = f"{name}（{cited[0].measure or names[name]}）"
        kind = Counter(milestone.type for milestone in cited).most_common(1)[0][0]
        basis = next(milestone.basis or "" for milestone in cited if milestone.type is kind)
        made.append(DraftIndicator(f"i{len(made) + 1}", name, cited[0].measure or "", kind, basis))
        for milestone in cited:
            milestone.indicator = name
    return made
