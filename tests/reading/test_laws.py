"""Properties of any input: blocks tile the text, and any bytes yield an Article or a SaysoError."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import SaysoError
from sayso.limits import Options
from sayso.reading import read_page
from sayso.reading.text.plain import lines, paragraphs
from sayso.terms import Article, Page
from tests.reading.pages import STORY, TEXT

PROPERTY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAGS = [
    "<p>",
    "</p>",
    "<div class='byline'>",
    "</div>",
    "<a href=x>",
    "</a>",
    "<table><tr><td>",
    "<br>",
    "<h1>",
    "<script>",
    "<!--",
]
words = st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=20)), max_size=30)


def check(article: Article) -> None:
    assert "".join(block.span.of(article.text) for block in article.blocks) == article.text
    assert article.blocks[0].span.start == 0
    assert article.blocks[-1].span.end == len(article.text)
    assert all(a.span.end == b.span.start for a, b in pairwise(article.blocks))


def read_or_refuse(data: bytes | str, format_: str | None = None) -> None:
    try:
        article = read_page(Page(data), Options(format=format_))
    except SaysoError:
        return
    check(article)
    if format_ == "text" and isinstance(data, str):
        assert article.text == data


@PROPERTY
@given(st.binary(max_size=400))
def test_any_bytes_yield_an_article_or_a_sayso_error(data: bytes) -> None:
    read_or_refuse(data)


@PROPERTY
@given(st.text(max_size=400))
def test_blocks_tile_any_text_and_the_text_is_unchanged(text: str) -> None:
    read_or_refuse(text, "text")


@PROPERTY
@given(words)
def test_blocks_tile_any_markup(parts: list[str]) -> None:
    read_or_refuse("<html><body>" + "".join(parts))


@PROPERTY
@given(st.text(alphabet="ab .\r\n\u2028\t", max_size=200))
def test_lines_and_paragraphs_cover_any_text(text: str) -> None:
    for spans in (lines(text), paragraphs(text)):
        assert "".join(text[start:end] for start, end in spans) == text


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("page", [STORY, TEXT])
def test_mutated_pages_are_read_or_refused(page: str, seed: int) -> None:
    generator = random.Random(seed)
    data = bytearray(page.encode())
    for _ in range(generator.randrange(1, 80)):
        offset = generator.randrange(len(data))
        data[offset : offset + generator.randrange(1, 20)] = bytes(
            generator.randrange(256) for _ in range(generator.randrange(12))
        )
    read_or_refuse(bytes(data))
    read_or_refuse(bytes(data[: generator.randrange(len(data))]))


@pytest.mark.parametrize(
    "markdown", ["# Ferry strike\n\nThe **crews** went back.\n", "---\ntitle: A\nauthor: Ada Thorne\n---\n# A\n\nText."]
)
def test_blocks_tile_markdown_and_the_text_is_unchanged(markdown: str) -> None:
    article = read_page(Page(markdown), Options())
    check(article)
    assert article.text == markdown


def test_reading_a_page_twice_yields_equal_articles() -> None:
    assert read_page(Page(STORY), Options()) == read_page(Page(STORY), Options())
