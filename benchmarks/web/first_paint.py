"""``python -m benchmarks.web.first_paint``: the parts of the time until Chromium first paints a page.

For pages of 9, 63 and 200 statements: processor time of the server for the page and for the style sheet, bytes, and
processor time of Chromium's main thread by part until the first contentful paint. Processor times compare two versions
on a busy machine, where elapsed times do not; the elapsed time is also given as a ratio to a page of one word.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.machine import provenance
from benchmarks.web.paint import CHROMIUM, FIRST_PAINT, WAIT_FOR_PAINT
from benchmarks.web.server import Server, long_page, serving
from sayso.archive import Archive

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_STATEMENTS: Final = (9, 63, 200)
_BARE: Final = "/healthz"
_EVENTS: Final = {
    "ParseHTML": "parse", "UpdateLayoutTree": "style", "ParseAuthorStyleSheet": "style", "Layout": "layout",
    "PrePaint": "paint", "Paint": "paint", "Layerize": "paint", "EvaluateScript": "script", "v8.compile": "script",
    "ThreadControllerImpl::RunTask": "all",
}  # fmt: skip
_CATEGORIES: Final = ["devtools.timeline", "loading", "toplevel", "blink.user_timing"]


def served(server: Server, path: str, times: int) -> tuple[float, int]:
    """The processor time of the server in milliseconds for a request, and the bytes of the response."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    size, start = 0, 0.0
    for number in range(-3, times):  # the first requests open connections
        start = _cpu_ms(server.process) if number == 0 else start
        connection.request("GET", path)
        size = len(connection.getresponse().read())
    return round((_cpu_ms(server.process) - start) / times, 1), size


def _cpu_ms(process: int) -> float:
    """The processor time of all threads of a process."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def loaded(browser: Browser, address: str, trace: str) -> dict[str, float]:
    """The first contentful paint of an address with an empty cache, and the processor time of each part before it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    browser.start_tracing(page=page, path=trace, categories=_CATEGORIES)
    page.goto(address)
    page.wait_for_function(WAIT_FOR_PAINT)
    elapsed: float = page.evaluate(FIRST_PAINT)
    browser.stop_tracing()
    context.close()
    events = json.loads(Path(trace).read_text(encoding="utf-8"))["traceEvents"]
    paint = next(event for event in events if event["name"] == "firstContentfulPaint")
    parts: defaultdict[str, float] = defaultdict(float, elapsed=elapsed)
    for event in events:
        same_thread = (event.get("pid"), event.get("tid")) == (paint["pid"], paint["tid"])
        before = paint["ts"] - 1000 * elapsed <= event.get("ts", 0) < paint["ts"]
        if same_thread and before and event["name"] in _EVENTS:
            parts[_EVENTS[event["name"]]] += event.get("tdur", 0) / 1000
    return dict(parts)


def measure(server: Server, pages: dict[int, str], times: int) -> list[dict[str, Any]]:
    """A row of figures for each page. Pages are loaded in turn, so that a change of the load affects all of them."""
    from playwright.sync_api import sync_playwright

    address = f"http://127.0.0.1:{server.port}"
    loads: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(times + 1):
            for path in (_BARE, *pages.values()):
                loads[path].append(loaded(browser, address + path, str(Path(folder) / "trace.json")))
        browser.close()
    bare = statistics.median(parts["elapsed"] for parts in loads[_BARE][1:])
    style = _style_sheet(server)
    rows = []
    for statements, path in pages.items():
        cpu, size = served(server, path, 10)
        figures = {
            name: round(statistics.median(parts.get(name, 0) for parts in loads[path][1:]), 1)
            for name in ("elapsed", "all", "parse", "style", "layout", "paint", "script")
        }
        rows.append({
            "statements": statements, "html_bytes": size, "server_cpu_ms": cpu,
            "style_sheet_cpu_ms": served(server, style, 20)[0], "first_paint_ms": figures.pop("elapsed"),
            "bare_page_ms": round(bare, 1), "main_thread_cpu_ms": figures,
        })  # fmt: skip
    return rows


def _style_sheet(server: Server) -> str:
    """The address of the style sheet, with its stamp."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/")
    match = re.search(rb"/static/sayso\.css[^\"]*", connection.getresponse().read())
    assert match is not None
    return match[0].decode()


def main() -> None:
    """Measure, print the rows and write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web.first_paint", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="loads of each page after the first")
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sayso-paint-") as folder:
        path = Path(folder) / "a.db"
        with Archive(path) as archive:
            pages = {n: f"/pages/p{archive.add(long_page(n)).page}" for n in _STATEMENTS}
        with serving(path, 1) as server:
            rows = measure(server, pages, options.times)
    for row in rows:
        print(json.dumps(row))
    if options.out:
        options.out.write_text(json.dumps(provenance() | {"pages": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
