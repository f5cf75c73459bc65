"""The hidden sheet of a 填报表: what the form is, and what was printed in its yellow cells. Called by the form readers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from db.rules.forms import Field

Meta = tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]


def hidden_sheet(rows: Iterable[Sequence[object]]) -> Meta:
    """(header, printed values by row key); what can't be read is passed over: the form is then read by its text."""
    head: dict[str, str] = {}
    printed: dict[str, dict[str, str]] = {}
    for at, row in enumerate(rows):
        texts = ["" if cell is None else str(cell) for cell in row]
        if at == 0:
            head = _object(texts[0] if texts else "")
        elif len(texts) >= 3:
            said = _object("".join(texts[2:]))
            printed[texts[0]] = {Field[name].value: text for name, text in said.items() if name in Field.__members__}
    return head, printed


def _object(text: str) -> dict[str, str]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(part) for name, part in value.items()} if isinstance(value, dict) else {}
