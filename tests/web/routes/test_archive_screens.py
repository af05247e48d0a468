"""The archive screens and corrections in Chromium: search, speakers, quotations, trace, differences, sourcing."""

from __future__ import annotations

import re

import pytest

from sayso.archive import Archive
from tests.web import examples


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
    assert page.get_by_role("status").inner_text() == "4 statements"  # one for each speaker in the sentence
    assert page.locator(".hit mark", has_text="cracked").count() >= 2
    shot(page, "search")
    page.locator(".hit .quote a").first.click()
    page.locator(".note:target .record").wait_for()


def total_of(page):
    """Return the number of search results."""
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
    assert page.locator(".hit .tag").first.inner_text() == "anonymous"
    assert all("Saltby Courier" in source for source in page.locator(".hit .from").all_inner_texts())
    shot(page, "search-filtered")
    page.get_by_role("link", name="Remove the filter anonymous").click()
    assert page.get_by_role("checkbox", name="anonymous").is_checked() is False
    page.get_by_role("link", name="Start over").click()
    assert page.get_by_label("Words").input_value() == ""


def test_search_results_have_several_pages(site, tab) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=ferry")
    first = page.locator(".hit .quote").first.inner_text()
    page.get_by_role("link", name="Next").click()
    assert page.locator(".tally").inner_text().startswith("21 to 40")
    page.get_by_role("link", name="Previous").click()
    assert page.locator(".hit .quote").first.inner_text() == first


