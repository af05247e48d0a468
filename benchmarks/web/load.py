"""A minimal HTTP load generator with many concurrent clients."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple


class Answers(NamedTuple):
    """The seconds of each answer in order of arrival, the status codes, and the duration of the run."""

    seconds: list[float]
    codes: Counter[int]
    lasted: float

    def figures(self) -> dict[str, float | int]:
        """Requests per second, and percentiles in milliseconds."""
        ranked = sorted(self.seconds) or [0.0]
        values: dict[str, float | int] = {"requests": len(self.seconds)}
        values["a_second"] = round(len(self.seconds) / self.lasted, 1)
        for part in (50, 95, 99):
            values[f"p{part}_ms"] = round(1000 * ranked[min(len(ranked) - 1, len(ranked) * part // 100)], 1)
        return values | {"not_200": sum(number for code, number in self.codes.items() if code != 200)}


def request(path: str, body: bytes | None = None) -> bytes:
    """A request as bytes: GET, or POST of JSON."""
    if body is None:
        return f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode()
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


def load(port: int, clients: int, seconds: float, make: Callable[[int], bytes]) -> Answers:
    """Let each client send one request after another; ``make`` returns the n-th request."""
    return asyncio.run(_load(port, clients, seconds, make))


async def _load(port: int, clients: int, seconds: float, make: Callable[[int], bytes]) -> Answers:
    times: list[float] = []
    codes: Counter[int] = Counter()
    numbers = iter(range(10**9))
    start = time.perf_counter()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() - start < seconds:
            sent = time.perf_counter()
            writer.write(make(next(numbers)))
            codes[await _answer(reader)] += 1
            times.append(time.perf_counter() - sent)
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return Answers(times, codes, time.perf_counter() - start)


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read an answer to its end; returns its status code."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    elif "content-length: " in head:
        await reader.readexactly(int(head.split("content-length: ")[1].split("\r\n")[0]))
    return int(head.split(" ", 2)[1])
