"""The supervisor of a worker process returns a result for every item, even if the item crashes the process."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.processes import workers
from sayso.errors import ModelError
from sayso.processes import Bounds, StoppedError, Supervisor
from tests.processes.tasks import FaultTask


def bounds(*, tries: int = 1, seconds: float = 2) -> Bounds:
    return Bounds(seconds, 500, tries, "Use less time", "Use less memory", "Do not crash")


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(FaultTask(str(tmp_path)), bounds())
    yield supervisor
    supervisor.close()


def without_process_ids(results: list[bytes]) -> list[str]:
    """Return the results as text, without the process id at the end."""
    return [result.decode().rstrip("0123456789 ") for result in results]


def test_one_process_returns_results_in_order(supervisor: Supervisor, tmp_path: Path) -> None:
    results = supervisor.run(["a", "b"]) + supervisor.run(["c"])
    assert without_process_ids(results) == ["a", "b", "c"]
    assert len({result.split()[1] for result in results}) == 1
    assert (tmp_path / "starts").read_text() == "."


def test_an_item_that_crashes_its_process_fails_alone(supervisor: Supervisor) -> None:
    assert without_process_ids(supervisor.run(["a", "crash", "b", "hang", "c", "greed", "d", "refuse", "e"])) == [
        "a",
        "WorkerError: the page crashed its process (signal 9). Do not crash (crash)",
        "b",
        "LimitError: the page takes more than 2 seconds. Use less time (hang)",
        "c",
        "LimitError: the page needs more than 500 MB of memory. Use less memory (greed)",
        "d",
        "InputError: the page is empty. Give another (refuse)",
        "e",
    ]


def test_an_item_is_retried_as_often_as_its_bounds_allow(tmp_path: Path) -> None:
    supervisor = Supervisor(FaultTask(str(tmp_path)), bounds(tries=2))
    assert without_process_ids(supervisor.run(["crash once", "crash"])) == [
        "crash once", "WorkerError: the page crashed its process (signal 9), 2 times. Do not crash (crash)",
    ]  # fmt: skip
    supervisor.close()


def test_a_process_killed_between_items_fails_no_item(supervisor: Supervisor) -> None:
    assert without_process_ids(supervisor.run(["a"])) == ["a"]
    (process,) = workers(os.getpid())
    os.kill(process, signal.SIGKILL)
    assert without_process_ids(supervisor.run(["b"])) == ["b"]


def test_an_error_in_prepare_is_raised(tmp_path: Path) -> None:
    supervisor = Supervisor(FaultTask(str(tmp_path), broken=True), bounds())
    with pytest.raises(ModelError, match="missing"):
        supervisor.run(["a"])
    assert workers(os.getpid()) == []


def test_another_thread_can_stop_the_work(tmp_path: Path) -> None:
    stop = threading.Event()
    supervisor = Supervisor(FaultTask(str(tmp_path)), bounds(seconds=60), stop)
    supervisor.start()
    threading.Timer(0.5, lambda: (stop.set(), supervisor.kill())).start()
    start = time.monotonic()
    with pytest.raises(StoppedError):
        supervisor.run(["hang"])
    assert time.monotonic() - start < 20
    supervisor.close()
