"""Processes that read pages, so that a slow page blocks no other; each page has its time, and the queue an end."""

from __future__ import annotations

import asyncio
import contextlib
import math
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sayso.errors import BusyError, InputError, LimitError
from sayso.limits import Options
from sayso.terms import Page

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

_Out = TypeVar("_Out")
_STARTS: Final = 3  # processes that may end before they begin a page, until it is given up
_FIRST_GUESS: Final = 0.3  # seconds a page, until some were read
_LONGEST_WAIT: Final = 60


class _Worker:
    """One process that reads pages, started when it is needed, and again once it has ended."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._begun = self._context.Value("Q", 0)  # pages that the process has begun to read
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, work: Callable[..., _Out], *args: object) -> Future[_Out]:
        """Let the process do some work; one that has ended since the last page is replaced."""
        with contextlib.suppress(BrokenProcessPool):
            return self._running().submit(work, *args)
        self._executor = None
        return self._running().submit(work, *args)

    def _running(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                1, mp_context=self._context, initializer=_begin, initargs=(self._begun,)
            )
        return self._executor

    async def read(self, page: Page, options: Options, seconds: int) -> bytes:
        """The record of a page as JSON. Raises InputError where the process ends while it reads the page."""
        for _ in range(_STARTS):
            before = self._begun.value
            try:
                return await asyncio.wrap_future(self.submit(_attribute, page, options, seconds))
            except BrokenProcessPool as error:
                self._executor = None
                broken = error
                if self._begun.value != before:
                    break
        raise InputError(
            "the page ended the process that read it", "Try again, or split the page", page.name
        ) from broken

    def close(self) -> None:
        """End the process."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


class Pool:
    """A bounded queue in front of worker processes. Each stands alone: one that ends costs the page that it reads."""

    def __init__(self, workers: int, queue: int, seconds: int) -> None:
        self.seconds = seconds
        self._workers = [_Worker() for _ in range(workers)]
        self._free = list(reversed(self._workers))
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._most = workers + queue
        self._busy = 0
        self._mean = _FIRST_GUESS

    def start(self) -> None:
        """Start a process, so that the first page need not wait for the model."""
        self._workers[0].submit(_nothing)

    async def attribute(self, page: Page, options: Options) -> bytes:
        """The record of a page as JSON. Raises what :func:`sayso.attribute` raises, BusyError where the queue is full,
        LimitError where the page takes too long.
        """
        if self._busy >= self._most:
            raise BusyError(f"{self._busy} pages are being read or wait", "Try again in a moment", seconds=self._wait())
        self._busy += 1
        began = time.monotonic()
        try:
            worker = await self._taken()
            try:
                return await worker.read(page, options, self.seconds)
            finally:
                self._give_back(worker)
        finally:
            self._busy -= 1
            self._mean += 0.1 * (time.monotonic() - began - self._mean)

    async def _taken(self) -> _Worker:
        """A worker that is free, waited for in turn."""
        if self._free:
            return self._free.pop()
        waiter: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._give_back(waiter.result())
            raise

    def _give_back(self, worker: _Worker) -> None:
        """Hand a worker to the next who waits."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(worker)
                return
        self._free.append(worker)

    def _wait(self) -> int:
        """The seconds after which there may be room."""
        return max(1, min(_LONGEST_WAIT, math.ceil(self._mean)))

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.close()


_state: dict[str, Any] = {}
"""In a worker's process, whose one thread reads pages: the counter of those begun."""


def _begin(begun: Synchronized[int]) -> None:
    """Make a process ready: the model loaded, deaf to Ctrl-C, gone when its parent is."""
    _state["begun"] = begun
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    from sayso.pipeline import attribute

    with contextlib.suppress(Exception):  # what is wrong with the model is told with the first page
        attribute("“The weir holds,” said Ivo Marr.")


def _follow(parent: multiprocessing.process.BaseProcess | multiprocessing.context.Process) -> None:
    parent.join()
    os._exit(0)


def _nothing() -> None:
    """Work that only starts the processes."""


def _attribute(page: Page, options: Options, seconds: int) -> bytes:
    """Read one page within its time."""
    from sayso.pipeline import attribute

    _state["begun"].value += 1

    def late(_number: int, _frame: FrameType | None) -> None:
        raise LimitError(f"the page takes longer than {seconds} s", "Split the page, or ask with sayso read", page.name)

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return attribute(page, options=options).to_json().encode()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
