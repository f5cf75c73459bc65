"""An entry in words: for history, undo labels and messages. Pure; Chinese, as the reports are."""

from __future__ import annotations

from dataclasses import dataclass

from db.rules.kinds import EntryKind
from db.store.indexing import read_body

_VERBS = {
    EntryKind.FIGURE: "完成值",
    EntryKind.DONE: "打勾",
    EntryKind.UNDONE: "取消打勾",
    EntryKind.PART: "配合情况",
    EntryKind.TEXT: "说明",
    EntryKind.EVIDENCE_ADDED: "添加佐证",
    EntryKind.EVIDENCE_WITHDRAWN: "撤下佐证",
    EntryKind.ITEM_ADDED: "列入名单",
    EntryKind.ITEM_REMOVED: "移出名单",
    EntryKind.OWN_ITEM_SET: "自建事项",
    EntryKind.ACCEPTED: "销号",
    EntryKind.RETURNED: "退回",
    EntryKind.RETRACT: "撤销",
    EntryKind.CONTACT_SET: "责任人",
    EntryKind.MEANING_CONFIRMED: "确认目标变化",
    EntryKind.ADJUSTMENT_ASKED: "申请调整",
    EntryKind.ADJUSTMENT_APPROVED: "批准调整",
    EntryKind.BREAKDOWN_SET: "目标分解",
    EntryKind.TARGET_SET: "年度分解目标",
    EntryKind.SIGNED_OFF: "审签",
    EntryKind.ISSUED: "报送",
}
_TEXTS = {"progress": "进展", "problem": "存在问题", "next": "下一步措施", "note": "说明"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """`verb`: what kind of thing was said; `said`: with its value; `note`: the reason or text; `by`: the person."""

    verb: str
    title: str
    said: str
    note: str
    by: str


def phrase(kind: str, field: str, body: bytes | None, title: str, measure: str = "") -> Phrase:
    """An entry in words. An unknown kind is named as it is; withheld content leaves value and note empty."""
    content = read_body(body) if body else {}
    known = kind in set(EntryKind)
    verb = _VERBS.get(EntryKind(kind), kind) if known else kind
    if field.startswith("point/"):
        verb = ("打勾要点" if kind == EntryKind.DONE else "取消要点") + field.removeprefix("point/")
    elif kind == EntryKind.TEXT:
        verb = _TEXTS.get(field, "说明")
    value = str(content.get("value") or "")
    if kind in (EntryKind.CONTACT_SET, EntryKind.OWN_ITEM_SET):
        value = "、".join(str(content[name]) for name in ("section", "person", "title") if content.get(name))
    elif kind in (EntryKind.EVIDENCE_ADDED, EntryKind.ITEM_ADDED, EntryKind.ITEM_REMOVED):
        value = str(content.get("name") or "")
    elif value and kind in (EntryKind.FIGURE, EntryKind.PART):
        value += measure
    note = str(content.get("note") or content.get("text") or "")
    return Phrase(verb, title, f"{verb} {value}".strip(), note, str(content.get("by") or ""))
