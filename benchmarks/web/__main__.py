"""``python -m benchmarks.web --seconds 10 --out docs/web.json``; ``--minutes 10`` adds the soak.

Attribute of a page of 600 words and search with two words at 1, 8 and 64 clients; the first paint of a page with 200
statements in Chromium, and its weight; with ``--minutes`` the memory of all processes under a mixed load. The clients
run on the same machine, and take their part of it.
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


def measure(server: Server, asked: list[str], seconds: float) -> list[dict[str, Any]]:
    """Requests a second and percentiles of each question at each number of clients."""
    rows = []
    for name, make in questions(asked).items():
        load(server.port, 2, min(3.0, seconds), make)  # the model is loaded, the archive's pages are in memory
        for clients in _CLIENTS:
            rows.append({"what": name, "clients": clients, **load(server.port, clients, seconds, make).figures()})
            print(row(rows[-1]))
    return rows


def questions(asked: list[str]) -> dict[str, Callable[[int], bytes]]:
    """What is asked, by its name: a function that makes the n-th request."""
    page = request("/api/v1/attribute", page_of(600))
    searches = [request(f"/api/v1/statements?limit=20&q={quote(one)}") for one in asked]
    return {"attribute": lambda _: page, "search": lambda n: searches[n % len(searches)]}


def soak(server: Server, asked: list[str], minutes: float) -> dict[str, Any]:
    """The memory of all processes while two clients read and search; flat where the last quarter is as the second."""
    both = list(questions(asked).values())
    pages = request("/pages/p1")
    samples: list[tuple[float, float]] = []
    began = time.monotonic()
    answers = 0
    while time.monotonic() - began < minutes * 60:
        for make in (*both, lambda _: pages):
            answers += len(load(server.port, 2, 2.0, make).seconds)
        samples.append((round((time.monotonic() - began) / 60, 2), memory_mb(server.process)))
    part = max(1, len(samples) // 4)
    early = statistics.mean(mb for _, mb in samples[part : 2 * part] or samples)
    late = statistics.mean(mb for _, mb in samples[-part:])
    return {
        "minutes": minutes, "answers": answers, "second_quarter_mb": round(early, 1), "last_quarter_mb": round(late, 1),
        "growth_percent": round(100 * (late / early - 1), 1), "samples": samples,
    }  # fmt: skip


def row(one: dict[str, Any]) -> str:
    """A row of the table in Markdown."""
    names = ("what", "clients", "a_second", "p50_ms", "p95_ms", "p99_ms", "requests", "not_200")
    return "| " + " | ".join(str(one[name]) for name in names) + " |"


def main() -> None:
    """Measure, print a table, and write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="for each question and number of clients")
    parser.add_argument("--articles", type=int, default=10_000, help="in the archive that is searched")
    parser.add_argument("--workers", type=int, default=0, help="processes that read pages")
    parser.add_argument("--minutes", type=float, default=0, help="of the soak; 0 for none")
    parser.add_argument("--out", type=Path, help="where to write the figures as JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sayso-web-") as folder:
        asked = fill(Path(folder) / "a.db", given.articles)
        with serving(Path(folder) / "a.db", given.workers) as server:
            print("| what | clients | a second | p50 ms | p95 ms | p99 ms | requests | not 200 |")
            print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
            out: dict[str, Any] = provenance() | {
                "articles": given.articles,
                "load": measure(server, asked, given.seconds),
            }
            if Path(CHROMIUM).exists():
                out["paint"] = paint(f"http://127.0.0.1:{server.port}/pages/p1")
                print(out["paint"])
            if given.minutes:
                out["soak"] = soak(server, asked, given.minutes)
                print({name: value for name, value in out["soak"].items() if name != "samples"})
    if given.out:
        given.out.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
