"""The task that a worker process runs, and the limits on each item of work."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec


class Bounds(msgspec.Struct, frozen=True):
    """The limits on one item of work, and the hint of the error for each.

    ``megabytes`` is added to the memory that the process uses after :meth:`Task.prepare`. An item fails once it has
    crashed ``tries`` processes.
    """

    seconds: float
    megabytes: int
    tries: int
    seconds_hint: str
    megabytes_hint: str
    crash_hint: str


class Task(Protocol):
    """The work of a worker process. The supervisor pickles the task and sends it to the process.

    ``prepare`` and ``run`` are called in the worker process, ``failed`` in either process.
    """

    def prepare(self) -> None:
        """Load what all items need. :meth:`Supervisor.run` raises any SaysoError raised here."""

    def run(self, item: Any) -> bytes:  # noqa: ANN401 (each task has its own type of items)
        """Return the result of an item. Any exception is passed to ``failed``."""

    def failed(self, error: Exception, item: Any) -> bytes:  # noqa: ANN401 (each task has its own type of items)
        """Return the result of an item that raised an error, exceeded a limit or crashed its process."""
