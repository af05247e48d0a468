"""A pool of worker processes that analyze pages, with a bounded queue and a time limit per page."""

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

_INITIAL_SECONDS: Final = 0.3  # assumed mean time per page before any measurement
_MAX_RETRY_SECONDS: Final = 60
_MEGABYTES: Final = 1024  # per page, on top of the loaded model; the same limit as in batches
_WARM_UP: Final = "“The weir holds,” said Ivo Marr."
_RECORD: Final = b"r"
_ERROR: Final = b"e"
_INTERNAL_ERROR: Final = b"f"


class PageTask(msgspec.Struct, frozen=True):
    """The task of a worker process: analyze a page and return its record as JSON, or the error."""

    def prepare(self) -> None:
        """Load the model."""
        from sayso.pipeline import attribute

        attribute(_WARM_UP)

    def run(self, item: tuple[Page, Options]) -> bytes:
        """Return the record of a page as JSON."""
        from sayso.pipeline import attribute

        page, options = item
        return _RECORD + attribute(page, options=options).to_json().encode()

    def failed(self, error: Exception, item: tuple[Page, Options]) -> bytes:
        """Return the serialized error of a page; for an internal error, its traceback."""
        page, _ = item
        if isinstance(error, WorkerError):
            error = InputError(
                "the worker process ended while it read the page", "Try again, or split the page", page.name
            )
        if isinstance(error, SaysoError):
            return _ERROR + pickle.dumps(error)
        return _INTERNAL_ERROR + "".join(traceback.format_exception(error)).encode("utf-8", "replace")


class _Worker:
    """A worker process with its supervisor and its stop event."""

    def __init__(self, bounds: Bounds) -> None:
        self.stop = Event()
        self.supervisor = Supervisor(PageTask(), bounds, self.stop)

    def kill(self) -> None:
        """End the current work, from another thread."""
        self.stop.set()
        self.supervisor.kill()


class _Job:
    """A submitted page: whether its client still waits, and the worker that reads it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cancelled = False
        self._worker: _Worker | None = None

    @contextmanager
    def running_on(self, worker: _Worker) -> Iterator[None]:
        """Assign the job to a worker. Raises StoppedError if the job is cancelled already."""
        with self._lock:
            if self._cancelled:
                raise StoppedError
            self._worker = worker
        try:
            yield
        finally:
            with self._lock:
                self._worker = None

    def cancel(self) -> None:
        """Cancel the job and end the worker that runs it."""
        with self._lock:
            self._cancelled = True
            if self._worker is not None:
                self._worker.kill()


class Pool:
    """A bounded queue in front of worker processes."""

    def __init__(self, workers: int, queue: int, seconds: int) -> None:
        self.workers = workers
        self.seconds = seconds
        self._capacity = workers + queue
        self._pending = 0
        self._mean_seconds = _INITIAL_SECONDS
        self._closed = False
        hint = "Split the page, or read it with sayso read"
        bounds = Bounds(seconds, _MEGABYTES, 1, hint, hint, hint)
        self._workers = [_Worker(bounds) for _ in range(workers)]
        # LIFO: the worker used last is taken first, because its process is running and its memory is warm.
        self._idle: LifoQueue[_Worker] = LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="sayso-pool")

    @property
    def pending(self) -> int:
        """The number of pages in analysis or waiting for it."""
        return self._pending

    def start(self) -> None:
        """Start a process, so that the first page does not wait for the model to load."""
        self._threads.submit(self._warm_up)

    async def attribute(self, page: Page, options: Options) -> bytes:
        """Return the record of a page as JSON. Raises the errors of :func:`sayso.attribute`, BusyError if the queue is
        full, LimitError if the page exceeds its time, WorkerError if no process can be started.
        """
        if self._pending >= self._capacity:
            raise BusyError(
                f"{self._pending} pages are in progress or waiting",
                "Try again in a moment",
                seconds=self._retry_seconds(),
            )
        self._pending += 1
        started = time.monotonic()
        job = _Job()
        work = self._threads.submit(self._read, page, options, job)
        try:
            return await asyncio.wrap_future(work)
        except asyncio.CancelledError:  # no client waits for the record any more, so the worker can stop
            job.cancel()
            raise
        finally:
            self._pending -= 1
            self._mean_seconds += 0.1 * (time.monotonic() - started - self._mean_seconds)

    def _read(self, page: Page, options: Options, job: _Job) -> bytes:
        """Read one page on an idle worker; there are as many workers as threads."""
        worker = self._idle.get()
        try:
            with job.running_on(worker):
                (result,) = worker.supervisor.run([(page, options)])
        finally:
            if not self._closed:
                worker.stop.clear()
            self._idle.put(worker)
        kind, payload = result[:1], result[1:]
        if kind == _RECORD:
            return payload
        if kind == _ERROR:
            raise pickle.loads(payload)
        raise RuntimeError(f"a page could not be read:\n{payload.decode()}")

    def _warm_up(self) -> None:
        """Start the process of an idle worker."""
        worker = self._idle.get()
        try:
            with suppress(SaysoError, StoppedError):  # a model that cannot be loaded is reported with the first page
                worker.supervisor.start()
        finally:
            self._idle.put(worker)

    def _retry_seconds(self) -> int:
        """Return the seconds after which the queue probably has room."""
        return max(1, min(_MAX_RETRY_SECONDS, math.ceil(self._mean_seconds)))

    def close(self) -> None:
        """End the processes."""
        self._closed = True
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.supervisor.close()