def test_search_reports_no_results_and_invalid_queries(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=zeppelin")
    assert page.get_by_role("heading", name="No statement matches").is_visible()
    shot(page, "search-nothing")
    page.goto(f"{site.url}/search?q=%22ferry")
    assert "quotation mark is not closed" in page.get_by_role("alert").inner_text()
    page.goto(f"{site.url}/search?since=yesterday")
    assert "esterday is not a date" in page.get_by_role("alert").inner_text()


def test_speakers_are_listed_and_have_their_own_screen(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/speakers?speaker=Calder")
    shot(page, "speakers")
    page.get_by_role("link", name="Ines Calder").click()
    assert page.get_by_role("heading", name="Ines Calder").is_visible()
    assert page.get_by_role("img", name="Statements over time").locator("rect").count() > 20
    assert page.locator(".shares tr").count() == 4
    assert "come from anonymous sources" in page.locator("main").inner_text()
    shot(page, "speaker")
    page.get_by_role("link", name="Find all statements").click()
    assert page.locator(".hit").count() == 20


def test_a_quotation_shows_its_versions_with_their_differences(site, tab, toll_statements, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/quotations/{toll_statements[-1]}")
    versions = page.locator(".version")
    assert versions.count() == 4
    assert "the earliest" in versions.first.inner_text()
    assert "Northmoor Dispatch" in versions.first.inner_text()
    altered = versions.filter(has_text="altered")
    assert altered.locator("del").all_inner_texts() == ["double", "old"]
    assert altered.locator("ins").all_inner_texts() == ["raise"]
    shot(page, "quotation")
    page.get_by_label("The words of a quotation").fill("not a word of this was ever printed")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("heading", name="No match in the archive").is_visible()


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
    assert page.locator("ins", has_text="safe").count() == 1
    assert page.locator("del", has_text="Firm: piers were sound").count() == 1
    assert page.get_by_text("now from another source").is_visible()
    shot(page, "changes")
    page.goto(site.page("piers", "?version=1"))
    assert page.get_by_text("This is an older version").is_visible()
    page.goto(site.page("weir", "/changes"))
    assert page.get_by_role("heading", name="Only one version").is_visible()


def test_sourcing_has_charts_by_outlet_and_by_month(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/sourcing?until=2025")
    assert page.locator("figure").count() == 4
    assert page.locator("figure svg").first.locator("rect").count() == 24
    shot(page, "sourcing", whole=True)
    page.get_by_label("Show the share of").select_option("direct")
    page.get_by_role("button", name="Show").click()
    assert "value=direct" in page.url
    assert page.locator(".grid tbody tr").count() == 4
    page.goto(f"{site.url}/sourcing?outlet=Nobody")
    assert page.get_by_role("heading", name="No statement matches").is_visible()


def test_an_empty_archive_says_how_to_start(empty, tab, shot) -> None:
    page = tab()
    for path in ("/search", "/speakers", "/sourcing"):
        page.goto(empty + path)
        page.get_by_role("link", name="Read a page").click()
        assert page.get_by_role("button", name="Read it").is_visible()
    assert page.get_by_text("The pages you read will be listed here").is_visible()
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
    assert page.get_by_role("heading", name="That did not work").is_visible()
    assert page.get_by_role("link", name="Read a page").is_visible()


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
    assert page.locator("[name=content]").input_value() == "5-14"
    assert page.locator("output[for=span-content]").inner_text() == "quay will"
    fill(page)
    page.get_by_role("button", name="Save the correction").click()
    assert page.get_by_role("status").first.inner_text() == "Your correction is saved."
    card = page.locator(".note:target .record")
    card_text = card.inner_text()
    assert "Bo Lind" in card_text
    assert re.search(r"Corrected by Mara Quill, 20\d\d-", card_text)
    assert "Ana Marr" in card_text  # the original speaker
    assert page.locator(".text .m.t").inner_text() == "quay will"
    shot(page, "corrected")
    with Archive(site.archive, readonly=True) as archive:
        (stored,) = archive.corrections(f"p{added.page}")
        assert (stored.by, stored.change.speaker.name, str(stored.change.act)) == ("Mara Quill", "Bo Lind", "denial")
        assert archive.record(added.version).speakers[-1].name == "Ana Marr"  # the original record is unchanged
    other = tab()
    other.goto(f"{site.url}/search?speaker=Bo+Lind")
    hit = other.locator(".hit")
    assert "quay will" in hit.inner_text()
    assert "corrected" in hit.locator(".tag.done").inner_text()
    shot(other, "search-corrected")
    card.get_by_role("link", name="Undo the correction").click()
    assert page.get_by_label("Your name").input_value() == "Mara Quill"  # stored in a cookie
    page.get_by_role("button", name="Undo the correction").click()
    assert "Ana Marr" in page.locator(".note:target .record").inner_text()


def test_a_false_statement_can_be_deleted_and_restored(site, tab, shot) -> None:
    with Archive(site.archive) as archive:
        added = archive.add(
            examples.short("Deleted Times", "2026-05-09", "Ana Marr", "person", "The quay will open at dawn")
        )
    page = tab(script=False)
    page.goto(f"{site.url}/pages/p{added.page}/correct/a1")
    fill(page, note="A caption, no statement")
    page.get_by_role("button", name="Not a statement: delete it").click()
    assert page.locator(".note").count() == 0
    deleted = page.locator("#deleted")
    assert "Deleted as false by Mara Quill" in deleted.inner_text()
    assert "A caption, no statement" in deleted.inner_text()
    shot(page, "deleted", whole=True)
    deleted.get_by_role("link", name="Undo the correction").click()
    fill(page)
    page.get_by_role("button", name="Undo the correction").click()
    assert page.locator(".note").count() == 1


def add_page(site, outlet, words="The quay will open at dawn"):
    """Add a page of one statement."""
    with Archive(site.archive) as archive:
        return archive.add(examples.short(outlet, "2026-05-09", "Ana Marr", "person", words))


def test_a_missed_statement_is_added_from_selected_words(site, tab, shot) -> None:
    added = add_page(site, "Missed Times", "The quay, it was told, will open at dawn")
    page = tab()
    page.goto(f"{site.url}/pages/p{added.page}")
    assert page.locator(".add-selection").is_hidden()
    page.locator(".text .m.t").first.evaluate("""mark => {
      const range = document.createRange(); range.setStart(mark.firstChild, 23); range.setEnd(mark.firstChild, 40);
      getSelection().removeAllRanges(); getSelection().addRange(range); }""")
    shot(page, "chosen")
    page.get_by_role("button", name="Add a statement with the selected words").click()
    assert page.get_by_role("heading", name="Add a statement").is_visible()
    assert page.locator("output[for=span-content]").inner_text() == "will open at dawn"
    page.locator("[name=cue]").fill("it was  told")
    page.get_by_label("Name", exact=True).fill("a harbour notice")
    page.get_by_label("Kind").select_option("document")
    shot(page, "add", whole=True)
    fill(page, note="Missed")
    page.get_by_role("button", name="Add the statement").click()
    assert page.get_by_role("status").first.inner_text() == "Your statement is added."
    card = page.locator(".note:target .record").inner_text()
    assert "a harbour notice" in card
    assert "will open at dawn" in card
    assert re.search(r"Added by Mara Quill, 20\d\d-", card)
    shot(page, "added")
    page.goto(f"{site.url}/search?speaker=harbour+notice")
    assert page.locator(".hit .tag.done").count() == 1


def test_a_missed_statement_can_be_added_without_javascript(site, tab, shot) -> None:
    added = add_page(site, "Missed Courier")
    page = tab(script=False, phone=True)
    page.goto(f"{site.url}/pages/p{added.page}")
    page.get_by_role("link", name="Is a statement missing? Add it").click()
    shot(page, "phone-add", whole=True)
    fill(page, content="The quay will shut")
    page.get_by_role("button", name="Add the statement").click()
    assert "is not in the text" in page.get_by_role("alert").inner_text()
    fill(page, content="The quay will open at dawn", source="Ana Marr")
    page.get_by_role("button", name="Add the statement").click()
    assert "is there already: a1" in page.get_by_role("alert").inner_text()
    fill(page, content="open at dawn", source="", cue="will")
    page.get_by_role("button", name="Add the statement").click()
    assert page.get_by_role("status").first.inner_text() == "Your statement is added."
    assert page.locator(".note").count() == 2
    page.locator(".note:target").get_by_role("link", name="Correct", exact=True).click()
    assert page.get_by_role("button", name="Undo the correction").count() == 0
    fill(page)
    page.get_by_role("button", name="Not a statement: delete it").click()
    assert "open at dawn" in page.locator("#deleted").inner_text()
    assert page.locator(".note").count() == 1


def test_an_invalid_correction_is_an_error_and_the_typed_values_are_kept(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir", "/correct/a1"))
    fill(page)
    page.get_by_role("button", name="Save the correction").click()
    assert "Nothing was changed" in page.get_by_role("alert").inner_text()
    fill(page, content="5-900000")
    page.get_by_role("button", name="Save the correction").click()
    assert "is not a valid position" in page.get_by_role("alert").inner_text()
    assert page.locator("[name=content]").input_value() == "5-900000"
    shot(page, "correct-problem")


def test_a_form_from_another_site_is_rejected(site, tab) -> None:
    page = tab()
    page.set_content(
        f'<form method="post" action="{site.page("weir", "/correct/a1")}"><button>Win a boat</button></form>'
    )
    page.get_by_role("button", name="Win a boat").click()
    assert page.get_by_role("heading", name="That did not work").is_visible()
    assert "A page of another site" in page.get_by_role("main").inner_text()
