"""Compressed streams of PDFs that expand to more than a page may have."""

from __future__ import annotations

import zlib

import pytest

import sayso
from sayso import Options
from sayso.errors import LimitError
from sayso.reading.documents.pdf_streams import check_streams
from tests.reading.test_hostile_documents import is_linear

_TEXT = b"BT /F1 12 Tf 50 700 Td (Ada Fairlamb said the ferries would sail.) Tj ET "


def pdf(content: bytes, dictionary: bytes = b"/Filter/FlateDecode") -> bytes:
    """A PDF of one page with the given content stream."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj%sendobj\n4 0 obj<</Length %d%s>>stream\n%s\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
    ) % (page, len(content), dictionary, content)


def compressed(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def test_a_compressed_page_is_read() -> None:
    record = sayso.attribute(pdf(compressed(_TEXT)))
    assert "Ada Fairlamb said" in record.article.text


@pytest.mark.issue(24)
@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("unit", [_TEXT, b" "])
def test_a_stream_that_expands_to_more_than_the_limit_raises_a_limit_error(unit: bytes, times: int) -> None:
    data = pdf(compressed(unit * (300_000 // len(unit)), times), b"/Filter[" + b"/FlateDecode" * times + b"]")
    assert len(data) < 10_000
    with pytest.raises(LimitError, match="max_page_bytes"):
        sayso.attribute(data, options=Options(limits={"max_page_bytes": 200_000}))


@pytest.mark.issue(24)
@pytest.mark.parametrize("dictionary", [b"/Filter/F#6cateDecode", b"/Filter 6 0 R", b"/Filter/FlateDecode%/FontFile\n"])
def test_the_limit_holds_whatever_the_dictionary_calls_the_filter(dictionary: bytes) -> None:
    data = pdf(compressed(_TEXT * 4_000), dictionary).replace(b"5 0 obj", b"6 0 obj/FlateDecode endobj\n5 0 obj", 1)
    with pytest.raises(LimitError, match="max_page_bytes"):
        sayso.attribute(data, options=Options(limits={"max_page_bytes": 200_000}))


@pytest.mark.issue(24)
def test_streams_without_an_end_are_measured_in_linear_time() -> None:
    assert is_linear(lambda count: check_streams(b"1 0 obj<<>>stream\nzzzz\n" * count, "page", Options()))


def test_an_image_may_be_large_and_a_damaged_stream_is_left_to_the_reader() -> None:
    options = Options(limits={"max_page_bytes": 200_000})
    picture = (
        b"6 0 obj<</Type/XObject/Subtype/Image/Filter/FlateDecode>>stream\n%s\nendstream endobj\n5 0 obj"
        % compressed(b"\0" * 1_000_000)
    )
    for data in (pdf(compressed(_TEXT)).replace(b"5 0 obj", picture, 1), pdf(compressed(_TEXT)[:-9])):
        assert "Ada Fairlamb said" in sayso.attribute(data, options=options).article.text
