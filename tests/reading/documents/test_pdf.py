# ruff: noqa: E501 (texts and documents in one line each)
"""PDF as Chromium prints it: reading order, furniture of pages, hyphenation, and what is refused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import sayso
from sayso.errors import InputError, LimitError
from sayso.limits import Options
from sayso.terms import Article, BlockKind
from tests.reading.documents.files import HEADLINE, PARAGRAPHS, pdf

MARGINS = "@page { @top-left { content: 'The Wexcombe Courier' } @bottom-center { content: 'Page ' counter(page) } }"
HEAD = f"<h1>{HEADLINE}</h1><p>By Ione Maddox</p><p>14 March 2026</p>"


def story(count: int) -> list[str]:
    return [f"{PARAGRAPHS[i % len(PARAGRAPHS)][:-1]} ({i})." for i in range(count)]


def html(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def body(article: Article) -> list[str]:
    return [block.span.of(article.text).strip() for block in article.blocks if block.kind is BlockKind.BODY]


def furniture(article: Article) -> list[str]:
    return [block.span.of(article.text).strip() for block in article.blocks if block.kind is BlockKind.NAVIGATION]


@pytest.fixture(scope="module")
def one_column(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return pdf(tmp_path_factory.mktemp("one"), HEAD + html(story(24)), MARGINS)


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_read_one_after_the_other(columns: int, tmp_path: Path) -> None:
    style = MARGINS + f".c {{ column-count: {columns}; column-gap: 8mm; text-align: justify; font-size: 9pt }}"
    article = sayso.read(pdf(tmp_path, f"{HEAD}<div class=c>{html(story(48))}</div>", style))
    assert body(article) == story(48)
    assert (article.headline, article.byline, article.published) == (HEADLINE, ("Ione Maddox",), "2026-03-14")


def test_headers_and_page_numbers_are_furniture_and_part_no_sentence(one_column: bytes) -> None:
    article = sayso.read(one_column)
    assert furniture(article) == ["The Wexcombe Courier", "Page 1", "The Wexcombe Courier", "Page 2"]
    assert body(article) == story(24)


def test_blocks_tile_the_text_and_name_the_page_that_they_begin_on(one_column: bytes) -> None:
    article = sayso.read(one_column)
    assert article.blocks[0].span.start == 0
    assert article.blocks[-1].span.end == len(article.text)
    assert all(one.span.end == other.span.start for one, other in pairwise(article.blocks))
    assert {element.xpath for element in article.source_map} == {"/page[1]", "/page[2]"}
    assert len(article.source_map) == len(article.blocks)


def test_statements_of_a_pdf_are_those_of_its_text(one_column: bytes) -> None:
    record = sayso.attribute(one_column)
    named = {speaker.id: speaker.name for speaker in record.speakers}
    said = {
        span.of(record.article.text): named[one.speaker or ""] for one in record.attributions for span in one.content
    }
    assert said["“It is difficult enough already,”"] == "Tobias Lindqvist"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("The surveyors foundation&shy;measurement&shy;instruments&shy;companies&shy;representatives&shy;conferences&shy;"
         "organizers&shy;associations were there.", "The surveyors foundationmeasurementinstrumentscompanies"),
        ("The engi-<br>neer of the har-<br>bour said so.", "The engineer of the harbour said so."),
        ("A long-term loan is a long-<br>term burden.", "A long-term loan is a long-term burden."),
        ("The North-<br>South line is closed.", "The North-South line is closed."),
        ("It lasted from 1990-<br>1994 in all.", "It lasted from 1990-1994 in all."),
    ],
)  # fmt: skip
def test_a_word_that_is_parted_at_the_end_of_a_line_is_whole(printed: str, read: str, tmp_path: Path) -> None:
    assert read in sayso.read(pdf(tmp_path, f"<p>{PARAGRAPHS[0]}</p><p>{printed}</p><p>{PARAGRAPHS[2]}</p>")).text


def test_indented_paragraphs_without_space_between_them_are_paragraphs(tmp_path: Path) -> None:
    found = sayso.read(pdf(tmp_path, html(story(8)), "p { margin: 0; text-indent: 1.5em; width: 9cm }"))
    assert body(found) == story(8)


def test_rows_of_a_table_stay_rows(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>Quay {i}</td><td>{i * 3} boats</td></tr>" for i in range(1, 6))
    text = sayso.read(pdf(tmp_path, html(story(2)) + f"<table style='width: 100%'>{rows}</table>")).text
    assert "Quay 3 9 boats" in text


def test_a_scanned_pdf_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="pictures of 1 page and no text") as caught:
        sayso.read(pdf(tmp_path, "<svg width=300 height=300><circle cx=90 cy=90 r=80 /></svg>"))
    assert "ocrmypdf" in caught.value.hint


def test_a_damaged_pdf_is_an_input_error(one_column: bytes) -> None:
    for data in (b"%PDF-1.7 and nothing", one_column[:200], b"%PDF-1.4\n" + b"[" * 200_000):
        with pytest.raises(InputError):
            sayso.read(data)


def test_a_pdf_that_holds_too_much_is_a_limit_error(one_column: bytes) -> None:
    for name in ("max_page_bytes", "max_text_chars", "max_lines"):
        with pytest.raises(LimitError, match=name):
            sayso.read(one_column, options=Options(limits={name: 9}))
    with pytest.raises(LimitError, match="max_page_seconds"):
        sayso.read(one_column, options=Options(limits={"max_page_seconds": 0}))


def test_pages_are_read_by_several_threads(one_column: bytes) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        texts = {article.text for article in pool.map(sayso.read, [one_column] * 8)}
    assert len(texts) == 1
