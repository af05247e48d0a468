"""The sourcing memo in Chromium: from the page to the memo, to the words, to print and to files."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from tests.web.waiting import expect


def test_a_memo_is_one_step_from_the_page_and_each_number_leads_to_its_words(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.get_by_role("link", name="Sourcing memo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Weir will hold through winter, engineers say", use_inner_text=True
    )
    denials = page.locator(".memo section", has_text="Denials")
    expect(denials).to_contain_text("“that any gate was cracked”", use_inner_text=True)
    anonymous = page.locator(".memo section", has=page.get_by_role("heading", name="Anonymous sources", exact=True))
    expect(anonymous).to_contain_text("the report has not been published", use_inner_text=True)
    shot(page, "memo", whole=True)
    denials.get_by_role("link").click()
    expect(page.locator(".note:target .record")).to_contain_text("denied", use_inner_text=True)


def test_a_contradiction_of_the_memo_leads_to_its_passage(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir", "/memo"))
    page.get_by_role("link", name="Show the words in the text").first.click()
    expect(page).to_have_url(re.compile(re.escape("#odd-1-1") + "$"))
    expect(page.locator("#odd-1-1")).to_be_visible()


def test_the_printed_memo_of_a_story_is_one_page_without_buttons(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir", "/memo"))
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="DOCX")).to_be_hidden()
    expect(page.locator(".top")).to_be_hidden()
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_memo_is_downloaded_as_html_and_docx(site, tab) -> None:
    pytest.importorskip("docx")
    page = tab()
    page.goto(site.page("weir", "/memo"))
    files = {}
    for name in ("HTML", "DOCX"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name, exact=True).click()
        files[name] = (waiting.value.suggested_filename, waiting.value.path().read_bytes())
    assert files["HTML"][0].endswith("memo.html")
    assert b"Only an anonymous source of another outlet" in files["HTML"][1]
    assert zipfile.ZipFile(io.BytesIO(files["DOCX"][1])).testzip() is None


def test_the_memo_is_readable_on_a_phone_in_the_dark_without_a_script(site, tab, shot) -> None:
    page = tab(phone=True, dark=True, script=False)
    page.goto(site.page("weir", "/memo"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    shot(page, "memo-phone", whole=True)
