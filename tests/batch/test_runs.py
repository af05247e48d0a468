"""Batch runs: reproducible, interrupted and resumed, locked, and repaired."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from sayso.batch import BatchSettings, run
from sayso.errors import InputError
from tests.batch.example_inputs import lines, tree

PAGES = 240
"""Enough for a run of several seconds, which a test can interrupt."""


@pytest.fixture(scope="module", autouse=True)
def _default_interrupt_handler():
    """Restore the SIGINT handler: a shell ignores SIGINT in background jobs, and child processes inherit that."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An input of PAGES pages and the output of one run over it."""
    folder = tmp_path_factory.mktemp("batch")
    path = lines(folder / "in.jsonl", range(PAGES))
    summary = run([path], folder / "out", BatchSettings(processes=2, shard_pages=4))
    return path, folder / "out", summary


def test_output_does_not_depend_on_the_number_of_processes(whole, tmp_path):
    path, out, _ = whole
    run([path], tmp_path / "one", BatchSettings(processes=1, shard_pages=4))
    assert tree(tmp_path / "one") == tree(out)


def test_finished_run_is_not_repeated_and_another_command_is_rejected(whole):
    path, out, first = whole
    before = tree(out)
    again = run([path], out, BatchSettings(processes=2, shard_pages=4))
    assert (again.pages_read, again.counts) == (0, first.counts)
    assert tree(out) == before
    with pytest.raises(InputError, match="shard_pages"):
        run([path], out, BatchSettings(shard_pages=5))
    with pytest.raises(InputError, match="other files"):
        run([path], path.parent)


def start(path, out, *more, **keywords):
    """Start a run as a process."""
    command = [sys.executable, "-m", "sayso", "batch", str(path), "--out", str(out), "--shard-pages", "4", *more]
    return subprocess.Popen(command, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | keywords)


def wait_for_shards(out, number, process):
    """Wait until a number of shards is stored."""
    while process.poll() is None and len(list((out / "_batch" / "shards").glob("*"))) < number:
        time.sleep(0.02)
    assert process.poll() is None, process.stderr.read()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interrupted_run_is_resumed_with_the_same_output(tmp_path, whole, how):
    path, out, _ = whole
    process = start(path, tmp_path / "out", "--processes", "2")
    wait_for_shards(tmp_path / "out", 1, process)
    process.send_signal(how)
    _, stderr = process.communicate(timeout=60)
    if how != signal.SIGKILL:
        assert process.returncode == 130
        assert stderr.decode() == "sayso: stopped. Repeat the command to resume.\n"
        assert not (tmp_path / "out" / "_batch" / "aside").exists()
    assert not (tmp_path / "out" / "summary.json").exists()
    resumed = run([path], tmp_path / "out", BatchSettings(processes=2, shard_pages=4))
    assert 0 < resumed.pages_read < PAGES
    assert tree(tmp_path / "out") == tree(out)


def test_ctrl_c_on_a_terminal_ends_all_processes(tmp_path, whole):
    path, _, _ = whole
    primary, secondary = pty.openpty()
    streams = {"stdin": secondary, "stderr": secondary, "start_new_session": True}
    process = start(path, tmp_path / "out", "--processes", "2", **streams)
    os.close(secondary)
    shown = []
    reader = threading.Thread(target=lambda: shown.extend(iter(lambda: _read(primary), b"")))
    reader.start()
    while len(list((tmp_path / "out" / "_batch" / "shards").glob("*"))) < 3:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to all of them
    process.communicate(timeout=60)
    reader.join()
    os.close(primary)
    assert process.returncode == 130
    assert b"words/s" in b"".join(shown)
    assert b"Traceback" not in b"".join(shown)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def _read(primary):
    try:
        return os.read(primary, 65536)
    except OSError:
        return b""


def test_two_runs_cannot_use_one_folder(tmp_path, whole):
    path, _, _ = whole
    process = start(path, tmp_path / "out", "--processes", "1")
    wait_for_shards(tmp_path / "out", 1, process)
    with pytest.raises(InputError, match="another run uses this folder"):
        run([path], tmp_path / "out", BatchSettings(shard_pages=4))
    process.terminate()
    process.communicate(timeout=60)


def test_damaged_shard_is_read_again(tmp_path, whole):
    path, out, _ = whole
    process = start(path, tmp_path / "out", "--processes", "1")
    wait_for_shards(tmp_path / "out", 2, process)
    process.kill()
    process.communicate()
    shard = next((tmp_path / "out" / "_batch" / "shards").iterdir())
    shard.write_bytes(shard.read_bytes()[:100])
    run([path], tmp_path / "out", BatchSettings(processes=1, shard_pages=4))
    assert tree(tmp_path / "out") == tree(out)


@pytest.mark.issue(24)
@pytest.mark.parametrize("harm", ["flipped", "cut", "removed", "note", "run"])
def test_damaged_part_is_detected_and_rebuilt(tmp_path, whole, harm):
    path, out, summary = whole
    copy = tmp_path / "out"
    shutil.copytree(out, copy)
    part = sorted((copy / "attributions").rglob("*.parquet"))[0]
    note = sorted((copy / "_batch" / "done").iterdir())[0]
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    if harm == "flipped":
        part.write_bytes(data)
    elif harm == "cut":
        part.write_bytes(data[:-10])
    elif harm == "removed":
        part.unlink()
    elif harm == "note":
        note.write_bytes(note.read_bytes()[:-5])
    else:
        (copy / "_batch" / "run.json").write_bytes(b"{")
        with pytest.raises(InputError, match="state file of the run is damaged"):
            run([path], copy, BatchSettings(processes=2, shard_pages=4))
        return
    again = run([path], copy, BatchSettings(processes=2, shard_pages=4))
    assert (again.remade, again.counts) == (1, summary.counts)
    assert tree(copy) == tree(out)
    third = run([path], copy, BatchSettings(processes=2, shard_pages=4))
    assert (third.remade, third.pages_read) == (0, 0)


@pytest.mark.issue(24)
def test_damaged_part_between_others_is_rebuilt(tmp_path):
    path = lines(tmp_path / "in.jsonl", range(140))
    settings = BatchSettings(processes=2, shard_pages=1)
    run([path], tmp_path / "out", settings)
    before = tree(tmp_path / "out")
    done = sorted((tmp_path / "out" / "_batch" / "done").iterdir())
    assert len(done) == 3
    part = sorted((tmp_path / "out" / "articles").rglob("*-0001.parquet"))[0]
    part.write_bytes(b"PAR1")
    again = run([path], tmp_path / "out", settings)
    assert (again.remade, again.pages_read) == (1, 64)
    assert tree(tmp_path / "out") == before
