"""How a server behaves: where it listens, who may ask, and the bounds that it keeps."""

from __future__ import annotations

import ipaddress
import os
import secrets
from typing import Final

import msgspec

from sayso.limits import DEFAULT, Options

PORT: Final = 7296
"""The port unless another is said: the letters of "sayo" on a telephone."""


class ServerSettings(msgspec.Struct, frozen=True):
    """What a server is told.

    ``token`` is asked of every request where it is set; ``hosts`` are names that the Host header may hold beside the
    obvious ones. ``workers`` processes read pages, ``queue`` pages may wait for them; ``readers`` connections ask the
    archive, ``asks`` questions may wait. ``seconds`` bounds one page, ``body_seconds`` the arrival of a request,
    ``rate`` and ``burst`` the requests of one address (a minute, at once; 0 for no bound). Without ``fetch`` no URL is
    read.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    token: str | None = None
    hosts: tuple[str, ...] = ()
    workers: int = 0
    queue: int = 32
    readers: int = 4
    asks: int = 256
    seconds: int = 120
    body_seconds: int = 60
    max_body_bytes: int = 12_000_000
    rate: int = 1_200
    burst: int = 240
    fetch: bool = True
    options: Options = DEFAULT

    @property
    def processes(self) -> int:
        """How many processes read pages."""
        return self.workers or max(1, min(4, os.cpu_count() or 1))

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)
