"""A fetch that fails says what a person needs: the URL that was given, a reason without numbers, and a hint."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from sayso.errors import FetchError
from sayso.limits import Options
from sayso.reading.inputs.fetch import fetch
from sayso.reading.inputs.fetch_failures import connection_failure, name_failure

pytestmark = pytest.mark.issue(23)
LOCAL = Options(allow_private=True)


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


def test_an_unknown_host_is_said_so() -> None:
    error = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    what, hint = name_failure(error, "weir.invalid")
    assert what == "there is no host named weir.invalid"
    assert "spelling" in hint
    later = name_failure(socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "weir.invalid")
    assert later[0].endswith("cannot be looked up now")


def test_an_unreachable_network_and_a_reset_are_said_so() -> None:
    assert connection_failure(OSError(101, "Network is unreachable"), "weir.example")[0].startswith("weir.example cann")
    wrapped = RuntimeError("read failed")
    wrapped.__cause__ = ConnectionResetError(104, "Connection reset by peer")
    assert connection_failure(wrapped, "weir.example")[0] == "weir.example closed the connection"
