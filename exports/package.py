"""A hand-in as ordinary .zip files of at most 20 MB: reports, evidence by clause, the journal's lines, a manifest.

Called by `duban pack`, by review for return slips, and by the window's worker. Reads the disk, writes only the archives.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from db.queries.packing import PackData
from db.rules.pack import JOURNAL, MANIFEST, PART_BYTES, Manifest, PackFile, device_code
from db.rules.times import civil_day
from exports.names import safe
from exports.written import Compared, write_checked

_OLDEST = (1980, 1, 1, 0, 0, 0)
_OVERHEAD = 600  # bytes of an archive and its manifest for one file, beside its names
_PACKED = {".zip", ".docx", ".xlsx", ".pptx", ".pdf", ".jpg", ".jpeg", ".png", ".rar", ".7z", ".mp4"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be packed: its path in the archive, where it lies or what it says, and what it is."""

    path: str
    role: str
    file: Path | None = None
    data: bytes = b""

    @property
    def size(self) -> int:
        """Bytes before packing."""
        return self.file.stat().st_size if self.file else len(self.data)

    def read(self) -> bytes:
        """The content."""
        return self.file.read_bytes() if self.file else self.data


@dataclass(frozen=True, slots=True)
class Part:
    """A finished archive: written, opened again and compared."""

    path: Path
    size: int
    files: int
    digest: str


def write_package(data: PackData, reports: Sequence[Path], out: Path, *, limit: int = PART_BYTES) -> list[Part]:
    """Writes the hand-in to `out`, or to out's name with .part1, .part2 … when it doesn't fit into one. Raises
    KnownError export_*; parts already written stay."""
    groups = _groups([*_sources(data, reports)], limit)
    stem = out.name.removesuffix(".zip")
    names = [out.name] if len(groups) == 1 else [f"{stem}.part{at}.zip" for at in range(1, len(groups) + 1)]
    return [_write(data, group, names, at, out.with_name(names[at - 1])) for at, group in enumerate(groups, 1)]


def _sources(data: PackData, reports: Sequence[Path]) -> Iterator[Source]:
    yield Source("说明.txt", "note", data=_note(data).encode("utf-8-sig"))
    for at, file in enumerate(data.journal, 1):
        yield Source(JOURNAL.format(at), "journal", file)
    for file in reports:
        yield Source(f"报表/{safe(file.name)}", "report", file)
    taken: set[str] = set()
    for row in data.evidence:
        folder = f"佐证/{_short(safe(row.clause), 60)}/{_short(safe(row.milestone), 60)}"
        yield Source(_free(f"{folder}/{_short_name(safe(row.name))}", taken), "evidence", row.path)


def _short(text: str, most: int) -> str:
    """At most `most` bytes, so that an unpacked path stays within what Windows allows."""
    return text.encode()[:most].decode(errors="ignore").rstrip(" .") or "_"


def _short_name(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{_short(stem, 100)}.{_short(ending, 10)}" if dot and stem else _short(name, 110)


def _free(path: str, taken: set[str]) -> str:
    """A path that no other file of the hand-in has, whatever its case."""
    stem, dot, ending = path.rpartition(".")
    if not dot or "/" in ending:
        stem, dot, ending = path, "", ""
    at, free = 1, path
    while free.casefold() in taken:
        at += 1
        free = f"{stem}({at}){dot}{ending}"
    taken.add(free.casefold())
    return free


def _note(data: PackData) -> str:
    """What a person reads who opens the archive: whose it is, the device's code, the log heads as anchors."""
    what = "退回单" if data.kind == "slip" else "报送包"
    lines = [f"{what}　{data.unit_name}　{data.period}".rstrip("　"), f"生成日期：{civil_day(data.made_at)}"]
    lines.append(f"本机识别码：{device_code(data.device)}（接收单位可电话核对；未经核对的视为未签名）")
    lines.append(f"记录{data.counts.get('entry', 0)}条，佐证{len(data.evidence)}份")
    lines += data.slip
    if data.heads:
        lines += ["", "各段记录的末条（核对用）："]
        lines += [f"{log[:8]}　第{seq}条　{digest[:16]}" for log, (seq, digest) in sorted(data.heads.items())]
    lines += ["", "用督办的“收取”打开本文件；报表和佐证可直接打开查看。", ""]
    return "\r\n".join(lines)


def _groups(sources: list[Source], limit: int) -> list[list[Source]]:
    """Sources in parts, each within the limit before packing; a single file beyond it gets a part of its own."""
    groups: list[list[Source]] = [[]]
    used = 4096
    for source in sources:
        cost = source.size + 6 * len(source.path.encode()) + _OVERHEAD
        if groups[-1] and used + cost > limit:
            groups.append([])
            used = 4096
        groups[-1].append(source)
        used += cost
    return groups


def _write(data: PackData, group: list[Source], names: list[str], part: int, path: Path) -> Part:
    out = io.BytesIO()
    files = []
    with ZipFile(out, "w") as archive:
        for source in group:
            content = source.read()
            stored = Path(source.path).suffix.lower() in _PACKED
            _put(archive, source.path, content, ZIP_STORED if stored else ZIP_DEFLATED)
            files.append(PackFile(source.path, len(content), hashlib.sha256(content).hexdigest(), source.role))
        manifest = Manifest(
            data.kind, data.id, data.unit, data.unit_name, data.period, data.made_at, data.device, part, tuple(names),
            data.heads if part == 1 else {}, data.since if part == 1 else {}, data.counts, tuple(files),
        )  # fmt: skip
        _put(archive, MANIFEST, manifest.data(), ZIP_DEFLATED)
    written = out.getvalue()

    def compare(file: Path) -> Iterator[Compared]:
        with ZipFile(file) as archive:
            for row in files:
                found = hashlib.sha256(archive.read(row.path)).hexdigest()
                yield Compared(f"“{row.path}”", row.sha256, found)

    write_checked(path, written, compare)
    return Part(path, len(written), len(files), hashlib.sha256(written).hexdigest())


def _put(archive: ZipFile, path: str, content: bytes, packing: int) -> None:
    entry = ZipInfo(path, _OLDEST)
    entry.compress_type = packing
    entry.create_system = 0
    archive.writestr(entry, content)
