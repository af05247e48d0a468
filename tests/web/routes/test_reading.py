"""The reader in Chromium: analysis of a page, marks, statement cards, speakers, filters, downloads."""

from __future__ import annotations

import re

import pytest

from tests.web.browser import SLOW
from tests.web.waiting import expect

STORY = (
    "Ferry fares will not rise\n\n“Nobody will pay more this year,” said Ana Marr, the harbour master of Tarn Ford. "
    "She denied that a rise had been planned.\n\nA clerk who asked not to be named said the council was split.\n"
)


def test_a_page_is_read_from_the_start_screen(site, tab, shot) -> None:
    page = tab()
    page.goto(site.url)
    shot(page, "read")
    expect(page.get_by_role("button", name="Read it")).to_be_visible()
    page.get_by_label("Article, or its address").fill(STORY)
    page.get_by_role("button", name="Read it").click(no_wait_after=True)
    page.wait_for_url(re.compile(r"/pages/p\d+"))
    expect(page.locator("h1")).to_have_text(
        re.compile("^" + re.escape("Ferry fares will not rise")), use_inner_text=True
    )
    expect(page.locator(".voices .voice", has_text="Ana Marr")).to_have_count(1)
    expect(page.locator(".text .m.t", has_text="Nobody will pay more")).to_have_count(1)
    page.goto(site.url)
    expect(page.locator(".pages a", has_text="Ferry fares").first).to_be_attached()


def test_progress_is_shown_during_the_analysis(site, tab, shot) -> None:
    page = tab()
    page.goto(site.url)
    page.evaluate("document.querySelector('form.reader').addEventListener('submit', event => event.preventDefault())")
    page.get_by_label("Article, or its address").fill(STORY)
    page.get_by_role("button", name="Read it").click(no_wait_after=True)
    page.locator(".progress", has_text="Reading").wait_for()
    expect(page.get_by_role("button", name="Read it")).to_be_disabled()
    shot(page, "reading")


@pytest.mark.parametrize("how", ["chosen", "dropped"])
def test_a_file_is_read_after_it_was(site, tab, how, tmp_path) -> None:
    page = tab()
    page.goto(site.url)
    path = tmp_path / "fares.txt"
    path.write_text(STORY, encoding="utf-8")
    if how == "chosen":
        page.locator("input[name=file]").set_input_files(path)
        expect(page.locator(".chosen")).to_have_text("fares.txt", use_inner_text=True)
        page.get_by_role("button", name="Read it").click()
    else:
        data = page.evaluate_handle(
            "text => { const data = new DataTransfer(); data.items.add(new File([text], 'fares.txt')); return data; }",
            STORY,
        )
        page.dispatch_event(".drop", "drop", {"dataTransfer": data})
    page.wait_for_url(re.compile(r"/pages/p\d+"))
    expect(page.locator("h1")).to_contain_text("Ferry fares", use_inner_text=True)


def test_an_unreadable_page_is_an_error_with_a_hint_and_the_text_is_kept(site, tab, shot) -> None:
    page = tab()
    page.goto(site.url)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_contain_text("There is nothing to read yet")
    page.get_by_label("Article, or its address").fill("https://paper.example/story")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_contain_text("Fetching is disabled", use_inner_text=True)
    expect(page.get_by_label("Article, or its address")).to_have_value("https://paper.example/story")
    shot(page, "read-problem")


def test_an_example_is_read_with_one_click(site, tab) -> None:
    page = tab()
    page.goto(site.url)
    page.get_by_role("button", name="Read the example The bridge").click()
    page.wait_for_url(re.compile(r"/pages/p\d+"))
    expect(page.locator(".voices .voice").nth(3)).to_be_attached()


def test_the_article_has_marks_and_margin_notes(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir", "?show=all"))
    shot(page, "page")
    shot(page, "page-whole", whole=True)
    expect(page.locator("h1")).to_have_text(
        re.compile("^" + re.escape("Weir will hold through winter")), use_inner_text=True
    )
    broken = page.locator(".text .m.t", has_text="We looked at every gate").first
    name = broken.get_attribute("data-t")
    expect(page.locator(f'.text .m.t[data-t="{name}"]')).to_have_count(2)  # a discontinuous content
    deepest = page.locator(".text .m.d3")
    expect(deepest).to_have_text("a flood", use_inner_text=True)
    expect(deepest).to_have_attribute("data-t", re.compile(r"^\S+ \S+ \S+$"))
    expect(page.locator("details.fold summary")).to_have_text(
        [
            "Page boilerplate (hidden): copyright",
            "Page boilerplate (hidden): donation appeal, share buttons",
        ],
        use_inner_text=True,
    )
    expect(page.get_by_text("leave a tip today")).to_be_hidden()
    page.locator("details.fold summary").last.click()
    expect(page.get_by_text("leave a tip today")).to_be_visible()
    expect(page.locator(".beside", has_text="Two people").first.locator("> .kind")).to_have_text(
        "anonymous", use_inner_text=True
    )


def test_a_statement_opens_by_click_and_by_keyboard_and_survives_a_reload(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.locator(".text .m.t", has_text="that any gate was cracked").click()
    card = page.locator(".note:target .record")
    expect(card).to_be_visible()
    card_text = card.inner_text()
    assert "Ruth Aldane" in card_text
    assert "denial" in card_text
    assert "Tarn Valley Ledger" in card_text
    assert "90 %" in card_text
    expect(page.locator(".text .m.on").nth(1)).to_be_attached()
    shot(page, "statement")
    address = page.url
    assert re.search(r"#a\d+$", address)
    page.reload()
    expect(page.locator(".note:target .record")).to_have_text(card_text, use_inner_text=True)
    page.keyboard.press("j")
    expect(page).not_to_have_url(address)
    page.keyboard.press("k")
    expect(page).to_have_url(address)
    page.keyboard.press("Escape")
    expect(page.locator(".note:target")).to_have_count(0)
    page.keyboard.press("Enter")  # the number in the text has the focus
    expect(page.locator(".note:target .record")).to_be_visible()
    page.get_by_role("link", name="Close", exact=True).locator("visible=true").click()
    expect(page.locator(".note:target")).to_have_count(0)


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
    expect(highlighted.filter(has_text=re.compile("^to say more$"))).to_have_count(1)
    expect(page.locator(".speaker-bar .status")).to_have_text("2 · Ines Calder", use_inner_text=True)
    expect(page.locator(".note.highlighted")).to_have_count(2)
    shot(page, "speaker-highlighted")
    page.locator(".speaker-bar .next").click()
    first = page.url
    page.locator(".speaker-bar .next").click()
    expect(page).not_to_have_url(first)
    page.locator(".speaker-bar .prev").click()
    expect(page).to_have_url(first)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".speaker-bar")).to_be_hidden()
    page.locator(".voices .voice", has_text="Two people").click()
    expect(page.locator(".speaker-bar .status")).to_have_text("2 · Two people", use_inner_text=True)
    page.locator(".speaker-bar .clear").click()
    expect(page.locator(".m.highlighted")).to_have_count(0)


