"""The reader in Chromium: analysis of a page, marks, statement cards, speakers, filters, downloads."""

from __future__ import annotations

import re

import pytest

from tests.web.browser import SLOW

STORY = (
    "Ferry fares will not rise\n\n“Nobody will pay more this year,” said Ana Marr, the harbour master of Tarn Ford. "
    "She denied that a rise had been planned.\n\nA clerk who asked not to be named said the council was split.\n"
)


def test_a_page_is_read_from_the_start_screen(site, tab, shot) -> None:
    page = tab()
    page.goto(site.url)
    shot(page, "read")
    assert page.get_by_role("button", name="Read it").is_visible()
    page.get_by_label("Article, or its address").fill(STORY)
    page.get_by_role("button", name="Read it").click(no_wait_after=True)
    page.wait_for_url(re.compile(r"/pages/p\d+"))
    assert page.locator("h1").inner_text().startswith("Ferry fares will not rise")
    assert page.locator(".voices .voice", has_text="Ana Marr").count() == 1
    assert page.locator(".text .m.t", has_text="Nobody will pay more").count() == 1
    page.goto(site.url)
    assert page.locator(".pages a", has_text="Ferry fares").count() >= 1


def test_progress_is_shown_during_the_analysis(site, tab, shot) -> None:
    page = tab()
    page.goto(site.url)
    page.evaluate("document.querySelector('form.reader').addEventListener('submit', event => event.preventDefault())")
    page.get_by_label("Article, or its address").fill(STORY)
    page.get_by_role("button", name="Read it").click(no_wait_after=True)
    page.locator(".progress", has_text="Reading").wait_for()
    assert page.get_by_role("button", name="Read it").is_disabled()
    shot(page, "reading")


@pytest.mark.parametrize("how", ["chosen", "dropped"])
def test_a_file_is_read_after_it_was(site, tab, how, tmp_path) -> None:
    page = tab()
    page.goto(site.url)
    path = tmp_path / "fares.txt"
    path.write_text(STORY, encoding="utf-8")
    if how == "chosen":
        page.locator("input[name=file]").set_input_files(path)
        assert page.locator(".chosen").inner_text() == "fares.txt"
        page.get_by_role("button", name="Read it").click()
    else:
        data = page.evaluate_handle(
            "text => { const data = new DataTransfer(); data.items.add(new File([text], 'fares.txt')); return data; }",
            STORY,
        )
        page.dispatch_event(".drop", "drop", {"dataTransfer": data})
    page.wait_for_url(re.compile(r"/pages/p\d+"))
    assert "Ferry fares" in page.locator("h1").inner_text()


def test_an_unreadable_page_is_an_error_with_a_hint_and_the_text_is_kept(site, tab, shot) -> None:
    page = tab()
    page.goto(site.url)
    page.get_by_role("button", name="Read it").click()
    assert "Paste an article" in page.get_by_role("alert").inner_text() or page.get_by_role("alert").is_visible()
    page.get_by_label("Article, or its address").fill("https://paper.example/story")
    page.get_by_role("button", name="Read it").click()
    assert "Fetching is disabled" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Article, or its address").input_value() == "https://paper.example/story"
    shot(page, "read-problem")


def test_an_example_is_read_with_one_click(site, tab) -> None:
    page = tab()
    page.goto(site.url)
    page.get_by_role("button", name="Read the example The bridge").click()
    page.wait_for_url(re.compile(r"/pages/p\d+"))
    assert page.locator(".voices .voice").count() > 3


