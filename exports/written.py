"""How every export comes onto the disk: a temporary file beside the target, read back and compared with the data,
then given its name. Nothing that stood there before is touched until that has succeeded. Called by all exports.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from db.errors import KnownError
from exports.names import free_name


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, read back and found to hold the data. `notices` are sentences for the person."""

    path: Path
    rows: int
    digest: str  # of the report data
    pages: int = 0
    sheets: int = 0
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One count of the data against the file's: what is counted, as it is called in the message's language."""

    what: str
    expected: object
    found: object


def write_checked(path: Path, data: bytes, compare: Callable[[Path], Iterator[Compared]]) -> None:
    """Puts `data` at `path`. `compare` opens the temporary file and counts. Raises KnownError export_* with the reason;
    the file that was at `path` then still stands and no other is left behind."""
    temporary = path.with_name(f"~duban-{secrets.token_hex(6)}.tmp")
    try:
        with _explained(path):
            _write(temporary, data)
            for count in compare(temporary):
                if count.expected != count.found:
                    raise KnownError(
                        "export_mismatch",
                        name=path.name,
                        what=count.what,
                        expected=count.expected,
                        found=count.found,
                    )
        with _explained(path, replacing=True):
            os.replace(temporary, path)  # noqa: PTH105
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write(file: Path, data: bytes) -> None:
    with file.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


@contextlib.contextmanager
def _explained(path: Path, replacing: bool = False) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _known(path, error, replacing) from error


def _known(path: Path, error: OSError, replacing: bool) -> KnownError:
    """What an error of the file system means to the person who chose the target."""
    return KnownError(
        _code(path, error, replacing),
        name=path.name,
        folder=str(path.parent),
        other=free_name(path).name if replacing else path.name,
        reason=error.strerror or str(error),
    )


def _code(path: Path, error: OSError, replacing: bool) -> str:
    if error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    if path.is_dir():
        return "export_name_is_folder"
    if not path.parent.is_dir():
        return "export_folder_gone"
    if isinstance(error, PermissionError):
        return "export_target_open" if replacing else "export_read_only"
    return "export_failed"


_BY_NUMBER = {
    errno.ENOSPC: "export_disk_full",
    errno.EDQUOT: "export_disk_full",
    errno.EROFS: "export_read_only",
    errno.ENAMETOOLONG: "export_name_too_long",
}
