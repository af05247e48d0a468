"""Pages are read by processes of their own: bounded in number and time, and one that dies costs one answer."""

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
    made = Pool(1, 1, 2)
    yield made
    made.close()


def run(what: Callable[[], Awaitable[Any]]) -> Any:
    """What comes of an asynchronous function."""

    async def running() -> Any:
        return await what()

    return asyncio.run(running())


def test_a_page_is_read_as_in_this_process(pool: Pool) -> None:
    data = run(lambda: pool.attribute(QUICK, Options()))
    assert sayso.Record.from_json(data) == sayso.attribute(QUICK)
    with pytest.raises(InputError, match="empty"):
        run(lambda: pool.attribute(Page(" "), Options()))


def test_a_page_that_takes_too_long_ends_and_the_next_one_is_read(pool: Pool) -> None:
    run(lambda: pool.attribute(QUICK, Options()))
    with pytest.raises(LimitError, match="more than 2 seconds"):
        run(lambda: pool.attribute(SLOW, Options()))
    assert run(lambda: pool.attribute(QUICK, Options()))


def test_more_pages_than_may_wait_are_told_when_to_come_again(pool: Pool) -> None:
    async def four() -> list[Any]:
        return await asyncio.gather(*(pool.attribute(QUICK, Options()) for _ in range(4)), return_exceptions=True)

    told = run(four)
    assert [type(one) for one in told] == [bytes, bytes, BusyError, BusyError]
    assert told[-1].seconds >= 1
    assert run(lambda: pool.attribute(QUICK, Options()))


def test_a_page_that_ends_its_process_costs_one_answer(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as running, httpx.Client(base_url=running.url, timeout=120) as client:
        assert client.post("/api/v1/attribute", json={"page": QUICK.data}).status_code == 200
        codes: list[int] = []
        reading = threading.Thread(
            target=lambda: codes.append(
                httpx.post(f"{running.url}/api/v1/attribute", json={"page": SLOW.data}, timeout=120).status_code
            )
        )
        reading.start()
        time.sleep(0.5)
        for child in workers(running.process.pid):
            os.kill(child, signal.SIGKILL)
        reading.join()
        assert codes == [422]
        assert client.post("/api/v1/attribute", json={"page": QUICK.data}).status_code == 200


def test_a_slow_page_does_not_hold_up_questions(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db", "--seconds", "3") as running:
        codes: list[int] = []
        reading = threading.Thread(
            target=lambda: codes.append(
                httpx.post(f"{running.url}/api/v1/attribute", json={"page": SLOW.data}, timeout=120).status_code
            )
        )
        reading.start()
        asked = 0
        while reading.is_alive():
            asked += httpx.get(f"{running.url}/api/v1/statements", timeout=60).status_code == 200
        assert asked > 1
        assert codes == [413]


def test_no_process_outlives_its_server(tmp_path: Path) -> None:
    with serving(tmp_path / "a.db") as running:
        httpx.post(f"{running.url}/api/v1/attribute", json={"page": QUICK.data}, timeout=120)
        left = workers(running.process.pid)
        assert left
        running.process.kill()
        running.process.wait()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{one}").exists() for one in left) and time.monotonic() < until:
        time.sleep(0.1)
    assert [one for one in left if Path(f"/proc/{one}").exists()] == []


def test_questions_are_asked_on_connections_that_are_kept_and_bounded(tmp_path: Path) -> None:
    made = Connections(tmp_path / "a.db", 2, 1)
    made.open()

    def wait(archive: Archive) -> Archive:
        time.sleep(0.2)
        return archive

    async def many() -> list[Any]:
        return await asyncio.gather(*(made.ask(wait) for _ in range(5)), return_exceptions=True)

    told = run(many)
    assert [type(one) for one in told] == [Archive, Archive, Archive, BusyError, BusyError]
    assert len({id(one) for one in told[:3]}) == 2
    with pytest.raises(MissingError):
        run(lambda: made.ask(lambda archive: archive.statement("1.a1")))
    assert run(lambda: made.ask(lambda archive: archive.count())) == 0
    with pytest.raises(ArchiveError, match="read"):
        run(lambda: made.ask(lambda archive: archive.add(sayso.attribute(QUICK))))
    assert run(lambda: made.ask(lambda archive: archive.add(sayso.attribute(QUICK)), write=True)).what == "added"
    assert run(lambda: made.ask(lambda archive: archive.count())) == 1
    made.close()


def test_an_archive_in_memory_is_refused() -> None:
    with pytest.raises(ArchiveError, match="several connections"):
        Connections(":memory:", 1, 1)


@pytest.mark.issue(24)
def test_a_page_that_nobody_waits_for_any_more_is_given_up() -> None:
    made = Pool(1, 4, 120)
    run(lambda: made.attribute(QUICK, Options()))

    async def given_up() -> bytes:
        work = [asyncio.ensure_future(made.attribute(SLOW, Options())) for _ in range(3)]
        await asyncio.sleep(0.5)
        for one in work:
            one.cancel()
        return await made.attribute(QUICK, Options())

    (before,) = workers(os.getpid())
    assert run(given_up)
    assert workers(os.getpid()) != [before]  # it was ended in the midst of the page
    made.close()
    assert workers(os.getpid()) == []
