"""How ids are minted, once. Called by plan files and importers; no reader derives an id that a file already holds."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

DUBAN: UUID = uuid5(NAMESPACE_URL, "duban")

# What a milestone means. An answer given to another meaning is kept but must be confirmed (architecture.md, Identity).
_SENSE = ("kind", "indicator", "op", "target", "target_max", "measure", "year", "recurs", "due_on")


def normal_doc_no(text: str) -> str:
    """A document number as people write it, made comparable: NFKC, one kind of bracket, no spaces."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\[〔【(（](\d{4})[\])〕】）]", r"〔\1〕", text)


def document_uid(doc_no: str | None, issuer: str, title: str, issued_on: str) -> str:
    """UUIDv5(DUBAN, "doc:" + normalised number); without a number from issuer, title and date."""
    name = normal_doc_no(doc_no) if doc_no else "\n".join((issuer, title, issued_on))
    return str(uuid5(DUBAN, f"doc:{name}"))


def node_uid(document: str, code: str) -> str:
    """First minting of a node: UUIDv5(document id, code)."""
    return str(uuid5(UUID(document), code))


def milestone_uid(node: str, key: str) -> str:
    """First minting of a milestone: UUIDv5(node uid, key)."""
    return str(uuid5(UUID(node), key))


def unit_uid(name: str) -> str:
    """First minting of a unit of the directory."""
    return str(uuid5(DUBAN, f"unit:{name}"))


def sense(milestone: Mapping[str, object]) -> str:
    """SHA-256 in hex of what the milestone asks for; wording, code and place do not enter."""
    meaning = {name: None if milestone.get(name) is None else str(milestone[name]) for name in _SENSE}
    return hashlib.sha256(json.dumps(meaning, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
