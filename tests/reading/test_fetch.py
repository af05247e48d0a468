"""Fetching, against a real server on localhost that does what bad servers do."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sayso.errors import FetchError, LimitError
from sayso.limits import Options
from sayso.reading.inputs import fetch as module
from sayso.reading.inputs.dns import in_time
from sayso.reading.inputs.feeds import feed_pages
from sayso.reading.inputs.fetch import fetch
from sayso.terms import Page

from .pages import STORY

pytest.importorskip("httpx")
OPEN = Options(allow_private=True)
FEED = """<rss version="2.0"><channel><title>Wire</title>
<item><title>Ferry strike ends</title><link>/page</link><pubDate>Tue, 05 Mar 2024 08:30:00 +0100</pubDate></item>
<item><title>Gone</title><link>/gone</link></item></channel></rss>"""


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def answer(self, body: bytes, status: int = 200, **heads: str) -> None:
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, "at_" + self.path.strip("/").split("/")[0].replace(".", "_"), self.at_gone)()

    def at_page(self) -> None:
        self.answer(STORY.encode(), content_type="text/html; charset=utf-8")

    def at_latin(self) -> None:
        self.answer("<p>Zoë said no.</p>".encode("latin-1"), content_type="text/html; charset=ISO-8859-1")

    def at_packed(self) -> None:
        self.answer(gzip.compress(STORY.encode()), content_encoding="gzip")

    def at_bomb(self) -> None:
        self.answer(gzip.compress(b"\0" * 60_000_000), content_encoding="gzip")

    def at_brotli(self) -> None:
        self.answer(b"xx", content_encoding="br")

    def at_torn(self) -> None:
        self.answer(gzip.compress(STORY.encode())[:-30], content_encoding="gzip")

    def at_feed(self) -> None:
        self.answer(FEED.encode(), content_type="application/rss+xml")

    def at_loop(self) -> None:
        self.answer(b"", 302, location="/loop")

    def at_hop(self) -> None:
        self.answer(b"", 301, location="/page")

    def at_private(self) -> None:
        self.answer(b"", 302, location=f"http://127.0.0.2:{self.server.server_address[1]}/page")

    def at_local_file(self) -> None:
        self.answer(b"", 302, location="file:///etc/passwd")

    def at_gone(self) -> None:
        self.answer(b"no", 404)

    def at_robots_txt(self) -> None:
        self.answer(b"User-agent: *\nDisallow: /secret\n")

    def at_secret(self) -> None:
        self.at_page()

    def at_endless(self) -> None:
        self.answer(b"")
        while True:
            self.wfile.write(b"x" * 65_536)

    def at_slow(self) -> None:
        self.answer(b"")
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def at_slow_head(self) -> None:
        for number in range(100):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: b" if not number else b"b")
            self.wfile.flush()
            time.sleep(0.1)

    def at_silent(self) -> None:
        time.sleep(3)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_fetched_as_characters(site: str) -> None:
    page = fetch(f"{site}/page", OPEN)
    assert page.data == STORY
    assert page.url == f"{site}/page"
    assert "Zoë" in fetch(f"{site}/latin", OPEN).data
    assert fetch(f"{site}/packed", OPEN).data == STORY


def test_a_redirect_is_followed_and_noted(site: str) -> None:
    assert fetch(f"{site}/hop", OPEN).url == f"{site}/page"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("loop", "more than 5 redirects"),
        ("gone", "answered 404"),
        ("brotli", "packed with br"),
        ("torn", "no whole answer"),
        ("local_file", "only http and https"),
        ("secret", "robots.txt"),
    ],
)
def test_what_cannot_be_fetched_says_why(site: str, path: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        fetch(f"{site}/{path}", OPEN)


def test_robots_may_be_ignored(site: str) -> None:
    assert fetch(f"{site}/secret", Options(allow_private=True, ignore_robots=True)).data == STORY


@pytest.mark.parametrize("path", ["bomb", "endless"])
def test_endless_and_packed_masses_are_cut_off(site: str, path: str) -> None:
    with pytest.raises(LimitError, match="max_page_bytes"):
        fetch(f"{site}/{path}", Options(allow_private=True, limits={"max_page_bytes": 1_000_000}))


def test_a_host_that_nobody_can_find_in_time_is_given_up() -> None:
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        in_time(lambda: time.sleep(3), start + 0.2)
    assert time.monotonic() - start < 2
    assert in_time(lambda: 7, time.monotonic() + 30) == 7
    with pytest.raises(OSError, match="no such host"):
        in_time(_unknown, time.monotonic() + 30)


def _unknown() -> None:
    raise OSError("no such host")


@pytest.mark.parametrize("path", ["slow", "slow_head", "silent"])
def test_a_slow_answer_is_given_up_in_time(site: str, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError, match="max_fetch_seconds"):
        fetch(f"{site}/{path}", Options(allow_private=True, limits={"max_fetch_seconds": 1}))
    assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://2130706433/",
    ],
)
def test_addresses_that_are_not_public_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match=r"not public|not known"):
        fetch(url)


def test_a_redirect_to_a_private_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(FetchError, match=r"127\.0\.0\.2, which is not public"):
        fetch(f"{site}/private", Options())


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "http://", "http://a.example:x/", "http://u:p@a.example/"]
)
def test_addresses_of_another_form_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, OPEN)


def test_the_pages_of_a_feed_are_fetched_politely_and_faults_are_in_their_place(site: str) -> None:
    waits: list[float] = []
    found = list(feed_pages(f"{site}/feed", OPEN, linked=True, wait=waits.append))
    assert isinstance(found[0], Page)
    assert found[0].url == f"{site}/page"
    assert isinstance(found[1], FetchError)
    assert len(waits) == 1
    assert 0 < waits[0] <= 1
