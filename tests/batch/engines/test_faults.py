"""Failures during real runs: all other pages are read, and each failure is a row with its place."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from benchmarks.processes import workers
from sayso.batch import BatchSettings, run
from sayso.errors import LimitError
from sayso.limits import Options
from tests.batch.example_inputs import ATTRIBUTE, lines, poisoned, table, text, tree


def test_pages_that_crash_hang_exit_or_exhaust_memory_give_one_error_each(tmp_path):
    words = ("CRASH", "HANG", "LEAVE", "GREED", "FAULT")
    bad = poisoned(tmp_path / "in.jsonl", 40, words)
    settings = BatchSettings(processes=2, shard_pages=8, page_seconds=6, page_megabytes=500)
    summary = run([tmp_path / "in.jsonl"], tmp_path / "out", settings, attribute=ATTRIBUTE)
    assert [row["page"] for row in table(tmp_path / "out", "articles")] == [n for n in range(40) if n not in bad]
    errors = table(tmp_path / "out", "errors")
    assert [row["page"] for row in errors] == bad
    assert [row["place"] for row in errors] == [f"line {n + 1}" for n in bad]
    assert {row["input"] for row in errors} == {str(tmp_path / "in.jsonl")}
    messages = [(row["error"], row["what"]) for row in errors]
    assert messages[:5] == [
        ("WorkerError", "the page crashed its process (signal 11), 3 times"),
        ("LimitError", "the page takes more than 6 seconds"),
        ("WorkerError", "the page crashed its process (exit code 3), 3 times"),
        ("LimitError", "the page needs more than 500 MB of memory"),
        ("RuntimeError", "internal error: a bug in sayso"),
    ]
    assert summary.counts.failed == len(bad)
    assert workers(os.getpid()) == []


def test_killed_worker_processes_lose_no_page(tmp_path):
    lines(tmp_path / "in.jsonl", range(60))
    settings = BatchSettings(processes=2, shard_pages=10)
    run([tmp_path / "in.jsonl"], tmp_path / "quiet", settings)
    stop, killed, generator = threading.Event(), [], random.Random(8)

    def kill():
        shards = tmp_path / "killed" / "_batch" / "shards"
        while not stop.wait(0.1) and len(killed) < 5:
            # At most one kill per stored shard, so that no page is hit three times on a slow machine.
            if len(list(shards.glob("*"))) > len(killed) and (processes := workers(os.getpid())):
                killed.append(generator.choice(processes))
                os.kill(killed[-1], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        run([tmp_path / "in.jsonl"], tmp_path / "killed", settings)
    finally:
        stop.set()
        killer.join()
    assert killed
    assert tree(tmp_path / "killed") == tree(tmp_path / "quiet")


def test_worker_process_ends_with_its_supervisor(tmp_path):
    poisoned(tmp_path / "in.jsonl", 8, ("HANG",))
    code = (
        "from sayso.batch import BatchSettings, run; from tests.batch.example_inputs import ATTRIBUTE\n"
        f"settings = BatchSettings(processes=1)\n"
        f"run([{str(tmp_path / 'in.jsonl')!r}], {str(tmp_path / 'out')!r}, settings, attribute=ATTRIBUTE)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[3])
    deadline = time.monotonic() + 60
    while not (processes := workers(supervisor.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    supervisor.kill()
    supervisor.wait()
    worker = Path(f"/proc/{processes[0]}")
    while time.monotonic() < deadline and worker.exists():
        time.sleep(0.2)
    assert not worker.exists()


def test_unreadable_files_and_pages_of_100_mb_are_errors(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(text(1), encoding="utf-8")
    with (folder / "b.txt").open("wb") as file:
        for _ in range(100):
            file.write(b"The weir holds, said Ivo Marr. " * 32_258)
    (folder / "c.txt").symlink_to(folder / "gone.txt")
    (folder / "d.parquet").write_bytes(b"PAR1" + b"\0" * 1000)
    (folder / "e.bin").write_bytes(os.urandom(5000))
    with (folder / "f.jsonl").open("w") as file:
        file.write(json.dumps({"text": "word " * 20_000_000}) + "\n")
        file.write(json.dumps({"text": text(2)}) + "\n")
    summary = run([folder], tmp_path / "out", BatchSettings(processes=1))
    errors = {Path(row["input"]).name: row for row in table(tmp_path / "out", "errors")}
    assert sorted(errors) == ["b.txt", "c.txt", "d.parquet", "e.bin", "f.jsonl"]
    assert (errors["b.txt"]["error"], errors["f.jsonl"]["place"]) == ("LimitError", "line 1")
    assert "no such file" in errors["c.txt"]["what"]
    assert summary.counts.pages == 2


@pytest.mark.skipif(os.getuid() != 0, reason="only root can change to a user without permission")
def test_file_without_permission_is_an_error(tmp_path):
    from sayso.batch.inputs.files import sources
    from sayso.batch.inputs.items import Reader

    (tmp_path / "a.txt").write_text(text(1))
    (tmp_path / "a.txt").chmod(0)
    os.seteuid(65534)
    try:
        (item,) = [
            row for source in sources([str(tmp_path / "a.txt")]) for row in Reader(BatchSettings()).items(source)
        ]
    finally:
        os.seteuid(0)
    assert "Permission denied" in item.page.what


@pytest.fixture
def small(tmp_path):
    """A file system of 400 kilobytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("only root can mount a file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_full_disk_ends_the_run_and_the_same_command_resumes_it(run_command, small, tmp_path):
    lines(tmp_path / "in.jsonl", range(60))
    filler = small / "filler"
    filler.write_bytes(b"\0" * 330_000)
    command = ("batch", tmp_path / "in.jsonl", "--out", small / "out", "--shard-pages", "4", "--processes", "2")
    done = run_command(*command)
    assert done.returncode == 1
    assert "the disk is full. Free some space and repeat the command" in done.stderr.decode()
    assert [path for path in (small / "out").rglob("*") if path.is_file() and path.parent.name == "aside"] == []
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=20m", small], check=True)
    assert run_command(*command).returncode == 0
    shutil.rmtree(tmp_path / "whole", ignore_errors=True)
    run([tmp_path / "in.jsonl"], tmp_path / "whole", BatchSettings(processes=2, shard_pages=4))
    assert tree(small / "out") == tree(tmp_path / "whole")


@pytest.fixture
def run_command(request):
    """The fixture ``run`` (``sayso`` as a process); the name ``run`` is the batch function here."""
    return request.getfixturevalue("run")


def test_slow_page_exceeds_its_time_limit(tmp_path):
    (tmp_path / "a.txt").write_text("“The weir holds,” said Ivo Marr. " * 30_000, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text(1), encoding="utf-8")
    settings = BatchSettings(processes=1, page_seconds=3, options=Options(limits={"max_text_chars": 10_000_000}))
    run([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", settings)
    (error,) = table(tmp_path / "out", "errors")
    assert (error["page"], error["error"]) == (0, LimitError.__name__)
    assert len(table(tmp_path / "out", "articles")) == 1
