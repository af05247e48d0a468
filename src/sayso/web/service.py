"""The service layer of the screens and the API: analyze and fetch pages, query the archive, store records."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sayso.archive import Added, Archive
from sayso.errors import FetchError
from sayso.limits import Options
from sayso.terms import Page, Record
from sayso.web.connections import Connections
from sayso.web.pool import Pool
from sayso.web.settings import ServerSettings

_Result = TypeVar("_Result")


class Service:
    """The service of an application (``app.state.service``). Methods raise SaysoError, which becomes the response."""

    def __init__(self, archive: str | Path | None, settings: ServerSettings) -> None:
        self.settings = settings
        self.pool = Pool(settings.processes, settings.queue, settings.seconds)
        self.connections = Connections(archive, settings.readers, settings.asks)
        self.connections.open()

    def start(self) -> None:
        """Start the worker processes."""
        self.pool.start()

    async def attribute(self, page: Page, options: Options | None = None) -> Record:
        """Return the record of a page, analyzed in a worker process. Raises BusyError if the queue is full."""
        return await asyncio.to_thread(Record.from_json, await self.attribute_json(page, options))

    async def attribute_json(self, page: Page, options: Options | None = None) -> bytes:
        """Return the record of a page as JSON; see :meth:`attribute`."""
        return await self.pool.attribute(page, options or self.settings.options)

    async def fetch(self, url: str, options: Options | None = None) -> Page:
        """Fetch the page at a URL with the rules of the command line: public addresses only, robots.txt, limits."""
        if not self.settings.fetch:
            raise FetchError("fetching is disabled on this server", "Paste the page, or send it as a file", url)
        from sayso.reading.inputs.fetch import fetch

        return await asyncio.to_thread(fetch, url, options or self.settings.options)

    async def ask(self, query: Callable[[Archive], _Result], *, write: bool = False) -> _Result:
        """Run a query on the archive in a thread with its own connection. Set ``write`` if it changes the archive."""
        return await self.connections.ask(query, write=write)

    async def add(self, record: Record) -> Added:
        """Add a record to the archive; ``page`` of the result is the number in ``/pages/p3``."""
        return await self.ask(lambda archive: archive.add(record), write=True)

    def close(self) -> None:
        """End the worker processes and close the connections."""
        self.pool.close()
        self.connections.close()
