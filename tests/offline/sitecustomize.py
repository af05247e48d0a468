"""Keeps the test run off the network: what goes beyond loopback is refused, and noted so that the run fails.

In the test process tests/conftest.py loads it, in every Python below it PYTHONPATH does.
"""

import ipaddress
import os
import socket
import sys

LOG = "SAYSO_TEST_NETWORK_LOG"


def beyond_loopback(host: object) -> bool:
    """Whether a host is anywhere else than on this machine."""
    if host is None or host in ("", "localhost", b"localhost"):
        return False
    try:
        return not ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return True


def is_number(host: object) -> bool:
    """Whether a host is an address already, for which nobody is asked."""
    try:
        # It takes every way of writing an IPv4 address: 127.1, 0x7f000001, 2130706433.
        socket.inet_aton(host if isinstance(host, str) else "")
    except OSError:
        return isinstance(host, str) and ":" in host
    return True


def guard(event: str, args: tuple) -> None:
    """Refuse connections and look-ups beyond loopback."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        # An address that is no tuple is that of a Unix socket, or of a socket that is connected already.
        host = args[1][0] if isinstance(args[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = None if is_number(args[0]) else args[0]
    else:
        return
    if beyond_loopback(host):
        if path := os.environ.get(LOG):
            with open(path, "a", encoding="utf-8") as log:  # noqa: PTH123 (before pathlib is loaded)
                log.write(f"{event} {host}\n")
        raise OSError(f"the tests stay off the network: {event} {host}")


sys.addaudithook(guard)
