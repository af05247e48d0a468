"""What a batch has a worker process do with each page: its record, and the rows of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sayso.processes import Bounds, Supervisor

if TYPE_CHECKING:
    from sayso.batch.settings import BatchSettings, Item

TRIES: Final = 3
_WARM: Final = "“The weir holds,” said Ivo Marr, the lock keeper."


class Job(msgspec.Struct, frozen=True):
    """What is done with each page. ``attribute`` makes its record, ``make`` the rows of it, or of the error.

    It is the task of a supervisor; its items are pairs of a page's number and its Item.
    """

    settings: BatchSettings
    attribute: Callable[..., Any]
    make: Callable[..., dict[str, Any]]

    @property
    def bounds(self) -> Bounds:
        """The bounds of one page."""
        return Bounds(
            self.settings.page_seconds, self.settings.page_megabytes, TRIES,
            "Raise --page-seconds, or split the page", "Raise --page-megabytes, or split the page",
            "Read it alone with sayso read, and report it",
        )  # fmt: skip

    def prepare(self) -> None:
        """Load the model."""
        self.attribute(_WARM, options=self.settings.options)

    def run(self, item: tuple[int, Item]) -> bytes:
        """The rows of a page, encoded."""
        number, page = item
        options = self.settings.options
        if page.publisher and not options.publisher:
            options = msgspec.structs.replace(options, publisher=page.publisher)
        if isinstance(page.page, Exception):
            raise page.page
        return msgspec.msgpack.encode(self.make(self.attribute(page.page, options=options), number, page))

    def failed(self, error: Exception, item: tuple[int, Item]) -> bytes:
        """The row of a page that failed, encoded."""
        number, page = item
        return msgspec.msgpack.encode(self.make(error, number, page))


class PageReader:
    """Reads pages in a process of its own. Not for several threads at once."""

    def __init__(self, job: Job, stop: Event | None = None) -> None:
        self.job = job
        self._supervisor = Supervisor(job, job.bounds, stop)
        self.kill, self.close = self._supervisor.kill, self._supervisor.close

    def read(self, first: int, items: Sequence[Item]) -> list[dict[str, Any]]:
        """The rows of pages in their order, whatever happens. Raises ModelError where the model cannot be loaded."""
        results = self._supervisor.run(list(enumerate(items, first)))
        return [msgspec.msgpack.decode(result) for result in results]
