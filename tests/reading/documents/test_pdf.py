# ruff: noqa: E501 (texts and documents in one line each)
"""PDF printed by Chromium: reading order, page furniture, hyphenation, and errors."""

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


def test_headers_and_page_numbers_are_furniture_and_do_not_split_sentences(one_column: bytes) -> None:
    article = sayso.read(one_column)
    assert furniture(article) == ["The Wexcombe Courier", "Page 1", "The Wexcombe Courier", "Page 2"]
    assert body(article) == story(24)


def test_blocks_tile_the_text_and_have_the_page_where_they_start(one_column: bytes) -> None:
    article = sayso.read(one_column)
    assert article.blocks[0].span.start == 0
    assert article.blocks[-1].span.end == len(article.text)
    assert all(before.span.end == after.span.start for before, after in pairwise(article.blocks))
    assert {element.xpath for element in article.source_map} == {"/page[1]", "/page[2]"}
    assert len(article.source_map) == len(article.blocks)


def test_statements_in_a_pdf_are_attributed(one_column: bytes) -> None:
    record = sayso.attribute(one_column)
    names = {speaker.id: speaker.name for speaker in record.speakers}
    said = {
        span.of(record.article.text): names[attribution.speaker or ""]
        for attribution in record.attributions
        for span in attribution.content
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
def test_a_hyphenated_word_at_a_line_end_is_joined(printed: str, read: str, tmp_path: Path) -> None:
    assert read in sayso.read(pdf(tmp_path, f"<p>{PARAGRAPHS[0]}</p><p>{printed}</p><p>{PARAGRAPHS[2]}</p>")).text


def test_indented_paragraphs_without_space_are_separate(tmp_path: Path) -> None:
    article = sayso.read(pdf(tmp_path, html(story(8)), "p { margin: 0; text-indent: 1.5em; width: 9cm }"))
    assert body(article) == story(8)


def test_table_rows_stay_on_one_line(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>Quay {i}</td><td>{i * 3} boats</td></tr>" for i in range(1, 6))
    text = sayso.read(pdf(tmp_path, html(story(2)) + f"<table style='width: 100%'>{rows}</table>")).text
    assert "Quay 3 9 boats" in text


def test_a_scanned_pdf_raises_an_input_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="pictures of 1 page and no text") as caught:
        sayso.read(pdf(tmp_path, "<svg width=300 height=300><circle cx=90 cy=90 r=80 /></svg>"))
    assert "ocrmypdf" in caught.value.hint


def test_a_damaged_pdf_raises_an_input_error(one_column: bytes) -> None:
    for data in (b"%PDF-1.7 and nothing", one_column[:200], b"%PDF-1.4\n" + b"[" * 200_000):
        with pytest.raises(InputError):
            sayso.read(data)


def test_a_pdf_over_a_limit_raises_a_limit_error(one_column: bytes) -> None:
    for name in ("max_page_bytes", "max_text_chars", "max_lines"):
        with pytest.raises(LimitError, match=name):
            sayso.read(one_column, options=Options(limits={name: 9}))
    with pytest.raises(LimitError, match="max_page_seconds"):
        sayso.read(one_column, options=Options(limits={"max_page_seconds": 0}))


def test_several_threads_read_pdfs(one_column: bytes) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        texts = {article.text for article in pool.map(sayso.read, [one_column] * 8)}
    assert len(texts) == 1
