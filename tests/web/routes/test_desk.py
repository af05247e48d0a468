"""The desk in Chromium: steps of certainty, review, corrections in place, help, by mouse and by keyboard alone."""

from __future__ import annotations

import re

import pytest

from sayso.archive import Archive
from sayso.terms import Speaker, SpeakerKind
from tests.web import examples
from tests.web.waiting import expect


@pytest.fixture
def add(site):
    """A function that adds a page of 39 statements and returns its address."""

    def add_council(name, statements=39):
        with Archive(site.archive) as archive:
            added = archive.add(examples.council(statements, f"https://echo.example/{name}"))
        return f"{site.url}/pages/p{added.page}"

    return add_council


def corrections(site, address):
    with Archive(site.archive, readonly=True) as archive:
        return archive.corrections(re.search(r"p\d+$", address)[0])


def named(page, by="Mara Quill"):
    """Enter the name that the first correction asks for."""
    page.locator(".in-place [name=by]").fill(by)


def as_reviewer(page, site, by="Mara Quill"):
    """Set the cookie that remembers the name."""
    page.context.add_cookies([{"name": "sayso_by", "value": by.encode().hex(), "url": site.url}])


def statements(page):
    return int(page.locator(".figures a").first.inner_text().split()[0])


def test_a_step_is_in_the_address_and_remembered_and_the_figures_follow(site, tab, add, shot) -> None:
    page, address = tab(), add("steps", 63)
    page.goto(address)
    sure = statements(page)
    expect(page.locator(".steps [aria-current]")).to_have_text("All sure", use_inner_text=True)
    expect(page.locator(".doubtful").first).to_be_attached()
    expect(page.locator(".doubtful .note").first).to_be_hidden()
    shot(page, "council")
    page.get_by_role("link", name="Key facts").click()
    page.locator(".steps [aria-current]", has_text="Key facts").wait_for()
    expect(page).to_have_url(re.compile(re.escape("show=key")))
    key = statements(page)
    assert key < sure
    expect(page.locator("#sourcing")).to_contain_text(f"Share of {key} statements")
    shot(page, "council-key")
    page.goto(address)  # without the step in the address
    assert statements(page) == key
    page.get_by_role("link", name="All", exact=True).click()
    page.locator(".steps [aria-current]", has_text=re.compile("^All$")).wait_for()
    assert statements(page) == 63
    shot(page, "council-all")


def test_steps_work_without_a_script_and_a_link_to_a_hidden_statement_opens_it(site, tab, add) -> None:
    address = add("steps-plain", 63)
    page = tab(script=False)
    page.goto(address)
    page.get_by_role("link", name="Key facts").click()
    expect(page.locator(".steps [aria-current]")).to_have_text("Key facts", use_inner_text=True)
    page.locator(".voices .voice").first.click()
    expect(page).to_have_url(re.compile(re.escape("show=key")))
    page = tab()
    hidden = next(one.id for one in examples.council(63).attributions if one.inside)
    page.goto(f"{address}#{hidden}")  # a belief inside another statement
    page.locator(f"#{hidden} .record").wait_for()
    expect(page.locator(".steps [aria-current]")).to_have_text("All", use_inner_text=True)


def test_a_wrong_speaker_is_fixed_in_two_actions_and_undone_by_the_toast(site, tab, add, shot) -> None:
    page, address = tab(), add("two-actions")
    as_reviewer(page, site)
    page.goto(address)
    page.locator(".beside:has(#a2) .voice").click()
    expect(page.locator(".in-place .choice").first).to_have_text(
        re.compile("^" + re.escape("Ida Marr")), use_inner_text=True
    )
    shot(page, "speaker-in-place")
    page.locator(".in-place .choice").first.click()
    page.locator(".notice", has_text="Your correction is saved").wait_for()
    expect(page.locator(".beside:has(#a2) .who")).to_have_text("Ida Marr", use_inner_text=True)
    (stored,) = corrections(site, address)
    assert (stored.by, stored.change.speaker.name) == ("Mara Quill", "Ida Marr")
    page.get_by_role("button", name="Undo").click()
    page.locator(".notice", has_text="Undone").wait_for()
    expect(page.locator(".beside:has(#a2) .who")).to_contain_text("Priya Dunmore", use_inner_text=True)


