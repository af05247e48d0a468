"""Articles side by side in Chromium: from the list of pages to the comparison and to the statements."""

from __future__ import annotations

import re

import pytest

from sayso.archive import Archive
from tests.archive.queries.test_comparison import DARK, statement
from tests.archive.record_builder import record
from tests.web.conftest import serving
from tests.web.waiting import expect


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
    expect(page.locator(".columns-of-pages thead a")).to_have_text(
        ["Ferry stops", "No ferry at night"], use_inner_text=True
    )
    row = page.locator("tr.speaker", has_text="Rosa Stell")
    expect(row).to_contain_text("only in Harrow Echo", use_inner_text=True)
    words = page.locator("tr.words")
    expect(words.locator("del")).to_have_text("two", use_inner_text=True)
    expect(words.locator("ins")).to_have_text("three", use_inner_text=True)
    shot(page, "compare")
    row.locator("summary").click()
    row.get_by_role("link", name="nothing is wrong").click()
    expect(page).to_have_url(re.compile(re.escape("/pages/p1#a2") + "$"))


def test_one_page_is_not_compared_but_the_choice_is_kept(ferry, tab) -> None:
    page = tab()
    page.goto(f"{ferry}/compare?page=p1")
    expect(page.get_by_role("alert")).to_contain_text("2 to 12", use_inner_text=True)
    expect(page.get_by_label("Ferry stops")).to_be_checked()
    page.goto(f"{ferry}/compare?page=p77&page=p1")
    expect(page.locator("main")).to_contain_text("not in the archive", use_inner_text=True)


def test_a_phone_scrolls_the_comparison_inside_its_frame(ferry, tab, shot) -> None:
    page = tab(phone=True, dark=True)
    page.goto(f"{ferry}/compare?page=p1&page=p2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shot(page, "compare-phone")
