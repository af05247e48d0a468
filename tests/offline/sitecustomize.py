"""Blocks network access in tests: refuses connections beyond loopback and logs them, so that the test run fails.

tests/conftest.py imports it in the test process; PYTHONPATH loads it in child processes.
"""

import ipaddress
import os
import socket
import sys

LOG = "SAYSO_TEST_NETWORK_LOG"


def beyond_loopback(host: object) -> bool:
    """Return whether a host is not this machine."""
    if host is None or host in ("", "localhost", b"localhost"):
        return False
    try:
        return not ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return True


def is_address(host: object) -> bool:
    """Return whether a host is an IP address, which needs no DNS query."""
    try:
        # inet_aton accepts every notation of an IPv4 address: 127.1, 0x7f000001, 2130706433.
        socket.inet_aton(host if isinstance(host, str) else "")
    except OSError:
        return isinstance(host, str) and ":" in host
    return True


def guard(event: str, args: tuple) -> None:
    """Raise OSError for connections and DNS queries beyond loopback."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        # An address that is not a tuple belongs to a Unix socket or to a socket that is already connected.
        host = args[1][0] if isinstance(args[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = None if is_address(args[0]) else args[0]
    else:
        return
    if beyond_loopback(host):
        if path := os.environ.get(LOG):
            with open(path, "a", encoding="utf-8") as log:  # noqa: PTH123 (pathlib may not be imported yet)
                log.write(f"{event} {host}\n")
        raise OSError(f"network access is blocked in tests: {event} {host}")


sys.addaudithook(guard)
