"""Server settings: address, token, limits."""

from __future__ import annotations

import ipaddress
import os
import secrets
from typing import Final

import msgspec

from sayso.limits import DEFAULT, Options

PORT: Final = 7296
"""The default port: "sayo" on a telephone keypad."""
RATE: Final = 1_200
"""The requests per minute and address on a server that others can reach."""


class ServerSettings(msgspec.Struct, frozen=True):
    """The settings of a server.

    With a ``token``, every request must send it. ``hosts`` are additional names that the Host header may contain.
    ``workers`` is the number of worker processes (0: by CPU count), ``queue`` the number of pages that may wait for
    them; ``readers`` is the number of archive connections, ``asks`` the number of queries that may wait. ``seconds``
    limits the time per page, ``body_seconds`` the time to receive a request, ``rate`` and ``burst`` the requests per
    address (per minute, at once). A rate of 0 is no limit; None is no limit on a loopback address without a token, and
    1,200 elsewhere; a burst of None is a fifth of the rate. ``fetch=False`` disables fetching of URLs. ``log`` (text,
    json) logs each request to standard error. ``mcp`` serves tools for agents at ``/mcp``.
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
    rate: int | None = None
    burst: int | None = None
    fetch: bool = True
    log: str | None = None
    mcp: bool = False
    options: Options = DEFAULT

    @property
    def processes(self) -> int:
        """The number of worker processes."""
        return self.workers or max(1, min(4, os.cpu_count() or 1))

    @property
    def requests_per_minute(self) -> int:
        """The number of requests per minute and address; 0 for no limit."""
        if self.rate is not None:
            return self.rate
        return 0 if self.local and self.token is None else RATE

    @property
    def requests_at_once(self) -> int:
        """The number of requests of an address that may come at once."""
        return max(1, self.requests_per_minute // 5 if self.burst is None else self.burst)

    @property
    def local(self) -> bool:
        """Whether the server is reachable from this machine only."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Return whether an address is a loopback address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def new_token() -> str:
    """Return a random token."""
    return secrets.token_urlsafe(24)
