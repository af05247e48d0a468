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
        with socket.socket() as one, pytest.raises(OSError, match="stay off the network"):
            one.connect((_DOCUMENTATION_ADDRESS, 9))
    assert (tmp_path / "log").read_text().split() == ["socket.connect", _DOCUMENTATION_ADDRESS]


def test_a_look_up_in_a_process_below_is_refused_and_noted(tmp_path: Path) -> None:
    code = "import socket; socket.getaddrinfo('courier.example', 80)"
    log = tmp_path / "log"
    env = os.environ | {"SAYSO_TEST_NETWORK_LOG": str(log)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
    assert done.returncode == 1
    assert log.read_text() == "socket.getaddrinfo courier.example\n"


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
