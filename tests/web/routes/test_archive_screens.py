"""The archive screens and corrections in Chromium: search, speakers, quotations, trace, differences, sourcing."""

from __future__ import annotations

import re

import pytest

from sayso.archive import Archive
from tests.web import examples
from tests.web.waiting import expect


@pytest.fixture(scope="module")
def toll_statements(site):
    """The ids of the statements about the toll, earliest first."""
    with Archive(site.archive, readonly=True) as archive:
        return [copy.statement.id for copy in archive.same(examples.TOLL)]


def test_search_highlights_matches_and_links_to_the_statement(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/search")
    page.get_by_label("Words").fill("gate cracked")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text(
        "4 statements", use_inner_text=True
    )  # one for each speaker in the sentence
    expect(page.locator(".hit mark", has_text="cracked").nth(1)).to_be_attached()
    shot(page, "search")
    page.locator(".hit .quote a").first.click()
    page.locator(".note:target .record").wait_for()


def total_of(page):
    """Return the number of search results, once the page is complete."""
    page.wait_for_load_state()
    return int(re.search(r"(\d+)(?: statements?)?$", page.locator(".tally").inner_text())[1])


def test_search_has_the_filters_of_the_command_line(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=ferry")
    total = total_of(page)
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Outlet", exact=True).fill("Saltby Courier")
    page.get_by_label("From", exact=True).fill("2025")
    page.get_by_label("To", exact=True).fill("2025-06")
    page.get_by_role("checkbox", name="anonymous").check()
    page.get_by_role("button", name="Search").click()
    assert 0 < total_of(page) < total
    expect(page.locator(".hit .tag").first).to_have_text("anonymous", use_inner_text=True)
    assert all("Saltby Courier" in source for source in page.locator(".hit .from").all_inner_texts())
    shot(page, "search-filtered")
    page.get_by_role("link", name="Remove the filter anonymous").click()
    expect(page.get_by_role("checkbox", name="anonymous")).not_to_be_checked()
    page.get_by_role("link", name="Start over").click()
    expect(page.get_by_label("Words")).to_have_value("")


def test_search_results_have_several_pages(site, tab) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=ferry")
    first = page.locator(".hit .quote").first.inner_text()
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".tally")).to_have_text(re.compile("^" + re.escape("21 to 40")), use_inner_text=True)
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".hit .quote").first).to_have_text(first, use_inner_text=True)


