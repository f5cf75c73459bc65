"""A unit's checklist with what it wrote → the ledger's items, numbered, and their counts. Pure; called by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from db.reports import arranged, phrases
from db.reports.model import Counts, Item, Place
from db.rows import Checklist, Contact, MilestoneRow, NodeDetail, NodeRow, PlanRow, Share
from db.rules.kinds import Light, MilestoneKind, NodeUid, PlanUid, Role, TextField
from db.rules.wording import role_name

_FINISHED = (Light.DONE, Light.IN_REVIEW)
_EXPLAINED = (Light.OVERDUE, Light.SEVERE, Light.BEHIND, Light.RETURNED)


@dataclass(slots=True)
class _Builder:
    """Goes through the checklist in document order."""

    checklist: Checklist
    details: Mapping[NodeUid, NodeDetail]
    plans: Mapping[PlanUid, PlanRow]
    nodes: Mapping[NodeUid, NodeRow]
    numbers: Counter[Place] = field(default_factory=Counter)

    def items(self, node: NodeRow) -> list[Item]:
        places = [(row, self._place(node, row)) for row in node.milestones]
        said = _bearer(places)
        return [self._item(node, row, place, row is said) for row, place in places]

    def _place(self, node: NodeRow, row: MilestoneRow) -> Place:
        plan = self.plans[row.plan]
        if plan.ended or not row.current:
            return Place.OTHER
        if row.mine:
            return Place.LEDGER
        if node.kind != "task" or not node.role:
            return Place.RELATED
        return Place.PARTS if row.year >= nearest_year(plan, self.checklist.year) else Place.OTHER

    def _item(self, node: NodeRow, row: MilestoneRow, place: Place, bears_texts: bool) -> Item:
        plan, own = self.plans[row.plan], self.checklist.unit.uid
        detail = self.details.get(node.uid)
        texts = {text.field: text for text in detail.texts} if detail and bears_texts else {}
        contact = detail.contact if detail else Contact(section=node.section, person=node.person)
        if place is not Place.OTHER:
            self.numbers[place] += 1
        return Item(
            place=place,
            number=0 if place is Place.OTHER else self.numbers[place],
            plan=row.plan,
            doc_no=plan.doc_no or f"《{plan.short}》",
            plan_short=plan.short,
            clause=phrases.clause(node.code),
            section=self._above(node),
            node=node.uid,
            task=node.number + node.title,
            role=node.role,
            milestone=row.uid,
            period=row.period,
            kind=row.kind,
            text=row.text,
            year=row.year,
            due_on=row.due_on,
            op=row.op,
            target=row.target,
            target_max=row.target_max,
            measure=row.measure,
            value=row.value,
            as_at=row.as_at,
            nature=row.nature,
            rate=phrases.rate(row),
            expected=row.expected,
            gap=None if row.progress is None or row.expected is None else row.progress - row.expected,
            light=row.light,
            due_soon=row.due_soon,
            reason=row.reason,
            status=row.status,
            answerer=row.answerer_name,
            lead=_named(node.units, (Role.LEAD,), own, contact.leader) if node.units else row.answerer_name,
            others=_named(node.units, (Role.RESPONSIBLE, Role.SUPPORT), own, contact.leader),
            office=contact.section,
            person=contact.person,
            phone=contact.phone,
            figure=phrases.figure_sentence(row, self.checklist.year),
            progress=texts[TextField.PROGRESS].text if TextField.PROGRESS in texts else "",
            problem=_problem(row, texts[TextField.PROBLEM].text if TextField.PROBLEM in texts else ""),
            next_step=texts[TextField.NEXT].text if TextField.NEXT in texts else "",
            note=dict(detail.notes).get(row.uid, "") if detail else "",
            parts=_parts(self.checklist, detail, row),
            evidence=row.evidence,
            remark=_remark(row, any(text.carried for text in texts.values())),
            planned_due=row.planned_due,
            planned_target=row.planned_target,
            adjustment=arranged.sentence(row, detail) if detail else "",
        )

    def _above(self, node: NodeRow) -> str:
        titles: list[str] = []
        above = node.parent
        while above and above in self.nodes:
            titles.insert(0, self.nodes[above].number + self.nodes[above].title)
            above = self.nodes[above].parent
        return " › ".join(titles)


def items(checklist: Checklist, details: Mapping[NodeUid, NodeDetail]) -> tuple[Item, ...]:
    """Every milestone that the checklist holds, each once, in document order."""
    plans = {plan.uid: plan for plan in checklist.plans}
    builder = _Builder(checklist, details, plans, {node.uid: node for node in checklist.nodes})
    return tuple(item for node in checklist.nodes for item in builder.items(node))


def nearest_year(plan: PlanRow, year: int) -> int:
    """The year of the plan that is looked at: `year`, or the plan's nearest."""
    return min(max(year, plan.start_year), plan.end_year)


