"""Doubt about a speaker, and what was not said, on the screens, in a real Chromium."""

from __future__ import annotations

import re


def note(page, name):
    """What stands beside the paragraph of a statement: its speaker and its notes."""
    return page.locator(f".beside:has(#{name})")


def test_doubt_stands_in_words_beside_the_statement(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("sluice"))
    assert note(page, "a1").locator(".who bdi").inner_text() == "probably Owen Falk, or Priya Dunmore"
    assert note(page, "a2").locator(".who bdi").inner_text() == "Owen Falk"
    assert note(page, "a5").locator(".who bdi").inner_text() == "She, perhaps Priya Dunmore or Ida Marr"
    voices = page.locator(".voices li")
    assert "Perhaps Priya Dunmore or Ida Marr" in voices.filter(has_text="She").inner_text()
    shot(page, "doubt")


def test_what_was_not_said_is_marked_and_does_not_count(site, tab) -> None:
    page = tab()
    page.goto(site.page("sluice"))
    assert note(page, "a3").locator(".open .unsaid").inner_text() == "did not say"
    assert note(page, "a4").locator(".open .unsaid").inner_text() == "if said"
    assert page.locator(".text .m.t.unsaid").all_inner_texts() == [
        "that the sluice was safe",
        "that the gate will hold",
    ]
    assert "repeating-linear-gradient" in page.locator(".text .m.t.unsaid").first.evaluate(
        "one => getComputedStyle(one).backgroundImage"
    )
    assert page.locator(".voices li", has_text="Owen Falk").locator(".n").inner_text() == "2"
    assert "3 statements" in page.locator("#sourcing").inner_text()
    assert "did not say" in page.locator("#in-a3").get_attribute("aria-label")


def test_a_card_tells_how_sure_the_words_and_the_speaker_are_apart(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("sluice", "#a1"))
    told = page.locator("#a1 .record").inner_text()
    assert "96 % of such readings have the right source and content" in told
    assert "61 % of such readings name the right speaker" in told
    assert re.search(r"Also possible\s+Priya Dunmore 31 %\s+Ida Marr 2 %", told)
    shot(page, "doubt-card")
    page.goto(site.page("sluice", "#a3"))
    close = page.locator("#a3 .record .close").bounding_box()
    card = page.locator("#a3 .record").bounding_box()
    assert close["x"] + close["width"] <= card["x"] + card["width"]
    page.goto(site.page("sluice", "#a5"))
    told = page.locator("#a5 .record").inner_text()
    assert "Possible speakers" in told
    assert "name the right speaker" not in told
    page.goto(site.page("weir", "#a3"))
    assert page.locator("#a3 .record meter").count() == 1


def test_a_correction_offers_first_who_was_considered(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("sluice", "/correct/a1"))
    choices = [" ".join(told.split()) for told in page.locator(".choice").all_inner_texts()]
    assert choices[:3] == [
        "Priya Dunmore person, considered, 31 %", "Ida Marr person, considered, 2 %", "Owen Falk person"
    ]  # fmt: skip
    assert page.locator(".choice input:checked").input_value() == "s1"
    shot(page, "doubt-correct")


def test_a_search_finds_what_was_not_said_only_where_asked(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=sluice+safe")
    assert page.locator(".found").count() == 0
    page.locator(".filters summary").click()
    page.get_by_label("did not say").check(force=True)
    page.get_by_role("button", name="Search").click()
    assert page.locator(".found").count() == 1
    assert page.locator(".found .unsaid").inner_text() == "did not say"
    assert page.locator(".active a").first.inner_text().startswith("did not say")
    shot(page, "doubt-search")
    page.goto(f"{site.url}/search?q=river")
    assert "probably Owen Falk, or Priya Dunmore" in page.locator(".found").first.inner_text()
    page.locator(".found .name").first.click()
    assert page.locator("h1").inner_text() == "Owen Falk"