def test_search_reports_no_results_and_invalid_queries(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=zeppelin")
    expect(page.get_by_role("heading", name="No statement matches")).to_be_visible()
    shot(page, "search-nothing")
    page.goto(f"{site.url}/search?q=%22ferry")
    expect(page.get_by_role("alert")).to_contain_text("quotation mark is not closed", use_inner_text=True)
    page.goto(f"{site.url}/search?since=yesterday")
    expect(page.get_by_role("alert")).to_contain_text("esterday is not a date", use_inner_text=True)


def test_speakers_are_listed_and_have_their_own_screen(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/speakers?speaker=Calder")
    shot(page, "speakers")
    page.get_by_role("link", name="Ines Calder").click()
    expect(page.get_by_role("heading", name="Ines Calder")).to_be_visible()
    expect(page.get_by_role("img", name="Statements over time").locator("rect").nth(20)).to_be_attached()
    expect(page.locator(".shares tr")).to_have_count(4)
    expect(page.locator("main")).to_contain_text("come from anonymous sources", use_inner_text=True)
    shot(page, "speaker")
    page.get_by_role("link", name="Find all statements").click()
    expect(page.locator(".hit")).to_have_count(20)


def test_a_quotation_shows_its_versions_with_their_differences(site, tab, toll_statements, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/quotations/{toll_statements[-1]}")
    versions = page.locator(".version")
    expect(versions).to_have_count(4)
    expect(versions.first).to_contain_text("the earliest", use_inner_text=True)
    expect(versions.first).to_contain_text("Northmoor Dispatch", use_inner_text=True)
    altered = versions.filter(has_text="altered")
    expect(altered.locator("del")).to_have_text(["double", "old"], use_inner_text=True)
    expect(altered.locator("ins")).to_have_text(["raise"], use_inner_text=True)
    shot(page, "quotation")
    page.get_by_label("The words of a quotation").fill("not a word of this was ever printed")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="No match in the archive")).to_be_visible()


def test_a_trace_shows_the_steps_to_the_end_of_the_trail(site, tab, toll_statements, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/trace/{toll_statements[-1]}")
    steps = page.locator(".trail > li").all_inner_texts()
    assert "Tarn Valley Ledger" in steps[0]
    assert "based on the report of Northmoor Dispatch" in steps[0]
    assert "Northmoor Dispatch" in steps[1]
    assert "The trail ends here" in steps[-1]
    shot(page, "trace")


def test_versions_of_a_page_are_compared(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("piers"))
    page.get_by_role("link", name="Version 2 of 2").click()
    expect(page.locator("ins", has_text="safe")).to_have_count(1)
    expect(page.locator("del", has_text="Firm: piers were sound")).to_have_count(1)
    expect(page.get_by_text("now from another source")).to_be_visible()
    shot(page, "changes")
    page.goto(site.page("piers", "?version=1"))
    expect(page.get_by_text("This is an older version")).to_be_visible()
    page.goto(site.page("weir", "/changes"))
    expect(page.get_by_role("heading", name="Only one version")).to_be_visible()


def test_sourcing_has_charts_by_outlet_and_by_month(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/sourcing?until=2025")
    expect(page.locator("figure")).to_have_count(4)
    expect(page.locator("figure svg").first.locator("rect")).to_have_count(24)
    shot(page, "sourcing", whole=True)
    page.get_by_label("Show the share of").select_option("direct")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(re.escape("value=direct")))
    expect(page.locator(".grid tbody tr")).to_have_count(4)
    page.goto(f"{site.url}/sourcing?outlet=Nobody")
    expect(page.get_by_role("heading", name="No statement matches")).to_be_visible()


def test_an_empty_archive_says_how_to_start(empty, tab, shot) -> None:
    page = tab()
    for path in ("/search", "/speakers", "/sourcing"):
        page.goto(empty + path)
        page.get_by_role("link", name="Read a page").click()
        expect(page.get_by_role("button", name="Read it")).to_be_visible()
    expect(page.get_by_text("The pages you read will be listed here")).to_be_visible()
    shot(page, "empty")


NOWHERE = (
    "/nowhere /pages/p99999 /statements/9.a9 /speakers/e99999 /speakers/x /trace/x /quotations/1.a999 "
    "/pages/p1/nonsense /pages/p1?version=7"
)


@pytest.mark.parametrize("path", NOWHERE.split())
def test_a_missing_page_is_an_error_screen_with_a_link(site, tab, path) -> None:
    page = tab()
    answer = page.goto(site.url + path)
    assert answer.status == 404
    expect(page.get_by_role("heading", name="That did not work")).to_be_visible()
    expect(page.get_by_role("link", name="Read a page")).to_be_visible()


def fill(page, *, by="Mara Quill", **fields):
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_label("Your name").fill(by)


def test_speaker_act_and_content_can_be_corrected(site, tab, shot) -> None:
    with Archive(site.archive) as archive:
        added = archive.add(
            examples.short("Corrected Times", "2026-05-09", "Ana Marr", "person", "The quay will be shut at dusk")
        )
    page = tab()
    page.goto(f"{site.url}/pages/p{added.page}#a1")
    page.locator(".note:target").get_by_role("link", name="Correct").click()
    shot(page, "correct", whole=True)
    page.get_by_label("Name", exact=True).fill("Bo Lind")
    page.get_by_label("Act", exact=True).select_option("denial")
    passage = page.locator(".passage")
    passage.evaluate("""box => {
      const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT); let node; const range = document.createRange();
      while ((node = walk.nextNode())) { const at = node.data.indexOf('quay will'); if (at >= 0) {
        range.setStart(node, at); range.setEnd(node, at + 9); } }
      getSelection().removeAllRanges(); getSelection().addRange(range); }""")
    page.get_by_role("button", name="Set as content").click()
    expect(page.locator("[name=content]")).to_have_value("5-14")
    expect(page.locator("output[for=span-content]")).to_have_text("quay will", use_inner_text=True)
    fill(page)
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("status").first).to_have_text("Your correction is saved.", use_inner_text=True)
    card = page.locator(".note:target .record")
    card_text = card.inner_text()
    assert "Bo Lind" in card_text
    assert re.search(r"Corrected by Mara Quill, 20\d\d-", card_text)
    assert "Ana Marr" in card_text  # the original speaker
    expect(page.locator(".text .m.t")).to_have_text("quay will", use_inner_text=True)
    shot(page, "corrected")
    with Archive(site.archive, readonly=True) as archive:
        (stored,) = archive.corrections(f"p{added.page}")
        assert (stored.by, stored.change.speaker.name, str(stored.change.act)) == ("Mara Quill", "Bo Lind", "denial")
        assert archive.record(added.version).speakers[-1].name == "Ana Marr"  # the original record is unchanged
    other = tab()
    other.goto(f"{site.url}/search?speaker=Bo+Lind")
    hit = other.locator(".hit")
    expect(hit).to_contain_text("quay will", use_inner_text=True)
    expect(hit.locator(".tag.done")).to_contain_text("corrected", use_inner_text=True)
    shot(other, "search-corrected")
    card.get_by_role("link", name="Undo the correction").click()
    expect(page.get_by_label("Your name")).to_have_value("Mara Quill")  # stored in a cookie
    page.get_by_role("button", name="Undo the correction").click()
    expect(page.locator(".note:target .record")).to_contain_text("Ana Marr", use_inner_text=True)


def test_a_false_statement_can_be_deleted_and_restored(site, tab, shot) -> None:
    with Archive(site.archive) as archive:
        added = archive.add(
            examples.short("Deleted Times", "2026-05-09", "Ana Marr", "person", "The quay will open at dawn")
        )
    page = tab(script=False)
    page.goto(f"{site.url}/pages/p{added.page}/correct/a1")
    fill(page, note="A caption, no statement")
    page.get_by_role("button", name="Not a statement: delete it").click()
    expect(page.locator(".note")).to_have_count(0)
    deleted = page.locator("#deleted")
    expect(deleted).to_contain_text("Deleted as false by Mara Quill", use_inner_text=True)
    expect(deleted).to_contain_text("A caption, no statement", use_inner_text=True)
    shot(page, "deleted", whole=True)
    deleted.get_by_role("link", name="Undo the correction").click()
    fill(page)
    page.get_by_role("button", name="Undo the correction").click()
    expect(page.locator(".note")).to_have_count(1)


def add_page(site, outlet, words="The quay will open at dawn"):
    """Add a page of one statement."""
    with Archive(site.archive) as archive:
        return archive.add(examples.short(outlet, "2026-05-09", "Ana Marr", "person", words))


def test_a_missed_statement_is_added_from_selected_words(site, tab, shot) -> None:
    added = add_page(site, "Missed Times", "The quay, it was told, will open at dawn")
    page = tab()
    page.goto(f"{site.url}/pages/p{added.page}")
    expect(page.locator(".add-selection")).to_be_hidden()
    page.locator(".text .m.t").first.evaluate("""mark => {
      const range = document.createRange(); range.setStart(mark.firstChild, 23); range.setEnd(mark.firstChild, 40);
      getSelection().removeAllRanges(); getSelection().addRange(range); }""")
    shot(page, "chosen")
    page.get_by_role("button", name="Add a statement with the selected words").click()
    expect(page.get_by_role("heading", name="Add a statement")).to_be_visible()
    expect(page.locator("output[for=span-content]")).to_have_text("will open at dawn", use_inner_text=True)
    page.locator("[name=cue]").fill("it was  told")
    page.get_by_label("Name", exact=True).fill("a harbour notice")
    page.get_by_label("Kind").select_option("document")
    shot(page, "add", whole=True)
    fill(page, note="Missed")
    page.get_by_role("button", name="Add the statement").click()
    expect(page.get_by_role("status").first).to_have_text("Your statement is added.", use_inner_text=True)
    card = page.locator(".note:target .record").inner_text()
    assert "a harbour notice" in card
    assert "will open at dawn" in card
    assert re.search(r"Added by Mara Quill, 20\d\d-", card)
    shot(page, "added")
    page.goto(f"{site.url}/search?speaker=harbour+notice")
    expect(page.locator(".hit .tag.done")).to_have_count(1)


def test_a_missed_statement_can_be_added_without_javascript(site, tab, shot) -> None:
    added = add_page(site, "Missed Courier")
    page = tab(script=False, phone=True)
    page.goto(f"{site.url}/pages/p{added.page}")
    page.get_by_role("link", name="Is a statement missing? Add it").click()
    shot(page, "phone-add", whole=True)
    fill(page, content="The quay will shut")
    page.get_by_role("button", name="Add the statement").click()
    expect(page.get_by_role("alert")).to_contain_text("is not in the text", use_inner_text=True)
    fill(page, content="The quay will open at dawn", source="Ana Marr")
    page.get_by_role("button", name="Add the statement").click()
    expect(page.get_by_role("alert")).to_contain_text("is there already: a1", use_inner_text=True)
    fill(page, content="open at dawn", source="", cue="will")
    page.get_by_role("button", name="Add the statement").click()
    expect(page.get_by_role("status").first).to_have_text("Your statement is added.", use_inner_text=True)
    expect(page.locator(".note")).to_have_count(2)
    page.locator(".note:target").get_by_role("link", name="Correct", exact=True).click()
    expect(page.get_by_role("button", name="Undo the correction")).to_have_count(0)
    fill(page)
    page.get_by_role("button", name="Not a statement: delete it").click()
    expect(page.locator("#deleted")).to_contain_text("open at dawn")
    expect(page.locator(".note")).to_have_count(1)


def test_an_invalid_correction_is_an_error_and_the_typed_values_are_kept(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir", "/correct/a1"))
    fill(page)
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed", use_inner_text=True)
    fill(page, content="5-900000")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("alert")).to_contain_text("is not a valid position", use_inner_text=True)
    expect(page.locator("[name=content]")).to_have_value("5-900000")
    shot(page, "correct-problem")


def test_a_form_from_another_site_is_rejected(site, tab) -> None:
    page = tab()
    page.set_content(
        f'<form method="post" action="{site.page("weir", "/correct/a1")}"><button>Win a boat</button></form>'
    )
    page.get_by_role("button", name="Win a boat").click()
    expect(page.get_by_role("heading", name="That did not work")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("A page of another site", use_inner_text=True)
