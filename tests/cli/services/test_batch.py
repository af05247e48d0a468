"""``sayso batch`` as a process: the summary of a run, and a dry run."""

from __future__ import annotations

import json
import signal

import pytest

from tests.batch.example_inputs import lines, table


@pytest.fixture(scope="module", autouse=True)
def _default_interrupt_handler():
    """Restore the SIGINT handler: a shell ignores SIGINT in background jobs, and child processes inherit that."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


def test_summary_and_errors_of_a_run(run, tmp_path):
    lines(tmp_path / "in.jsonl", range(5))
    (tmp_path / "list").write_text(f"{tmp_path / 'in.jsonl'}\n\n{tmp_path / 'gone.txt'}\n")
    done = run("batch", "-", "--out", tmp_path / "out", "--json", stdin=(tmp_path / "list").read_bytes())
    assert done.returncode == 1
    summary = json.loads(done.stdout)
    assert (summary["counts"]["pages"], summary["counts"]["errors"]) == (5, {"InputError": 1})
    assert json.loads((tmp_path / "out" / "summary.json").read_bytes())["counts"] == summary["counts"]
    (error,) = table(tmp_path / "out", "errors")
    assert (error["input"], error["error"]) == (str(tmp_path / "gone.txt"), "InputError")
    again = run("batch", "run", tmp_path / "in.jsonl", tmp_path / "gone.txt", "--out", tmp_path / "out").stdout.decode()
    assert "5 pages" in again
    assert "InputError: 1" in again


def test_dry_run_counts_pages_and_writes_nothing(run, tmp_path):
    lines(tmp_path / "in.jsonl", range(5))
    done = run("batch", tmp_path, "--out", tmp_path / "out", "--dry-run", "--json", "--processes", "1")
    plan = json.loads(done.stdout)
    assert (plan["pages"], plan["files"], plan["sampled"]) == (5, 1, 5)
    assert 0 < plan["seconds"] < 60
    assert "5 pages in 1 files" in run("batch", tmp_path, "--out", tmp_path / "out", "--dry-run").stdout.decode()
    assert not (tmp_path / "out").exists()
