"""The HTTP server (uvicorn), on a socket that is already open."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from sayso.web.monitoring.request_log import log_config

if TYPE_CHECKING:
    from fastapi import FastAPI

_KEEP_ALIVE_SECONDS = 15
_SHUTDOWN_SECONDS = 5


def with_timeout(base: type[asyncio.Protocol], seconds: float) -> type[asyncio.Protocol]:
    """Return a uvicorn protocol that closes connections on which no request or response completes for some seconds.

    uvicorn limits only the time between two requests: a client that sends no request head, sends it byte by byte, or
    does not read the response would keep its connection forever.
    """

    class TimeoutProtocol(base):  # type: ignore[misc, valid-type]
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            self._transport = cast("asyncio.Transport", transport)
            self._last_progress, self._unsent = self.loop.time(), 0
            self._watch()

        def on_response_complete(self) -> None:
            self._last_progress = self.loop.time()
            super().on_response_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._timer.cancel()
            super().connection_lost(exc)

        def _watch(self) -> None:
            unsent, before = self._transport.get_write_buffer_size(), self._unsent
            answering = self.cycle is not None and not self.cycle.response_complete
            # The guard limits the time of a request body and the pool that of a page; here remain unread responses.
            if answering and not (unsent and unsent == before):
                self._last_progress = self.loop.time()
            self._unsent = unsent
            if self.loop.time() - self._last_progress >= seconds:
                self._transport.abort()
            else:
                self._timer = self.loop.call_later(min(5.0, seconds / 4), self._watch)

    return TimeoutProtocol


def serve(app: FastAPI, listener: socket.socket, on_started: Callable[[], None]) -> None:
    """Serve until a signal ends the server; ``on_started`` is called once the server accepts requests."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                on_started()

    settings = app.state.service.settings
    protocol = with_timeout(AutoHTTPProtocol, settings.body_seconds)
    config = uvicorn.Config(
        app, http=protocol, ws="none", log_config=log_config(settings.log), access_log=False, server_header=False,
        lifespan="on", timeout_keep_alive=_KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        proxy_headers=False, h11_max_incomplete_event_size=65_536,
    )  # fmt: skip
    Server(config).run([listener])
