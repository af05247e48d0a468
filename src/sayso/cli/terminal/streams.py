"""Standard streams for a process that starts without them (``sayso read page.html >&-``)."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Final

_STANDARD_DESCRIPTORS: Final = 3


class ClosedOutput(io.TextIOBase):
    """Standard output that is closed: writing is an error, as in other programs."""

    def writable(self) -> bool:
        """Text can be passed, so that the error is that of a write."""
        return True

    def write(self, text: str) -> int:
        """Raise OSError, except for an empty text."""
        if text:
            raise OSError(errno.EBADF, "standard output is closed; redirect it to a file or to /dev/null")
        return 0


def replace_closed_streams() -> None:
    """Replace closed streams: an empty standard input, an output that rejects text, and no messages.

    Their descriptors are occupied, so that no other file gets one of them.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if None not in streams:
        return
    while (descriptor := os.open(os.devnull, os.O_RDWR)) < _STANDARD_DESCRIPTORS:
        pass
    os.close(descriptor)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    if sys.stdout is None:
        sys.stdout = ClosedOutput()
    if sys.stderr is None:
        sys.stderr = io.StringIO()
