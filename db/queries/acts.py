"""One's own acts as undo and redo see them: what was done, what was undone. Called by commands.undo and the window's menu.

Replays the acts of one unit on one device in the order in which they were written: an act is pushed, a retract of an act
moves it over, a redo (whose id follows from the act it repeats) moves it back, anything new ends what could be redone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, select

from db.queries.phrases import Phrase, phrase
from db.rules.kinds import EntryKind
from db.store.schema import arrival, content, fact, indicator, log, milestone, node, slot

REACH = 2000  # entries looked back


@dataclass(frozen=True, slots=True)
class Act:
    """An act by its id, with what it did in words ("打勾「绿色工厂70家」")."""

    id: str
    label: str


def redo_act(act: str) -> str:
    """The act id under which an act is done again: told by it alone, so that the journal says what a redo repeats."""
    return hashlib.sha256(f"redo:{act}".encode()).hexdigest()[:32]


def stacks(conn: Connection, unit: str, device: str) -> tuple[list[Act], list[Act]]:
    """(acts that can be undone, acts that can be redone), the last of each first in line."""
    retracted = fact.alias("r")
    name = select(indicator.c.name).where(indicator.c.uid == slot.c.target).limit(1).scalar_subquery()  # of any plan
    own_logs = select(log.c.log).where(log.c.unit == unit, log.c.device == device)
    rows = conn.execute(
        select(
            fact.c.act, fact.c.kind, fact.c.live, retracted.c.act.label("of"), slot, content.c.body, milestone.c.text,
            name.label("name"), node.c.title,
        )
        .join(arrival, arrival.c.n == fact.c.n)
        .join(slot, slot.c.id == fact.c.slot)
        .outerjoin(retracted, retracted.c.hash == fact.c.retracts)
        .outerjoin(content, content.c.digest == fact.c.c)
        .outerjoin(milestone, milestone.c.uid == slot.c.target)
        .outerjoin(node, node.c.uid == slot.c.target)
        .where(fact.c.unit == unit, arrival.c.source == "own", fact.c.log.in_(own_logs))
        .where(fact.c.kind != EntryKind.ISSUED)  # what was filed stays filed
        .order_by(fact.c.n.desc())
        .limit(REACH)
    ).fetchall()  # fmt: skip
    live = {row.act for row in rows if row.live}
    done: list[Act] = []
    undone: list[Act] = []
    for act, group in groupby(reversed(rows), key=lambda row: row.act):
        entries = list(group)
        if entries[0].kind == EntryKind.REDACT:  # what was purged can be neither undone nor done again
            done = [known for known in done if known.id in live]
        elif entries[0].kind == EntryKind.RETRACT:
            _moved(done, undone, entries[0].of)
        elif not _moved_back(done, undone, act):
            done.append(Act(act, _label(entries)))
            undone.clear()
    return done, undone


def _moved(done: list[Act], undone: list[Act], act: str | None) -> None:
    for known in [known for known in done if known.id == act]:
        done.remove(known)
        undone.append(known)


def _moved_back(done: list[Act], undone: list[Act], act: str) -> bool:
    for known in undone:
        if redo_act(known.id) == act:
            undone.remove(known)
            done.append(Act(act, known.label))
            return True
    return False


def _label(entries: Sequence[object]) -> str:
    """What the act did: its weightiest entry in words, and how many there were of a bulk act."""
    phrases = [_phrase(entry) for entry in entries]
    order = ("打勾", "取消打勾", "完成值", "配合情况")
    first = min(phrases, key=lambda p: order.index(p.verb) if p.verb in order else len(order))
    same = sum(p.verb == first.verb for p in phrases)
    return f"{first.verb}{same}项" if same > 1 and first.verb != "添加佐证" else f"{first.verb}「{first.title}」"


def _phrase(entry: object) -> Phrase:
    title = getattr(entry, "text", None) or getattr(entry, "name", None) or getattr(entry, "title", None) or ""
    return phrase(entry.kind, entry.field, entry.body, str(title))  # type: ignore[attr-defined]
