"""Names of exported files: 单位-期间-报表.ext, safe on Windows. Called by the command line, the window and exports."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from db.reports.model import StatusReport

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)
_LONGEST = 180  # bytes of UTF-8 for the whole name: Linux allows 255, Windows 260 characters with the folders


def file_name(report: StatusReport, ext: str, kind: str = "重点任务进展") -> str:
    """自治区工业和信息化厅-2021-06-重点任务进展.xlsx; of one plan with its short title before the point."""
    kind += f"第{report.version}版" if report.version and "第" not in kind else ""
    about = f"-{_short(safe(report.about), 60)}" if report.about else ""
    tail = f"-{report.period.key}-{safe(kind)}{about}.{ext}"
    return _short(safe(report.unit_name), _LONGEST - len(tail.encode())) + tail


def safe(text: str) -> str:
    """A part of a file name: no character that Windows forbids, no reserved device name, nothing invisible, no dot or
    space at its ends."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    text = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", text)).strip(" .")
    return f"_{text}" if _RESERVED.fullmatch(text) else text or "未命名"


def free_name(path: Path) -> Path:
    """The path, or with (2), (3) … behind its stem: the first that is not taken."""
    at, free = 1, path
    while free.exists():
        at += 1
        free = path.with_name(f"{path.stem}({at}){path.suffix}")
    return free


def _short(text: str, most: int) -> str:
    """At most `most` bytes of UTF-8, cut between characters."""
    return text.encode()[: max(most, 0)].decode(errors="ignore").rstrip(" .") or "_"
