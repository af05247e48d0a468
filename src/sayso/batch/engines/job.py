"""The task of a worker process: the record of each page, and its table rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sayso.processes import Bounds, Supervisor

if TYPE_CHECKING:
    from sayso.batch.settings import BatchSettings, Item

TRIES: Final = 3
_WARM_UP: Final = "“The weir holds,” said Ivo Marr, the lock keeper."


class Job(msgspec.Struct, frozen=True):
    """The task of a supervisor. ``attribute`` returns the record of a page, ``make`` the rows of a record or an error.

    The items of the task are pairs of page number and Item.
    """

    settings: BatchSettings
    attribute: Callable[..., Any]
    make: Callable[..., dict[str, Any]]

    @property
    def bounds(self) -> Bounds:
        """The limits of one page."""
        return Bounds(
            self.settings.page_seconds, self.settings.page_megabytes, TRIES,
            "Raise --page-seconds, or split the page", "Raise --page-megabytes, or split the page",
            "Run sayso read on this page alone, and report the problem",
        )  # fmt: skip

    def prepare(self) -> None:
        """Load the model."""
        self.attribute(_WARM_UP, options=self.settings.options)

    def run(self, item: tuple[int, Item]) -> bytes:
        """The encoded rows of a page."""
        number, page = item
        options = self.settings.options
        if page.publisher and not options.publisher:
            options = msgspec.structs.replace(options, publisher=page.publisher)
        if isinstance(page.page, Exception):
            raise page.page
        return msgspec.msgpack.encode(self.make(self.attribute(page.page, options=options), number, page))

    def failed(self, error: Exception, item: tuple[int, Item]) -> bytes:
        """The encoded row of a page that failed."""
        number, page = item
        return msgspec.msgpack.encode(self.make(error, number, page))


class PageReader:
    """Reads pages in a separate process. Not thread-safe."""

    def __init__(self, job: Job, stop: Event | None = None) -> None:
        self.job = job
        self._supervisor = Supervisor(job, job.bounds, stop)
        self.kill, self.close = self._supervisor.kill, self._supervisor.close

    def read(self, first: int, items: Sequence[Item]) -> list[dict[str, Any]]:
        """The rows of all pages in order, failed ones included. Raises ModelError if the model cannot be loaded."""
        results = self._supervisor.run(list(enumerate(items, first)))
        return [msgspec.msgpack.decode(result) for result in results]
