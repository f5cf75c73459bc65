"""The statements of the start path and of the journal, built with Core, and their text for the standard driver.

`python -m db.store.statements` writes db/store/sqltext.py (`make sql`); a test fails when the two differ. The text is
what `duban tasks` and the first paint run, so that they need no SQLAlchemy; the journal runs it on the store's own
connection.
"""

from __future__ import annotations

import pprint
import re
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Insert,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.selectable import CTE

from db.store import schema
from db.store.schema import (
    arrival,
    assignment,
    content,
    fact,
    fact_over,
    indicator,
    log,
    milestone,
    node,
    part,
    plan,
    slot,
    state,
    unit,
)

DIALECT = sqlite.dialect(paramstyle="named")


def _slots() -> ColumnElement[bool]:
    """Only the slots given as a JSON list of ids: a fold touches what changed and nothing else."""
    chosen = func.json_each(bindparam("slots")).table_valued("value")
    return fact.c.slot.in_(select(chosen.c.value))


def _live() -> ColumnElement[int]:
    retract = fact.alias("r")
    named = exists(
        select(literal(1)).where(
            retract.c.retracts == fact.c.hash,
            retract.c.refusal.is_(None),
            retract.c.unit == fact.c.unit,
            retract.c.slot == fact.c.slot,
        )
    )
    return case((and_(fact.c.refusal.is_(None), fact.c.kind != "retract", ~named), 1), else_=0)


def unanswered() -> ColumnElement[bool]:
    """A fact that no live fact of its slot was said over: a head, if it is live itself."""
    over = fact_over.alias("o")
    later = fact.alias("g")
    return ~exists(
        select(literal(1))
        .select_from(over.join(later, later.c.n == over.c.n))
        .where(over.c.hash == fact.c.hash, later.c.slot == fact.c.slot, later.c.live == 1)
    )


def _fill_state(only: ColumnElement[bool] | None) -> Insert:
    heads = select(
        fact.c.slot,
        fact.c.n,
        func.count().over(partition_by=fact.c.slot).label("heads"),
        func.row_number()
        .over(
            partition_by=fact.c.slot,
            order_by=(fact.c.clock.desc(), fact.c.log.desc(), fact.c.seq.desc(), fact.c.hash.desc()),
        )
        .label("place"),
    ).where(fact.c.live == 1, unanswered())
    if only is not None:
        heads = heads.where(only)
    ranked = heads.subquery("h")
    return insert(state).from_select(
        ["slot", "n", "heads"], select(ranked.c.slot, ranked.c.n, ranked.c.heads).where(ranked.c.place == 1)
    )


def _wanted() -> CTE:
    """The nodes of one unit's list: tasks in which it has a part, nodes whose milestones it answers, all above them."""
    me: BindParameter[str] = bindparam("unit")
    mine = select(part.c.node.label("uid")).where(part.c.unit == me)
    answered = select(milestone.c.node).where(milestone.c.answerer == me)
    start = mine.union(answered).subquery("start")
    wanted = select(start.c.uid).cte("wanted", recursive=True)
    above = select(node.c.parent).join(wanted, wanted.c.uid == node.c.uid).where(node.c.parent.is_not(None))
    return wanted.union(above)


def _list_statements() -> dict[str, ClauseElement]:
    wanted = _wanted()
    inside = select(wanted.c.uid)
    me: BindParameter[str] = bindparam("unit")
    # A section's milestones are work for its answerer only; below it they are related indicators.
    shown = or_(milestone.c.answerer == me, and_(milestone.c.node == part.c.node, part.c.unit == me))
    rows = planned().outerjoin(part, and_(part.c.node == milestone.c.node, part.c.unit == me))
    # The year looked at is the plan's nearest (db.queries.standing.plan_year).
    year: BindParameter[int] = bindparam("year")
    looked_at = func.min(func.max(year, plan.c.start_year), plan.c.end_year)
    open_before = and_(milestone.c.year < looked_at, milestone.c.kind != "checkpoint")
    current = or_(milestone.c.recurs.is_not(None), milestone.c.year == looked_at, open_before)
    targets = (
        select(milestone.c.uid.label("target"))
        .where(milestone.c.node.in_(inside))
        .union(
            select(milestone.c.indicator).where(milestone.c.node.in_(inside), milestone.c.indicator.is_not(None)),
            inside,
        )
        .cte("targets")
    )
    return {
        "list_plans": select(plan).order_by(plan.c.position),
        "list_nodes": select(node, part.c.role, part.c.via)
        .outerjoin(part, and_(part.c.node == node.c.uid, part.c.unit == me))
        .where(node.c.uid.in_(inside))
        .order_by(node.c.plan, node.c.position),
        "list_milestones": rows.where(milestone.c.node.in_(inside), shown).order_by(
            milestone.c.node, milestone.c.position
        ),
        "list_brief": rows.join(plan, plan.c.uid == milestone.c.plan)
        .where(milestone.c.answerer == me, current)
        .order_by(milestone.c.node, milestone.c.position),
        "list_units": select(assignment)
        .where(assignment.c.node.in_(inside))
        .order_by(assignment.c.node, assignment.c.position),
        "list_states": winners().where(slot.c.target.in_(select(targets.c.target))),
    }


