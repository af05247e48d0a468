"""A real server in a process of its own, as ``sayso serve`` starts it."""

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
    """A server that answers: its address (no slash at the end), what it printed, and its process."""

    url: str
    said: str
    process: subprocess.Popen[bytes]
    archive: Path


@contextlib.contextmanager
def serving(archive: Path, *options: str) -> Iterator[Running]:
    """Start ``sayso serve`` on a free port with one worker and no bound on requests, and end it as Ctrl-C does."""
    command = [sys.executable, "-m", "sayso", "serve", "--no-browser", "--port", "0", "--archive", str(archive)]
    command += ["--workers", "1", "--rate", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        said = process.stdout.readline().decode().strip()
        assert said.startswith("sayso is at http://"), said
        yield Running(said.split()[3].partition("?")[0].rstrip("/"), said, process, archive)
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
    """One server for tests that leave each other alone."""
    path = tmp_path_factory.mktemp("web") / "archive.db"
    fill(path)
    with serving(path, "--no-fetch") as running:
        yield running


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=server.url, timeout=60) as made:
        yield made
