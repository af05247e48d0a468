"""A replacement for ``sayso.attribute`` that makes its process fail on certain words."""

from __future__ import annotations

import os
import signal

import sayso


def attribute(page, *, options):
    """The record of a page, unless it contains a word that triggers a failure."""
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
        raise RuntimeError("a bug in sayso")
    return sayso.attribute(page, options=options)