def test_filters_by_kind_and_act_survive_a_reload(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("checkbox", name="anonymous").check()
    expect(page.locator(".note:not(.off)")).to_have_count(2)
    expect(page.locator(".text .m.t")).to_have_count(2)
    page.reload()
    expect(page.locator(".note:not(.off)")).to_have_count(2)
    expect(page.get_by_role("checkbox", name="anonymous")).to_be_checked()
    shot(page, "filtered")
    page.get_by_role("checkbox", name="anonymous").uncheck()
    page.get_by_role("checkbox", name="denial").check()
    expect(page.locator(".note:not(.off)")).to_have_count(1)
    page.goto(site.page("weir", "?kind=unnamed&kind=nonsense&act=nonsense"))
    expect(page.get_by_text("2 of 11 shown")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".note:not(.off)")).to_have_count(12)  # with a repeat, which the figures leave out


def test_contradictions_and_repeats_link_to_each_other(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir"))
    page.locator(".text .flag").first.click()
    expect(page).to_have_url(re.compile(re.escape("#odd-1-2") + "$"))
    page.locator("#odd-1-2").click()
    expect(page).to_have_url(re.compile(re.escape("#odd-1-1") + "$"))
    expect(page.locator("#odds").get_by_text("offered").first).to_be_visible()
    page.locator("#odds a").last.click()
    expect(page).to_have_url(re.compile(re.escape("#odd-1-2") + "$"))
    page.locator("#repeats a").first.click()
    expect(page.locator(".note:target .record").get_by_text("Repeats statement")).to_be_visible()


def test_the_graph_links_to_statements_and_has_a_list(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir", "#chain"))
    graph = page.locator("svg.graph")
    expect(graph.get_by_text("Northmoor Dispatch").first).to_be_attached()
    shot(page, "chain")
    graph.locator("a.unnamed").first.click()
    expect(page.locator(".speaker-bar .status")).to_have_text("2 · Two people", use_inner_text=True)
    page.get_by_text("As a list").click()
    expect(page.locator(".chains li").first).to_be_visible()
    page.goto(site.page("crowd", "#chain"))
    expect(page.locator("svg.graph .node")).to_have_count(41)
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
    expect(page.locator(".note:target .record")).to_be_visible()
    page.get_by_role("link", name="Close", exact=True).locator("visible=true").click()
    expect(page.locator(".note:target")).to_have_count(0)
    page.locator(".voices .voice", has_text="Two people").click()
    expect(page.locator(".note:not(.off)")).to_have_count(2)
    page.get_by_text("Filter", exact=True).click()
    page.goto(site.page("weir"))
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("checkbox", name="denial").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".note:not(.off)")).to_have_count(1)
    shot(page, "no-script")


def test_a_page_without_statements_is_shown_with_a_message(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("plain"))
    expect(page.get_by_role("heading", name="No attributed statement was found")).to_be_visible()
    shot(page, "no-statements")


def test_a_page_of_ten_thousand_statements_is_shown(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("huge", "#a5000"), timeout=SLOW)
    expect(page.locator("#a5000")).to_be_visible()
    expect(page.locator(".note")).to_have_count(10_000)
    page.locator("#a5000 .open").click()
    page.wait_for_url(re.compile("/statements/a5000"))
    expect(page.locator(".record")).to_contain_text("Statement 5000", use_inner_text=True)
    shot(page, "statement-alone")


def test_hostile_pages_are_shown_as_text(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("hostile", "?show=all"))
    assert "pwned" not in page.title()[:5]
    expect(page.locator("main script, main img, main style, main iframe, main [onclick], main [onload]")).to_have_count(
        0
    )
    text = page.locator("main").inner_text()
    assert '<script>document.title="pwned"</script>' in text
    assert "⟨U+202E⟩" in text
    assert "\u202e" not in text
    assert "{{ 7*7 }}" in text
    expect(page.locator("main a[href^='javascript']")).to_have_count(0)
    for link in page.locator(".ref").all():
        link.click()
        expect(page.locator(".note:target .record")).to_be_visible()
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
        expect(page.locator("main script, main img")).to_have_count(0)
    page.goto(site.page("hostile", "/correct/a1"))
    expect(page.locator(".passage")).not_to_contain_text("\u202e")
