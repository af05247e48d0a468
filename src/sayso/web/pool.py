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
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import FrameType
from typing import Final

from sayso.errors import BusyError, InputError, LimitError
from sayso.limits import Options
from sayso.terms import Page

_FIRST_GUESS: Final = 0.3  # seconds a page, until some were read
_LONGEST_WAIT: Final = 60


class Pool:
    """A bounded queue in front of worker processes."""

    def __init__(self, workers: int, queue: int, seconds: int) -> None:
        self.workers = workers
        self.seconds = seconds
        self._most = workers + queue
        self._busy = 0
        self._mean = _FIRST_GUESS
        self._executor: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Start the processes, so that the first page need not wait for the model."""
        self._running().submit(_nothing)

    def _running(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self.workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
            )
        return self._executor

    async def attribute(self, page: Page, options: Options) -> bytes:
        """The record of a page as JSON. Raises what :func:`sayso.attribute` raises, BusyError where the queue is full,
        LimitError where the page takes too long.
        """
        if self._busy >= self._most:
            raise BusyError(f"{self._busy} pages are being read or wait", "Try again in a moment", seconds=self._wait())
        self._busy += 1
        began = time.monotonic()
        executor = self._running()
        try:
            work = executor.submit(_attribute, page, options, self.seconds)
            return await asyncio.wrap_future(work)
        except BrokenProcessPool as error:
            if self._executor is executor:
                self._executor = None
            raise InputError(
                "the page ended the process that read it", "Try again, or split the page", page.name
            ) from error
        finally:
            self._busy -= 1
            self._mean += 0.1 * (time.monotonic() - began - self._mean)

    def _wait(self) -> int:
        """The seconds after which there may be room."""
        return max(1, min(_LONGEST_WAIT, math.ceil(self._mean)))

    def close(self) -> None:
        """End the processes."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


def _begin() -> None:
    """Make a process ready: the model loaded, deaf to Ctrl-C, gone when its parent is."""
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

    def late(_number: int, _frame: FrameType | None) -> None:
        raise LimitError(f"the page takes longer than {seconds} s", "Split the page, or ask with sayso read", page.name)

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return attribute(page, options=options).to_json().encode()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
