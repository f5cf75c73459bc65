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


def plan_files() -> list[Path]:
    """The bundled plan files, in the order they are shown (resources/plans/order.json)."""
    return [path("plans", f"{slug}.json") for slug in read_json("plans", "order.json")]


def messages(lang: str) -> dict[str, list[str]]:
    """Sentences of known errors and of the strip: code → [sentence, hint]. zh_CN or en."""
    result: dict[str, list[str]] = read_json("messages", f"{'zh_CN' if lang.startswith('zh') else 'en'}.json")
    return result
