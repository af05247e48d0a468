"""A function in the place of ``sayso.attribute`` that does to its own process what the worst of pages would do."""

from __future__ import annotations

import os
import signal

import sayso


def attribute(page, *, options):
    """The record of a page, unless it holds a word that is no page's to hold."""
    text = page if isinstance(page, str) else str(page.data)
    if "CRASH" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "LEAVE" in text:
        os._exit(3)
    if "HANG" in text:
        while True:
            pass
    if "GREED" in text:
        return [bytearray(50_000_000) for _ in range(10_000)]
    if "FAULT" in text:
        raise RuntimeError("a fault of sayso's own")
    return sayso.attribute(page, options=options)
