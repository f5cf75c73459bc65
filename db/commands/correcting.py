"""A correction (更正): what was filed may be changed only with a reason, which the next report shows.

Called by the verbs that write figures and texts. Source: domain.md, The filing cycle.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from db.errors import KnownError
from db.queries.filing import Filed, filings
from db.queries.holding import Holding, holding
from db.rules.kinds import EntryKind, Nature, UnitUid
from db.rules.times import Period
from db.store.journal import Draft

_KINDS = (EntryKind.FIGURE, EntryKind.PART, EntryKind.TEXT)


def check_correction(conn: Connection, drafts: Iterable[Draft], title: str) -> None:
    """Raises KnownError correction_needs_reason when one of the drafts changes what was filed and gives no reason.

    A figure that becomes 核定 needs none: that is its course.
    """
    for draft in drafts:
        body = draft.body or {}
        if draft.kind not in _KINDS or body.get("note") or body.get("reason"):
            continue
        held = holding(conn, draft.slot)
        if held is None or not _differs(held, body):
            continue
        for filed in filings(conn, UnitUid(draft.slot.unit)):
            if filed.arrived > held.n and _covers(filed, draft):
                raise KnownError("correction_needs_reason", title=title, period=Period.parse(filed.period).title)


def _differs(held: Holding, body: dict[str, Any]) -> bool:
    before = held.body
    if body.get("nature") == Nature.VERIFIED.value != before.get("nature"):
        return False
    return any(before.get(name) != body.get(name) for name in ("value", "text"))


def _covers(filed: Filed, draft: Draft) -> bool:
    if draft.kind == EntryKind.TEXT:
        return draft.slot.period in (filed.period, Period.month_of(Period.parse(filed.period).last).key)
    return draft.slot.period <= filed.as_of.isoformat()
