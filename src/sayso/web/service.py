"""What the screens and the API both call: read pages, fetch them, ask the archive, keep records."""

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

_Out = TypeVar("_Out")


class Service:
    """One for a server; ``app.state.service``. Every method may raise SaysoError, which becomes the answer."""

    def __init__(self, archive: str | Path | None, settings: ServerSettings) -> None:
        self.settings = settings
        self.pool = Pool(settings.processes, settings.queue, settings.seconds)
        self.connections = Connections(archive, settings.readers, settings.asks)
        self.connections.open()

    def start(self) -> None:
        """Start the processes."""
        self.pool.start()

    async def attribute(self, page: Page, options: Options | None = None) -> Record:
        """The record of a page, read in a process of its own. Raises BusyError where too many pages wait."""
        return await asyncio.to_thread(Record.from_json, await self.attribute_json(page, options))

    async def attribute_json(self, page: Page, options: Options | None = None) -> bytes:
        """As :meth:`attribute`, the record as JSON."""
        return await self.pool.attribute(page, options or self.settings.options)

    async def fetch(self, url: str, options: Options | None = None) -> Page:
        """The page at a URL, under the rules of the command line: no private address, robots.txt kept, all bounded."""
        if not self.settings.fetch:
            raise FetchError("this server fetches nothing", "Paste the page, or send it as a file", url)
        from sayso.reading.inputs.fetch import fetch

        return await asyncio.to_thread(fetch, url, options or self.settings.options)

    async def ask(self, question: Callable[[Archive], _Out], *, write: bool = False) -> _Out:
        """What a question to the archive answers, on a thread with a connection of its own; ``write`` for changes."""
        return await self.connections.ask(question, write=write)

    async def keep(self, record: Record) -> Added:
        """Add a record to the archive. ``page`` of what comes back is the number in ``/pages/p3``."""
        return await self.ask(lambda archive: archive.add(record), write=True)

    def close(self) -> None:
        """End processes and connections."""
        self.pool.close()
        self.connections.close()
