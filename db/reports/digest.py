"""The check code of report data: SHA-256 over a canonical text of every field. Called by db.reports.status."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

from db.reports.model import StatusReport
from db.rules.wording import number


def sealed(report: StatusReport) -> StatusReport:
    """The report with its digest. The same data have the same digest on every machine and in every version that
    prints the same fields."""
    bare = _plain(replace(report, digest=""))
    text = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return replace(report, digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
