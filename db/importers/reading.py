"""Bytes of a document → the report of its drafts. The whole importer in one call; runs in the child process."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from db.errors import KnownError
from db.importers import drafting, prose, readers, transfer
from db.importers.columns import Column
from db.rules.directory import Directory

_SECRET = re.compile(r"^(?:绝密|机密|秘密)(?:★.{0,12}|.{0,3}年|)$|^[（(【]?(?:绝密|机密|秘密)[】)）]?$")
Progress = Callable[[float], None]


def read(
    data: bytes,
    name: str,
    mapping: Mapping[int, Mapping[int, Column]] | None = None,
    progress: Progress = lambda _: None,
) -> dict[str, Any]:
    """What the document holds, nothing stored. Raises KnownError import_…"""
    progress(0.02)
    content = readers.read(data, name)
    progress(0.2)
    paragraphs, mappings = prose.read(content, mapping)
    shown = name.replace("\\", "/").rpartition("/")[2]
    if any(_SECRET.match(paragraph.plain) for paragraph in paragraphs[:40]):
        raise KnownError("import_secret", file=shown)
    progress(0.5)
    plans = drafting.drafts(paragraphs, Directory.bundled(), named=shown.rpartition(".")[0], progress=progress)
    if not plans:
        raise KnownError("import_no_tasks", file=shown)
    progress(0.95)
    return transfer.report(plans, [], mappings)
