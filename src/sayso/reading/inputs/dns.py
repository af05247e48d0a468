"""The addresses of a host, and no longer than the caller has time: the system's own resolver knows no bound."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


def addresses(host: str, port: int, until: float) -> list[str]:
    """All addresses of a host. Raises OSError where it is not known, TimeoutError where that is not told in time."""
    found = in_time(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), until)
    return [str(row[4][0]).partition("%")[0] for row in found]


def in_time(work: Callable[[], T], until: float) -> T:
    """What the work gives, or what it raises. Raises TimeoutError where ``time.monotonic()`` reaches ``until`` first.

    The thread of work that came too late is left to end by itself: nothing can stop a resolver.
    """
    answers: SimpleQueue[tuple[T | None, Exception | None]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((work(), None))
        except Exception as error:  # handed on to the caller
            answers.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        found, error = answers.get(timeout=max(0.01, until - time.monotonic()))
    except Empty:
        raise TimeoutError("no answer in time") from None
    if error is not None:
        raise error
    return found  # type: ignore[return-value]
