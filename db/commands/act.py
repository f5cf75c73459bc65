"""What verbs share: writing one act and saying which rows it touches. Called by the verbs of this folder only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from db.commands.author import Author
from db.rows import Changes
from db.rules.journal import Slot
from db.rules.kinds import ActId, EntryHash, EntryKind, NodeUid
from db.store.journal import Draft
from db.store.schema import fact, milestone
from db.store.store import Writer


def said(author: Author, kind: EntryKind, slot: Slot, on: date, body: dict[str, Any], **more: Any) -> Draft:
    """A draft in the author's name; empty fields of the body are left out."""
    kept = {name: value for name, value in {**body, "by": author.by}.items() if value not in (None, "", [], ())}
    return Draft(kind, slot, on.isoformat(), kept or None, **more)


def commit_act(
    tx: Writer,
    author: Author,
    drafts: list[Draft],
    code: str,
    *,
    values: Iterable[tuple[str, object]] = (),
    warnings: Iterable[str] = (),
    act: str | None = None,
) -> Changes:
    """Writes the drafts as one act and tells what changed."""
    entries = [EntryHash(entry) for entry in tx.say(author.unit, drafts, act)]
    touched = touched_nodes(tx.conn, {draft.slot.target for draft in drafts})
    return Changes(act_of(tx.conn, entries[0]), tuple(entries), code, tuple(values), touched, tuple(warnings))


def act_of(conn: Connection, entry: EntryHash) -> ActId:
    """The act that an entry belongs to."""
    return ActId(conn.execute(select(fact.c.act).where(fact.c.hash == bytes.fromhex(entry))).scalar_one())


def touched_nodes(conn: Connection, targets: set[str]) -> frozenset[NodeUid]:
    """The nodes whose rows show these targets: milestones, every place that cites an indicator, nodes themselves."""
    rows = conn.execute(
        select(milestone.c.node).where(or_(milestone.c.uid.in_(targets), milestone.c.indicator.in_(targets)))
    )
    return frozenset(NodeUid(node) for (node,) in rows) | frozenset(NodeUid(target) for target in targets)
