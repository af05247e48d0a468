"""The screen of the same words elsewhere: one row for each outlet, the difference alone, the rest collapsed."""

from __future__ import annotations

import re

import pytest

from sayso.archive import Archive
from sayso.web.views.search_hits import difference_html
from tests.archive.record_builder import TOLL, page
from tests.web.conftest import serving
from tests.web.waiting import expect


@pytest.fixture(scope="module")
def toll(tmp_path_factory):
    """A server with a quotation on three pages of two outlets."""
    path = tmp_path_factory.mktemp("toll") / "archive.db"
    with Archive(path) as archive:
        archive.add(page("Ines Calder", TOLL, url="https://echo.example/1"))
        altered = TOLL.replace("double", "raise")
        for day in (4, 6):
            archive.add(
                page(
                    "Ines Calder", altered, url=f"https://post.example/{day}", outlet="Ferry Post",
                    published=f"2026-05-0{day}",
                )
            )  # fmt: skip
    with serving(path, "--no-fetch") as running:
        yield running.url


def test_each_outlet_has_one_row_with_the_difference_alone(toll, tab, shot) -> None:
    screen = tab()
    screen.goto(f"{toll}/quotations/1.a1")
    rows = screen.locator(".version")
    expect(rows).to_have_count(2)
    post = rows.nth(1)
    expect(post.locator(".quote").first).to_have_text("We will not double raise the toll on …", use_inner_text=True)
    expect(post.get_by_text("planned to do so").first).to_be_hidden()
    post.get_by_text("1 more page").click()
    expect(post.locator("details .quote")).to_have_text([TOLL.replace("double", "raise")] * 2, use_inner_text=True)
    shot(screen, "quotation-outlets")
    post.locator("details a").last.click()
    expect(screen).to_have_url(re.compile(re.escape("/pages/p3")))


def test_a_difference_keeps_three_words_around_each_change() -> None:
    wording = "one two three four five {-six-} {+seven+} eight nine ten eleven twelve thirteen {+fourteen+} fifteen"
    plain = difference_html(wording).striptags()
    assert plain == "… three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    assert difference_html("nothing changed here") == ""
