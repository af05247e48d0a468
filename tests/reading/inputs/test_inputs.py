"""Reading pages from files: single pages, gzip, JSON Lines, WARC, email and feeds, valid and broken."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from sayso.errors import InputError, LimitError
from sayso.limits import Options
from sayso.reading import read_page
from sayso.reading.inputs.feeds import entries, feed_pages
from sayso.reading.inputs.files import load, pages
from sayso.terms import Page
from tests.reading.pages import STORY, TEXT

ATOM = """<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ferry &amp; strike</title>
<link rel="self" href="/self"/><link href="/page"/><published>2024-03-05T08:30:00Z</published>
<author><name>Ada Thorne</name></author>
<content type="html">&lt;p&gt;The crews went back.&lt;/p&gt; &x;</content></entry></feed>"""
MAIL = """From: Ada Thorne <ada@courier.example>
To: you@reader.example
Subject: =?utf-8?q?The_Wexley_Morning_=E2=80=94_Tuesday?=
Date: Tue, 05 Mar 2024 08:30:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Plain words.
--b
Content-Type: text/html; charset=utf-8

<html><body><h1>Ferry strike ends</h1><p>The crews of the three ferries went back to work on Tuesday, nine days after
they had walked out over pay, and the first boat left at six in the morning, the harbor board said.</p></body></html>
--b--
"""


def record(body: bytes, kind: str = "text/html", uri: str = "https://courier.example/a") -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + body
    header = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-03-05T08:30:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return header.encode() + http + b"\r\n\r\n"


def test_a_missing_file_and_a_folder_raise_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        load(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        load(Path("a\0b"))


def test_a_file_over_the_size_limit_is_refused_without_reading_it(tmp_path: Path) -> None:
    file = tmp_path / "big.html"
    with file.open("wb") as opened:
        opened.truncate(100_000_000)
    with pytest.raises(LimitError, match="100,000,000"):
        load(file)


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_a_page_is_loaded_with_and_without_gzip(tmp_path: Path, compress: object) -> None:
    file = tmp_path / "a.html.gz"
    file.write_bytes(compress(STORY.encode()))  # type: ignore[operator]
    assert load(file).data == STORY.encode()
    assert [page.data for page in pages(file) if isinstance(page, Page)] == [STORY.encode()]


def test_a_truncated_gzip_file_raises_an_input_error(tmp_path: Path) -> None:
    file = tmp_path / "a.gz"
    file.write_bytes(gzip.compress(STORY.encode())[:-100])
    with pytest.raises(InputError, match="to its end"):
        load(file)


def test_each_json_line_is_a_page_or_an_error_with_its_line_number(tmp_path: Path) -> None:
    rows = [
        json.dumps({"text": TEXT, "id": 7}),
        "{broken",
        json.dumps({"html": STORY, "url": "https://a.example/"}),
        '{"x": 1}',
        "[]",
    ]
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(rows) + "\n\n", encoding="utf-8")
    items = list(pages(file))
    assert [type(item) for item in items] == [Page, InputError, Page, InputError, InputError]
    assert isinstance(items[0], Page)
    assert items[0].name.endswith("line 1 (7)")
    assert isinstance(items[1], InputError)
    assert items[1].place == "line 2"
    with pytest.raises(InputError, match="many pages"):
        load(file)


def test_only_the_json_line_over_the_limit_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    long = json.dumps({"text": "x" * 5000})
    file.write_bytes(gzip.compress(f'{{"text": "a"}}\n{long}\n{{"text": "b"}}\n'.encode()))
    items = list(pages(file, Options(limits={"max_page_bytes": 1000})))
    assert [type(item) for item in items] == [Page, InputError, Page]


@pytest.mark.parametrize("gzipped", [False, True])
def test_the_html_records_of_a_warc_file_are_read(tmp_path: Path, gzipped: bool) -> None:
    pytest.importorskip("fastwarc")
    records = [
        record(STORY.encode()),
        record(b"%PDF", "application/pdf"),
        record("<p>Zoë</p>".encode("latin-1"), "text/html; charset=latin-1"),
    ]
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"".join(gzip.compress(content) if gzipped else content for content in records))
    items = list(pages(file))
    assert [page.data for page in items if isinstance(page, Page)] == [STORY, "<p>Zoë</p>"]
    assert isinstance(items[0], Page)
    assert items[0].url == "https://courier.example/a"
    assert "record 1 at byte 0" in items[0].name


def test_a_truncated_warc_file_of_10_000_records_is_read_to_its_end(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    stream = io.BytesIO()
    for i in range(10_000):
        stream.write(record(f"<p>The bridge number {i} is closed.</p>".encode(), uri=f"https://courier.example/{i}"))
    file = tmp_path / "a.warc"
    file.write_bytes(stream.getvalue()[: -len(record(b"")) * 2])
    items = list(pages(file))
    assert sum(isinstance(item, Page) for item in items) >= 9_990


def test_a_warc_record_over_the_limit_is_an_error_with_its_position(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    file = tmp_path / "a.warc"
    file.write_bytes(record(b"<p>" + b"x" * 5000) + record(b"<p>small</p>"))
    items = list(pages(file, Options(limits={"max_page_bytes": 1000})))
    assert isinstance(items[0], LimitError)
    assert items[0].place == "record 1 at byte 0"
    assert isinstance(items[1], Page)


def test_the_html_part_of_an_email_is_read() -> None:
    article = read_page(Page(MAIL.encode(), "a.eml"), Options())
    assert "Plain words" not in article.text
    assert article.headline == "Ferry strike ends"
    assert (article.byline, article.published) == (("Ada Thorne",), "2024-03-05T08:30:00+01:00")
    assert article.contact == "ada@courier.example"


def test_an_email_without_text_raises_an_input_error() -> None:
    with pytest.raises(InputError, match="contains no text"):
        read_page(Page("From: a@b.example\nContent-Type: image/png\n\nxx"), Options())


def test_an_atom_feed_is_read_without_external_entities() -> None:
    entry = entries(Page(ATOM, "feed", "https://courier.example/feed"))[0]
    assert (entry.title, entry.url, entry.author) == ("Ferry & strike", "https://courier.example/page", "Ada Thorne")
    assert entry.published is not None
    assert entry.published.startswith("2024-03-05T08:30:00")
    assert entry.html is not None
    assert "root:" not in entry.html


def test_a_feed_file_yields_pages_with_its_own_text(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(ATOM, encoding="utf-8")
    items = list(feed_pages(str(file)))
    assert isinstance(items[0], Page)
    article = read_page(items[0], Options())
    assert "The crews went back." in article.text
    assert article.headline == "Ferry & strike"


@pytest.mark.parametrize("data", ["", "<html></html>", "words"])
def test_other_input_than_a_feed_raises_an_input_error(data: str) -> None:
    with pytest.raises(InputError, match="feed"):
        entries(Page(data, "feed"))
