"""Labels of charts do not collide, measured in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from sayso.archive.queries.sourcing import Audit
from sayso.export.charts import chart
from sayso.export.labels import fitted, text_width
from sayso.terms import Share

pytestmark = pytest.mark.issue(23)
NAMES = (
    "The Wattle Bay Bugle and Harbor Advertiser of the Lower Tarn",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "谷河日报" * 9,
    "Echo",
)
BOXES = """() => [...document.querySelectorAll('text')].map(text => {
  const box = text.getBoundingClientRect();
  return [text.textContent, box.left, box.top, box.right, box.bottom];
})"""


def audit(group: dict[str, str | None], share: float) -> Audit:
    """Statistics of a group with the same share of each kind."""
    counted = Share(1, share)
    return Audit(group, 1, 2, 9, counted, counted, counted, counted, 0, 0, {}, {})


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 860, "height": 420})
        browser.close()


CHARTS = {
    "bars": [audit({"outlet": f"{NAMES[n % 4]} {n}"}, n / 11) for n in range(15)],
    "lines": [
        audit({"outlet": NAMES[n % 4], "month": f"{2024 + month // 12}-{month % 12 + 1:02}"}, (n + month) % 7 / 6)
        for n in range(4)
        for month in range(30)
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", CHARTS)
def test_labels_of_a_chart_do_not_collide_or_leave_the_picture(kind: str, page: Page, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    path.write_text(chart(CHARTS[kind]), encoding="utf-8")
    page.goto(path.as_uri())
    boxes = page.evaluate(BOXES)
    assert len(boxes) > 12
    collisions = [
        (first[0], second[0])
        for number, first in enumerate(boxes)
        for second in boxes[number + 1 :]
        if first[1] < second[3] and second[1] < first[3] and first[2] < second[4] and second[2] < first[4]
    ]
    assert collisions == []
    assert [
        text for text, left, top, right, bottom in boxes if left < 0 or top < 0 or right > 860 or bottom > 420
    ] == []


def test_a_long_label_ends_with_an_ellipsis_within_its_width() -> None:
    cut = fitted("The Wattle Bay Bugle", 60)
    assert cut.endswith("…")
    assert text_width(cut) <= 60
    assert fitted("Echo", 60) == "Echo"
