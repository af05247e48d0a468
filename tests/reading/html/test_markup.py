"""HTML: rendered text, block kinds, source map and metadata."""

from __future__ import annotations

import re
import time

import pytest
from lxml import etree

from sayso.errors import InputError, LimitError
from sayso.limits import Options
from sayso.reading import read_page
from sayso.reading.html.tree import lines, parse
from sayso.reading.inputs.formats import format_of
from sayso.terms import Article, BlockKind, Page
from tests.reading.pages import STORY


def read(html: str) -> Article:
    return read_page(Page(html), Options())


def rendered(html: str) -> list[str]:
    root = parse(html)
    assert root is not None
    return [line.text for line in lines(root)]


@pytest.fixture(scope="module")
def story() -> Article:
    return read(STORY)


def of_kind(article: Article, kind: BlockKind) -> list[str]:
    return [block.span.of(article.text).strip() for block in article.blocks if block.kind is kind]


def test_the_four_paragraphs_of_the_article_are_body(story: Article) -> None:
    body = of_kind(story, BlockKind.BODY)
    assert len(body) == 4
    assert body[0].startswith("The crews of the three ferries")
    assert body[3].endswith("lay at the pier.")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (BlockKind.HEADLINE, "Ferry strike ends after nine days"),
        (BlockKind.BYLINE, "By Celia Brackwell and Hugo Lindqvar"),
        (BlockKind.DATELINE, "March 5, 2024"),
        (BlockKind.CREDIT, "Photo: Nils Eskola / Harbor Press"),
        (BlockKind.COPYRIGHT, "© 2024 The Wexley Courier. All rights reserved."),
        (BlockKind.NAVIGATION, "Sports"),
        (BlockKind.RELATED_LINK, "What the strike has cost the shops on the waterfront"),
    ],
)
def test_block_kinds_follow_from_the_markup(story: Article, kind: BlockKind, words: str) -> None:
    assert words in of_kind(story, kind)


def test_a_caption_block_excludes_its_credit(story: Article) -> None:
    assert of_kind(story, BlockKind.CAPTION)[0].endswith("went back to work.")


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Dock workers wait at the closed gate. (Photo by Nils Eskola)", "Nils Eskola"),
        ("Dock workers wait at the closed gate, March 5, 2024. REUTERS/Nils Eskola", "REUTERS/Nils Eskola"),
        ("Dock workers wait at the closed gate.Nils Eskola / AP file", "Nils Eskola / AP file"),
        ("Dock workers wait at the closed gate. (AP)", "AP"),
        (
            "Dock workers wait at the gate.<span><span>Credit...</span>Nils Eskola/Harbor Press</span>",
            "Nils Eskola/Harbor Press",
        ),
        ("Dock workers wait at the closed gate [Harbor Press via Nordbild]", "Harbor Press via Nordbild"),
        ("Dock workers of both towns wait at the closed gate.", None),
    ],
)
def test_the_credit_of_a_caption_is_extracted_in_all_formats(caption: str, credit: str | None) -> None:
    story = STORY.replace(
        '<div class="article-body">',
        f"<div class='article-body'><figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure>",
    )
    assert (credit in read(story).credits) == (credit is not None)


def test_an_advertisement_label_is_not_a_caption() -> None:
    story = STORY.replace(
        '<div class="article-body">', "<div class='article-body'><div class='ad-caption'>Advertisement</div>"
    )
    assert of_kind(read(story), BlockKind.ADVERTISEMENT) == ["Advertisement"]


def test_metadata_comes_from_the_page(story: Article) -> None:
    assert story.headline == "Ferry strike ends after nine days"
    assert story.byline == ("Celia Brackwell", "Hugo Lindqvar")
    assert (story.published, story.modified) == ("2024-03-05T08:30:00+01:00", "2024-03-05T11:00:00+01:00")
    assert (story.publisher, story.section, story.language) == ("The Wexley Courier", "Local", "en-US")
    assert story.url == "https://courier.example/ferry-strike"
    assert story.credits == ("Nils Eskola / Harbor Press",)


def test_missing_metadata_is_none() -> None:
    article = read("<html><body><p>The bridge is closed, said the mayor of the town on Monday.</p></body></html>")
    assert (article.published, article.publisher, article.section, article.contact) == (None, None, None, None)


def test_the_source_map_xpath_selects_the_element_of_each_block(story: Article) -> None:
    root = parse(STORY)
    assert root is not None
    assert [element.block for element in story.source_map] == list(range(len(story.blocks)))
    for place in story.source_map:
        matches = root.xpath(place.xpath)
        assert isinstance(matches, list)
        element = matches[0]
        assert isinstance(element, etree._Element)
        words = story.blocks[place.block].span.of(story.text).split()
        assert words[0] in "".join(str(part) for part in element.itertext())


def test_inline_elements_do_not_split_a_word() -> None:
    assert rendered("<p><span>T</span>he <b>bri</b>dge</p>") == ["The bridge"]
    assert rendered("<div><a href=1>Home</a><a href=2>News</a></div>") == ["Home News"]


