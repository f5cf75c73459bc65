"""The one door to threads: a single thread owns the store, another one writes files. Used by session and actions.

SQLAlchemy is imported on the store's thread alone, after the first paint. Results, progress and errors come back on
the main thread; one for a receiver that is gone is dropped.
"""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from types import MethodType
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from db.errors import KnownError

if TYPE_CHECKING:
    from db.store.store import Store

T = TypeVar("T")
Done = Callable[[Any], None]
log = logging.getLogger(__name__)


class CancelledError(Exception):
    """Raised inside work that was cancelled; nobody is told."""


class Job:
    """One piece of work under way. The work calls `progress` now and then; it raises when the user cancelled."""

    def __init__(self, post: Callable[[Callable[[], None]], None], progress: Callable[[int, int], None] | None) -> None:
        self._post = post
        self._progress = progress
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; what it had begun to write is removed by the work itself."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether the user cancelled."""
        return self._cancelled.is_set()

    def progress(self, done: int, total: int) -> None:
        """Report `done` of `total`, from the worker. Raises CancelledError."""
        if self.cancelled:
            raise CancelledError
        if self._progress is not None:
            self._post(partial(self._progress, done, total))


class Call:
    """A callback that does not keep its receiver alive and is silent once the receiver's Qt object is gone."""

    def __init__(self, function: Done) -> None:
        inner: Any = function.func if isinstance(function, partial) else function
        self._args: tuple[Any, ...] = function.args if isinstance(function, partial) else ()
        self._weak = weakref.WeakMethod(inner) if isinstance(inner, MethodType) else None
        self._strong = None if self._weak is not None else inner

    def __call__(self, value: Any) -> None:
        function = self._weak() if self._weak is not None else self._strong
        if function is None:
            return
        receiver = getattr(function, "__self__", None)
        if isinstance(receiver, QObject) and not isValid(receiver):
            return
        function(*self._args, value)


class Tasks(QObject):
    """Two lanes of one thread each. `open_store` runs on the store's thread; work waits until it has returned."""

    writing_changed = Signal(object)  # how many writes are under way
    known_error = Signal(object)  # a KnownError that nobody had asked for
    unexpected = Signal(object)  # an exception that is a bug
    _arrived = Signal(object)

    def __init__(self, open_store: Callable[[], Store]) -> None:
        super().__init__()
        self._open = open_store
        self._store: Store | None = None
        self._store_error: KnownError | None = None
        self._lanes: dict[str, SimpleQueue[Callable[[], None] | None]] = {
            "store": SimpleQueue(),
            "files": SimpleQueue(),
        }
        self._threads: list[threading.Thread] = []
        self._jobs: weakref.WeakSet[Job] = weakref.WeakSet()
        self._writing = 0
        self._closed = False
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start the threads; called after the first paint."""
        if self._threads:
            return
        for name in self._lanes:
            thread = threading.Thread(target=self._run_lane, args=(name,), name=f"duban-{name}")
            self._threads.append(thread)
            thread.start()

    def read(self, work: Callable[[Store], T], done: Done, failed: Done | None = None) -> None:
        """Run `work(store)` and hand its result to `done` on the main thread; a KnownError goes to `failed`."""
        self._lanes["store"].put(partial(self._on_store, work, Call(done), _call(failed), False))

    def write(self, work: Callable[[Store], T], done: Done, failed: Done | None = None) -> None:
        """As read, and counted as unsaved until it has returned."""
        self._count(+1)
        self._lanes["store"].put(partial(self._on_store, work, Call(done), _call(failed), True))

    def files(
        self,
        work: Callable[[Job], T],
        done: Done,
        failed: Done | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Job:
        """Run long work that needs no store, such as rendering; it can be cancelled."""
        job = Job(self._arrived.emit, progress)
        self._jobs.add(job)
        self._lanes["files"].put(partial(self._attempt, partial(work, job), Call(done), _call(failed)))
        return job

    @property
    def opened(self) -> bool:
        """Whether the store is up."""
        return self._store is not None

    @property
    def writing(self) -> int:
        """Writes under way."""
        return self._writing

    def close(self) -> None:
        """Cancel what can be cancelled, finish every write, close the store."""
        if self._closed:
            return
        self._closed = True
        for job in list(self._jobs):
            job.cancel()
        for lane in self._lanes.values():
            lane.put(None)
        for thread in self._threads:
            thread.join()

    def _count(self, by: int) -> None:
        self._writing += by
        self.writing_changed.emit(self._writing)

    def _run_lane(self, name: str) -> None:
        if name == "store":
            self._open_store()
        while (item := self._lanes[name].get()) is not None:
            item()
        if name == "store" and self._store is not None:
            self._store.close()

    def _open_store(self) -> None:
        try:
            self._store = self._open()
        except KnownError as error:
            self._store_error = error
            self._arrived.emit(partial(self.known_error.emit, error))
        except Exception as error:
            log.exception("opening the store")
            self._store_error = KnownError("store_closed")
            self._arrived.emit(partial(self.unexpected.emit, error))

    def _on_store(self, work: Callable[[Store], Any], done: Call, failed: Call | None, counted: bool) -> None:
        self._attempt(partial(self._with_store, work), done, failed)
        if counted:
            self._arrived.emit(partial(self._count, -1))

    def _with_store(self, work: Callable[[Store], T]) -> T:
        if self._store is None:
            raise self._store_error or KnownError("store_closed")
        return work(self._store)

    def _attempt(self, work: Callable[[], Any], done: Call, failed: Call | None) -> None:
        try:
            result = work()
        except CancelledError:
            return
        except KnownError as error:
            self._arrived.emit(partial(failed or self.known_error.emit, error))
        except Exception as error:
            log.exception("work in the background")
            self._arrived.emit(partial(self.unexpected.emit, error))
        else:
            self._arrived.emit(partial(done, result))

    def _on_arrived(self, call: Callable[[], None]) -> None:
        call()


def _call(function: Done | None) -> Call | None:
    return None if function is None else Call(function)
