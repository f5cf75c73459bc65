"""The door to threads: results on the main thread, dead receivers, errors, cancelling, closing."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from db.errors import KnownError
from desktop.tasks import Job, Tasks
from tests.desktop.hands import until


class FakeStore:
    """Counts closing; what runs on it says on which thread."""

    closed = False

    def close(self) -> None:
        self.closed = True


def started(store: FakeStore | None = None) -> Tasks:
    tasks = Tasks(lambda: cast(Any, store or FakeStore()))
    tasks.start()
    return tasks


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot) -> None:
    tasks = started()
    seen: list[object] = []
    tasks.read(lambda _: threading.current_thread().name, lambda name: seen.append((name, threading.current_thread())))
    until(lambda: seen)
    assert seen == [("duban-store", threading.main_thread())]
    tasks.close()


def test_work_waits_for_the_start(qtbot: QtBot) -> None:
    tasks = Tasks(lambda: cast(Any, FakeStore()))
    seen: list[object] = []
    tasks.write(lambda _: 1, seen.append)
    qtbot.wait(30)
    assert not seen
    assert tasks.writing == 1
    tasks.start()
    until(lambda: seen == [1] and tasks.writing == 0)
    tasks.close()


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []

    def take(self, value: object) -> None:
        self.got.append(value)


def test_a_result_for_a_dead_receiver_is_dropped(qtbot: QtBot) -> None:
    tasks = started()
    go = threading.Event()
    receiver = Receiver()
    got = receiver.got
    tasks.read(lambda _: go.wait(5), receiver.take)
    delete(receiver)
    go.set()
    seen: list[object] = []
    tasks.read(lambda _: 1, seen.append)
    until(lambda: seen)
    assert got == []
    tasks.close()


def test_known_errors_go_to_whoever_asked_else_to_all(qtbot: QtBot) -> None:
    tasks = started()

    def fail(_: object) -> None:
        raise KnownError("disk_full", path="D:")

    seen: list[KnownError] = []
    general: list[KnownError] = []
    tasks.known_error.connect(general.append)
    tasks.write(fail, seen.append, seen.append)
    tasks.read(fail, seen.append)
    until(lambda: seen and general)
    assert [error.code for error in seen] == ["disk_full"]
    assert tasks.writing == 0
    tasks.close()


def test_a_bug_is_told_as_a_bug(qtbot: QtBot, caplog: Any) -> None:
    tasks = started()
    seen: list[BaseException] = []
    tasks.unexpected.connect(seen.append)
    tasks.read(lambda _: 1 // 0, seen.append)
    until(lambda: seen)
    assert isinstance(seen[0], ZeroDivisionError)
    tasks.close()


def test_a_store_that_cannot_open_fails_what_waits_for_it(qtbot: QtBot) -> None:
    def refuse() -> Any:
        raise KnownError("database_busy", path="x")

    tasks = Tasks(refuse)
    seen: list[KnownError] = []
    tasks.read(lambda _: 1, lambda _: None, seen.append)
    tasks.start()
    until(lambda: seen)
    assert seen[0].code == "database_busy"
    tasks.close()


def test_long_work_tells_progress_and_can_be_cancelled(qtbot: QtBot, tmp_path: Path) -> None:
    tasks = started()
    steps: list[tuple[int, int]] = []
    ended: list[object] = []

    def work(job: Job) -> str:
        for step in range(1000):
            job.progress(step, 1000)
            time.sleep(0.005)
        return "done"

    job = tasks.files(work, ended.append, ended.append, lambda done, total: steps.append((done, total)))
    until(lambda: len(steps) > 2)
    job.cancel()
    seen: list[object] = []
    tasks.files(lambda _: "next", seen.append)
    until(lambda: seen == ["next"])
    assert not ended
    tasks.close()


def test_closing_finishes_writes_and_closes_the_store(qtbot: QtBot) -> None:
    store = FakeStore()
    tasks = started(store)
    written: list[int] = []
    for number in range(5):
        tasks.write(lambda _, n=number: written.append(n), lambda _: None)
    tasks.close()
    assert written == [0, 1, 2, 3, 4]
    assert store.closed
