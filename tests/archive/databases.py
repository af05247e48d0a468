"""Fixtures for both databases. They start one PostgreSQL server, from the system's package, for all tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest

from sayso.archive import Archive


def _program(name):
    paths = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(paths[-1]) if paths else shutil.which(name)


@pytest.fixture(scope="session")
def server():
    """The socket directory of a running server."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    if initdb is None or control is None:
        pytest.skip("the PostgreSQL server is not installed: apt-get install postgresql")
    pytest.importorskip("psycopg")
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-", dir="/tmp"))
    user = None
    if os.getuid() == 0:  # the server refuses to run as root
        user = next(name for name in ("postgres", "nobody") if any(row.pw_name == name for row in pwd.getpwall()))
        shutil.chown(folder, user)
    data = folder / "data"
    kwargs = {"check": True, "user": user, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([initdb, "-D", data, "-A", "trust", "-U", "sayso", "-E", "UTF8", "--locale=C.UTF-8", "-N"], **kwargs)
    options = f"-k {folder} -c listen_addresses= -F"
    subprocess.run([control, "-D", data, "-w", "-o", options, "-l", folder / "log", "start"], **kwargs)
    yield folder
    subprocess.run([control, "-D", data, "-m", "immediate", "stop"], **kwargs)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(server):
    """The URL of an empty database."""
    import psycopg

    name = f"t{uuid4().hex}"
    with psycopg.connect(f"postgresql://sayso@/postgres?host={server}", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"postgresql://sayso@/{name}?host={server}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def target(request, tmp_path):
    """The path or URL of an empty archive on each database."""
    return tmp_path / "archive.db" if request.param == "sqlite" else request.getfixturevalue("postgres")


@pytest.fixture
def archive(target):
    """An empty archive on each database."""
    with Archive(target) as archive:
        yield archive