def test_table_rows_and_line_breaks_end_lines() -> None:
    assert rendered("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == ["a b", "c"]
    assert rendered("<p>one<br>two</p>three") == ["one", "two", "three"]


def test_hidden_elements_are_omitted() -> None:
    html = "<p>seen</p><script>x</script><style>y</style><p hidden>z</p><p style='display: none'>q</p>"
    assert rendered(html) == ["seen"]


def test_text_nested_10_000_levels_deep_is_read_in_time() -> None:
    start = time.monotonic()
    article = read(
        "<html><body>" + "<div>" * 10_000 + "<p>The bridge is closed.</p>" + "</div>" * 10_000 + "<p>after</p>"
    )
    assert "The bridge is closed." in article.text
    assert "after" in article.text
    assert time.monotonic() - start < 5


def test_a_truncated_page_is_read_to_its_end() -> None:
    article = read(STORY[: STORY.index("The harbor board")])
    assert "We did not get all that we wanted" in article.text


def test_null_bytes_in_words_are_ignored() -> None:
    assert "bridge" in read("<html><body><p>The bri\0dge is closed.</p></body></html>").text


@pytest.mark.parametrize(
    "html", ["<html></html>", "<html><body><script>draw()</script></body></html>", "<!doctype html>"]
)
def test_html_without_text_raises_an_input_error(html: str) -> None:
    with pytest.raises(InputError, match="contains no text"):
        read(html)


def test_html_with_too_much_text_raises_a_limit_error() -> None:
    with pytest.raises(LimitError, match="max_text_chars"):
        read_page(Page("<p>" + "word " * 500), Options(limits={"max_text_chars": 1000}))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("<!-- x --><!DOCTYPE HTML><html>", "a", "html"),
        ("Some words <p>one</p> <p>two</p> and <a href='x'>three</a>", "a", "html"),
        ("If a < b then say <so>, she said.", "a", "text"),
        ("# Title\n\nSome **bold** words", "a", "markdown"),
        ("Plain words", "notes.md", "markdown"),
        ("From: Ada Thorne <ada@courier.example>\nSubject: x\n\nHello", "a", "eml"),
        ("WASHINGTON: A senator said no.\nMore words.", "a", "text"),
        ("#1 in the county\n\nThe school won.", "a", "text"),
    ],
)
def test_the_format_is_detected_from_the_content_first(text: str, name: str, kind: str) -> None:
    assert format_of(text, name) == kind


TEASERS = """<aside class="related"><h3>Related stories</h3>
<div class="item"><a href="/local/council-puts-off-ferry-terminal-vote">Council puts off the ferry terminal vote</a>
<div class="when">3 hours ago</div></div>
<div class="item"><a href="/local/what-the-strike-has-cost-the-shops">What the strike has cost the shops</a>
<div class="when">Mar 4, 2024</div></div></aside>"""
MENU = """<nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/video">Video</a></li>
<li><a href="/comment">Comment</a></li><li><a href="/corrections">Corrections</a></li>
<li><a href="/local/tall-ship-back-in-the-harbor">Tall ship is back in the harbor</a></li></ul></nav>"""


@pytest.mark.issue(4)
@pytest.mark.parametrize("when", ["3 hours ago", "Mar 4, 2024"])
def test_the_date_of_a_teaser_is_a_related_link(when: str) -> None:
    article = read(STORY.replace("<footer>", TEASERS + "<footer>"))
    assert when in of_kind(article, BlockKind.RELATED_LINK)


@pytest.mark.issue(4)
def test_menu_items_are_navigation_and_article_titles_are_related_links() -> None:
    article = read(STORY.replace("<footer>", MENU + "<footer>"))
    assert {"Video", "Comment", "Corrections"} <= set(of_kind(article, BlockKind.NAVIGATION))
    assert "Tall ship is back in the harbor" in of_kind(article, BlockKind.RELATED_LINK)


@pytest.mark.issue(4)
def test_an_image_copyright_is_a_credit() -> None:
    article = read(STORY.replace("Photo: Nils Eskola / Harbor Press", "Image copyright Nils Eskola"))
    assert "Image copyright Nils Eskola" in of_kind(article, BlockKind.CREDIT)
    assert article.credits == ("Nils Eskola",)


@pytest.mark.issue(4)
def test_a_short_caption_with_a_credit_at_its_end_is_a_caption() -> None:
    caption = "A ferry leaves the pier (Image: Harbor Press)"
    html = re.sub(r"<figcaption>.*?</figcaption>", f"<figcaption>{caption}</figcaption>", STORY, flags=re.S)
    article = read(html)
    assert caption in of_kind(article, BlockKind.CAPTION)
    assert article.credits == ("Harbor Press",)


@pytest.mark.issue(4)
def test_a_byline_element_with_a_date_is_a_dateline() -> None:
    article = read(STORY.replace("</h1>", "</h1><p class='byline'>Tue.Tuesday, March 5, 2024, 8:30 am</p>"))
    assert "Tue.Tuesday, March 5, 2024, 8:30 am" in of_kind(article, BlockKind.DATELINE)
    assert article.byline == ("Celia Brackwell", "Hugo Lindqvar")
