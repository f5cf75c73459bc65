"""Paragraphs and tables → drafts, one for each document that is a plan. The importer's centre; called by the child process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from db.importers import contradictions, documents, duties, jurisdiction, merging, outline, periods, subjects, targets
from db.importers.commitments import Clock
from db.importers.model import DraftMilestone, DraftNode, DraftPlan, DraftUnit
from db.importers.outline import Clause, Piece
from db.importers.paragraphs import Paragraph
from db.importers.unitlists import UnitList
from db.rules.directory import Directory, Unit
from db.rules.kinds import Role


def drafts(
    paragraphs: list[Paragraph],
    directory: Directory,
    *,
    named: str = "",
    progress: Callable[[float], None] = lambda _: None,
) -> list[DraftPlan]:
    """One draft for each plan in the text, in order. Documents without tasks are none. `named`: the title of a document
    that has none, from its file's name."""
    made = []
    found = documents.split(paragraphs)
    for number, document in enumerate(found, 1):
        if document.may_be_plan:
            plan = _Drafter(replace(document, title=document.title or named), paragraphs, directory).plan()
            if any(node.kind == "task" for node in plan.nodes):
                made.append(plan)
        progress(0.5 + 0.45 * number / len(found))
    return made


class _Drafter:
    """Reads one document."""

    def __init__(self, document: documents.Document, paragraphs: list[Paragraph], directory: Directory) -> None:
        self.document = document
        self.body = paragraphs[document.body : document.end]
        self.directory = directory
        head = f"{document.title}\n{document.notice}\n{document.issuer}\n{document.doc_no or ''}"
        self.place = jurisdiction.of_document(head, "\n".join(line.text for line in self.body), directory)
        self.near = jurisdiction.around(self.place, directory)
        self.root = outline.build(self.body)
        self.names_units = any(clause.has_units for clause in self.root.walk())
        self.first_leads = False
        self.frame = periods.frame(document, self.body)

    def plan(self) -> DraftPlan:
        """The draft of the document."""
        plan = DraftPlan(
            doc_no=self.document.doc_no,
            title=self.document.title,
            issuer=self.document.issuer,
            issued_on=self.document.issued_on,
            start_year=self.frame.start_year,
            end_year=self.frame.end_year,
            jurisdiction=self.place,
        )
        leaves = set() if self.names_units else self._leaf_tasks()
        for clause in self.root.walk():
            if clause is not self.root:
                plan.nodes += self._nodes(clause, id(clause) in leaves)
        self._prune(plan)
        _answer(plan.nodes)
        plan.indicators = merging.merge(plan.nodes)
        plan.contradictions = contradictions.within(plan.nodes, range(plan.start_year, plan.end_year + 1))
        return plan

    def _prune(self, plan: DraftPlan) -> None:
        """Sections that lead to nothing go; their text, and text outside all clauses, is listed as left over."""
        plan.leftover += [(piece.strand.text, piece.strand.span()) for piece in self.root.pieces]
        kept_paths: set[str] = set()
        kept: list[DraftNode] = []
        for node in reversed(plan.nodes):
            if node.kind == "task" or node.milestones or node.code in kept_paths:
                kept.append(node)
                kept_paths.update(_ancestors(node.code))
                if node.kind == "section" and not node.milestones and len(node.text) > len(node.title) + 2:
                    plan.leftover.append((node.text, node.span))
            else:
                plan.leftover.append((node.text or node.title, node.span))
        plan.nodes = list(reversed(kept))
        plan.leftover.sort(key=lambda item: item[1])

    def _leaf_tasks(self) -> set[int]:
        """Where a document names no units: its smallest numbered clauses, below the chapters if it has any deeper ones."""
        clauses = [clause for clause in self.root.walk() if clause is not self.root and not clause.goals]
        leaves = [clause for clause in clauses if not clause.children]
        deep = [clause for clause in leaves if "/" in clause.code]
        return {id(clause) for clause in (deep or leaves)}

    def _nodes(self, clause: Clause, leaf: bool) -> list[DraftNode]:
        groups = _groups(clause)
        below = any(child.has_units for top in clause.children for child in top.walk())
        if len(groups) > 1 and not below:
            made = [self._node(clause, "section", [], [])]
            for number, (pieces, lists) in enumerate(groups, 1):
                node = self._node(clause, "task", pieces, lists)
                node.code, node.number, node.title = f"{clause.code}#{number}", "", _first_words(pieces)
                made.append(node)
            return made
        pieces, lists = groups[0] if groups else (clause.pieces, [])
        kind = "task" if leaf or (clause.row and not clause.children) or (lists and not below) else "section"
        return [self._node(clause, kind, clause.pieces, [made for group in groups for made in group[1]])]

    def _node(self, clause: Clause, kind: str, pieces: list[Piece], lists: list[UnitList]) -> DraftNode:
        node = DraftNode(
            code=clause.code,
            kind=kind,
            number=clause.number,
            title=clause.title,
            text="\n".join(piece.strand.text for piece in pieces) or clause.heading.text,
            span=_span(clause, pieces),
            units=self._units(lists),
        )
        node.etc = next((made.etc for made in lists if made.etc), "")
        node.facts = dict(clause.facts)
        for made in lists:
            node.facts |= made.facts
        node.milestones = self._milestones(clause, pieces)
        if kind == "task":
            node.milestones += duties.of_facts(node.facts, node.title, self.frame, node.span, node.milestones)
        if kind == "task" and not node.units and not self.names_units:
            said = [unit for piece in pieces for unit in subjects.find(piece.strand)]
            node.units = self._units([UnitList(0, 0, said)])
            node.confidence = 0.5
        return node

    def _milestones(self, clause: Clause, pieces: list[Piece]) -> list[DraftMilestone]:
        clock = Clock()
        made: list[DraftMilestone] = []
        goal = clause.goals or "目标" in clause.title
        for piece in pieces:
            if not goal:
                clock = Clock()
            committed = clause.row or goal or piece.strand.plain.startswith("时间节点")
            for strand in outline.without_units(piece):
                found = targets.of_paragraph(strand, self.frame, clock, clause.title, committed=committed)
                made += found
                made += duties.of_paragraph(strand, self.frame, [one.span for one in found], dated=committed)
        return made

    def _units(self, lists: list[UnitList]) -> list[DraftUnit]:
        units: list[DraftUnit] = []
        seen: set[str] = set()
        self.first_leads = self.first_leads or any(made.first_leads for made in lists)
        for made in lists:
            for unit in made.units:
                if unit.full in seen:
                    continue
                seen.add(unit.full)
                name, known = self._resolved(unit.full, unit.printed)
                units.append(DraftUnit(unit.printed, name, unit.role, unit.span, known, unit.collective))
        if (
            self.first_leads
            and units
            and not units[0].collective
            and all(unit.role is Role.RESPONSIBLE for unit in units)
        ):
            units[0].role = Role.LEAD
        return units

    def _resolved(self, full: str, printed: str) -> tuple[str, bool]:
        """The directory's name. Units of other places do not answer to a name that only sounds alike: 市财政局."""
        forms = (full, printed, f"国家{printed}") if self.place == jurisdiction.NATIONAL else (full, printed)
        for name in forms:
            found = self.directory.resolve(name, self.place)
            if found is not None and (found.name == name or self._may_mean(found)):
                return found.name, True
        return full, False

    def _may_mean(self, unit: Unit) -> bool:
        return unit.level == "national" or unit.jurisdiction in self.near


