"""Broken WARC files: the complete records are read, and each broken record is an error with its position."""

import gzip
from pathlib import Path

import pytest

from sayso.errors import SaysoError
from sayso.reading.inputs.files import pages
from sayso.terms import Page

pytest.importorskip("fastwarc")

HEADER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def record(number: int, *, length: int | None = None, header: bytes = HEADER) -> bytes:
    body = (
        header
        + f"<html><body><p>Page {number}: the harbor board met on Monday, Ada Fairlamb said.</p></body></html>".encode()
    )
    size = len(body) if length is None else length
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/{number}\r\n"
            f"WARC-Record-ID: <urn:uuid:{number:032d}>\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {size}"
            "\r\n\r\n"
        ).encode()
        + body
        + b"\r\n\r\n"
    )


def read(folder: Path, data: bytes) -> tuple[list[str], list[SaysoError]]:
    file = folder / "crawl"
    file.write_bytes(data)
    results = list(pages(file))
    return [p.url or "" for p in results if isinstance(p, Page)], [p for p in results if isinstance(p, SaysoError)]


def urls(*numbers: int) -> list[str]:
    return [f"https://courier.example/{number}" for number in numbers]


def test_records_after_invalid_data_are_read(tmp_path):
    read_urls, errors = read(
        tmp_path, record(1) + record(2) + b"not a record at all\r\n\r\n" * 9 + record(3) + record(4)
    )
    assert read_urls == urls(1, 2, 3, 4)
    assert [error.place for error in errors] == [f"after record 2 at byte {len(record(1))}"]


def test_records_after_damaged_gzip_are_read(tmp_path):
    gzipped = [gzip.compress(record(number)) for number in range(1, 6)]
    gzipped[2] = gzipped[2][:60] + b"\xff" * 40 + gzipped[2][100:]
    read_urls, errors = read(tmp_path, b"".join(gzipped))
    assert read_urls == urls(1, 2, 4, 5)
    assert len(errors) == 1
    assert "record 2" in str(errors[0].place)


def test_a_length_that_includes_other_records_is_reported_and_they_are_read(tmp_path):
    read_urls, errors = read(tmp_path, record(1) + record(2, length=2000) + record(3) + record(4) * 20)
    assert read_urls == urls(1, 3, *[4] * 20)
    assert [error.place for error in errors] == [f"record 2 at byte {len(record(1))}"]


def test_a_length_that_is_too_short_affects_no_other_record(tmp_path):
    read_urls, errors = read(tmp_path, record(1) + record(2, length=90) + record(3))
    assert read_urls == urls(1, 2, 3)
    assert len(errors) == 1


@pytest.mark.parametrize("gzipped", [False, True])
def test_a_truncated_warc_yields_the_complete_records_and_an_error_with_its_position(tmp_path, gzipped):
    parts = [gzip.compress(record(n)) if gzipped else record(n) for n in range(1, 4)]
    read_urls, errors = read(tmp_path, (b"".join(parts))[: -len(parts[2]) // 3])
    assert read_urls[:2] == urls(1, 2)
    assert len(errors) == 1
    assert str(tmp_path / "crawl") == errors[0].file
    assert "byte" in str(errors[0].place)


def test_an_invalid_http_header_affects_only_its_record(tmp_path):
    read_urls, errors = read(tmp_path, record(1) + record(2, header=b"\0\xff ") + record(3))
    assert read_urls == urls(1, 3)
    assert len(errors) == 1
