"""Plans, unit directory, fonts, icons, messages and translations: paths and read functions only. A leaf."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Where a resource lies."""
    return ROOT.joinpath(*parts)


def read_json(*parts: str) -> Any:
    """A JSON resource. Raises OSError or ValueError when it is missing or damaged: a fault of the installation."""
    return json.loads(path(*parts).read_text(encoding="utf-8"))


def plan_order(folder: Path | None = None) -> list[tuple[Path, str]]:
    """The bundled plan files in the order they are shown, each with its digest (plans/order.json)."""
    folder = folder or path("plans")
    rows = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    return [(folder / f"{row['slug']}.json", row["digest"]) for row in rows]


def messages(lang: str) -> dict[str, list[str]]:
    """Sentences of known errors and of the strip: code → [sentence, hint]. zh_CN or en."""
    name = "zh_CN" if lang.startswith("zh") else "en"
    result: dict[str, list[str]] = {}
    for file in sorted(path("messages").glob(f"*{name}.json")):
        result |= json.loads(file.read_text(encoding="utf-8"))
    return result