def test_the_name_is_asked_once_and_a_speaker_changes_for_all_statements(site, tab, add) -> None:
    page, address = tab(), add("all-statements")
    page.goto(address)
    page.locator(".beside:has(#a1) .voice").click()
    named(page)
    page.locator(".in-place").get_by_label(re.compile("All 6 statements of Owen Falk")).check()
    page.locator(".in-place").get_by_label("Name", exact=True).fill("Ivo Falk")
    page.keyboard.press("Enter")
    page.locator(".voices .voice", has_text="Ivo Falk").wait_for()
    expect(page.locator(".voices .voice", has_text="Owen Falk")).to_have_count(0)
    assert {one.change.speaker.name for one in corrections(site, address)} == {"Ivo Falk"}
    page.keyboard.press("u")
    page.locator(".voices .voice", has_text="Owen Falk").wait_for()
    page.locator(".beside:has(#a2) .voice").click()
    expect(page.locator(".in-place [name=by]")).to_have_value("Mara Quill")
    expect(page.locator(".in-place [name=by]")).to_be_hidden()


def test_speaker_act_and_words_are_corrected_by_keyboard_alone(site, tab, add, shot) -> None:
    page, address = tab(), add("keys")
    as_reviewer(page, site)
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.locator("#a2 .record").wait_for()
    page.keyboard.press("s")
    page.locator(".in-place form").wait_for()
    page.keyboard.press("1")
    page.locator("#a2 .speaker", has_text=re.compile("^Ida Marr")).wait_for()
    page.keyboard.press("c")
    page.locator(".in-place select[name=act]").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#a2 .head", has_text="denial").wait_for()
    page.keyboard.press("w")
    page.locator(".handle.end").wait_for()
    page.keyboard.press("ArrowLeft")
    shot(page, "words-in-place")
    page.keyboard.press("Enter")
    page.locator(".text .m.t.on", has_text=re.compile("by the 2.$")).wait_for()
    first, second, third = corrections(site, address)
    assert first.change.speaker.name == "Ida Marr"
    assert str(second.change.act) == "denial"
    before = third.machine.content[0]
    assert third.change.content[0].start == before.start
    assert third.change.content[0].end == before.end - len(" count")
    page.keyboard.press("u")
    page.locator(".text .m.t.on", has_text=re.compile("2. count$")).wait_for()
    expect(page.locator("#a2 .head", has_text="denial")).to_have_count(1)  # only the last correction is undone


def test_the_end_of_a_span_is_dragged(site, tab, add) -> None:
    page, address = tab(), add("drag")
    as_reviewer(page, site)
    page.goto(f"{address}#a1")
    page.locator("#a1 .record [data-edit=content]").click()
    handle = page.locator(".handle.start").bounding_box()
    word = page.evaluate("""() => { const mark = document.querySelector('.text .m.t[data-t~=a1]').firstChild;
      const range = document.createRange(); const at = mark.data.indexOf('gates'); range.setStart(mark, at);
      range.setEnd(mark, at + 1); const box = range.getBoundingClientRect(); return [box.left + 1, box.top + 8]; }""")
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(*word, steps=4)
    page.mouse.up()
    page.locator(".notice").wait_for()
    (stored,) = corrections(site, address)
    text = examples.council(39).article.text
    assert stored.change.content[0].of(text).startswith("gates need new timber")
    assert stored.change.content[0].end == stored.machine.content[0].end


def test_speakers_of_one_name_are_told_apart_by_a_statement(site, tab) -> None:
    page = tab(script=False)
    text = "An official said that rain fell. An official said that ice melted. Ivo Marr said that snow lay."
    names = (("s1", "An official"), ("s2", "An official"), ("s3", "Ivo Marr"))
    words = (("An official", "said", "that rain fell"), ("official", "said", "that ice melted"),
             ("Ivo Marr", "said", "that snow lay"))  # fmt: skip
    speakers = tuple(Speaker(name, label, SpeakerKind.UNNAMED) for name, label in names)
    statements = [(f"s{number}", *parts) for number, parts in enumerate(words, 1)]
    with Archive(site.archive) as archive:
        added = archive.add(examples.record(text, statements, speakers, url="https://echo.example/officials"))
    page.goto(f"{site.url}/pages/p{added.page}/correct/a3")
    choices = [" ".join(choice.inner_text().split()) for choice in page.locator(".choice").all()]
    officials = [choice for choice in choices if choice.startswith("An official")]
    assert [choice.rpartition(", ")[2] for choice in officials] == ["statement 1", "statement 2"]
    assert sum("statement" in choice for choice in choices) == 2


def test_kind_role_and_affiliation_are_corrected_without_a_script(site, tab, add) -> None:
    page, address = tab(script=False), add("role")
    page.goto(f"{address}/correct/a1")
    page.locator(".properties summary").click()
    page.get_by_label("Role").fill("engineer")
    page.get_by_label("Affiliation").fill("the lock board")
    page.get_by_label(re.compile("All 6 statements of Owen Falk")).check()
    page.get_by_label("Your name").fill("Mara Quill")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".voices li", has_text="Owen Falk")).to_contain_text("person, engineer, the lock board")
    expect(page.locator(".voices .voice", has_text="Owen Falk")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".voices")).not_to_contain_text("engineer")