def counts(checklist: Checklist, rows: tuple[Item, ...]) -> Counts:
    """The counts of plans in force. The lights add up to `due`."""
    in_force = {plan.uid for plan in checklist.plans if not plan.ended and plan.start_year <= checklist.year}
    roles = Counter(node.role for node in checklist.nodes if node.kind == "task" and node.plan in in_force)
    ledger = [item for item in rows if item.place is Place.LEDGER]
    due = [item for item in ledger if item.light is not Light.CANCELLED]
    lights = Counter(item.light for item in due)
    by_light = {light.value: lights[light] for light in Light if light is not Light.CANCELLED}
    nearest = {plan.uid: nearest_year(plan, checklist.year) for plan in checklist.plans}
    return replace(
        Counts(**by_light),
        lead=roles[Role.LEAD],
        responsible=roles[Role.RESPONSIBLE],
        support=roles[Role.SUPPORT],
        due=len(due),
        carried=sum(item.year < nearest[item.plan] for item in due),
        cancelled=len(ledger) - len(due),
        due_soon=sum(item.due_soon for item in due),
        missing_evidence=sum(item.light in _FINISHED and not item.evidence for item in due),
    )


def _bearer(places: list[tuple[MilestoneRow, Place]]) -> MilestoneRow | None:
    """The milestone on whose row the task's texts are printed: the year's checkpoint, else the first of the ledger,
    else the first of this year, else the first."""
    shown = [row for row, place in places if place is Place.LEDGER]
    shown = shown or [row for row, place in places if place is not Place.OTHER] or [row for row, _ in places]
    checkpoints = [row for row in shown if row.kind is MilestoneKind.CHECKPOINT]
    return next(iter(checkpoints or shown), None)


def _named(units: tuple[Share, ...], roles: tuple[Role, ...], own: str, leader: str) -> str:
    """牵头 names alone; else each role before its names. The unit's own leader stands behind its name."""
    said = []
    for role in roles:
        names = [
            (unit.printed or unit.name) + (f"（{leader}）" if leader and unit.uid == own else "")
            for unit in units
            if unit.role is role
        ]
        if names:
            said.append("、".join(names) if len(roles) == 1 else f"{role_name(role)}：{'、'.join(names)}")
    return "；".join(said)


def _problem(row: MilestoneRow, written: str) -> str:
    """What the unit wrote; before it the rule's reason where the light is red or yellow."""
    if row.light not in _EXPLAINED or not row.reason or row.reason in written:
        return written
    return f"{row.reason}。{written}" if written else row.reason + "。"


def _parts(checklist: Checklist, detail: NodeDetail | None, row: MilestoneRow) -> str:
    own = checklist.unit.uid
    said = []
    for part in dict(detail.parts).get(row.uid, ()) if detail else ():
        if (part.unit == own) is row.mine:
            continue  # on its own rows a unit prints the others' parts, on others' rows its own
        value = phrases.amount(part.value, row.measure) if part.value is not None else ""
        words = "，".join(text for text in (value, part.note) if text)
        said.append(f"{part.unit_name}：{words}" if row.mine else words)
    return "；".join(said)


def _remark(row: MilestoneRow, carried: bool) -> str:
    marks = [
        (row.conflict, "有多个答复，请选择采用哪个"),
        (row.confirm, "指标含义有变，待确认"),
        (carried, "文字沿用上期，未改"),
        (bool(row.notice), row.notice or ""),
    ]
    return "；".join(text for shown, text in marks if shown)
