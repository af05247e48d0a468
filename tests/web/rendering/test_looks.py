"""The look of every screen: accessibility, keyboard, phone, dark mode, large screen, print."""

from __future__ import annotations

import pytest

from tests.web.browser import OUT, SLOW
from tests.web.waiting import expect

SCREENS = {
    "read": "/", "page": "/pages/p1", "statement": "/pages/p1?show=all#a3", "filtered": "/pages/p1?kind=person",
    "correct": "/pages/p1/correct/a3", "add": "/pages/p1/add", "search": "/search?q=ferry",
    "search-nothing": "/search?q=zeppelin",
    "speakers": "/speakers", "speaker": "/speakers/e6", "quotation": "/quotations?q=we+will+not+double+the+toll",
    "trace": "/trace/1.a3", "sourcing": "/sourcing", "problem": "/nowhere", "hostile": "HOSTILE", "changes": "CHANGES",
    "card": "/pages/p1/statements/a3", "no-statements": "PLAIN", "receive": "/receive",
    "memo": "/pages/p1/memo", "compare": "COMPARE", "compare-choice": "/compare", "set": "SET",
    "delete": "/pages/p1/delete", "dashboard": "/sourcing?value=relayed&until=2025",
    "doubt": "DOUBT", "doubt-card": "DOUBT-CARD", "doubt-correct": "DOUBT-CORRECT",
    "council": "COUNCIL", "check": "COUNCIL-CHECK", "help": "/help",
}  # fmt: skip

# DejaVu is the widest of the common fonts; Liberation is as wide as Arial.
FONTS = {"DejaVu": "fonts-dejavu-core", "Liberation": "fonts-liberation"}
OVERFLOWING = """[...document.querySelectorAll("main *, header *, footer *")].filter(
  element => element.getBoundingClientRect().right > 361 && !element.closest(".grid, .graph, svg, .visually-hidden")
).map(element => element.outerHTML.slice(0, 100)).slice(0, 6)"""
BROKEN_WORDS = """[...document.querySelectorAll(".top a, button")].filter(element => element.checkVisibility()
  && !/\\s/.test(element.innerText.trim()) && (range => { range.selectNodeContents(element);
  return new Set([...range.getClientRects()].map(box => Math.round(box.bottom / 8))).size > 2;
  })(document.createRange())).map(element => element.innerText)"""
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary"
COUNT_CONTROLS = """controls => [...document.querySelectorAll(controls)].filter(element => element.checkVisibility()
  && !element.disabled && getComputedStyle(element).visibility === "visible"
  && !(element.type === "radio" && !element.checked)).length"""
FOCUSED = """() => { const element = document.activeElement;
  if (!element || element === document.body) return [-1, true];
  const all = [...document.querySelectorAll('*')]; const box = element.getBoundingClientRect();
  const style = getComputedStyle(element); const rect = element.closest('svg') ? element.querySelector('rect') : null;
  const ring = style.outlineStyle !== 'none' || (rect && getComputedStyle(rect).strokeWidth === '3.5px')
    || element.matches('.chip input, .file input, .drop textarea') || element === document.querySelector('main');
  return [all.indexOf(element), Boolean(ring) && box.bottom > 0 && box.top < innerHeight]; }"""


def address(site, name):
    pages = {"HOSTILE": site.page("hostile"), "CHANGES": site.page("piers", "/changes"), "PLAIN": site.page("plain"),
             "COUNCIL": site.page("council"), "COUNCIL-CHECK": site.page("council", "?check=a3#a3")}  # fmt: skip
    doubt = {"DOUBT": "", "DOUBT-CARD": "#a3", "DOUBT-CORRECT": "/correct/a1"}
    pages |= {key: site.page("sluice", suffix) for key, suffix in doubt.items()}
    several = f"page=p{site.pages['weir']}&page=p{site.pages['piers']}&page=p{site.pages['sluice']}"
    pages |= {"COMPARE": f"{site.url}/compare?{several}", "SET": f"{site.url}/set?{several}"}
    return pages.get(SCREENS[name]) or site.url + SCREENS[name]


@pytest.mark.parametrize("name", SCREENS)
def test_axe_reports_no_violation_in_light_or_dark(site, tab, name) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
    page = tab()
    page.goto(address(site, name))
    for dark in (False, True):
        if dark:  # as on a phone in dark mode
            page.set_viewport_size({"width": 360, "height": 740})
            page.emulate_media(color_scheme="dark")
        open_details(page)
        violations = axe.run(page, options=options).response["violations"]
        assert [
            f"{rule['id']} ({rule['impact']}): {[node['html'][:120] for node in rule['nodes'][:3]]}"
            for rule in violations
        ] == []


