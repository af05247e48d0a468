"""Uncertain speakers, and negated and hypothetical statements, on the screens in Chromium."""

from __future__ import annotations

import re

from tests.web.waiting import expect


def note(page, name):
    """Return the margin notes of a statement: speaker and numbers."""
    return page.locator(f".beside:has(#{name})")


def test_the_doubt_about_a_speaker_is_printed_in_the_margin(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("sluice"))
    expect(note(page, "a1").locator(".who bdi")).to_have_text(
        "probably Owen Falk, or Priya Dunmore", use_inner_text=True
    )
    expect(note(page, "a2").locator(".who bdi")).to_have_text("Owen Falk", use_inner_text=True)
    expect(note(page, "a5").locator(".who bdi")).to_have_text(
        "She, perhaps Priya Dunmore or Ida Marr", use_inner_text=True
    )
    voices = page.locator(".voices li")
    expect(voices.filter(has_text="She")).to_contain_text("Perhaps Priya Dunmore or Ida Marr", use_inner_text=True)
    shot(page, "doubt")


def test_negated_and_hypothetical_statements_are_marked_and_not_counted(site, tab) -> None:
    page = tab()
    page.goto(site.page("sluice"))
    expect(note(page, "a3").locator(".open .unsaid")).to_have_text("did not say", use_inner_text=True)
    expect(note(page, "a4").locator(".open .unsaid")).to_have_text("hypothetical", use_inner_text=True)
    expect(page.locator(".text .m.t.unsaid")).to_have_text(
        [
            "that the sluice was safe",
            "that the gate will hold",
        ],
        use_inner_text=True,
    )
    assert "repeating-linear-gradient" in page.locator(".text .m.t.unsaid").first.evaluate(
        "element => getComputedStyle(element).backgroundImage"
    )
    expect(page.locator(".voices li", has_text="Owen Falk").locator(".n")).to_have_text("2", use_inner_text=True)
    expect(page.locator("#sourcing")).to_contain_text("3 statements")
    expect(page.locator("#in-a3")).to_have_attribute("aria-label", re.compile("did not say"))


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
    expect(page.locator("#a3 .record meter")).to_have_count(1)


def test_the_correction_form_lists_considered_speakers_first(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("sluice", "/correct/a1"))
    choices = [" ".join(choice.split()) for choice in page.locator(".choice").all_inner_texts()]
    assert choices[:3] == [
        "Priya Dunmore person, considered, 31 %", "Ida Marr person, considered, 2 %", "Owen Falk person"
    ]  # fmt: skip
    expect(page.locator(".choice input:checked")).to_have_value("s1")
    shot(page, "doubt-correct")


def test_a_search_excludes_negated_statements_by_default(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=sluice+safe")
    expect(page.locator(".hit")).to_have_count(0)
    page.locator(".filters summary").click()
    page.get_by_label("did not say").check(force=True)
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit .unsaid")).to_have_text("did not say", use_inner_text=True)
    expect(page.locator(".active a").first).to_have_text(
        re.compile("^" + re.escape("did not say")), use_inner_text=True
    )
    shot(page, "doubt-search")
    page.goto(f"{site.url}/search?q=river")
    expect(page.locator(".hit").first).to_contain_text("probably Owen Falk, or Priya Dunmore", use_inner_text=True)
    page.locator(".hit .name").first.click()
    expect(page.locator("h1")).to_have_text("Owen Falk", use_inner_text=True)