def test_the_statements_of_a_page_are_checked_by_keyboard_the_worst_first(site, tab, add, shot) -> None:
    page, address = tab(), add("check")
    as_reviewer(page, site)
    page.goto(address)
    expect(page.locator(".start-check")).to_have_text("Check these 6", use_inner_text=True)
    page.locator(".start-check").press("Enter")
    page.locator(".check-bar", has_text="Check 1 of 6").wait_for()
    page.locator("#a3 .record").wait_for()  # confidence 0.5
    shot(page, "check")
    page.keyboard.press("a")
    page.locator(".check-bar", has_text="Check 2 of 6").wait_for()
    page.keyboard.press("x")
    page.locator(".check-bar", has_text="Check 3 of 6").wait_for()
    page.keyboard.press("n")
    page.locator("#a27 .record").wait_for()
    page.keyboard.press("c")
    page.locator(".in-place select[name=act]").wait_for()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator(".check-bar", has_text="Check 4 of 6").wait_for()
    for number in (5, 6):
        page.keyboard.press("a")
        page.locator(".check-bar", has_text=f"Check {number} of 6").wait_for()
    page.keyboard.press("a")
    page.locator(".notice").wait_for()
    page.locator(".check-bar").wait_for(state="detached")
    stored = corrections(site, address)
    assert [one.statement.partition(".")[2] for one in stored][:3] == ["a3", "a11", "a27"]
    assert [one.change.deleted for one in stored] == [False, True, False, False, False, False]
    expect(page.locator(".start-check")).to_have_count(0)


def test_checking_works_without_a_script(site, tab, add) -> None:
    page, address = tab(script=False), add("check-plain")
    page.goto(address)
    page.locator(".start-check").click()
    expect(page.locator("#a3 .record")).to_be_visible()
    page.locator(".check-bar [name=by]").fill("Mara Quill")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".check-bar")).to_contain_text("Check 2 of 6", use_inner_text=True)
    expect(page.locator("#a11 .record")).to_be_visible()
    page.locator(".check-bar").get_by_role("link", name="Speaker").click()
    page.locator(".choice").nth(1).click()
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".check-bar")).to_contain_text("Check 3 of 6", use_inner_text=True)


def test_keys_before_the_answer_of_the_server_do_not_count_twice(site, tab, add) -> None:
    page, address = tab(), add("rapid")
    as_reviewer(page, site)
    page.goto(f"{address}?check=a3#a3")
    page.locator("#a3 .record").wait_for()
    page.evaluate("""() => { for (const key of "xxaxxs") document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true })); }""")
    page.locator(".check-bar", has_text="Check 2 of 6").wait_for()
    page.wait_for_timeout(500)
    expect(page.locator(".in-place")).to_be_hidden()
    (stored,) = corrections(site, address)
    assert stored.change.deleted


def test_undo_while_checking_goes_back_to_the_statement(site, tab, add) -> None:
    page, address = tab(), add("undo-check")
    as_reviewer(page, site)
    page.goto(address)
    page.locator(".start-check").click()
    page.locator("#a3 .record").wait_for()
    page.keyboard.press("x")
    page.locator(".check-bar", has_text="Check 2 of 6").wait_for()
    page.keyboard.press("u")
    page.locator(".check-bar", has_text="Check 1 of 6").wait_for()
    expect(page.locator(".check-bar")).to_have_attribute("data-id", "a3")
    expect(page.locator("#a3 .record")).to_be_visible()
    expect(page.locator(".notice")).to_have_text("Undone.", use_inner_text=True)


def test_the_last_decision_says_that_all_statements_are_checked(site, tab, add) -> None:
    page, address = tab(), add("last", 3)
    as_reviewer(page, site)
    page.goto(address)
    page.locator(".start-check").click()
    page.locator(".check-bar").wait_for()
    while page.locator(".check-bar").count():
        before = page.locator(".check-bar").get_attribute("data-id")
        page.keyboard.press("a")
        page.locator(f".check-bar[data-id={before}]").wait_for(state="detached")
    done = "The statement is accepted. All statements to check are checked."
    expect(page.locator(".notice p")).to_have_text(done, use_inner_text=True)


