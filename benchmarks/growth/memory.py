"""Measures the memory of a page: the peak of a process of its own, beside that of an empty page."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Final, TypeVar

Result = TypeVar("Result")
MOST_BYTES: Final = 1_000_000_000
"""Maximum peak of a process that analyzes a page within the limits."""
MOST_TIMES: Final = 60
"""Maximum bytes of memory per byte of a large page, over those of an empty page."""
_KIB: Final = 1024


def apart(act: Callable[[], Result]) -> tuple[Result, int]:
    """The result of a function and the peak memory, in bytes, of the child process that it runs in."""
    context = multiprocessing.get_context("fork")  # the model is loaded once
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(act, sender))
    child.start()
    sender.close()
    result, peak = receiver.recv()
    child.join()
    return result, peak


def _send(act: Callable[[], Result], sender: Connection) -> None:
    """Send the result of a function and the peak of this process, which starts with the memory at the fork."""
    result = act()
    sender.send((result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB))
