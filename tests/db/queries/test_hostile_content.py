"""Contents and heads that another program wrote are shown or left out, never stumbled over."""

from __future__ import annotations

from datetime import date

import pytest

from db.commands.author import Author
from db.queries.checklist import checklist
from db.queries.details import node_detail
from db.queries.history import history, undo_labels
from db.queries.indicators import indicators, names
from db.rules.journal import Head, LogRow, Slot, content_digest, encode_head, entry_hash
from db.rules.times import Period
from db.store.store import Store
from db.store.union import Bundle, unite
from tests import plans as small

TODAY = date(2021, 6, 30)
PLAN = small.minted()
NODE = small.node_of(PLAN, "一/1")["uid"]
TARGET = small.milestone_of(PLAN, "一/1", "target/2021/1")["uid"]
PLANT = PLAN["indicators"][0]["uid"]
UNIT = small.unit(small.GXT)

BODIES = [
    b"", b"[]", b"null", b"\xff", b"[" * 5000, b'{"value":5,"note":5,"by":5,"text":5,"name":5,"nature":5}',
    b'{"value":"abc","on":"abc","dated_on":"abc","size":"abc","digest":"abc","section":[],"person":{}}',
    b'{"value":"NaN","on":"2021-02-30","dated_on":5,"size":-1,"digest":5,"leader":null}',
    b'{"value":"1e9999","on":[],"dated_on":{},"size":[],"digest":{}}', b'{"value":"\\ud800","name":"\\ud800"}',
    b'{"size":1e999,"value":"Infinity"}', b'{"title":"x","due_on":"2021-13-01","wording":5}',
    b'{"title":"x","due_on":"9999-12-31"}', b'{"title":"x","source":[],"number":{},"due_on":"2021-06-30"}',
]  # fmt: skip
KINDS = [
    ("figure", Slot("indicator", PLANT, UNIT, "2021-06-30", "figure")),
    ("figure", Slot("indicator", PLANT, UNIT, "x" * 10, "figure")),
    ("done", Slot("milestone", TARGET, UNIT, "", "done")), ("part", Slot("milestone", TARGET, UNIT, "2021-06-30", "part")),
    ("part", Slot("milestone", TARGET, UNIT, "abcdefghij", "part")), ("part", Slot("milestone", TARGET, UNIT, "", "part")),
    ("text", Slot("task", NODE, UNIT, "2021-06", "progress")), ("text", Slot("milestone", TARGET, UNIT, "", "note")),
    ("evidence_added", Slot("milestone", TARGET, UNIT, "0" * 64, "evidence")),
    ("item_added", Slot("indicator", PLANT, UNIT, "ab", "item")),
    ("contact_set", Slot("task", NODE, UNIT, "", "contact")), ("done", Slot("milestone", TARGET, UNIT, "", "point/x")),
    ("unheard_of", Slot("milestone", TARGET, UNIT, "", "done")), ("own_item_set", Slot("own", "x", UNIT, "", "item")),
    ("own_item_set", Slot("own", "6c2c1c3b-b75c-55e7-9e4d-c946ebd88554", UNIT, "", "item")),
    ("own_item_set", Slot("own", NODE, UNIT, "", "item")), ("done", Slot("own", NODE, UNIT, "", "item")),
    ("adjustment_asked", Slot("milestone", TARGET, UNIT, "", "adjustment")),
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_every_view_survives_any_content(store: Store, gxt: Author, body: bytes) -> None:
    device = "d" * 32
    store.set_setting(f"enrol/{UNIT}/{device}", "1")
    digest = content_digest(b"s" * 16, body)
    log = LogRow(b"h" * 16, device, UNIT, "", "2021-01-01T00:00:00Z", b"")
    rows, prev = [], log.genesis
    for seq, (kind, slot) in enumerate(KINDS, 1):
        head = encode_head(Head(kind, f"{seq:032x}", slot, "2021-06-30", seq, "2021-06-30T00:00:00Z", c=digest.hex()))
        made = entry_hash(log.log, seq, prev, head)
        rows.append((log.log, seq, made, prev, head))
        prev = made
    bundle = Bundle((log,), tuple(rows), ((digest, b"s" * 16, body),))
    store.write(lambda tx: unite(tx.raw, bundle, "pack"))
    nodes = store.read(lambda conn: checklist(conn, UNIT, TODAY)).nodes
    assert next(node for node in nodes if node.uid == NODE).title == "建起试办工厂"
    assert store.read(lambda conn: node_detail(conn, UNIT, NODE, Period.parse("2021-06"), TODAY)).node == NODE  # type: ignore[arg-type]
    assert len(store.read(lambda conn: history(conn, UNIT))) == len(KINDS)
    store.read(lambda conn: indicators(conn, UNIT, TODAY))
    store.read(lambda conn: names(conn, UNIT, PLANT))
    store.read(lambda conn: undo_labels(conn, UNIT))
