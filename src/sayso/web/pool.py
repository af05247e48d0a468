"""Processes that read pages, so that a slow page blocks no other; each page has its time, and the queue an end."""

from __future__ import annotations

import asyncio
import math
import pickle
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import LifoQueue
from threading import Event, Lock
from typing import Final

import msgspec

from sayso.errors import BusyError, InputError, SaysoError, WorkerError
from sayso.limits import Options
from sayso.processes import Bounds, StoppedError, Supervisor
from sayso.terms import Page

_FIRST_GUESS: Final = 0.3  # seconds a page, until some were read
_LONGEST_WAIT: Final = 60
_MEGABYTES: Final = 1024  # for one page, beyond the loaded model: as in a batch
_WARM: Final = "“The weir holds,” said Ivo Marr."
_RECORD: Final = b"r"
_ERROR: Final = b"e"
_FAULT: Final = b"f"


class PageTask(msgspec.Struct, frozen=True):
    """What a process does with a page and its options: the record as JSON, or the error."""

    def prepare(self) -> None:
        """Load the model."""
        from sayso.pipeline import attribute

        attribute(_WARM)

    def run(self, item: tuple[Page, Options]) -> bytes:
        """The record of a page."""
        from sayso.pipeline import attribute

        page, options = item
        return _RECORD + attribute(page, options=options).to_json().encode()

    def failed(self, error: Exception, item: tuple[Page, Options]) -> bytes:
        """The error of a page; of a fault of sayso's own, its traceback."""
        page, _ = item
        if isinstance(error, WorkerError):
            error = InputError("the page ended the process that read it", "Try again, or split the page", page.name)
        if isinstance(error, SaysoError):
            return _ERROR + pickle.dumps(error)
        return _FAULT + "".join(traceback.format_exception(error)).encode("utf-8", "replace")


class _Reader:
    """A process that reads pages, and what ends its work."""

    def __init__(self, bounds: Bounds) -> None:
        self.stop = Event()
        self.supervisor = Supervisor(PageTask(), bounds, self.stop)

    def end(self) -> None:
        """End what it does, from another thread."""
        self.stop.set()
        self.supervisor.kill()


class _Wanted:
    """A page that somebody waits for, or no longer; and who reads it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._dropped = False
        self._reader: _Reader | None = None

    @contextmanager
    def by(self, reader: _Reader) -> Iterator[None]:
        """While the reader has the page. Raises StoppedError where nobody wants it."""
        with self._lock:
            if self._dropped:
                raise StoppedError
            self._reader = reader
        try:
            yield
        finally:
            with self._lock:
                self._reader = None

    def drop(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._dropped = True
            if self._reader is not None:
                self._reader.end()


class Pool:
    """A bounded queue in front of worker processes."""

    def __init__(self, workers: int, queue: int, seconds: int) -> None:
        self.workers = workers
        self.seconds = seconds
        self._most = workers + queue
        self._busy = 0
        self._mean = _FIRST_GUESS
        self._closed = False
        hint = "Split the page, or read it with sayso read"
        bounds = Bounds(seconds, _MEGABYTES, 1, hint, hint, hint)
        self._readers = [_Reader(bounds) for _ in range(workers)]
        # The last one that was used is taken first: its process is there, and its memory warm.
        self._idle: LifoQueue[_Reader] = LifoQueue()
        for reader in self._readers:
            self._idle.put(reader)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="sayso-pool")

    def start(self) -> None:
        """Start a process, so that the first page need not wait for the model."""
        self._threads.submit(self._warm)

    async def attribute(self, page: Page, options: Options) -> bytes:
        """The record of a page as JSON. Raises what :func:`sayso.attribute` raises, BusyError where the queue is full,
        LimitError where the page takes too long, WorkerError where no process can be started.
        """
        if self._busy >= self._most:
            raise BusyError(f"{self._busy} pages are being read or wait", "Try again in a moment", seconds=self._wait())
        self._busy += 1
        began = time.monotonic()
        wanted = _Wanted()
        work = self._threads.submit(self._read, page, options, wanted)
        try:
            return await asyncio.wrap_future(work)
        except asyncio.CancelledError:  # nobody waits for the record any more: the process need not go on
            wanted.drop()
            raise
        finally:
            self._busy -= 1
            self._mean += 0.1 * (time.monotonic() - began - self._mean)

    def _read(self, page: Page, options: Options, wanted: _Wanted) -> bytes:
        """Read one page in a process that is free; there is one for each thread."""
        reader = self._idle.get()
        try:
            with wanted.by(reader):
                (result,) = reader.supervisor.run([(page, options)])
        finally:
            if not self._closed:
                reader.stop.clear()
            self._idle.put(reader)
        kind, rest = result[:1], result[1:]
        if kind == _RECORD:
            return rest
        if kind == _ERROR:
            raise pickle.loads(rest)
        raise RuntimeError(f"a page could not be read:\n{rest.decode()}")

    def _warm(self) -> None:
        """Have the process of a free reader ready."""
        reader = self._idle.get()
        try:
            with suppress(SaysoError, StoppedError):  # what is wrong with the model is told with the first page
                reader.supervisor.start()
        finally:
            self._idle.put(reader)

    def _wait(self) -> int:
        """The seconds after which there may be room."""
        return max(1, min(_LONGEST_WAIT, math.ceil(self._mean)))

    def close(self) -> None:
        """End the processes."""
        self._closed = True
        for reader in self._readers:
            reader.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for reader in self._readers:
            reader.supervisor.close()
