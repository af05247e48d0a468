"""Resolve host names with a timeout, which the resolver of the operating system does not have."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


def addresses(host: str, port: int, until: float) -> list[str]:
    """Return all addresses of a host. Raises OSError if it is unknown, TimeoutError at ``until``."""
    rows = in_time(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), until)
    return [str(row[4][0]).partition("%")[0] for row in rows]


def in_time(work: Callable[[], T], until: float) -> T:
    """Run ``work`` and return its result. Raises TimeoutError if ``time.monotonic()`` reaches ``until`` first.

    After a timeout the thread continues until ``work`` returns, because a resolver call cannot be cancelled.
    """
    results: SimpleQueue[tuple[T | None, Exception | None]] = SimpleQueue()

    def run() -> None:
        try:
            results.put((work(), None))
        except Exception as error:  # raised again in the calling thread
            results.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, error = results.get(timeout=max(0.01, until - time.monotonic()))
    except Empty:
        raise TimeoutError("no answer in time") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]
