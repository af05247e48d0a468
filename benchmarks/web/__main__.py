"""``python -m benchmarks.web --seconds 10 --out docs/web.json``; ``--minutes 10`` adds a soak test.

Measures analysis of a page of 600 words and search with two words at 1, 8 and 64 clients; first contentful paint and
size of a page with 200 statements in Chromium; and with ``--minutes`` the memory of all processes under a mixed
load. The clients run on the same machine.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.machine import provenance
from benchmarks.web.load import load, request
from benchmarks.web.paint import CHROMIUM, paint
from benchmarks.web.server import Server, fill, memory_mb, page_of, serving

_CLIENTS = (1, 8, 64)


def measure(server: Server, searches: list[str], seconds: float) -> list[dict[str, Any]]:
    """Requests per second and percentiles of each type of request at each number of clients."""
    rows = []
    for name, make_request in questions(searches).items():
        load(server.port, 2, min(3.0, seconds), make_request)  # warm up: load the model, cache the archive
        for clients in _CLIENTS:
            rows.append(
                {"what": name, "clients": clients, **load(server.port, clients, seconds, make_request).figures()}
            )
            print(row(rows[-1]))
    return rows


def questions(queries: list[str]) -> dict[str, Callable[[int], bytes]]:
    """The types of request: by name, a function that returns the n-th request."""
    page = request("/api/v1/attribute", page_of(600))
    search_requests = [request(f"/api/v1/statements?limit=20&q={quote(query)}") for query in queries]
    return {"attribute": lambda _: page, "search": lambda n: search_requests[n % len(search_requests)]}


def soak(server: Server, searches: list[str], minutes: float) -> dict[str, Any]:
    """The memory of all processes while two clients send requests; growth compares the second and the last quarter."""
    requests = list(questions(searches).values())
    pages = request("/pages/p1")
    samples: list[tuple[float, float]] = []
    start = time.monotonic()
    answer_count = 0
    while time.monotonic() - start < minutes * 60:
        for make_request in (*requests, lambda _: pages):
            answer_count += len(load(server.port, 2, 2.0, make_request).seconds)
        samples.append((round((time.monotonic() - start) / 60, 2), memory_mb(server.process)))
    part = max(1, len(samples) // 4)
    early = statistics.mean(mb for _, mb in samples[part : 2 * part] or samples)
    late = statistics.mean(mb for _, mb in samples[-part:])
    return {
        "minutes": minutes, "answers": answer_count,
        "second_quarter_mb": round(early, 1), "last_quarter_mb": round(late, 1),
        "growth_percent": round(100 * (late / early - 1), 1), "samples": samples,
    }  # fmt: skip


def row(figures: dict[str, Any]) -> str:
    """A row of the Markdown table."""
    names = ("what", "clients", "a_second", "p50_ms", "p95_ms", "p99_ms", "requests", "not_200")
    return "| " + " | ".join(str(figures[name]) for name in names) + " |"


def main() -> None:
    """Measure, print a table and write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="per type of request and number of clients")
    parser.add_argument("--articles", type=int, default=10_000, help="articles in the archive")
    parser.add_argument("--workers", type=int, default=0, help="number of worker processes")
    parser.add_argument("--minutes", type=float, default=0, help="duration of the soak test; 0 for none")
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sayso-web-") as folder:
        searches = fill(Path(folder) / "a.db", options.articles)
        with serving(Path(folder) / "a.db", options.workers) as server:
            print("| request | clients | per second | p50 ms | p95 ms | p99 ms | requests | not 200 |")
            print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
            figures: dict[str, Any] = provenance() | {
                "articles": options.articles,
                "load": measure(server, searches, options.seconds),
            }
            if Path(CHROMIUM).exists():
                figures["paint"] = paint(f"http://127.0.0.1:{server.port}/pages/p1")
                print(figures["paint"])
            if options.minutes:
                figures["soak"] = soak(server, searches, options.minutes)
                print({name: value for name, value in figures["soak"].items() if name != "samples"})
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
