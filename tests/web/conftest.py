"""Fixtures with a server in its own process, started by ``sayso serve``."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.web.pages import fill


class Running(NamedTuple):
    """A running server: its URL (without a final slash), its output, its process, its archive."""

    url: str
    output: str
    process: subprocess.Popen[bytes]
    archive: Path


@contextlib.contextmanager
def serving(archive: Path, *options: str) -> Iterator[Running]:
    """Start ``sayso serve`` on a free port with one worker and without rate limit, and stop it with SIGINT."""
    command = [sys.executable, "-m", "sayso", "serve", "--no-browser", "--port", "0", "--archive", str(archive)]
    command += ["--workers", "1", "--rate", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        output = process.stdout.readline().decode().strip()
        assert output.startswith("sayso is at http://"), output
        yield Running(output.split()[3].partition("?")[0].rstrip("/"), output, process, archive)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        process.stdout.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that tests share if they do not affect each other."""
    path = tmp_path_factory.mktemp("web") / "archive.db"
    fill(path)
    with serving(path, "--no-fetch") as running:
        yield running


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    """A client of the shared server."""
    with httpx.Client(base_url=server.url, timeout=60) as client:
        yield client
