"""Processes that read pages, so that a slow page blocks no other; each page has its time, and the queue an end."""

from __future__ import annotations

import asyncio
import math
import pickle
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import LifoQueue
from threading import Event
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


class Pool:
    """A bounded queue in front of worker processes."""

    def __init__(self, workers: int, queue: int, seconds: int) -> None:
        self.workers = workers
        self.seconds = seconds
        self._most = workers + queue
        self._busy = 0
        self._mean = _FIRST_GUESS
        self._stop = Event()
        hint = "Split the page, or read it with sayso read"
        bounds = Bounds(seconds, _MEGABYTES, 1, hint, hint, hint)
        self._supervisors = [Supervisor(PageTask(), bounds, self._stop) for _ in range(workers)]
        # The last one that was used is taken first: its process is there, and its memory warm.
        self._idle: LifoQueue[Supervisor] = LifoQueue()
        for supervisor in self._supervisors:
            self._idle.put(supervisor)
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
        try:
            return await asyncio.wrap_future(self._threads.submit(self._read, page, options))
        finally:
            self._busy -= 1
            self._mean += 0.1 * (time.monotonic() - began - self._mean)

    def _read(self, page: Page, options: Options) -> bytes:
        """Read one page in a process that is free; there is one for each thread."""
        supervisor = self._idle.get()
        try:
            (result,) = supervisor.run([(page, options)])
        finally:
            self._idle.put(supervisor)
        kind, rest = result[:1], result[1:]
        if kind == _RECORD:
            return rest
        if kind == _ERROR:
            raise pickle.loads(rest)
        raise RuntimeError(f"a page could not be read:\n{rest.decode()}")

    def _warm(self) -> None:
        """Have the process of a free supervisor ready."""
        supervisor = self._idle.get()
        try:
            with suppress(SaysoError, StoppedError):  # what is wrong with the model is told with the first page
                supervisor.start()
        finally:
            self._idle.put(supervisor)

    def _wait(self) -> int:
        """The seconds after which there may be room."""
        return max(1, min(_LONGEST_WAIT, math.ceil(self._mean)))

    def close(self) -> None:
        """End the processes."""
        self._stop.set()
        for supervisor in self._supervisors:
            supervisor.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for supervisor in self._supervisors:
            supervisor.close()
