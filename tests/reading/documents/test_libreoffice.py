"""Files of LibreOffice with headings, columns, running header, page numbers and a footnote read as their text."""

from __future__ import annotations

from pathlib import Path

import pytest

import sayso
from sayso.terms import BlockKind, Record

FOLDER = Path(__file__).parent / "libreoffice"
HEADER = "The Lowick Observer — 21 August 2025"
NOTE = "The accounts run to forty pages and are kept at the county library."


def statements(record: Record) -> list[tuple[str | None, str, str, str]]:
    text, names = record.article.text, {speaker.id: speaker.name for speaker in record.speakers}
    return [
        (
            names.get(attribution.speaker or ""),
            " ".join(span.of(text) for span in attribution.cue),
            " ".join(span.of(text) for span in attribution.content),
            attribution.form,
        )
        for attribution in record.attributions
    ]


@pytest.fixture(scope="module")
def plain() -> Record:
    return sayso.attribute(FOLDER / "columns.txt")


@pytest.mark.parametrize("ending", ["docx", "odt", "pdf", "rtf"])
def test_a_document_has_the_statements_of_its_plain_text(ending: str, plain: Record) -> None:
    record = sayso.attribute(FOLDER / f"columns.{ending}")
    assert statements(record) == statements(plain)
    assert (record.article.headline, record.article.byline) == (plain.article.headline, plain.article.byline)


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf"])
def test_the_running_header_of_a_text_document_is_furniture(ending: str) -> None:
    article = sayso.read(FOLDER / f"columns.{ending}")
    kinds = {block.span.of(article.text).strip(): block.kind for block in article.blocks}
    assert kinds[HEADER] is BlockKind.NAVIGATION


def test_a_pdf_has_its_header_and_page_numbers_as_furniture_and_its_footnote_as_a_paragraph() -> None:
    article = sayso.read(FOLDER / "columns.pdf")
    paragraphs = [(block.kind, block.span.of(article.text).strip()) for block in article.blocks]
    furniture = [text for kind, text in paragraphs if kind is BlockKind.NAVIGATION]
    assert furniture == [HEADER, "Page 1", HEADER, "Page 2"]
    assert [text for _, text in paragraphs if NOTE in text] == [f"1 {NOTE}"]