def open_details(page):
    page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true; })")


def overflow(page):
    """Return the width of a page that is too wide for a phone, and the elements that overflow; else None."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return None if width <= 360 else (width, page.evaluate(OVERFLOWING))


@pytest.mark.issue(17)
@pytest.mark.parametrize("large", [False, True], ids=["100", "200"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_phone_shows_every_screen_without_horizontal_scrolling(site, tab, shot, fonts, name, large) -> None:
    page = tab(phone=True, large=large, styled=True)
    page.goto(address(site, name))
    assert page.evaluate("getComputedStyle(document.body).fontSize") == ("32px" if large else "16px")
    initially_open = page.evaluate("[...document.querySelectorAll('main details')].map(details => details.open)")
    for font in installed(fonts):
        page.evaluate(
            "open => document.querySelectorAll('main details').forEach((details, n) => { details.open = open[n]; })",
            initially_open,
        )
        page.add_style_tag(content=f":root {{ --sans: '{font} Sans'; --serif: '{font} Serif'; }}")
        assert overflow(page) is None
        assert page.evaluate(BROKEN_WORDS) == []
        open_details(page)
        assert overflow(page) is None
        shot(page, f"phone-{name}-{font.lower()}{'-large' if large else ''}")
    if missing := set(FONTS) - set(installed(fonts)):
        pytest.skip(f"not tested with missing fonts: apt-get install {' '.join(FONTS[font] for font in missing)}")


def installed(fonts):
    return [font for font in FONTS if f"{font} Sans" in fonts]


@pytest.mark.parametrize("name", ["read", "page", "statement", "search", "sourcing"])
def test_dark_mode_has_a_dark_background(site, tab, shot, name) -> None:
    page = tab(dark=True)
    page.goto(address(site, name))
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(red, green, blue) < 50
    shot(page, f"dark-{name}")


@pytest.mark.parametrize("name", ["page", "statement", "sourcing"])
def test_lines_are_not_too_long_on_a_large_screen(site, tab, shot, name) -> None:
    page = tab(wide=True)
    page.goto(address(site, name))
    assert all(
        width < 800 for width in page.evaluate("[...document.querySelectorAll('p.text')].map(p => p.offsetWidth)")
    )
    shot(page, f"large-{name}")


def test_print_has_the_article_and_the_statistics_but_no_controls(site, tab, shot) -> None:
    page = tab()
    page.goto(site.page("weir", "?show=all#a3"))
    page.emulate_media(media="print")
    for hidden in (".top", ".choose", ".menu", ".record", ".skip", "details.fold"):
        expect(page.locator(hidden).first).to_be_hidden()
    for visible in ("h1", "svg.graph", ".shares", ".legend", ".voices"):
        expect(page.locator(visible).first).to_be_visible()
    OUT.mkdir(parents=True, exist_ok=True)
    page.pdf(path=OUT / "print.pdf", format="A4")
    shot(page, "print", whole=True)


@pytest.mark.parametrize("path", ["/", "/pages/p1", "/search?q=ferry", "/pages/p1/correct/a3"])
def test_every_control_is_reached_by_keyboard_with_a_visible_focus(site, tab, path) -> None:
    page = tab()
    page.goto(site.url + path)
    page.evaluate("document.activeElement.blur()")
    expected = page.evaluate(COUNT_CONTROLS, CONTROLS)
    reached, hidden = set(), []
    for _ in range(expected + 30):
        page.keyboard.press("Tab")
        number, visible = page.evaluate(FOCUSED)
        if number == -1:
            continue
        if number in reached and len(reached) >= expected:
            break
        reached.add(number)
        if not visible:
            hidden.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    assert len(reached) >= expected
    assert hidden == []


def test_the_skip_link_skips_the_menu(site, tab) -> None:
    page = tab()
    page.goto(f"{site.url}/speakers")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_marks_differ_in_shape_and_not_only_in_color(site, tab) -> None:
    page = tab()
    page.goto(site.page("weir"))

    def style(mark, name):
        return page.locator(f".legend .m.{mark}").evaluate(f"element => getComputedStyle(element).{name}")

    assert style("s", "textDecorationStyle") == "solid"
    assert style("c", "textDecorationStyle") == "dotted"
    assert style("t", "textDecorationLine") == "none"
    assert "gradient" in style("t", "backgroundImage")


def test_a_page_of_two_hundred_statements_is_small(site, tab, shot) -> None:
    page = tab()
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(site.page("crowd"), timeout=SLOW)
    shot(page, "crowd")
    assert sum(sizes) < 500_000
    expect(page.locator(".note")).to_have_count(200)
