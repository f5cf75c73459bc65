"""Packages for the tests: honest ones out of a store, and hand-made ones. Not a test."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from db.commands import collect as collecting
from db.commands import handing, ticks
from db.commands.author import Author
from db.commands.collect import Collected
from db.rules.journal import Head, LogRow, Slot, encode_head, entry_hash
from db.rules.pack import MANIFEST, entry_line, log_line
from db.store.store import Store
from exports.package import write_package
from tests import plans as small

DAY = date(2021, 6, 30)
GXT, OFFICE = Author(small.unit(small.GXT), "张三"), Author(small.unit(small.ISSUER), "王五")


@contextmanager
def device(folder: Path) -> Iterator[None]:
    """The machine whose configuration lies in this folder."""
    before = os.environ.get("DUBAN_CONFIG")
    os.environ["DUBAN_CONFIG"] = str(folder)
    try:
        yield
    finally:
        os.environ["DUBAN_CONFIG"] = before or ""


@dataclass
class Place:
    """A store with the small plan on a machine of its own."""

    root: Path
    plans: Path

    def open(self) -> Store:
        """The store; the caller closes it."""
        with device(self.root / "device"):
            return Store.open(self.root / "home", "duban test", plans=self.plans)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, on its machine."""
        with device(self.root / "device"):
            opened = Store.open(self.root / "home", "duban test", plans=self.plans)
            try:
                yield opened
            finally:
                opened.close()

    def tick(self, spec: str = small.RULES, files: tuple[Path, ...] = (), note: str = "") -> None:
        """One claim of the unit."""
        with self.store() as store:
            ticks.tick(store, GXT, spec, files=files, note=note, today=DAY)

    def pack(
        self, out: Path, *, everything: bool = False, limit: int = 20 * 1024 * 1024, author: Author = GXT
    ) -> list[Path]:
        """A hand-in without reports."""
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = out.parent / f".{out.name}.spool"
        folder.mkdir()
        with self.store() as store:
            data = handing.prepare(store, author.unit, "2021-06", folder, everything=everything)
            return [part.path for part in write_package(data, [], out, limit=limit)]

    def collect(self, *files: Path, trust: bool = True, own: bool = False) -> list[Collected]:
        """Takes files in."""
        with self.store() as store:
            return collecting.collect(store, list(files), trust=trust, own=own)

    def scalar(self, query: str, *values: object) -> object:
        """One value of the data file."""
        with self.store() as store:
            return store.read(lambda conn: conn.exec_driver_sql(query, values).scalar())


def rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], None], *, seal: bool = True) -> Path:
    """The package with its files changed; with `seal` the manifest's sizes and digests are made to fit, as a forger would."""
    with ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if seal:
        manifest = json.loads(files[MANIFEST])
        manifest["files"] = [row for row in manifest["files"] if row["path"] in files]
        for row in manifest["files"]:
            content = files[row["path"]]
            row["size"], row["sha256"] = len(content), hashlib.sha256(content).hexdigest()
        files[MANIFEST] = json.dumps(manifest, ensure_ascii=False).encode()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target


def changed_manifest(inside: dict[str, bytes], **fields: object) -> None:
    """Sets fields of the manifest."""
    inside[MANIFEST] = json.dumps({**json.loads(inside[MANIFEST]), **fields}, ensure_ascii=False).encode()


def forged_journal(device_id: str, unit: str, drafts: list[tuple[str, Slot]]) -> tuple[bytes, dict[str, object], int]:
    """(lines, heads, entries) of a sound log that claims to be of this device and unit."""
    row = LogRow(os.urandom(16), device_id, unit, "forged", "2021-07-01T00:00:00.000Z", b"")
    lines, prev = [log_line(row)], row.genesis
    for seq, (kind, slot) in enumerate(drafts, 1):
        head = encode_head(Head(kind, os.urandom(16).hex(), slot, "2021-07-01", 10**6, "2021-07-01T00:00:00.000Z"))
        digest = entry_hash(row.log, seq, prev, head)
        lines.append(entry_line(row.log, seq, digest, prev, head))
        prev = digest
    return b"".join(lines), {row.log.hex(): [len(drafts), prev.hex()]}, len(drafts)