def planned() -> Select[Any]:
    """Milestones with their indicator and answerer, as db.queries.records.MilestoneRecord has them."""
    return (
        select(
            milestone, indicator.c.name, indicator.c.baseline, indicator.c.baseline_year, indicator.c.publishes_on,
            unit.c.name.label("answerer_name"),
        )
        .outerjoin(unit, unit.c.uid == milestone.c.answerer)
        .outerjoin(indicator, and_(indicator.c.uid == milestone.c.indicator, indicator.c.plan == milestone.c.plan))
    )  # fmt: skip


def winners() -> Select[Any]:
    """The winner of each slot as db.queries.records.StateRecord has it."""
    return (
        select(
            slot.c.target, slot.c.unit, slot.c.period, slot.c.field, state.c.heads,
            fact.c.kind, fact.c.value, fact.c.nature, fact.c.on_day, fact.c.clock, fact.c.sense,
        )
        .join(state, state.c.slot == slot.c.id)
        .join(fact, fact.c.n == state.c.n)
    )  # fmt: skip


def _journal_statements() -> dict[str, ClauseElement]:
    said: BindParameter[int] = bindparam("slot")
    keys = [slot.c.target, slot.c.unit, slot.c.period, slot.c.field, slot.c.scope]
    return {
        "insert_log": upsert(log).on_conflict_do_nothing(),
        "insert_entry": upsert(schema.entry).on_conflict_do_nothing(),
        "insert_content": upsert(content).on_conflict_do_nothing(),
        "insert_arrival": insert(arrival).values(
            {name: bindparam(name) for name in ("log", "seq", "hash", "at", "source")}
        ),
        "insert_slot": upsert(slot)
        .values({column.name: bindparam(column.name) for column in keys})
        .on_conflict_do_nothing(),
        "find_slot": select(slot.c.id).where(*[column == bindparam(column.name) for column in keys]),
        "insert_fact": insert(fact),
        "insert_over": upsert(fact_over).on_conflict_do_nothing(),
        "insert_redacted": upsert(schema.redacted).on_conflict_do_nothing(),
        "mark_live": update(fact).values(live=_live()).where(_slots()),
        "clear_state": delete(state).where(
            state.c.slot.in_(select(func.json_each(bindparam("slots")).table_valued("value").c.value))
        ),
        "fill_state": _fill_state(_slots()),
        "mark_all_live": update(fact).values(live=_live()),
        "fill_all_states": _fill_state(None),
        "slot_heads": select(fact.c.hash, fact.c.unit)
        .where(fact.c.slot == said, fact.c.live == 1, unanswered())
        .order_by(fact.c.clock, fact.c.log, fact.c.seq, fact.c.hash),
        # Only admitted ones: a stranger's huge clock must not stop our own from counting.
        "greatest_clock": select(func.max(fact.c.clock)).where(fact.c.refusal.is_(None)),
        "last_own": select(arrival.c.hash).where(arrival.c.source == "own").order_by(arrival.c.n.desc()).limit(1),
    }


def _table_inserts() -> dict[str, ClauseElement]:
    tables: list[Table] = [plan, node, assignment, part, indicator, milestone, unit]
    inserts: dict[str, ClauseElement] = {f"insert_{table.name}": insert(table) for table in tables}
    inserts["insert_plan_file"] = upsert(schema.plan_file).on_conflict_do_nothing()
    inserts["set_setting"] = (
        upsert(schema.setting)
        .values(key=bindparam("key"), value=bindparam("value"))
        .on_conflict_do_update(index_elements=["key"], set_={"value": bindparam("value")})
    )
    inserts["get_setting"] = select(schema.setting.c.value).where(schema.setting.c.key == bindparam("key"))
    inserts["find_unit"] = select(unit).where(unit.c.uid == bindparam("uid"))
    inserts["list_directory"] = (
        select(unit, func.count(part.c.node).label("tasks"))
        .outerjoin(part, part.c.unit == unit.c.uid)
        .group_by(unit.c.uid)
        .order_by((func.count(part.c.node) == 0).cast(Integer), unit.c.position)
    )
    return inserts


def statements() -> dict[str, str]:
    """Name → SQL text with named parameters."""
    built = {**_list_statements(), **_journal_statements(), **_table_inserts()}
    return {name: _text(statement) for name, statement in sorted(built.items())}


def ddl(metadata: str) -> list[str]:
    """The CREATE statements of "primary" or "projection", tables before their indexes."""
    texts: list[str] = []
    for table in getattr(schema, metadata).sorted_tables:
        texts.append(_text(CreateTable(table)))
        texts += sorted(_text(CreateIndex(index)) for index in table.indexes)
    return texts


def _text(statement: ClauseElement) -> str:
    """One line of SQL. Constants of the statement itself are written out; named parameters stay."""
    compiled = statement.compile(dialect=DIALECT)
    text = str(compiled)
    for name, value in (getattr(compiled, "params", None) or {}).items():
        if value is not None:
            shown = str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
            text = re.sub(rf":{name}\b", shown, text)
    return " ".join(text.split())


def module_text() -> str:
    """What db/store/sqltext.py must be."""
    return (
        '"""Generated by `make sql` from db.store.statements; not to be edited. Text of the statements that run without'
        ' SQLAlchemy."""\n\n# ruff: noqa\n# fmt: off\n'
        f"USER_VERSION = {schema.USER_VERSION}\n"
        f"PRIMARY = {pprint.pformat(ddl('primary'), width=116)}\n"
        f"PROJECTION = {pprint.pformat(ddl('projection'), width=116)}\n"
        f"SQL = {pprint.pformat(statements(), width=116)}\n"
    )


if __name__ == "__main__":
    Path(__file__).with_name("sqltext.py").write_text(module_text(), encoding="utf-8")
