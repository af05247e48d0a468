"""The guard that keeps the tests off the network does keep them off it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

_DOCUMENTATION_ADDRESS = "192.0.2.1"


def test_a_connection_from_the_test_process_is_refused_and_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("SAYSO_TEST_NETWORK_LOG", str(tmp_path / "log"))
        with socket.socket() as one, pytest.raises(OSError, match="network access is blocked"):
            one.connect((_DOCUMENTATION_ADDRESS, 9))
    assert (tmp_path / "log").read_text().split() == ["socket.connect", _DOCUMENTATION_ADDRESS]


def test_a_look_up_in_a_process_below_is_refused_and_noted(tmp_path: Path) -> None:
    code = "import socket; socket.getaddrinfo('courier.example', 80)"
    log = tmp_path / "log"
    env = os.environ | {"SAYSO_TEST_NETWORK_LOG": str(log)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
    assert done.returncode == 1
    assert log.read_text() == "socket.getaddrinfo courier.example\n"


@pytest.mark.issue(24)
@pytest.mark.parametrize("kind", ["stream", "datagram", "sent", "message"])
def test_every_way_to_send_beyond_loopback_is_refused_and_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    address = (_DOCUMENTATION_ADDRESS, 9)
    with monkeypatch.context() as patch:
        patch.setenv("SAYSO_TEST_NETWORK_LOG", str(tmp_path / "log"))
        with socket.socket(type=socket.SOCK_STREAM if kind == "stream" else socket.SOCK_DGRAM) as one:
            ways = {"sent": lambda: one.sendto(b"x", address), "message": lambda: one.sendmsg([b"x"], (), 0, address)}
            with pytest.raises(OSError, match="network access is blocked"):
                ways.get(kind, lambda: one.connect(address))()
    assert _DOCUMENTATION_ADDRESS in (tmp_path / "log").read_text()


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("socket.create_connection(('127.0.0.1', PORT)).close()", 0),
        ("swallowed(lambda: socket.create_connection(('192.0.2.1', 9)))", 1),
        ("swallowed(lambda: socket.getaddrinfo('courier.example', 80))", 1),
        ("subprocess.run([sys.executable, '-c', 'import socket; socket.getaddrinfo(\"courier.example\", 80)'])", 1),
    ],
    ids=["loopback", "caught", "looked up", "below"],
)
def test_a_test_that_goes_beyond_loopback_fails_also_where_it_catches_the_error(
    tmp_path: Path, body: str, code: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        program = f"""
import contextlib, socket, subprocess, sys
def swallowed(what):
    with contextlib.suppress(OSError):
        what()
def test_it():
    {body.replace("PORT", str(server.getsockname()[1]))}
"""
        (tmp_path / "test_it.py").write_text(program)
        command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-q"]
        done = subprocess.run([*command, str(tmp_path / "test_it.py")], capture_output=True, check=False, text=True)
    assert done.returncode == code, done.stdout
    assert ("went beyond loopback" in done.stdout) == bool(code)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
