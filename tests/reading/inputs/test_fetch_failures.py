"""A fetch that fails says what a person needs: the URL that was given, a reason without numbers, and a hint."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from sayso.errors import FetchError
from sayso.limits import Options
from sayso.reading.inputs.fetch import fetch

pytestmark = pytest.mark.issue(23)
LOCAL = Options(allow_private=True)
NAMESPACE_PROGRAM = """
import fcntl, socket, struct, sys, threading
from sayso.errors import FetchError
from sayso.limits import Options
from sayso.reading.inputs.fetch import fetch

SIOCSIFFLAGS, IFF_UP, NXDOMAIN = 0x8914, 1, b"\\x81\\x83"
if sys.argv[1] == "up":
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    fcntl.ioctl(server, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
    server.bind(("127.0.0.1", 53))

    def answer():
        while True:
            query, client = server.recvfrom(512)
            server.sendto(query[:2] + NXDOMAIN + query[4:], client)

    threading.Thread(target=answer, daemon=True).start()
for url in sys.argv[2:]:
    try:
        fetch(url, Options(allow_private=True))
    except FetchError as error:
        print(error)
"""


def can_isolate() -> bool:
    """Whether this machine lets a test have a network namespace of its own."""
    command = ["unshare", "--map-root-user", "--net", "--mount", "true"]
    return (
        shutil.which("unshare") is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


isolated = pytest.mark.skipif(not can_isolate(), reason="this machine has no namespaces for a test")


def message(url: str) -> str:
    """The message of the error for a URL, after a check that it has no error number and does not name robots.txt."""
    with pytest.raises(FetchError) as raised:
        fetch(url, LOCAL)
    text = str(raised.value)
    assert text.startswith(f"{url}: ")
    assert not re.search(r"Errno|robots|_ssl\.c|\[SSL", text)
    return text


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The ports of a server with a self-signed certificate and of one without TLS."""
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {certificate} -days 1 -subj /CN=localhost"
    subprocess.run([*command.split(), "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)

    class Quiet(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Log nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    encrypted, plain = (HTTPServer(("127.0.0.1", 0), Quiet) for _ in range(2))
    encrypted.socket = context.wrap_socket(encrypted.socket, server_side=True)
    for server in (encrypted, plain):
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield encrypted.server_port, plain.server_port
    for server in (encrypted, plain):
        server.shutdown()
        server.server_close()


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_refused_connection_is_said_so() -> None:
    assert "127.0.0.1 refused the connection. Check the URL and its port" in message(
        f"http://127.0.0.1:{closed_port()}/weir"
    )


def test_an_invalid_certificate_is_said_so(servers: tuple[int, int]) -> None:
    assert "localhost has no valid certificate: self-signed certificate." in message(f"https://localhost:{servers[0]}/")


def test_a_server_without_tls_is_said_so(servers: tuple[int, int]) -> None:
    assert "does not accept an encrypted connection" in message(f"https://localhost:{servers[1]}/")


def test_a_reset_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=reset_connections, args=(listener,), daemon=True)
        thread.start()
        assert "127.0.0.1 closed the connection. Check the URL, or try again later" in message(
            f"http://127.0.0.1:{listener.getsockname()[1]}/weir"
        )
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


def reset_connections(listener: socket.socket) -> None:
    """Read the start of each request, then end the connection with a reset: SO_LINGER with a time of 0."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.recv(1_000)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@isolated
def test_an_unknown_host_is_said_so(tmp_path: Path) -> None:
    lines = fetched_in_namespace(tmp_path, "http://weir.invalid/", loopback=True)
    assert lines == [
        "http://weir.invalid/: there is no host named weir.invalid. "
        "Check the spelling of the URL, and the network connection"
    ]


@isolated
def test_a_machine_without_a_network_is_said_so(tmp_path: Path) -> None:
    unknown, unreachable = fetched_in_namespace(tmp_path, "http://weir.invalid/", "http://127.0.0.1/", loopback=False)
    assert "the address of weir.invalid cannot be looked up now. Check the network connection" in unknown
    assert "127.0.0.1 cannot be reached from this machine. Check the network connection" in unreachable


def fetched_in_namespace(tmp_path: Path, *urls: str, loopback: bool) -> list[str]:
    """The errors of fetches in a network namespace of their own, where a name server knows no name.

    Without ``loopback``, no interface is up, so that no address can be reached.
    """
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n", encoding="ascii")
    script = 'mount --bind "$1/resolv.conf" /etc/resolv.conf && shift && exec "$@"'
    program = [sys.executable, "-c", NAMESPACE_PROGRAM, "up" if loopback else "down", *urls]
    command = ["unshare", "--map-root-user", "--net", "--mount", "sh", "-c", script, "sh", str(tmp_path), *program]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # no guard: no network
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert not re.search(r"Errno|robots", done.stdout)
    return lines
