"""What a supervisor has its process do, and the bounds that one item of work has."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec


class Bounds(msgspec.Struct, frozen=True):
    """The bounds of one item of work, and what a user can do about each of them.

    ``megabytes`` counts beyond what the prepared process takes. ``tries`` is how often an item may end its process.
    """

    seconds: float
    megabytes: int
    tries: int
    seconds_hint: str
    megabytes_hint: str
    crash_hint: str


class Task(Protocol):
    """What a process does with each item; pickled, and sent to the process.

    ``prepare`` and ``run`` are called in the process, ``failed`` there and in the supervisor's.
    """

    def prepare(self) -> None:
        """Load what all items need. A SaysoError from here is raised by :meth:`Supervisor.run`."""

    def run(self, item: Any) -> bytes:  # noqa: ANN401 (each task has items of its own)
        """The result of an item. What it raises goes to ``failed``."""

    def failed(self, error: Exception, item: Any) -> bytes:  # noqa: ANN401 (each task has items of its own)
        """The result of an item that failed: by an error, out of time or memory, or with its process."""
