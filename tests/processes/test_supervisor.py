"""A process under a supervisor: whatever an item does to it, each item has its result."""

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
from tests.processes.tasks import Orders


def bounds(*, tries: int = 1, seconds: float = 2) -> Bounds:
    return Bounds(seconds, 500, tries, "Be quicker", "Be smaller", "Be kinder")


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(Orders(str(tmp_path)), bounds())
    yield made
    made.close()


def told(results: list[bytes]) -> list[str]:
    """The results without the number of the process."""
    return [result.decode().rstrip("0123456789 ") for result in results]


def test_items_are_answered_in_order_by_one_process(supervisor: Supervisor, tmp_path: Path) -> None:
    results = supervisor.run(["a", "b"]) + supervisor.run(["c"])
    assert told(results) == ["a", "b", "c"]
    assert len({result.split()[1] for result in results}) == 1
    assert (tmp_path / "starts").read_text() == "."


def test_what_an_item_does_to_its_process_costs_that_item_alone(supervisor: Supervisor) -> None:
    assert told(supervisor.run(["a", "crash", "b", "hang", "c", "greed", "d", "refuse", "e"])) == [
        "a",
        "WorkerError: the page ended its process (signal 9). Be kinder (crash)",
        "b",
        "LimitError: the page takes more than 2 seconds. Be quicker (hang)",
        "c",
        "LimitError: the page needs more than 500 MB of memory. Be smaller (greed)",
        "d",
        "InputError: the page is empty. Give another (refuse)",
        "e",
    ]


def test_an_item_may_be_tried_again(tmp_path: Path) -> None:
    supervisor = Supervisor(Orders(str(tmp_path)), bounds(tries=2))
    assert told(supervisor.run(["crash once", "crash"])) == [
        "crash once", "WorkerError: the page ended its process (signal 9), 2 times. Be kinder (crash)",
    ]  # fmt: skip
    supervisor.close()


def test_a_process_killed_between_items_costs_none(supervisor: Supervisor) -> None:
    assert told(supervisor.run(["a"])) == ["a"]
    (process,) = workers(os.getpid())
    os.kill(process, signal.SIGKILL)
    assert told(supervisor.run(["b"])) == ["b"]


def test_what_is_wrong_with_the_task_itself_is_raised(tmp_path: Path) -> None:
    supervisor = Supervisor(Orders(str(tmp_path), broken=True), bounds())
    with pytest.raises(ModelError, match="missing"):
        supervisor.run(["a"])
    assert workers(os.getpid()) == []


def test_work_is_stopped_from_another_thread(tmp_path: Path) -> None:
    stop = threading.Event()
    supervisor = Supervisor(Orders(str(tmp_path)), bounds(seconds=60), stop)
    supervisor.start()
    threading.Timer(0.5, lambda: (stop.set(), supervisor.kill())).start()
    began = time.monotonic()
    with pytest.raises(StoppedError):
        supervisor.run(["hang"])
    assert time.monotonic() - began < 20
    supervisor.close()
