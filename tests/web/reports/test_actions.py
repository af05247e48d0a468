"""The way from an opened page to a corrected memo as a file, counted in actions (docs/web.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sayso.archive import Archive
from tests.web import examples
from tests.web.waiting import expect


class Counted:
    """A page whose clicks, keys and entered texts are counted: an action each."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def click(self, locator):
        locator.click()
        self.actions += 1

    def enter(self, locator, text):
        locator.fill(text)
        self.actions += 1

    def press(self, key):
        self.page.keyboard.press(key)
        self.actions += 1

    def download(self, locator):
        with self.page.expect_download() as download:
            self.click(locator)
        return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.fixture
def counted(site, tab):
    """A function that opens a page of 39 statements, of which the second has a wrong speaker."""

    def open_page(name, reviewer=None):
        with Archive(site.archive) as archive:
            number = archive.add(examples.council(39, f"https://echo.example/actions-{name}")).page
        page = tab()
        if reviewer:
            page.context.add_cookies([{"name": "sayso_by", "value": reviewer.encode().hex(), "url": site.url}])
        page.goto(f"{site.url}/pages/p{number}")
        return Counted(page)

    return open_page


def corrected(page):
    expect(page.locator(".beside:has(#a2) .who")).to_have_text("Ida Marr")


def memo_of(counted):
    page = counted.page
    counted.click(page.get_by_role("link", name="Sourcing memo"))
    return counted.download(page.get_by_role("link", name="HTML"))


def statements_of(memo, name):
    """The number of statements of a speaker in a memo."""
    row = re.search(rf"{name}.*?(\d+) statements", re.sub(r"<[^>]+>", " ", memo), re.DOTALL)
    return int(row[1])


def test_a_corrected_memo_is_a_file_after_four_actions(counted) -> None:
    way = counted("known", "Mara Quill")
    page = way.page
    way.click(page.locator(".beside:has(#a2) .voice"))
    way.click(page.locator(".in-place .choice").first)
    corrected(page)
    memo = memo_of(way)
    assert way.actions == 4
    assert statements_of(memo, "Ida Marr") == 6


def test_the_first_correction_also_asks_for_the_name(counted) -> None:
    way = counted("first")
    page = way.page
    way.click(page.locator(".beside:has(#a2) .voice"))
    way.enter(page.locator(".in-place [name=by]"), "Mara Quill")
    way.click(page.locator(".in-place .choice").first)
    corrected(page)
    memo_of(way)
    assert way.actions == 5


def test_by_keyboard_a_correction_takes_one_key_more_for_each_statement_on_the_way(counted) -> None:
    way = counted("keys", "Mara Quill")
    for key in ("j", "j", "s", "1"):
        way.press(key)
        if key == "s":
            expect(way.page.locator(".in-place form")).to_be_visible()
    corrected(way.page)
    assert way.actions == 4
