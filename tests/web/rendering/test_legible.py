"""Legibility in Chromium: no reflow, no gaps, whole descenders in headlines, and what a phone shows first."""

from __future__ import annotations

import re
from itertools import pairwise

from tests.web.waiting import expect

BOXES = """[...document.querySelectorAll('.text')].map(text => { const box = text.getBoundingClientRect();
  return [box.left, box.top + scrollY, box.width, box.height].map(Math.round).join(); })"""
GAPS = """[...document.querySelectorAll('.story > .row')].map(row => row.querySelector('.text').getBoundingClientRect())
  .map((box, n, all) => n ? Math.round(box.top - all[n - 1].bottom) : 0).slice(1)"""
# The ground of a line against the descenders of the line above: both in pixels, from the font and the style.
GROUNDS = """() => { const mark = document.querySelector('h1 .m.t'), style = getComputedStyle(mark);
  const canvas = document.createElement('canvas').getContext('2d'); canvas.font = style.font;
  const letters = canvas.measureText('gjpqy'), lines = [...mark.getClientRects()];
  const ground = parseFloat(style.backgroundSize.split(',')[1].split(' ').at(-1));
  const share = parseFloat(style.backgroundPositionY.split(',')[1]) / 100;
  return lines.slice(1).map((box, n) => {
    const baseline = lines[n].top + canvas.measureText('x').fontBoundingBoxAscent;
    return box.top + share * (box.height - ground) - (baseline + letters.actualBoundingBoxDescent); }); }"""


def test_opening_a_statement_moves_no_word(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir"))
    before = page.evaluate(BOXES)
    page.locator(".text .m.t", has_text="that any gate was cracked").click()
    page.locator(".note:target .record").wait_for()
    expect(page.locator(".m.on").nth(1)).to_be_attached()
    assert page.evaluate(BOXES) == before
    page.locator(".voices .voice", has_text="Ruth Aldane").evaluate("link => link.click()")
    assert page.evaluate(BOXES) == before


def test_notes_in_the_margin_leave_no_gaps_between_paragraphs(site, tab) -> None:
    page = tab()
    for name in ("weir", "council"):
        page.goto(site.page(name, "?show=all"))
        gaps = page.evaluate(GAPS)
        assert len(gaps) > 5
        assert max(gaps) <= 20, gaps


def test_notes_in_the_margin_do_not_overlap(site, tab) -> None:
    page = tab()
    page.goto(site.page("council", "?show=all"))
    boxes = [note.bounding_box() for note in page.locator(".story .notes").all()]
    assert all(above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(boxes))


def test_the_ground_of_a_headline_does_not_cut_the_line_above(site, tab, shot) -> None:
    page = tab(phone=True)
    page.goto(site.page("weir"))
    shot(page, "headline")
    distances = page.evaluate(GROUNDS)
    assert distances
    assert min(distances) > 0, distances


def test_a_phone_shows_the_menu_whole_and_speakers_before_the_text(site, tab, shot) -> None:
    page = tab(phone=True)
    page.goto(site.page("weir"))
    for link in page.locator(".top nav a").all():
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    voices, story = page.locator(".voices").bounding_box(), page.locator(".story .text").first.bounding_box()
    assert voices["y"] + voices["height"] < story["y"]
    expect(page.locator(".story .open").first).to_be_hidden()
    expect(page.locator(".chains li").first).to_be_visible()
    expect(page.locator("svg.graph")).to_be_hidden()
    page.locator(".story .ref").first.click()
    expect(page.locator(".note:target .record")).to_be_visible()
    shot(page, "phone-card")


def test_a_page_of_two_hundred_statements_paints_soon_and_shows_cards_in_place(site, tab) -> None:
    page = tab()
    page.goto(site.page("crowd"))
    page.locator(".text .m.t").nth(3).click()
    card = page.locator(".note:target .record")
    card.wait_for()
    expect(card).to_contain_text("Statement 4", use_inner_text=True)
    expect(page).to_have_url(re.compile(re.escape("#a4") + "$"))


def test_at_twice_the_size_each_header_of_a_table_is_above_its_column(site, tab, shot) -> None:
    page = tab()
    page.set_viewport_size({"width": 640, "height": 400})  # a window of 1280 by 800 at 200 percent
    page.goto(f"{site.url}/speakers")
    headers, cells = (
        page.locator(".people thead th:visible"),
        page.locator(".people tbody tr").first.locator("> :visible"),
    )
    expect(headers).to_have_count(5)
    expect(cells).to_have_count(5)
    for header, cell in zip(headers.all(), cells.all(), strict=True):
        expect(header).not_to_have_text("")
        above, below = header.bounding_box(), cell.bounding_box()
        assert abs(above["x"] - below["x"]) < 1
        expect(header.locator("a:visible")).to_have_count(header.locator("a").count())
    dates = cells.last.locator("time").first
    assert dates.evaluate("time => time.getClientRects().length") == 1
    shot(page, "zoom-speakers")
