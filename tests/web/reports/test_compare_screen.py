"""Articles side by side in Chromium: from the list of pages to the comparison and to the statements."""

from __future__ import annotations

import pytest

from sayso.archive import Archive
from tests.archive.queries.test_comparison import DARK, statement
from tests.archive.record_builder import record
from tests.web.conftest import serving


@pytest.fixture(scope="module")
def ferry(tmp_path_factory):
    """A server with two articles on one event."""
    path = tmp_path_factory.mktemp("ferry") / "archive.db"
    changed = DARK.replace("two hundred", "three hundred")
    with Archive(path) as archive:
        archive.add(
            record(
                f"{DARK}, Ines Calder said. Rosa Stell said nothing is wrong.", statement("Ines Calder", DARK),
                statement("Rosa Stell", "nothing is wrong"), headline="Ferry stops", url="https://echo.example/ferry",
            )
        )  # fmt: skip
        archive.add(
            record(
                f"{changed}, Ines Calder said.", statement("Ines Calder", changed), headline="No ferry at night",
                outlet="Ferry Post", published="2026-05-04", url="https://post.example/ferry",
            )
        )  # fmt: skip
    with serving(path, "--no-fetch") as running:
        yield running.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_pages_are_chosen_and_compared(ferry, tab, shot, script) -> None:
    page = tab(script=script)
    page.goto(ferry)
    page.get_by_role("link", name="Compare pages").click()
    page.get_by_label("Ferry stops").check()
    page.get_by_label("No ferry at night").check()
    page.get_by_role("button", name="Compare").click()
    assert page.locator(".columns-of-pages thead a").all_inner_texts() == ["Ferry stops", "No ferry at night"]
    row = page.locator("tr.speaker", has_text="Rosa Stell")
    assert "only in Harrow Echo" in row.inner_text()
    words = page.locator("tr.words")
    assert words.locator("del").inner_text() == "two"
    assert words.locator("ins").inner_text() == "three"
    shot(page, "compare")
    row.locator("summary").click()
    row.get_by_role("link", name="nothing is wrong").click()
    assert page.url.endswith("/pages/p1#a2")


def test_one_page_is_not_compared_but_the_choice_is_kept(ferry, tab) -> None:
    page = tab()
    page.goto(f"{ferry}/compare?page=p1")
    assert "2 to 12" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Ferry stops").is_checked()
    page.goto(f"{ferry}/compare?page=p77&page=p1")
    assert "not in the archive" in page.locator("main").inner_text()


def test_a_phone_scrolls_the_comparison_inside_its_frame(ferry, tab, shot) -> None:
    page = tab(phone=True, dark=True)
    page.goto(f"{ferry}/compare?page=p1&page=p2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shot(page, "compare-phone")