def _ancestors(code: str) -> list[str]:
    """The paths above a code: 附件2/二/(一)/3 → 附件2/二/(一), 附件2/二, 附件2; 二/(二)#1 → 二/(二), 二."""
    made = []
    path = code
    while "/" in path or "#" in path:
        path = path[: max(path.rfind("/"), path.rfind("#"))]
        made.append(path)
    return made


def _answer(nodes: list[DraftNode]) -> None:
    """Who answers each milestone: the task's lead or first unit, never a group; a section's is that of its first task."""
    first: dict[str, str] = {}
    own: dict[str, str] = {}
    for node in nodes:
        leads = [unit for unit in node.units if not unit.collective]
        answerer = next(
            (unit.name for role in (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT) for unit in leads if unit.role is role),
            None,
        )
        if answerer:
            own[node.code] = answerer
            for path in _ancestors(node.code):
                first.setdefault(path, answerer)
    for node in nodes:
        for milestone in node.milestones:
            milestone.answerer = own.get(node.code) or first.get(node.code)


def _groups(clause: Clause) -> list[tuple[list[Piece], list[UnitList]]]:
    """A clause's text parted by its unit lists: paragraphs that each name their own units are tasks of their own."""
    groups: list[tuple[list[Piece], list[UnitList]]] = []
    pieces: list[Piece] = []
    closed = False
    for piece in clause.pieces:
        if piece.units and closed and not piece.body:
            groups[-1][0].append(piece)  # 牵头单位 and 配合单位 on lines of their own
            groups[-1][1].extend(piece.units)
            continue
        pieces.append(piece)
        if piece.units:
            groups.append((pieces, list(piece.units)))
            pieces, closed = [], True
        else:
            closed = False
    if pieces and groups:
        groups[-1][0].extend(pieces)
    return groups


def _first_words(pieces: list[Piece]) -> str:
    text = next((piece.body for piece in pieces if piece.body), "")
    return text[: outline.title_end(text)].strip("。：；， ")


def _span(clause: Clause, pieces: list[Piece]) -> tuple[int, int]:
    places = [strand.span() for strand in (clause.heading, *(piece.strand for piece in pieces)) if len(strand)]
    return (min(place[0] for place in places), max(place[1] for place in places)) if places else (0, 0)
