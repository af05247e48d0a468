"""Connections to the archive: several that read, one that writes, each used by one thread at a time."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sayso.archive import Archive
from sayso.errors import ArchiveError, BusyError

_Out = TypeVar("_Out")


class Connections:
    """Runs questions on threads, with connections that are opened when they are needed and kept for the next."""

    def __init__(self, target: str | Path | None, readers: int, waiting: int) -> None:
        if str(target) == ":memory:":
            raise ArchiveError("a server needs an archive that several connections share", "Name a file")
        self.target = target
        self._most = readers + waiting
        self._busy = 0
        self._idle: list[Archive] = []
        self._writer: Archive | None = None
        self._writing = threading.Lock()
        self._threads = ThreadPoolExecutor(readers, thread_name_prefix="sayso-ask")

    def open(self) -> None:
        """Make the archive where it is missing, and bring it up. Raises ArchiveError where it cannot be read."""
        try:
            Archive(self.target).close()
        except ArchiveError:  # one that may only be read is enough for a reader
            Archive(self.target, readonly=True).close()

    async def ask(self, question: Callable[[Archive], _Out], *, write: bool = False) -> _Out:
        """What the question answers. Raises BusyError where too many wait."""
        if self._busy >= self._most:
            raise BusyError(f"{self._busy} questions wait", "Try again in a moment")
        self._busy += 1
        try:
            run = self._written if write else self._read
            return await asyncio.get_running_loop().run_in_executor(self._threads, run, question)
        finally:
            self._busy -= 1

    def _read(self, question: Callable[[Archive], _Out]) -> _Out:
        try:
            archive = self._idle.pop()
        except IndexError:
            archive = Archive(self.target, readonly=True)
        try:
            out = question(archive)
        except BaseException:
            archive.close()  # the next question must not meet a connection that is half way through this one
            raise
        self._idle.append(archive)
        return out

    def _written(self, question: Callable[[Archive], _Out]) -> _Out:
        with self._writing:
            archive, self._writer = self._writer or Archive(self.target), None
            try:
                out = question(archive)
            except BaseException:
                archive.close()
                raise
            self._writer = archive
            return out

    def close(self) -> None:
        """Close every connection."""
        self._threads.shutdown(wait=True)
        for archive in [*self._idle, *([self._writer] if self._writer else [])]:
            with contextlib.suppress(ArchiveError):
                archive.close()
        self._idle, self._writer = [], None
