"""Archive connections: several readers and one writer, each used by one thread at a time."""

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

_Result = TypeVar("_Result")


class Connections:
    """Runs queries in threads on connections that are opened on demand and reused."""

    def __init__(self, target: str | Path | None, readers: int, waiting: int) -> None:
        if str(target) == ":memory:":
            raise ArchiveError("a server needs an archive that several connections can share", "Name a file")
        self.target = target
        self._capacity = readers + waiting
        self._pending = 0
        self._idle: list[Archive] = []
        self._writer: Archive | None = None
        self._writing = threading.Lock()
        self._threads = ThreadPoolExecutor(readers, thread_name_prefix="sayso-ask")

    @property
    def pending(self) -> int:
        """The number of queries in progress or waiting."""
        return self._pending

    def open(self) -> None:
        """Create the archive if it is missing, and migrate it. Raises ArchiveError if it cannot be read."""
        try:
            Archive(self.target).close()
        except ArchiveError:  # a read-only archive is sufficient for reading
            Archive(self.target, readonly=True).close()

    async def ask(self, query: Callable[[Archive], _Result], *, write: bool = False) -> _Result:
        """Return the result of a query. Raises BusyError if too many queries wait."""
        if self._pending >= self._capacity:
            raise BusyError(f"{self._pending} queries are waiting", "Try again in a moment")
        self._pending += 1
        try:
            run = self._write if write else self._read
            return await asyncio.get_running_loop().run_in_executor(self._threads, run, query)
        finally:
            self._pending -= 1

    def _read(self, query: Callable[[Archive], _Result]) -> _Result:
        try:
            archive = self._idle.pop()
        except IndexError:
            archive = Archive(self.target, readonly=True)
        try:
            result = query(archive)
        except BaseException:
            archive.close()  # do not reuse a connection whose query was interrupted
            raise
        self._idle.append(archive)
        return result

    def _write(self, query: Callable[[Archive], _Result]) -> _Result:
        with self._writing:
            archive, self._writer = self._writer or Archive(self.target), None
            try:
                result = query(archive)
            except BaseException:
                archive.close()
                raise
            self._writer = archive
            return result

    def close(self) -> None:
        """Close every connection."""
        self._threads.shutdown(wait=True)
        for archive in [*self._idle, *([self._writer] if self._writer else [])]:
            with contextlib.suppress(ArchiveError):
                archive.close()
        self._idle, self._writer = [], None
