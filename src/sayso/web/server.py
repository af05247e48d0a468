"""The HTTP server around the application: uvicorn, on a socket that is open already."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import uvicorn

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


def serve(app: FastAPI, listener: socket.socket, begun: Callable[[], None]) -> None:
    """Serve until a signal ends it; ``begun`` is called once the server answers."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                begun()

    config = uvicorn.Config(
        app, log_config=_LOG, access_log=False, server_header=False, lifespan="on", timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_GRACE, proxy_headers=False, h11_max_incomplete_event_size=65_536,
    )  # fmt: skip
    Server(config).run([listener])
