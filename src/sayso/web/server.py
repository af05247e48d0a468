"""The HTTP server around the application: uvicorn, on a socket that is open already."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

if TYPE_CHECKING:
    from fastapi import FastAPI

_LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
_IDLE = 15
_GRACE = 5


def timed(base: type[asyncio.Protocol], seconds: float) -> type[asyncio.Protocol]:
    """A protocol of uvicorn that ends connections on which nothing comes to its end for some seconds.

    uvicorn itself bounds only the time between two requests: a client that sends no head, drips one, or reads no
    answer, would keep its connection for ever.
    """

    class Timed(base):  # type: ignore[misc, valid-type]
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            self._line = cast("asyncio.Transport", transport)
            self._since, self._unsent = self.loop.time(), 0
            self._watch()

        def on_response_complete(self) -> None:
            self._since = self.loop.time()
            super().on_response_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._timer.cancel()
            super().connection_lost(exc)

        def _watch(self) -> None:
            unsent, before = self._line.get_write_buffer_size(), self._unsent
            answering = self.cycle is not None and not self.cycle.response_complete
            # The time of a body is the guard's, that of an answer the pool's; what is left is who does not read it.
            if answering and not (unsent and unsent == before):
                self._since = self.loop.time()
            self._unsent = unsent
            if self.loop.time() - self._since >= seconds:
                self._line.abort()
            else:
                self._timer = self.loop.call_later(min(5.0, seconds / 4), self._watch)

    return Timed


def serve(app: FastAPI, listener: socket.socket, begun: Callable[[], None]) -> None:
    """Serve until a signal ends it; ``begun`` is called once the server answers."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                begun()

    protocol = timed(AutoHTTPProtocol, app.state.service.settings.body_seconds)
    config = uvicorn.Config(
        app, http=protocol, ws="none", log_config=_LOG, access_log=False, server_header=False, lifespan="on",
        timeout_keep_alive=_IDLE, timeout_graceful_shutdown=_GRACE, proxy_headers=False,
        h11_max_incomplete_event_size=65_536,
    )  # fmt: skip
    Server(config).run([listener])
