"""Evidence files: content-addressed copies in the data folder, on disk before an entry names them. No SQLAlchemy.

Called by the commands that attach files, by check and backup. Nothing here is ever collected as garbage by itself.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from db.errors import KnownError
from db.store.connect import os_error
from db.store.marking import marking

FOLDER = "evidence"
# A hand-in goes out in parts of at most 20 MB; a scan or a photograph is a tenth of that, a film has no place in it.
MAX_BYTES = 50 * 1024 * 1024
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored file: its name as chosen, its size in bytes, the SHA-256 of its content in hex."""

    name: str
    size: int
    digest: str


def place(home: Path, digest: str) -> Path:
    """Where a file of this content lies."""
    return home / FOLDER / digest[:2] / digest


def keep(home: Path, source: Path) -> Kept:
    """Copies a file into the store: written, fsynced, renamed, its folder fsynced. The same content is kept once.

    Raises KnownError: missing, a folder, empty, too large, unreadable, disk full.
    """
    size = _checked_size(source)
    folder = home / FOLDER
    draft = folder / f".new-{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        digest = _copy(source, draft)
        _refuse_marked(draft, source.name)
        _settle(home, draft, digest, size)
    except KnownError:
        draft.unlink(missing_ok=True)
        raise
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise os_error(error, folder) from error
    return Kept(source.name, size, digest)


def keep_received(home: Path, chunks: Iterable[bytes], name: str, size: int, digest: str) -> None:
    """Stores a file out of a package; `chunks` raises when its bytes are not those of `digest`. Safe before an entry names
    it. Raises KnownError: marked as secret, disk full, and whatever `chunks` raises."""
    folder = home / FOLDER
    draft = folder / f".new-{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as writing:
            for chunk in chunks:
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
        _refuse_marked(draft, name)
        _settle(home, draft, digest, size)
    except OSError as error:
        raise os_error(error, folder) from error
    finally:
        draft.unlink(missing_ok=True)


def _refuse_marked(file: Path, name: str) -> None:
    """Documents marked 秘密, 机密 or 绝密 have no place in this program (domain.md, Secrets)."""
    if found := marking(file, name):
        raise KnownError("evidence_marked", name=name, mark=found)


def _settle(home: Path, draft: Path, digest: str, size: int) -> None:
    """Gives a written file its place; the same content is kept once."""
    target = place(home, digest)
    target.parent.mkdir(exist_ok=True)
    if target.exists() and target.stat().st_size == size:
        draft.unlink()
    else:
        draft.replace(target)
    _sync_folder(target.parent)
    _sync_folder(home / FOLDER)


def _checked_size(source: Path) -> int:
    try:
        status = source.stat()
    except FileNotFoundError:
        raise KnownError("evidence_missing", name=source.name) from None
    except OSError as error:
        raise KnownError("evidence_unreadable", name=source.name, why=error.strerror) from None
    if not source.is_file():
        raise KnownError("evidence_not_file", name=source.name)
    if status.st_size == 0:
        raise KnownError("evidence_empty", name=source.name)
    if status.st_size > MAX_BYTES:
        shown = f"{status.st_size / 1024 / 1024:.0f}"
        raise KnownError("evidence_too_large", name=source.name, size=shown, limit=MAX_BYTES // 1024 // 1024)
    return status.st_size


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    try:
        reading = source.open("rb")
    except OSError as error:
        raise KnownError("evidence_unreadable", name=source.name, why=error.strerror) from None
    with reading, target.open("xb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """A rename is on disk only when its folder is; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def damaged(home: Path, digest: str, size: int) -> str | None:
    """What is wrong with a stored file: "missing" or "changed"; None when it is whole."""
    file = place(home, digest)
    try:
        if file.stat().st_size != size:
            return "changed"
        with file.open("rb") as reading:
            return None if hashlib.file_digest(reading, "sha256").hexdigest() == digest else "changed"
    except FileNotFoundError:
        return "missing"
