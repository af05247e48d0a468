import gzip
from pathlib import Path

import pytest

from sayso.errors import SaysoError
from sayso.reading.inputs.files import pages
from sayso.terms import Page

pytest.importorskip("fastwarc")

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def record(number: int, *, length: int | None = None, head: bytes = HEAD) -> bytes:
    body = (
        head
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
    found = list(pages(file))
    return [p.url or "" for p in found if isinstance(p, Page)], [p for p in found if isinstance(p, SaysoError)]


def urls(*numbers: int) -> list[str]:
    return [f"https://courier.example/{number}" for number in numbers]


def test_records_after_one_that_is_no_record_are_read(tmp_path):
    found, faults = read(tmp_path, record(1) + record(2) + b"no record at all\r\n\r\n" * 9 + record(3) + record(4))
    assert found == urls(1, 2, 3, 4)
    assert [fault.place for fault in faults] == [f"after record 2 at byte {len(record(1))}"]


def test_records_after_damaged_gzip_are_read(tmp_path):
    packed = [gzip.compress(record(number)) for number in range(1, 6)]
    packed[2] = packed[2][:60] + b"\xff" * 40 + packed[2][100:]
    found, faults = read(tmp_path, b"".join(packed))
    assert found == urls(1, 2, 4, 5)
    assert len(faults) == 1
    assert "record 2" in str(faults[0].place)


def test_a_length_that_swallows_other_records_is_told_and_they_are_read(tmp_path):
    found, faults = read(tmp_path, record(1) + record(2, length=2000) + record(3) + record(4) * 20)
    assert found == urls(1, 3, *[4] * 20)
    assert [fault.place for fault in faults] == [f"record 2 at byte {len(record(1))}"]


def test_a_length_that_is_too_short_costs_no_other_record(tmp_path):
    found, faults = read(tmp_path, record(1) + record(2, length=90) + record(3))
    assert found == urls(1, 2, 3)
    assert len(faults) == 1


@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_warc_gives_what_came_before_and_an_error_with_its_place(tmp_path, packed):
    parts = [gzip.compress(record(n)) if packed else record(n) for n in range(1, 4)]
    found, faults = read(tmp_path, (b"".join(parts))[: -len(parts[2]) // 3])
    assert found[:2] == urls(1, 2)
    assert len(faults) == 1
    assert str(tmp_path / "crawl") == faults[0].file
    assert "byte" in str(faults[0].place)


def test_a_broken_head_of_an_answer_is_an_error_of_its_record_alone(tmp_path):
    found, faults = read(tmp_path, record(1) + record(2, head=b"\0\xff ") + record(3))
    assert found == urls(1, 3)
    assert len(faults) == 1
