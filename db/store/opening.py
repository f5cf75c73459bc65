"""What an opened file still needs: directory, bundled plans, the journal's projection. Standard library only.

Called by db.first at the start and by the store. What only a change needs is imported only then: most starts find
nothing to do.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from zlib import crc32

from db.errors import KnownError
from db.store.connect import transaction
from db.store.sqltext import SQL
from resources import path as resource
from resources import plan_order


def bring_up_to_date(raw: sqlite3.Connection, plans: Path, *, strict: bool = False) -> list[KnownError]:
    """Adopts bundled plans and the directory when they changed; derives the journal's projection when it is gone."""
    units = f"{crc32(resource('units.json').read_bytes()):08x}"
    mark = f"{units}/{','.join(digest for _, digest in plan_order(plans))}"
    before = read_setting(raw, "bundled") or ""
    if before == mark and read_setting(raw, "folded"):
        return []
    from db.store.indexing import rebuild

    with transaction(raw):
        anew = before.partition("/")[0] != units  # members and issuers are looked up in the directory
        problems = [] if before == mark else _adopt_all(raw, plans, strict=strict, anew=anew)
        if not problems:
            raw.execute(SQL["set_setting"], {"key": "bundled", "value": mark})
        rebuild(raw)
        raw.execute(SQL["set_setting"], {"key": "folded", "value": "1"})
    return problems


def _adopt_all(raw: sqlite3.Connection, plans: Path, *, strict: bool, anew: bool) -> list[KnownError]:
    from db.rules.directory import Directory
    from db.store import planload

    directory = Directory.bundled()
    planload.load_directory(raw, directory)
    in_force = set() if anew else {digest for (digest,) in raw.execute('SELECT digest FROM "plan"')}
    problems = []
    for position, (file, digest) in enumerate(plan_order(plans)):
        if digest in in_force:
            continue
        try:
            planload.adopt_file(raw, file, position, directory)
        except KnownError as error:
            if strict:
                raise
            problems.append(error)
    planload.project_kept(raw, directory, {digest for _, digest in plan_order(plans)}, anew=anew)
    return problems


def read_setting(raw: sqlite3.Connection, key: str) -> str | None:
    """A local setting, or None."""
    row = raw.execute(SQL["get_setting"], {"key": key}).fetchone()
    return str(row[0]) if row else None
