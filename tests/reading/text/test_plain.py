"""Plain text: paragraphs, line kinds and metadata."""

from __future__ import annotations

import textwrap

import pytest

from sayso.errors import LimitError
from sayso.limits import Options
from sayso.reading import read_page
from sayso.reading.text.line_kinds import classify
from sayso.reading.text.plain import lines, paragraphs
from sayso.terms import Article, BlockKind, Page
from tests.reading.pages import TEXT

PROSE = (
    "The crews of the three ferries went back to work on Tuesday, nine days after they had walked out over pay, and "
    "the first boat left at six in the morning. The harbor board said that it was glad about the result."
)


def read(text: str) -> Article:
    return read_page(Page(text), Options())


def kinds(article: Article) -> dict[str, str]:
    return {block.span.of(article.text).strip(): block.kind.value for block in article.blocks}


def test_a_blank_line_belongs_to_the_line_before_it() -> None:
    assert lines("\n\na\r\n\r\nb\n") == [(0, 7), (7, 9)]
    assert lines("a") == [(0, 1)]
    assert lines("") == []


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_hard_wrapped_paragraphs_are_one_block_each(width: int, gap: str) -> None:
    parts = [PROSE, PROSE[40:], PROSE[:150] + "."]
    text = gap.join(textwrap.fill(part, width) for part in parts)
    assert [" ".join(text[a:b].split()) for a, b in paragraphs(text)] == [" ".join(part.split()) for part in parts]


def test_long_lines_are_separate_paragraphs() -> None:
    text = "\n".join([PROSE, PROSE[30:], PROSE])
    assert paragraphs(text) == lines(text)


def test_the_page_furniture_of_scraped_text_is_classified() -> None:
    article = read(TEXT)
    kinds_by_line = kinds(article)
    assert kinds_by_line["© 2024 The Wexley Courier LLC. All rights reserved."] == "copyright"
    assert kinds_by_line["Ferry strike ends after nine days"] == "headline"
    assert kinds_by_line["Already a subscriber? Log in."] == "sign_in_prompt"
    assert kinds_by_line["Join the discussion"] == "comment_prompt"
    assert all(kind == "body" for line, kind in kinds_by_line.items() if line.startswith(("The ", '"We')))


def test_the_metadata_of_scraped_text_is_extracted() -> None:
    article = read(TEXT)
    assert article.headline == "Ferry strike ends after nine days"
    assert article.byline == ("Celia Brackwell",)
    assert article.publisher == "The Wexley Courier"
    assert article.contact == "celia@courier.example"
    assert article.published is None
    assert article.language == "en"


@pytest.mark.parametrize("text", ["Hi.", '"The bridge is closed," said Mayor Ines Calder.', "Hello\r\nthere"])
def test_a_single_pasted_line_is_not_page_furniture(text: str) -> None:
    assert {block.kind for block in read(text).blocks} <= {BlockKind.BODY, BlockKind.HEADLINE, BlockKind.CAPTION}


def test_the_publisher_option_overrides_the_detected_publisher() -> None:
    assert read_page(Page(TEXT), Options(publisher="Northline")).publisher == "Northline"


def test_a_text_over_the_length_limit_raises_a_limit_error() -> None:
    with pytest.raises(LimitError, match="max_text_chars"):
        read("word " * 500_000)


def test_classifying_no_lines_returns_no_kinds() -> None:
    assert classify([], [])[0] == []


def test_markdown_front_matter_is_metadata() -> None:
    article = read(
        f'---\ntitle: "Ferry strike"\nauthor: Ada Thorne\ndate: 2024-03-05\n---\n# Ferry strike\n\n{PROSE}\n'
    )
    assert (article.headline, article.byline, article.published) == ("Ferry strike", ("Ada Thorne",), "2024-03-05")


@pytest.mark.issue(4)
@pytest.mark.parametrize("when", ["Nov.November 18, 2019", "Mar.March 5, 2024 8:30 am", "Tue.Tuesday 5 March 2024"])
def test_a_date_line_is_not_a_byline(when: str) -> None:
    kinds_by_line = kinds(read(f"Ferry strike ends after nine days\n{when}\n{PROSE}\n{PROSE[40:]}\n"))
    assert kinds_by_line[when] != "byline"


@pytest.mark.parametrize("title", ["Council backs mill plan", "Mayor to quit, aides say"])
def test_a_short_first_line_above_a_single_paragraph_is_its_headline(title: str) -> None:
    article = read(f"{title}\n\nThe mill by the weir will open again in May, the council said on Monday.\n")
    assert [block.kind for block in article.blocks] == ["headline", "body"]


@pytest.mark.parametrize("first", ["The mill will open again in May.", "Ona Reed:", "“It leaks,”"])
def test_a_first_line_that_is_a_sentence_or_continues_is_not_a_headline(first: str) -> None:
    article = read(f"{first}\n\nThe mill by the weir has stood empty for nine years, the council said on Monday.\n")
    assert "headline" not in [block.kind for block in article.blocks]


@pytest.mark.parametrize(
    "line", ["The mill did not respond to a request for comment.", "Marr could not be reached for comment."]
)
def test_a_refusal_to_comment_in_a_live_blog_is_body(line: str) -> None:
    article = read(
        f"Ferry strike ends after nine days\n\n{PROSE}\n\n___\n\n11:40 a.m.\n\n{line}\n\n___\n\n{PROSE[40:]}\n"
    )
    assert kinds(article)[line] == "body"
