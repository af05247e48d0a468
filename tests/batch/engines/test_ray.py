"""The engine of many machines on a cluster of this machine's own: the same bytes, and the same faults."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from benchmarks.batch import truth
from sayso.batch import BatchSettings, run
from tests.batch.made import lines, poisoned, table, tree

pytest.importorskip("ray")
ROOT = Path(__file__).parents[3]
RAY = Path(sys.executable).with_name("ray")
QUIET = {"RAY_AUTH_MODE": "disabled", "RAY_worker_niceness": "0", "RAY_agent_register_timeout_ms": "120000"}
POISONED = """
import sys
from sayso.batch import BatchSettings, run
from tests.batch.made import ATTRIBUTE
settings = BatchSettings(engine="ray", address=sys.argv[3], processes=2, shard_pages=4, page_seconds=6,
                         page_megabytes=500)
run([sys.argv[1]], sys.argv[2], settings, attribute=ATTRIBUTE)
"""


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def cluster():
    """The address of a Ray cluster on this machine, started as its users start one."""
    folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))  # sockets want a short path
    for _ in range(3):  # on a busy machine its parts now and then wait for each other too long
        port = free_port()
        command = [RAY, "start", "--head", "--block", "--num-cpus=2", f"--port={port}", "--node-ip-address=127.0.0.1",
                   "--include-dashboard=false", "--disable-usage-stats", f"--temp-dir={folder}"]  # fmt: skip
        with (folder / "log").open("w") as log:
            head = subprocess.Popen(
                command, stdout=log, stderr=log, env=os.environ | QUIET, cwd=ROOT, start_new_session=True
            )
        while head.poll() is None and "Ray runtime started" not in (folder / "log").read_text():
            time.sleep(0.2)
        if head.poll() is None:
            break
    assert head.poll() is None, (folder / "log").read_text()
    yield f"127.0.0.1:{port}"
    head.terminate()
    head.wait(60)
    shutil.rmtree(folder, ignore_errors=True)


def ray_processes(title):
    """The processes of Ray whose title begins so."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().decode(errors="replace").startswith(title):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_the_output_is_that_of_one_machine_and_a_rerun_does_nothing(cluster, tmp_path, run_command):
    lines(tmp_path / "in.jsonl", range(30))
    (tmp_path / "bad.csv").write_text("desk\n1\n")
    names = (tmp_path / "bad.csv", tmp_path / "in.jsonl")
    wanted = ("batch", *names, "--out", tmp_path / "ray", "--engine", "ray", "--address", cluster, "--processes", "2",
              "--shard-pages", "4", "--json")  # fmt: skip
    done = run_command(*wanted, **QUIET)
    assert done.returncode == 1, done.stderr.decode()
    assert json.loads(done.stdout)["pages_read"] == 30
    run(names, tmp_path / "local", BatchSettings(shard_pages=4))
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert json.loads(run_command(*wanted, **QUIET).stdout)["pages_read"] == 0


@pytest.fixture
def run_command(request):
    """``sayso`` as a process."""
    return request.getfixturevalue("run")


def test_pages_of_the_worst_kind_and_workers_that_are_killed(cluster, tmp_path):
    bad = poisoned(tmp_path / "in.jsonl", 42, ("CRASH", "HANG", "GREED"))
    command = [sys.executable, "-c", POISONED, str(tmp_path / "in.jsonl"), str(tmp_path / "out"), cluster]
    with (tmp_path / "told").open("w") as told:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | QUIET, stdout=told, stderr=told)
    killed, chosen, after = [], random.Random(8), time.monotonic() + 6
    while process.poll() is None:
        time.sleep(0.5)
        found = ray_processes("ray::MapWorker")
        if found and len(killed) < 2 and time.monotonic() > after:
            killed.append(chosen.choice(found))
            os.kill(killed[-1], signal.SIGKILL)
            after = time.monotonic() + 6
    assert process.returncode == 0, (tmp_path / "told").read_text()
    assert killed
    errors = table(tmp_path / "out", "errors")
    assert [one["page"] for one in errors] == bad
    assert [one["error"] for one in errors][:3] == ["WorkerError", "LimitError", "LimitError"]
    assert [one["page"] for one in table(tmp_path / "out", "articles")] == [n for n in range(42) if n not in bad]


def test_quotations_are_joined_as_on_one_machine(cluster, tmp_path, run_command):
    known = truth.write(tmp_path / "out", 1_500)
    run_command("batch", "quotes", tmp_path / "out")
    before = (tmp_path / "out" / "quotes" / "quotes.parquet").read_bytes()
    done = run_command("batch", "quotes", tmp_path / "out", "--engine", "ray", "--address", cluster, **QUIET)
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "out" / "quotes" / "quotes.parquet").read_bytes() == before
    told = truth.score(tmp_path / "out", known)
    assert min(told["recall"], told["precision"]) >= 0.95
