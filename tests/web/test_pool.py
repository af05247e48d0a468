"""The pool of worker processes and the archive connections: limits, timeouts, killed workers."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import sayso
from benchmarks.processes import workers
from sayso import Options, Page
from sayso.archive import Archive
from sayso.errors import ArchiveError, BusyError, InputError, LimitError, MissingError
from sayso.web.connections import Connections
from sayso.web.pool import Pool
from tests.web.conftest import serving

QUICK = Page("“The weir holds,” said Ivo Marr.")
SLOW = Page("".join(f"“The weir holds for {n} days,” said Ivo Marr of the council.\n" for n in range(4_000)))


@pytest.fixture
def pool() -> Iterator[Pool]:
    opened = Pool(1, 1, 2)
    yield opened
    opened.close()


def run(function: Callable[[], Awaitable[Any]]) -> Any:
    """Run an asynchronous function."""

    async def call() -> Any:
        return await function()

    return asyncio.run(call())


def test_a_record_equals_that_of_this_process(pool: Pool) -> None:
    data = run(lambda: pool.attribute(QUICK, Options()))
    assert sayso.Record.from_json(data) == sayso.attribute(QUICK)
    with pytest.raises(InputError, match="empty"):
        run(lambda: pool.attribute(Page(" "), Options()))


def test_a_page_over_its_time_is_stopped_and_the_next_one_is_read(pool: Pool) -> None:
    run(lambda: pool.attribute(QUICK, Options()))
    with pytest.raises(LimitError, match="more than 2 seconds"):
        run(lambda: pool.attribute(SLOW, Options()))
    assert run(lambda: pool.attribute(QUICK, Options()))


def test_pages_over_the_queue_are_rejected_with_a_retry_time(pool: Pool) -> None:
    async def four() -> list[Any]:
        return await asyncio.gather(*(pool.attribute(QUICK, Options()) for _ in range(4)), return_exceptions=True)

    results = run(four)
    assert [type(result) for result in results] == [bytes, bytes, BusyError, BusyError]
    assert results[-1].seconds >= 1
    assert run(lambda: pool.attribute(QUICK, Options()))


def test_a_killed_worker_loses_one_page(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as running, httpx.Client(base_url=running.url, timeout=120) as client:
        assert client.post("/api/v1/attribute", json={"page": QUICK.data}).status_code == 200
        codes: list[int] = []
        request = threading.Thread(
            target=lambda: codes.append(
                httpx.post(f"{running.url}/api/v1/attribute", json={"page": SLOW.data}, timeout=120).status_code
            )
        )
        request.start()
        time.sleep(0.5)
        for child in workers(running.process.pid):
            os.kill(child, signal.SIGKILL)
        request.join()
        assert codes == [422]
        assert client.post("/api/v1/attribute", json={"page": QUICK.data}).status_code == 200


def test_a_slow_page_does_not_block_queries(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db", "--seconds", "3") as running:
        codes: list[int] = []
        request = threading.Thread(
            target=lambda: codes.append(
                httpx.post(f"{running.url}/api/v1/attribute", json={"page": SLOW.data}, timeout=120).status_code
            )
        )
        request.start()
        answered = 0
        while request.is_alive():
            answered += httpx.get(f"{running.url}/api/v1/statements", timeout=60).status_code == 200
        assert answered > 1
        assert codes == [413]


def test_no_worker_outlives_its_server(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as running:
        httpx.post(f"{running.url}/api/v1/attribute", json={"page": QUICK.data}, timeout=120)
        children = workers(running.process.pid)
        assert children
        running.process.kill()
        running.process.wait()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


def test_connections_are_reused_and_limited(tmp_path: Path) -> None:
    connections = Connections(tmp_path / "a.db", 2, 1)
    connections.open()

    def wait(archive: Archive) -> Archive:
        time.sleep(0.2)
        return archive

    async def many() -> list[Any]:
        return await asyncio.gather(*(connections.ask(wait) for _ in range(5)), return_exceptions=True)

    results = run(many)
    assert [type(result) for result in results] == [Archive, Archive, Archive, BusyError, BusyError]
    assert len({id(result) for result in results[:3]}) == 2
    with pytest.raises(MissingError):
        run(lambda: connections.ask(lambda archive: archive.statement("1.a1")))
    assert run(lambda: connections.ask(lambda archive: archive.count())) == 0
    with pytest.raises(ArchiveError, match="read"):
        run(lambda: connections.ask(lambda archive: archive.add(sayso.attribute(QUICK))))
    assert run(lambda: connections.ask(lambda archive: archive.add(sayso.attribute(QUICK)), write=True)).what == "added"
    assert run(lambda: connections.ask(lambda archive: archive.count())) == 1
    connections.close()


def test_an_in_memory_archive_is_rejected() -> None:
    with pytest.raises(ArchiveError, match="several connections"):
        Connections(":memory:", 1, 1)


@pytest.mark.issue(24)
def test_a_cancelled_page_is_stopped() -> None:
    pool = Pool(1, 4, 120)
    run(lambda: pool.attribute(QUICK, Options()))

    async def cancel_and_read() -> bytes:
        work = [asyncio.ensure_future(pool.attribute(SLOW, Options())) for _ in range(3)]
        await asyncio.sleep(0.5)
        for task in work:
            task.cancel()
        return await pool.attribute(QUICK, Options())

    (before,) = workers(os.getpid())
    assert run(cancel_and_read)
    assert workers(os.getpid()) != [before]  # it was killed while reading the page
    pool.close()
    assert workers(os.getpid()) == []
