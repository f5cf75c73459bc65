"""The tables, typed, in SQLAlchemy Core: the one place that defines them. `db.store.statements` makes text of them.

Primary tables hold what people said and are never rebuilt; projections are derived and can be dropped at will. Hashes
are BLOBs, uids TEXT, dates ISO text, figures decimal text (SQLite's REAL would round them).
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

PRIMARY_VERSION = 1
PROJECTION_VERSION = 2
USER_VERSION = PRIMARY_VERSION * 1000 + PROJECTION_VERSION

primary = MetaData()
projection = MetaData()

log = Table(
    "log", primary,
    Column("log", LargeBinary, nullable=False),
    Column("genesis", LargeBinary, nullable=False),  # two rows may claim one log id: both are kept, the chain decides
    Column("device", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("app", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("after", LargeBinary, nullable=False),
    PrimaryKeyConstraint("log", "genesis"),
)  # fmt: skip
entry = Table(
    "entry", primary,
    Column("log", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    PrimaryKeyConstraint("log", "seq", "hash"),
)  # fmt: skip
content = Table(
    "content", primary,
    Column("digest", LargeBinary, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)  # fmt: skip
arrival = Table(
    "arrival", primary,
    Column("n", Integer, primary_key=True),
    Column("log", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
    Column("source", Text, nullable=False),
)  # fmt: skip
plan_file = Table(
    "plan_file", primary,
    Column("digest", Text, primary_key=True),
    Column("adopted_at", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)  # fmt: skip
setting = Table(
    "setting", primary,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip

# What is derived from the journal.
slot = Table(
    "slot", projection,
    Column("id", Integer, primary_key=True),
    Column("target", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Index("slot_key", "target", "unit", "period", "field", "scope", unique=True),
)  # fmt: skip
fact = Table(
    "fact", projection,
    Column("n", Integer, primary_key=True),  # the arrival's
    Column("hash", LargeBinary, nullable=False),
    Column("log", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("unit", Text, nullable=False),  # the log's
    Column("slot", Integer, ForeignKey("slot.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("clock", Integer, nullable=False),
    Column("on_day", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("sense", Text),
    Column("retracts", LargeBinary),
    Column("c", LargeBinary),
    Column("refusal", Text),  # None when admitted
    Column("live", Integer, nullable=False),
    Column("value", Text),  # the content's figure, date or stage: what lists need without opening the content
    Column("nature", Text),
    Index("fact_hash", "hash", unique=True),
    Index("fact_slot", "slot", "clock"),
    Index("fact_retracts", "retracts"),
    Index("fact_act", "act"),
    Index("fact_clock", "clock"),
)  # fmt: skip
fact_over = Table(
    "fact_over", projection,
    Column("hash", LargeBinary, nullable=False),  # the one answered over
    Column("n", Integer, nullable=False),  # by this fact; a foreign key would look here at each fact taken away
    PrimaryKeyConstraint("hash", "n"),
)  # fmt: skip
state = Table(
    "state", projection,
    Column("slot", Integer, ForeignKey("slot.id"), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("heads", Integer, nullable=False),
)  # fmt: skip
redacted = Table(
    "redacted", projection,
    Column("digest", LargeBinary, nullable=False),  # of the content that was purged
    Column("n", Integer, nullable=False),  # by this admitted fact
    Column("unit", Text, nullable=False),
    PrimaryKeyConstraint("digest", "n"),
)  # fmt: skip

# What is derived from the plan files in force and the unit directory.
plan = Table(
    "plan", projection,
    Column("uid", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("slug", Text, nullable=False, unique=True),
    Column("doc_no", Text),
    Column("title", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("issuer_unit", Text),  # uids of the issuing offices, a space between
    Column("issued_on", Text),
    Column("start_year", Integer, nullable=False),
    Column("end_year", Integer, nullable=False),
    Column("jurisdiction", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", Text, nullable=False),
)  # fmt: skip
node = Table(
    "node", projection,
    Column("uid", Text, primary_key=True),
    Column("plan", Text, ForeignKey("plan.uid"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("parent", Text),
    Column("notice", Text),
    Column("points", Text, nullable=False),  # JSON list
    Index("node_plan", "plan", "position"),
    Index("node_code", "plan", "code", unique=True),
)  # fmt: skip
assignment = Table(
    "assignment", projection,
    Column("node", Text, ForeignKey("node.uid"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("printed", Text, nullable=False),
    Column("role", Text, nullable=False),
    PrimaryKeyConstraint("node", "position"),
)  # fmt: skip
part = Table(
    "part", projection,  # who has a part in a task, groups expanded to their members
    Column("unit", Text, nullable=False),
    Column("node", Text, ForeignKey("node.uid"), nullable=False),
    Column("role", Text, nullable=False),
    Column("via", Text, nullable=False),
    PrimaryKeyConstraint("unit", "node"),
)  # fmt: skip
indicator = Table(
    "indicator", projection,
    Column("uid", Text, nullable=False),
    Column("plan", Text, ForeignKey("plan.uid"), nullable=False),  # shared ones: a row for each plan
    Column("name", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("basis", Text),
    Column("baseline", Text),
    Column("baseline_year", Integer),
    Column("publisher", Text),
    Column("publishes_on", Text),
    Column("note", Text),
    PrimaryKeyConstraint("uid", "plan"),
)  # fmt: skip
milestone = Table(
    "milestone", projection,
    Column("uid", Text, primary_key=True),
    Column("node", Text, ForeignKey("node.uid"), nullable=False),
    Column("plan", Text, ForeignKey("plan.uid"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("year", Integer),
    Column("due_on", Text),
    Column("recurs", Text),
    Column("from_year", Integer),
    Column("type", Text, nullable=False),
    Column("indicator", Text),
    Column("basis", Text),
    Column("op", Text),
    Column("target", Text),
    Column("target_max", Text),
    Column("measure", Text, nullable=False),
    Column("answerer", Text),
    Column("sense", Text, nullable=False),
    Column("series", Text, nullable=False),  # JSON [[year, target], …] printed for the indicator, this node's first
    Column("notice", Text),
    ForeignKeyConstraint(["indicator", "plan"], ["indicator.uid", "indicator.plan"]),
    Index("milestone_node", "node", "position"),
    Index("milestone_answerer", "answerer"),
    Index("milestone_indicator", "indicator"),
)  # fmt: skip
unit = Table(
    "unit", projection,
    Column("uid", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("pinyin", Text, nullable=False),
)  # fmt: skip
