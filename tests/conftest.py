"""No test, and no process that a test starts, may reach beyond loopback; and ``sayso`` as a real process."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_OFFLINE = Path(__file__).parent / "offline"
_LOG = Path(tempfile.mkdtemp(prefix="sayso-tests-")) / "network.log"
os.environ["SAYSO_TEST_NETWORK_LOG"] = str(_LOG)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_OFFLINE), os.environ.get("PYTHONPATH")]))
_SPEC = importlib.util.spec_from_file_location("offline_guard", _OFFLINE / "sitecustomize.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_SPEC.loader.exec_module(importlib.util.module_from_spec(_SPEC))

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def _noted() -> list[str]:
    log = Path(os.environ["SAYSO_TEST_NETWORK_LOG"])
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture(autouse=True)
def offline() -> Iterator[None]:
    """Fail a test in which anything, also in a process of its own, went beyond loopback."""
    before = len(_noted())
    yield
    new = _noted()[before:]
    assert not new, f"went beyond loopback: {new}"


@pytest.fixture(scope="session")
def run() -> Run:
    """A function that runs ``sayso`` with arguments in a process of its own, without a terminal."""

    def call(
        *args: str | Path, stdin: bytes = b"", cwd: Path | None = None, timeout: float = 180, **env: str
    ) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "sayso", *map(str, args)]
        return subprocess.run(
            command, input=stdin, capture_output=True, cwd=cwd, timeout=timeout, env=os.environ | env, check=False
        )

    return call