def test_a_correction_that_the_server_refuses_or_does_not_receive_is_reported(site, tab, add) -> None:
    page, address = tab(), add("refused")
    as_reviewer(page, site)
    page.goto(f"{address}?check=a3#a3")
    page.locator("#a3 .record").wait_for()
    page.route("**/correct/a3", lambda route: route.fulfill(status=400, body=""))
    page.keyboard.press("a")
    page.locator(".notice[role=alert]", has_text="nothing was saved").wait_for()
    page.unroute("**/correct/a3")
    with Archive(site.archive) as archive:
        archive.forget(url="https://echo.example/refused", reason="withdrawn")
    page.keyboard.press("a")
    page.locator(".notice[role=alert]", has_text="is not in the archive").wait_for()


def test_an_end_of_a_span_that_stays_in_place_saves_nothing(site, tab, add) -> None:
    page, address = tab(), add("unmoved")
    as_reviewer(page, site)
    page.goto(f"{address}#a1")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("#a1 .record [data-edit=content]").click()
    handle = page.locator(".handle.end").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.up()
    page.locator(".handle").first.wait_for(state="detached")
    page.wait_for_timeout(300)
    assert sent == []


def test_a_rejected_statement_that_another_reviewer_accepted_comes_first(site, tab, add, shot) -> None:
    address = add("rejected")
    for by, key in (("Mara Quill", "a"), ("Ben Stour", "x")):
        page = tab()
        as_reviewer(page, site, by)
        page.goto(f"{address}?check=a3#a3")
        page.locator("#a3 .record").wait_for()
        page.keyboard.press(key)
        page.locator(".notice").wait_for()
    page.goto(f"{site.url}/review")
    expect(page).to_have_url(re.compile(re.escape(address)))
    expect(page.locator(".check-bar")).to_have_attribute("data-id", "a3")
    entry = page.locator(".deleted li:target")
    expect(entry).to_contain_text(
        "Reviewers disagree: Mara Quill: a statement; Ben Stour: not a statement", use_inner_text=True
    )
    expect(page.locator(".check-bar [data-edit]")).to_have_count(0)
    shot(page, "dispute-rejected")
    page.keyboard.press("a")
    page.locator(".check-bar", has_text="Check 2 of").wait_for()
    with Archive(site.archive, readonly=True) as archive:
        corrected = archive.corrected(max(archive.versions(re.search(r"p\d+$", address)[0]).values()))
    assert (corrected.deleted, corrected.marks["a3"][-1].change.accepted) == ((), True)


def test_the_disagreement_of_a_second_reviewer_is_shown_and_comes_first(site, tab, add, shot) -> None:
    address = add("dispute")
    with Archive(site.archive) as archive:
        version = max(archive.versions(re.search(r"p\d+$", address)[0]).values())
    for by, choice in (("Mara Quill", "Ida Marr"), ("Ben Stour", "Owen Falk")):
        page = tab()
        as_reviewer(page, site, by)
        page.goto(address)
        page.locator(".beside:has(#a2) .voice").click()
        page.locator(".in-place .choice", has_text=choice).click()
        page.locator(".notice").wait_for()
    page.goto(f"{address}#a2")
    dispute = page.locator("#a2 .record .dispute").inner_text()
    assert dispute == "≠ Reviewers disagree: Mara Quill: Ida Marr; Ben Stour: Owen Falk"
    shot(page, "dispute")
    page.goto(f"{site.url}/review")
    page.locator(".check-bar", has_text="in the archive").wait_for()
    expect(page).to_have_url(re.compile(re.escape(address)))
    expect(page).to_have_url(re.compile(re.escape("check=a2")))
    with Archive(site.archive, readonly=True) as archive:
        assert (archive.to_check()[0].version, archive.to_check()[0].name) == (version, "a2")
    page.keyboard.press("a")
    page.locator(".check-bar", has_text="Check 2 of").wait_for()
    with Archive(site.archive, readonly=True) as archive:
        assert all(item.name != "a2" or item.version != version for item in archive.to_check())


def test_keys_and_terms_are_listed_and_slash_searches(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir"))
    expect(page.locator("#chain h2 .term")).to_have_attribute("title", re.compile("first-hand source"))
    page.keyboard.press("?")
    box = page.locator("dialog.help-box")
    box.get_by_text("change the speaker of the open statement").wait_for()
    expect(box.get_by_text("Page boilerplate").first).to_be_attached()
    shot(page, "help")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    page.keyboard.press("/")
    page.wait_for_url(re.compile("/search$"))
    assert page.evaluate("document.activeElement.name") == "q"
    page = tab(script=False)
    page.goto(site.url)
    page.get_by_role("link", name="Keys and terms").click()
    expect(page.get_by_role("heading", name="Keys and terms")).to_be_visible()
