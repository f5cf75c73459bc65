"""Runs the importer in a child process that can be killed: on a time limit, on cancel, on its own failure. Called by the
command line and the window's worker thread. Works without the resource module, on Windows too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from db.errors import KnownError
from db.importers.limits import MAX_FILE, SECONDS

_STEP = 0.05


def read_file(path: Path, **options: Any) -> dict[str, Any]:
    """`run` on a file. Raises KnownError import_unreadable or import_too_big before reading more than the limit."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise KnownError("import_too_big", file=path.name, size=f"{size / 1048576:.0f}", limit=MAX_FILE // 1048576)
        data = path.read_bytes()
    except OSError as error:
        raise KnownError("import_unreadable", file=path.name, why=error.strerror or str(error)) from None
    return run(data, path.name, **options)


def run(
    data: bytes,
    name: str,
    *,
    mapping: Mapping[int, Mapping[int, str]] | None = None,
    progress: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
    command: list[str] | None = None,
) -> dict[str, Any]:
    """The report on a document. Raises KnownError: what the document's reader says, import_timeout, import_cancelled,
    import_failed when the child died."""
    header = json.dumps({"name": name, "mapping": mapping or {}}, ensure_ascii=False).encode() + b"\n"
    process = subprocess.Popen(
        command or _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        creationflags=0x08000000 if sys.platform == "win32" else 0,  # no console window
    )
    threads = _Pipes(process, header + data, progress)
    try:
        _wait(process, name, seconds, cancelled)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        threads.join()
    return _answer(bytes(threads.output), process.returncode, name)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        # The command line's program beside the window's: it has streams.
        program = Path(sys.executable)
        return [str(program.with_name(f"duban{program.suffix}")), "importer"]
    return [sys.executable, "-s", "-m", "db.importers.child"]


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0"}


def _wait(process: subprocess.Popen[bytes], name: str, seconds: float, cancelled: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    step = 0.005
    while True:
        try:
            process.wait(step)
            return
        except subprocess.TimeoutExpired:
            step = min(step * 1.5, _STEP)
        if cancelled():
            raise KnownError("import_cancelled", file=name)
        if time.monotonic() > end:
            raise KnownError("import_timeout", file=name, seconds=f"{seconds:.0f}")


class _Pipes:
    """Feeds the child and drains it, so that neither side waits for the other."""

    def __init__(self, process: subprocess.Popen[bytes], request: bytes, progress: Callable[[float], None]) -> None:
        self.process = process
        self.output = bytearray()
        self.progress = progress
        self.threads = [
            threading.Thread(target=self._feed, args=(request,), daemon=True),
            threading.Thread(target=self._drain, daemon=True),
            threading.Thread(target=self._listen, daemon=True),
        ]
        for thread in self.threads:
            thread.start()

    def _feed(self, request: bytes) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(request)
            self.process.stdin.close()
        except OSError:  # the child is gone: its exit code says why
            return

    def _drain(self) -> None:
        assert self.process.stdout is not None
        self.output += self.process.stdout.read()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            word, _, share = line.decode("utf-8", "replace").strip().partition(" ")
            if word == "progress":
                self.progress(min(max(float(share), 0.0), 1.0))

    def join(self) -> None:
        """Waits until all pipes are closed."""
        for thread in self.threads:
            thread.join(timeout=5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue


def _answer(output: bytes, code: int | None, name: str) -> dict[str, Any]:
    try:
        answer = json.loads(output.decode("utf-8"))
    except ValueError:
        raise KnownError("import_failed", file=name, exit=code) from None
    if "error" in answer:
        error = answer["error"]
        raise KnownError(error["code"], **error["values"])
    found: dict[str, Any] = answer["report"]
    return found
