"""The network guard of the tests blocks connections beyond loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

_DOCUMENTATION_ADDRESS = "192.0.2.1"


def test_a_connection_from_the_test_process_is_refused_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("SAYSO_TEST_NETWORK_LOG", str(tmp_path / "log"))
        with socket.socket() as connection, pytest.raises(OSError, match="network access is blocked"):
            connection.connect((_DOCUMENTATION_ADDRESS, 9))
    assert (tmp_path / "log").read_text().split() == ["socket.connect", _DOCUMENTATION_ADDRESS]


def test_a_lookup_in_a_child_process_is_refused_and_logged(tmp_path: Path) -> None:
    code = "import socket; socket.getaddrinfo('courier.example', 80)"
    log = tmp_path / "log"
    env = os.environ | {"SAYSO_TEST_NETWORK_LOG": str(log)}
    process = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
    assert process.returncode == 1
    assert log.read_text() == "socket.getaddrinfo courier.example\n"


@pytest.mark.issue(24)
@pytest.mark.parametrize("kind", ["stream", "datagram", "sent", "message"])
def test_all_ways_to_send_beyond_loopback_are_refused_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    address = (_DOCUMENTATION_ADDRESS, 9)
    with monkeypatch.context() as patch:
        patch.setenv("SAYSO_TEST_NETWORK_LOG", str(tmp_path / "log"))
        with socket.socket(type=socket.SOCK_STREAM if kind == "stream" else socket.SOCK_DGRAM) as connection:
            calls = {
                "sent": lambda: connection.sendto(b"x", address),
                "message": lambda: connection.sendmsg([b"x"], (), 0, address),
            }
            with pytest.raises(OSError, match="network access is blocked"):
                calls.get(kind, lambda: connection.connect(address))()
    assert _DOCUMENTATION_ADDRESS in (tmp_path / "log").read_text()


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("socket.create_connection(('127.0.0.1', PORT)).close()", 0),
        ("suppressed(lambda: socket.create_connection(('192.0.2.1', 9)))", 1),
        ("suppressed(lambda: socket.getaddrinfo('courier.example', 80))", 1),
        ("subprocess.run([sys.executable, '-c', 'import socket; socket.getaddrinfo(\"courier.example\", 80)'])", 1),
    ],
    ids=["loopback", "caught", "lookup", "child"],
)
def test_a_test_that_goes_beyond_loopback_fails_even_if_it_catches_the_error(
    tmp_path: Path, body: str, code: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        program = f"""
import contextlib, socket, subprocess, sys
def suppressed(call):
    with contextlib.suppress(OSError):
        call()
def test_it():
    {body.replace("PORT", str(server.getsockname()[1]))}
"""
        (tmp_path / "test_it.py").write_text(program)
        command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-q"]
        process = subprocess.run([*command, str(tmp_path / "test_it.py")], capture_output=True, check=False, text=True)
    assert process.returncode == code, process.stdout
    assert ("went beyond loopback" in process.stdout) == bool(code)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
