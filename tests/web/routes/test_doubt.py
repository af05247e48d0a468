"""Uncertain speakers, and negated and hypothetical statements, on the screens in Chromium."""

from __future__ import annotations

import re


def note(page, name):
    """Return the margin notes of a statement: speaker and numbers."""
    return page.locator(f".beside:has(#{name})")


def test_the_doubt_about_a_speaker_is_printed_in_the_margin(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("sluice"))
    assert note(page, "a1").locator(".who bdi").inner_text() == "probably Owen Falk, or Priya Dunmore"
    assert note(page, "a2").locator(".who bdi").inner_text() == "Owen Falk"
    assert note(page, "a5").locator(".who bdi").inner_text() == "She, perhaps Priya Dunmore or Ida Marr"
    voices = page.locator(".voices li")
    assert "Perhaps Priya Dunmore or Ida Marr" in voices.filter(has_text="She").inner_text()
    shot(page, "doubt")


def test_negated_and_hypothetical_statements_are_marked_and_not_counted(site, tab) -> None:
    page = tab()
    page.goto(site.page("sluice"))
    assert note(page, "a3").locator(".open .unsaid").inner_text() == "did not say"
    assert note(page, "a4").locator(".open .unsaid").inner_text() == "hypothetical"
    assert page.locator(".text .m.t.unsaid").all_inner_texts() == [
        "that the sluice was safe",
        "that the gate will hold",
    ]
    assert "repeating-linear-gradient" in page.locator(".text .m.t.unsaid").first.evaluate(
        "element => getComputedStyle(element).backgroundImage"
    )
    assert page.locator(".voices li", has_text="Owen Falk").locator(".n").inner_text() == "2"
    assert "3 statements" in page.locator("#sourcing").inner_text()
    assert "did not say" in page.locator("#in-a3").get_attribute("aria-label")


def test_a_card_has_separate_confidences_for_words_and_speaker(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("sluice", "#a1"))
    card_text = page.locator("#a1 .record").inner_text()
    assert "In 96 % of such cases, source and content are right" in card_text
    assert "In 61 % of such cases, the speaker is right" in card_text
    assert re.search(r"Also possible\s+Priya Dunmore 31 %\s+Ida Marr 2 %", card_text)
    shot(page, "doubt-card")
    page.goto(site.page("sluice", "#a3"))
    close = page.locator("#a3 .record .close").bounding_box()
    card = page.locator("#a3 .record").bounding_box()
    assert close["x"] + close["width"] <= card["x"] + card["width"]
    page.goto(site.page("sluice", "#a5"))
    card_text = page.locator("#a5 .record").inner_text()
    assert "Possible speakers" in card_text
    assert "the speaker is right" not in card_text
    page.goto(site.page("weir", "?show=all#a3"))
    assert page.locator("#a3 .record meter").count() == 1


def test_the_correction_form_lists_considered_speakers_first(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("sluice", "/correct/a1"))
    choices = [" ".join(choice.split()) for choice in page.locator(".choice").all_inner_texts()]
    assert choices[:3] == [
        "Priya Dunmore person, considered, 31 %", "Ida Marr person, considered, 2 %", "Owen Falk person"
    ]  # fmt: skip
    assert page.locator(".choice input:checked").input_value() == "s1"
    shot(page, "doubt-correct")


def test_a_search_excludes_negated_statements_by_default(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=sluice+safe")
    assert page.locator(".hit").count() == 0
    page.locator(".filters summary").click()
    page.get_by_label("did not say").check(force=True)
    page.get_by_role("button", name="Search").click()
    assert page.locator(".hit").count() == 1
    assert page.locator(".hit .unsaid").inner_text() == "did not say"
    assert page.locator(".active a").first.inner_text().startswith("did not say")
    shot(page, "doubt-search")
    page.goto(f"{site.url}/search?q=river")
    assert "probably Owen Falk, or Priya Dunmore" in page.locator(".hit").first.inner_text()
    page.locator(".hit .name").first.click()
    assert page.locator("h1").inner_text() == "Owen Falk"
