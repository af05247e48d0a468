"""The Ray engine on a local cluster: the same output and errors as the local engine."""

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
from tests.batch.example_inputs import lines, poisoned, table, tree

pytest.importorskip("ray")
ROOT = Path(__file__).parents[3]
RAY = Path(sys.executable).with_name("ray")
QUIET = {"RAY_AUTH_MODE": "disabled", "RAY_worker_niceness": "0", "RAY_agent_register_timeout_ms": "120000"}
POISONED = """
import sys
from sayso.batch import BatchSettings, run
from tests.batch.example_inputs import ATTRIBUTE
settings = BatchSettings(engine="ray", address=sys.argv[3], processes=2, shard_pages=4, page_seconds=6,
                         page_megabytes=500)
run([sys.argv[1]], sys.argv[2], settings, attribute=ATTRIBUTE)
"""


def free_port():
    """An unused port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def cluster():
    """The address of a Ray cluster on this machine, started with ``ray start``."""
    folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))  # sockets need a short path
    for _ in range(3):  # on a busy machine, the start of Ray sometimes times out
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
    """The Ray processes with this title prefix."""
    processes = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().decode(errors="replace").startswith(title):
                processes.append(int(path.parent.name))
        except OSError:
            continue
    return processes


def test_output_equals_the_local_engine_and_a_rerun_reads_nothing(cluster, tmp_path, run_command):
    lines(tmp_path / "in.jsonl", range(30))
    (tmp_path / "bad.csv").write_text("desk\n1\n")
    names = (tmp_path / "bad.csv", tmp_path / "in.jsonl")
    command = ("batch", *names, "--out", tmp_path / "ray", "--engine", "ray", "--address", cluster, "--processes", "2",
               "--shard-pages", "4", "--json")  # fmt: skip
    done = run_command(*command, **QUIET)
    assert done.returncode == 1, done.stderr.decode()
    assert json.loads(done.stdout)["pages_read"] == 30
    run(names, tmp_path / "local", BatchSettings(shard_pages=4))
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
    assert json.loads(run_command(*command, **QUIET).stdout)["pages_read"] == 0


@pytest.fixture
def run_command(request):
    """The fixture ``run`` (``sayso`` as a process); the name ``run`` is the batch function here."""
    return request.getfixturevalue("run")


def test_fatal_pages_and_killed_workers(cluster, tmp_path):
    bad = poisoned(tmp_path / "in.jsonl", 42, ("CRASH", "HANG", "GREED"))
    command = [sys.executable, "-c", POISONED, str(tmp_path / "in.jsonl"), str(tmp_path / "out"), cluster]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | QUIET, stdout=log, stderr=log)
    killed, generator, after = [], random.Random(8), time.monotonic() + 6
    while process.poll() is None:
        time.sleep(0.5)
        processes = ray_processes("ray::MapWorker")
        if processes and len(killed) < 2 and time.monotonic() > after:
            killed.append(generator.choice(processes))
            os.kill(killed[-1], signal.SIGKILL)
            after = time.monotonic() + 6
    assert process.returncode == 0, (tmp_path / "log").read_text()
    assert killed
    errors = table(tmp_path / "out", "errors")
    assert [row["page"] for row in errors] == bad
    assert [row["error"] for row in errors][:3] == ["WorkerError", "LimitError", "LimitError"]
    assert [row["page"] for row in table(tmp_path / "out", "articles")] == [n for n in range(42) if n not in bad]


def test_joined_quotations_equal_the_local_engine(cluster, tmp_path, run_command):
    known = truth.write(tmp_path / "out", 1_500)
    run_command("batch", "quotes", tmp_path / "out")
    before = (tmp_path / "out" / "quotes" / "quotes.parquet").read_bytes()
    done = run_command("batch", "quotes", tmp_path / "out", "--engine", "ray", "--address", cluster, **QUIET)
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "out" / "quotes" / "quotes.parquet").read_bytes() == before
    score = truth.score(tmp_path / "out", known)
    assert min(score["recall"], score["precision"]) >= 0.95
