"""The child process: reads a request from standard input, prints the report. Started by sandbox with limits on memory.

Request: one line of JSON {"name", "mapping"}, then the document's bytes. Answer: {"report"} or {"error": {"code", "values"}}.
Progress goes to standard error as lines "progress 0.5".
"""

from __future__ import annotations

import json
import sys
from typing import Any

from db.importers.limits import MEMORY


def main() -> int:
    """One request. Returns the exit code; an error of the document is an answer, not a failure."""
    limit_memory(MEMORY)
    header = json.loads(sys.stdin.buffer.readline().decode("utf-8"))
    data = sys.stdin.buffer.read()
    answer = _answer(header, data)
    sys.stdout.buffer.write(
        json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")
    )
    sys.stdout.buffer.flush()
    return 0


def _answer(header: dict[str, Any], data: bytes) -> dict[str, Any]:
    from db.errors import KnownError
    from db.importers.columns import Column
    from db.importers.reading import read

    mapping = {
        int(table): {int(place): Column(kind) for place, kind in columns.items()}
        for table, columns in (header.get("mapping") or {}).items()
    }
    try:
        return {"report": read(data, header["name"], mapping, _progress)}
    except KnownError as error:
        return {"error": {"code": error.code, "values": {name: str(value) for name, value in error.values.items()}}}
    except (MemoryError, RecursionError):
        return {"error": {"code": "import_too_complex", "values": {"file": header["name"]}}}


def _progress(share: float) -> None:
    sys.stderr.write(f"progress {share:.2f}\n")
    sys.stderr.flush()


def limit_memory(size: int) -> None:
    """Makes this process fail rather than take the machine's memory."""
    if sys.platform == "win32":
        _limit_windows(size)
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ValueError, OSError):  # a lower limit is in force already, or the system knows none
        return


def _limit_windows(size: int) -> None:
    """A job object with a limit on this process's memory (winnt.h, JOBOBJECT_EXTENDED_LIMIT_INFORMATION)."""
    import ctypes

    class Basic(ctypes.Structure):
        _fields_ = [
            ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", ctypes.c_uint32),
            ("least", ctypes.c_size_t), ("most", ctypes.c_size_t), ("processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32), ("scheduling", ctypes.c_uint32),
        ]  # fmt: skip

    class Extended(ctypes.Structure):
        _fields_ = [
            ("basic", Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
        ]  # fmt: skip

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    limits = Extended()
    limits.basic.flags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    limits.process_memory = size
    kernel.SetInformationJobObject(ctypes.c_void_p(job), 9, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(kernel.GetCurrentProcess()))


if __name__ == "__main__":
    sys.exit(main())
