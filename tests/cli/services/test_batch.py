"""sayso batch as a process: what it says it did, and what it would do."""

from __future__ import annotations

import json
import signal

import pytest

from tests.batch.made import lines, table


@pytest.fixture(scope="module", autouse=True)
def _interrupts_are_heard():
    """A shell starts what runs in the background with Ctrl-C ignored, and so would every process that a test starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_command_line_says_what_it_did(run, tmp_path):
    lines(tmp_path / "in.jsonl", range(5))
    (tmp_path / "list").write_text(f"{tmp_path / 'in.jsonl'}\n\n{tmp_path / 'gone.txt'}\n")
    done = run("batch", "-", "--out", tmp_path / "out", "--json", stdin=(tmp_path / "list").read_bytes())
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["counts"]["pages"], told["counts"]["errors"]) == (5, {"InputError": 1})
    assert json.loads((tmp_path / "out" / "summary.json").read_bytes())["counts"] == told["counts"]
    (error,) = table(tmp_path / "out", "errors")
    assert (error["input"], error["error"]) == (str(tmp_path / "gone.txt"), "InputError")
    again = run("batch", "run", tmp_path / "in.jsonl", tmp_path / "gone.txt", "--out", tmp_path / "out").stdout.decode()
    assert "5 pages" in again
    assert "InputError: 1" in again


def test_a_dry_run_counts_and_writes_nothing(run, tmp_path):
    lines(tmp_path / "in.jsonl", range(5))
    done = run("batch", tmp_path, "--out", tmp_path / "out", "--dry-run", "--json", "--processes", "1")
    told = json.loads(done.stdout)
    assert (told["pages"], told["files"], told["sampled"]) == (5, 1, 5)
    assert 0 < told["seconds"] < 60
    assert "5 pages in 1 files" in run("batch", tmp_path, "--out", tmp_path / "out", "--dry-run").stdout.decode()
    assert not (tmp_path / "out").exists()
