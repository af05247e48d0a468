"""What holds for every input: blocks tile the text, and any bytes give an Article or a SaysoError."""

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

LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


@LAW
@given(st.binary(max_size=400))
def test_any_bytes_give_an_article_or_an_error_of_ours(data: bytes) -> None:
    read_or_refuse(data)


@LAW
@given(st.text(max_size=400))
def test_blocks_tile_any_text_which_stays_unchanged(text: str) -> None:
    read_or_refuse(text, "text")


@LAW
@given(words)
def test_blocks_tile_any_markup(parts: list[str]) -> None:
    read_or_refuse("<html><body>" + "".join(parts))


@LAW
@given(st.text(alphabet="ab .\r\n\u2028\t", max_size=200))
def test_lines_and_paragraphs_cover_any_text(text: str) -> None:
    for spans in (lines(text), paragraphs(text)):
        assert "".join(text[start:end] for start, end in spans) == text


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("page", [STORY, TEXT])
def test_mutated_pages_are_read_or_refused(page: str, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(page.encode())
    for _ in range(chance.randrange(1, 80)):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(1, 20)] = bytes(chance.randrange(256) for _ in range(chance.randrange(12)))
    read_or_refuse(bytes(data))
    read_or_refuse(bytes(data[: chance.randrange(len(data))]))


@pytest.mark.parametrize(
    "markdown", ["# Ferry strike\n\nThe **crews** went back.\n", "---\ntitle: A\nauthor: Ada Thorne\n---\n# A\n\nText."]
)
def test_markdown_is_tiled_and_unchanged(markdown: str) -> None:
    article = read_page(Page(markdown), Options())
    check(article)
    assert article.text == markdown


def test_two_readings_of_a_page_are_equal() -> None:
    assert read_page(Page(STORY), Options()) == read_page(Page(STORY), Options())
