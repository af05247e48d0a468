"""The five screens that an editor's first trial found worst, with pictures of before and after (issue 22)."""

from __future__ import annotations

import shutil

import pytest

from tests.web import worst_screens
from tests.web.browser import OUT
from tests.web.waiting import expect


@pytest.fixture(scope="session")
def addresses(site):
    return worst_screens.addresses(site.url, site.archive)


@pytest.fixture
def opened(tab, addresses):
    """A function that opens a screen by name."""

    def open_screen(name):
        page = tab(phone=worst_screens.SCREENS[name].phone)
        page.goto(addresses[name])
        return page

    return open_screen


@pytest.fixture
def keep(shot):
    """A function that saves the pictures of a screen before and after, for the output of continuous integration."""

    def keep_both(page, name):
        shot(page, f"worst-{name}-after")
        shutil.copy(worst_screens.BEFORE / f"{name}.png", OUT / f"worst-{name}-before.png")

    return keep_both


def test_a_doubtful_nested_belief_is_hidden_until_asked_for(opened, keep) -> None:
    page = opened("nested-speaker")
    expect(page.locator(".figures a").first).to_have_text("4 statements")
    expect(page.locator(".voices li", has_text="Owen Falk").locator(".n")).to_have_text("1")
    expect(page.locator(".text .m.d2")).to_have_count(0)
    keep(page, "nested-speaker")
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.locator(".text .m.t[data-t~=a5]").first).to_be_visible()


def test_a_wrong_title_holder_is_doubted_in_words_and_corrected_in_two_clicks(opened, keep) -> None:
    page = opened("title-holder")
    voice = page.locator(".beside:has(.note:target) .voice")
    expect(voice).to_have_text("probably Owen Falk, or Priya Dunmore")
    voice.click()
    expect(page.locator(".in-place .choice").first).to_contain_text("Priya Dunmore")
    keep(page, "title-holder")
    page.locator(".in-place [name=by]").fill("Mara Quill")
    page.locator(".in-place .choice").first.click()
    expect(page.locator(".beside:has(.note:target) .who")).to_have_text("Priya Dunmore")


def test_the_dialog_of_a_correction_shows_each_field_whole(opened) -> None:
    page = opened("title-holder")
    page.locator(".beside:has(.note:target) .voice").click()
    dialog = page.locator(".in-place")
    expect(dialog.locator("[name=by]")).to_be_focused()
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    for name in ("by", "name", "kind"):
        assert dialog.locator(f"[name={name}]").bounding_box()["width"] > 100, name


def test_the_ground_of_a_headline_ends_above_the_next_line(opened, keep) -> None:
    page = opened("headline")
    lines = page.locator("h1 .m.t").evaluate("mark => [...mark.getClientRects()].map(box => box.height)")
    assert len(lines) == 2
    ground = page.locator("h1 .m.t").evaluate(
        "mark => parseFloat(getComputedStyle(mark).backgroundSize.split(',')[1].split(' ').at(-1))"
    )
    assert all(ground < line for line in lines)
    keep(page, "headline")


def test_versions_of_a_quotation_are_on_other_pages(opened, keep) -> None:
    page = opened("quotation")
    expect(page.locator(".version")).to_have_count(1)
    expect(page.get_by_text("No other page of the archive has these words.")).to_be_visible()
    keep(page, "quotation")


def test_a_page_of_63_statements_folds_the_doubtful_ones(opened, keep) -> None:
    page = opened("crowded")
    expect(page.locator(".figures a").first).to_have_text("51 statements")
    expect(page.locator(".doubtful").first).to_be_visible()
    expect(page.locator(".doubtful .note").first).not_to_be_visible()
    keep(page, "crowded")
