"""Measures first contentful paint and size of a page in Chromium."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Response

FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
WAIT_FOR_PAINT = f"() => {FIRST_PAINT} !== undefined"
CHROMIUM = "/usr/bin/chromium"


def paint(address: str, times: int = 10) -> dict[str, float | int | str]:
    """First contentful paint over several loads with an empty cache, and the bytes of page, styles and scripts."""
    from playwright.sync_api import sync_playwright

    paints: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(times + 1):
            context = browser.new_context()
            page = context.new_page()
            answers: list[Response] = []
            page.on("response", lambda response, answers=answers: answers.append(response))
            answer = page.goto(address, wait_until="load")
            if answer is None or answer.status != 200:
                return {"missing": address}
            page.wait_for_function(WAIT_FOR_PAINT)
            paints.append(page.evaluate(FIRST_PAINT))
            sizes = [len(response.body()) for response in answers]
            context.close()
        browser.close()
    ranked = sorted(paints[1:])  # the first load warms up the browser
    return {
        "first_contentful_paint_ms": round(statistics.median(ranked), 1),
        "slowest_ms": round(ranked[-1], 1),
        "weight_bytes": sum(sizes),
        "files": len(sizes),
    }
