"""Says why a page cannot be fetched, in words without error numbers, and what to do about it."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Final

_LATER: Final = "Check the URL, or try again later"
_TRY_AGAIN: Final = frozenset((socket.EAI_AGAIN, socket.EAI_FAIL))


def name_failure(error: Exception, host: str) -> tuple[str, str]:
    """Return what is wrong and the hint for a host name without an address."""
    if isinstance(error, socket.gaierror) and error.errno in _TRY_AGAIN:
        return f"the address of {host} cannot be looked up now", "Check the network connection, or try again later"
    if isinstance(error, ValueError):
        return f"{host} is not a valid host name", "Check the URL"
    return f"there is no host named {host}", "Check the spelling of the URL, and the network connection"


def connection_failure(error: Exception, host: str) -> tuple[str, str]:
    """Return what is wrong and the hint for a request that failed."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            hint = "Check the URL and the clock of this machine, or save the page in a browser and read the file"
            return f"{host} has no valid certificate: {cause.verify_message.rstrip('.')}", hint
        if isinstance(cause, ssl.SSLError):
            return f"{host} does not accept an encrypted connection", "Check the URL: http or https, and the port"
        if isinstance(cause, ConnectionRefusedError):
            return f"{host} refused the connection", "Check the URL and its port, or try again later"
        if isinstance(cause, ConnectionResetError | ConnectionAbortedError | BrokenPipeError):
            return f"{host} closed the connection", _LATER
        if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN):
            return f"{host} cannot be reached from this machine", "Check the network connection"
    words = str(error).strip(". ") or type(error).__name__
    return f"the request failed ({words})", _LATER


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and its causes, the last first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
