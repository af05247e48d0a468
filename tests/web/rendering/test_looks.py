"""Every screen for everybody: accessible, by keyboard, on a phone, in the dark, in print."""

from __future__ import annotations

import pytest

from tests.web.browser import OUT, SLOW

SCREENS = {
    "read": "/", "page": "/pages/p1", "statement": "/pages/p1#a3", "filtered": "/pages/p1?kind=person",
    "correct": "/pages/p1/correct/a3", "add": "/pages/p1/add", "search": "/search?q=ferry",
    "search-nothing": "/search?q=zeppelin",
    "speakers": "/speakers", "speaker": "/speakers/e6", "quotation": "/quotations?q=we+will+not+double+the+toll",
    "trace": "/trace/1.a3", "sourcing": "/sourcing", "problem": "/nowhere", "hostile": "HOSTILE", "changes": "CHANGES",
    "card": "/pages/p1/statements/a3", "no-statements": "PLAIN",
    "doubt": "DOUBT", "doubt-card": "DOUBT-CARD", "doubt-correct": "DOUBT-CORRECT",
}  # fmt: skip

# DejaVu's letters are the widest that many readers have; Liberation's are as wide as Arial's.
FONTS = {"DejaVu": "fonts-dejavu-core", "Liberation": "fonts-liberation"}
OUTSIDE = """[...document.querySelectorAll("main *, header *, footer *")].filter(
  one => one.getBoundingClientRect().right > 361 && !one.closest(".grid, .graph, svg, .visually-hidden")
).map(one => one.outerHTML.slice(0, 100)).slice(0, 6)"""
BROKEN = """[...document.querySelectorAll(".top a, button")].filter(one => !/\\s/.test(one.innerText.trim())
  && one.checkVisibility() && (range => { range.selectNodeContents(one); return new Set([...range.getClientRects()]
  .map(box => Math.round(box.bottom / 8))).size > 2; })(document.createRange())).map(one => one.innerText)"""
PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary"
COUNTED = """pressed => [...document.querySelectorAll(pressed)].filter(one => one.checkVisibility() && !one.disabled
  && getComputedStyle(one).visibility === "visible" && !(one.type === "radio" && !one.checked)).length"""


def address(site, name):
    pages = {"HOSTILE": site.page("hostile"), "CHANGES": site.page("piers", "/changes"), "PLAIN": site.page("plain")}
    doubt = {"DOUBT": "", "DOUBT-CARD": "#a3", "DOUBT-CORRECT": "/correct/a1"}
    pages |= {key: site.page("sluice", more) for key, more in doubt.items()}
    return pages.get(SCREENS[name]) or site.url + SCREENS[name]


@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing_on_any_screen_in_light_or_dark(site, tab, name) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for dark in (False, True):
        page = tab(dark=dark, phone=dark)
        page.goto(address(site, name))
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
        told = [f"{one['id']} ({one['impact']}): {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]
        assert told == []


def too_wide(page):
    """The width of a page that is too wide for a phone, with the elements that reach out of sight; else None."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return None if width <= 360 else (width, page.evaluate(OUTSIDE))


@pytest.mark.issue(17)
@pytest.mark.parametrize("large", [False, True], ids=["100", "200"])
@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_phone_shows_every_screen_without_scrolling_sideways(site, tab, shot, fonts, name, font, large) -> None:
    if f"{font} Sans" not in fonts:
        pytest.skip(f"{font} Sans is not installed: apt-get install {FONTS[font]}")
    page = tab(phone=True, large=large, styled=True)
    page.goto(address(site, name))
    page.add_style_tag(content=f":root {{ --sans: '{font} Sans'; --serif: '{font} Serif'; }}")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == ("32px" if large else "16px")
    assert too_wide(page) is None
    assert page.evaluate(BROKEN) == []
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    assert too_wide(page) is None
    shot(page, f"phone-{name}-{font.lower()}{'-large' if large else ''}")


@pytest.mark.parametrize("name", ["read", "page", "statement", "search", "sourcing"])
def test_the_dark_is_dark(site, tab, shot, name) -> None:
    page = tab(dark=True)
    page.goto(address(site, name))
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(red, green, blue) < 50
    shot(page, f"dark-{name}")


@pytest.mark.parametrize("name", ["page", "statement", "sourcing"])
def test_a_large_screen_leaves_no_line_too_long(site, tab, shot, name) -> None:
    page = tab(wide=True)
    page.goto(address(site, name))
    assert all(
        width < 800 for width in page.evaluate("[...document.querySelectorAll('p.text')].map(p => p.offsetWidth)")
    )
    shot(page, f"large-{name}")


def test_print_has_the_article_and_the_figures_and_nothing_to_press(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir", "#a3"))
    page.emulate_media(media="print")
    for hidden in (".top", ".choose", ".menu", ".record", ".skip", "details.fold"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for told in ("h1", "svg.graph", ".shares", ".legend", ".voices"):
        assert page.locator(told).first.is_visible(), told
    OUT.mkdir(parents=True, exist_ok=True)
    page.pdf(path=OUT / "print.pdf", format="A4")
    shot(page, "print", whole=True)


@pytest.mark.parametrize("path", ["/", "/pages/p1", "/search?q=ferry", "/pages/p1/correct/a3"])
def test_all_that_can_be_pressed_is_reached_by_keyboard_and_seen(site, tab, path) -> None:
    page = tab()
    page.goto(site.url + path)
    page.evaluate("document.activeElement.blur()")
    wanted = page.evaluate(COUNTED, PRESSED)
    seen, hidden = set(), []
    for _ in range(wanted + 30):
        page.keyboard.press("Tab")
        number, clear = page.evaluate("""() => { const one = document.activeElement;
          if (!one || one === document.body) return [-1, true];
          const all = [...document.querySelectorAll('*')]; const box = one.getBoundingClientRect();
          const style = getComputedStyle(one); const drawn = one.closest('svg') ? one.querySelector('rect') : null;
          const ring = style.outlineStyle !== 'none' || (drawn && getComputedStyle(drawn).strokeWidth === '3.5px')
            || one.matches('.chip input, .file input, .drop textarea') || one === document.querySelector('main');
          return [all.indexOf(one), Boolean(ring) && box.bottom > 0 && box.top < innerHeight]; }""")
        if number == -1:
            continue
        if number in seen and len(seen) >= wanted:
            break
        seen.add(number)
        if not clear:
            hidden.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    assert len(seen) >= wanted
    assert hidden == []


def test_the_skip_link_leads_past_the_menu(site, tab) -> None:
    page = tab()
    page.goto(f"{site.url}/speakers")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_each_mark_has_a_shape_besides_its_colour(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir"))

    def style(mark, name):
        return page.locator(f".legend .m.{mark}").evaluate(f"one => getComputedStyle(one).{name}")

    assert style("s", "textDecorationStyle") == "solid"
    assert style("c", "textDecorationStyle") == "dotted"
    assert style("t", "textDecorationLine") == "none"
    assert style("t", "backgroundColor") != "rgba(0, 0, 0, 0)"


def test_a_page_of_two_hundred_statements_is_drawn_and_light(site, tab, shot) -> None:
    page = tab()
    sizes = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(site.page("crowd"), timeout=SLOW)
    shot(page, "crowd")
    assert sum(sizes) < 500_000
    assert page.locator(".note").count() == 200