def test_the_article_has_marks_and_margin_notes(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir", "?show=all"))
    shot(page, "page")
    shot(page, "page-whole", whole=True)
    assert page.locator("h1").inner_text().startswith("Weir will hold through winter")
    broken = page.locator(".text .m.t", has_text="We looked at every gate").first
    name = broken.get_attribute("data-t")
    assert page.locator(f'.text .m.t[data-t="{name}"]').count() == 2  # a discontinuous content
    deepest = page.locator(".text .m.d3")
    assert deepest.inner_text() == "a flood"
    assert len(deepest.get_attribute("data-t").split()) == 3
    assert page.locator("details.fold summary").all_inner_texts() == [
        "Page boilerplate (hidden): copyright",
        "Page boilerplate (hidden): donation appeal, share buttons",
    ]
    assert not page.get_by_text("leave a tip today").is_visible()
    page.locator("details.fold summary").last.click()
    assert page.get_by_text("leave a tip today").is_visible()
    assert page.locator(".beside", has_text="Two people").first.locator("> .kind").inner_text() == "anonymous"


def test_a_statement_opens_by_click_and_by_keyboard_and_survives_a_reload(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.locator(".text .m.t", has_text="that any gate was cracked").click()
    card = page.locator(".note:target .record")
    assert card.is_visible()
    card_text = card.inner_text()
    assert "Ruth Aldane" in card_text
    assert "denial" in card_text
    assert "Tarn Valley Ledger" in card_text
    assert "90 %" in card_text
    assert page.locator(".text .m.on").count() >= 2
    shot(page, "statement")
    address = page.url
    assert re.search(r"#a\d+$", address)
    page.reload()
    assert page.locator(".note:target .record").inner_text() == card_text
    page.keyboard.press("j")
    assert page.url != address
    page.keyboard.press("k")
    assert page.url == address
    page.keyboard.press("Escape")
    assert page.locator(".note:target").count() == 0
    page.keyboard.press("Enter")  # the number in the text has the focus
    assert page.locator(".note:target .record").is_visible()
    page.get_by_role("link", name="Close", exact=True).locator("visible=true").click()
    assert page.locator(".note:target").count() == 0


def test_repeated_clicks_on_nested_statements_open_each_of_them(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir", "?show=all"))
    deepest = page.locator(".text .m.d3")
    seen = []
    for _ in range(3):
        deepest.click()
        seen.append(page.url.partition("#")[2])
    assert seen == deepest.get_attribute("data-t").split()


def test_a_click_on_a_speaker_highlights_all_their_statements(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.locator(".voices .voice", has_text="Ines Calder").click()
    highlighted = page.locator(".text .m.t.highlighted")
    assert set(highlighted.all_inner_texts()) >= {"to say more"}
    assert page.locator(".speaker-bar .status").inner_text() == "2 · Ines Calder"
    assert page.locator(".note.highlighted").count() == 2
    shot(page, "speaker-highlighted")
    page.locator(".speaker-bar .next").click()
    first = page.url
    page.locator(".speaker-bar .next").click()
    assert page.url != first
    page.locator(".speaker-bar .prev").click()
    assert page.url == first
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(".speaker-bar").is_hidden()
    page.locator(".voices .voice", has_text="Two people").click()
    assert page.locator(".speaker-bar .status").inner_text() == "2 · Two people"
    page.locator(".speaker-bar .clear").click()
    assert page.locator(".m.highlighted").count() == 0


def test_filters_by_kind_and_act_survive_a_reload(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("checkbox", name="anonymous").check()
    assert page.locator(".note:not(.off)").count() == 2
    assert page.locator(".text .m.t").count() == 2
    page.reload()
    assert page.locator(".note:not(.off)").count() == 2
    assert page.get_by_role("checkbox", name="anonymous").is_checked()
    shot(page, "filtered")
    page.get_by_role("checkbox", name="anonymous").uncheck()
    page.get_by_role("checkbox", name="denial").check()
    assert page.locator(".note:not(.off)").count() == 1
    page.goto(site.page("weir", "?kind=unnamed&kind=nonsense&act=nonsense"))
    assert page.get_by_text("2 of 11 shown").is_visible()
    page.get_by_role("link", name="Show all").click()
    assert page.locator(".note:not(.off)").count() == 12  # with a repeat, which the figures leave out


def test_contradictions_and_repeats_link_to_each_other(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.locator(".text .flag").first.click()
    assert page.url.endswith("#odd-1-2")
    page.locator("#odd-1-2").click()
    assert page.url.endswith("#odd-1-1")
    assert page.locator("#odds").get_by_text("offered").first.is_visible()
    page.locator("#odds a").last.click()
    assert page.url.endswith("#odd-1-2")
    page.locator("#repeats a").first.click()
    assert page.locator(".note:target .record").get_by_text("Repeats statement").is_visible()


def test_the_graph_links_to_statements_and_has_a_list(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir", "#chain"))
    graph = page.locator("svg.graph")
    assert graph.get_by_text("Northmoor Dispatch").count() >= 1
    shot(page, "chain")
    graph.locator("a.unnamed").first.click()
    assert page.locator(".speaker-bar .status").inner_text() == "2 · Two people"
    page.get_by_text("As a list").click()
    assert page.locator(".chains li").first.is_visible()
    page.goto(site.page("crowd", "#chain"))
    assert page.locator("svg.graph .node").count() == 41
    shot(page, "chain-crowd")


def test_every_export_format_can_be_downloaded(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.locator(".menu summary").click()
    links = page.locator(".menu a")
    names = links.all_inner_texts()
    assert names == ["json", "jsonld", "webannotation", "claimreview-input", "csv", "xlsx", "parquet", "brat", "html",
                     "memo-html", "memo-docx"]  # fmt: skip
    for name in names:
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Download as {name}", exact=True).click()
        data = download.value.path().read_bytes()
        assert len(data) > 300
        assert download.value.suggested_filename.startswith(f"p{site.pages['weir']}.v1.")
        if name in ("json", "jsonld", "csv", "html"):
            assert "that any gate was cracked" in data.decode()


def test_pages_can_be_read_without_javascript(site, tab, shot) -> None:
    page = tab(script=False)
    page.goto(site.url)
    page.get_by_label("Article, or its address").fill(STORY)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url(re.compile(r"/pages/p\d+"))
    page.goto(site.page("weir"))
    page.locator(".ref").nth(2).click()
    assert page.locator(".note:target .record").is_visible()
    page.get_by_role("link", name="Close", exact=True).locator("visible=true").click()
    assert page.locator(".note:target").count() == 0
    page.locator(".voices .voice", has_text="Two people").click()
    assert page.locator(".note:not(.off)").count() == 2
    page.get_by_text("Filter", exact=True).click()
    page.goto(site.page("weir"))
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("checkbox", name="denial").check()
    page.get_by_role("button", name="Show").click()
    assert page.locator(".note:not(.off)").count() == 1
    shot(page, "no-script")


def test_a_page_without_statements_is_shown_with_a_message(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("plain"))
    assert page.get_by_role("heading", name="No attributed statement was found").is_visible()
    shot(page, "no-statements")


def test_a_page_of_ten_thousand_statements_is_shown(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("huge", "#a5000"), timeout=SLOW)
    assert page.locator("#a5000").is_visible()
    assert page.locator(".note").count() == 10_000
    page.locator("#a5000 .open").click()
    page.wait_for_url(re.compile("/statements/a5000"))
    assert "Statement 5000" in page.locator(".record").inner_text()
    shot(page, "statement-alone")


def test_hostile_pages_are_shown_as_text(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("hostile", "?show=all"))
    assert "pwned" not in page.title()[:5]
    assert page.locator("main script, main img, main style, main iframe, main [onclick], main [onload]").count() == 0
    text = page.locator("main").inner_text()
    assert '<script>document.title="pwned"</script>' in text
    assert "⟨U+202E⟩" in text
    assert "\u202e" not in text
    assert "{{ 7*7 }}" in text
    assert page.locator("main a[href^='javascript']").count() == 0
    for link in page.locator(".ref").all():
        link.click()
        assert page.locator(".note:target .record").is_visible()
    shot(page, "hostile", whole=True)
    page.keyboard.press("Escape")
    page.locator(".voices .voice").first.click()
    for path in (
        "/search?q=evil",
        "/speakers?speaker=script",
        "/sourcing",
        "/?text=%3Cscript%3E",
        "/search?q=%3Cscript%3E",
    ):
        page.goto(site.url + path)
        assert page.locator("main script, main img").count() == 0
    page.goto(site.page("hostile", "/correct/a1"))
    assert page.locator(".passage").inner_text().count("\u202e") == 0
