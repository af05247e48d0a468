"""Fetching from a real server on localhost that also returns malformed, slow and hostile responses."""

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
from tests.reading.pages import STORY

pytest.importorskip("httpx")
ALLOW_PRIVATE = Options(allow_private=True)
FEED = """<rss version="2.0"><channel><title>Wire</title>
<item><title>Ferry strike ends</title><link>/page</link><pubDate>Tue, 05 Mar 2024 08:30:00 +0100</pubDate></item>
<item><title>Gone</title><link>/gone</link></item></channel></rss>"""


BAD_LOCATIONS = [
    "http://[",
    "http://[::1",
    "//[",
    "http://a:99999/",
    "http://a:b/",
    "http://",
    "///",
    "http:///x",
    "\u00b2:x",
    "http://[v1.x]/",
]


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def respond(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, "at_" + self.path.strip("/").split("/")[0].replace(".", "_"), self.at_gone)()

    def at_page(self) -> None:
        self.respond(STORY.encode(), content_type="text/html; charset=utf-8")

    def at_latin(self) -> None:
        self.respond("<p>Zoë said no.</p>".encode("latin-1"), content_type="text/html; charset=ISO-8859-1")

    def at_gzip(self) -> None:
        self.respond(gzip.compress(STORY.encode()), content_encoding="gzip")

    def at_bomb(self) -> None:
        self.respond(gzip.compress(b"\0" * 60_000_000), content_encoding="gzip")

    def at_members(self) -> None:
        data, third = STORY.encode(), len(STORY.encode()) // 3
        packed = b"".join(
            gzip.compress(part) for part in (data[:third], b"", data[third : 2 * third], data[2 * third :])
        )
        self.respond(packed + b"\0" * 70_000 + b"no member", content_encoding="gzip")

    def at_truncated_member(self) -> None:
        self.respond(gzip.compress(STORY.encode()) + gzip.compress(STORY.encode())[:-20], content_encoding="gzip")

    def at_member_bomb(self) -> None:
        self.respond(gzip.compress(b"x" * 4_000_000) * 40, content_encoding="gzip")

    def at_bad_redirect(self) -> None:
        self.respond(b"", 302, location=BAD_LOCATIONS[int(self.path.rpartition("/")[2])])

    def at_brotli(self) -> None:
        self.respond(b"xx", content_encoding="br")

    def at_truncated_gzip(self) -> None:
        self.respond(gzip.compress(STORY.encode())[:-30], content_encoding="gzip")

    def at_feed(self) -> None:
        self.respond(FEED.encode(), content_type="application/rss+xml")

    def at_loop(self) -> None:
        self.respond(b"", 302, location="/loop")

    def at_hop(self) -> None:
        self.respond(b"", 301, location="/page")

    def at_private(self) -> None:
        self.respond(b"", 302, location=f"http://127.0.0.2:{self.server.server_address[1]}/page")

    def at_local_file(self) -> None:
        self.respond(b"", 302, location="file:///etc/passwd")

    def at_gone(self) -> None:
        self.respond(b"no", 404)

    def at_robots_txt(self) -> None:
        self.respond(b"User-agent: *\nDisallow: /secret\n")

    def at_secret(self) -> None:
        self.at_page()

    def at_endless(self) -> None:
        self.respond(b"")
        while True:
            self.wfile.write(b"x" * 65_536)

    def at_slow(self) -> None:
        self.respond(b"")
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


@contextlib.contextmanager
def served(handler: type[Handler] = Handler) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served() as address:
        yield address


def test_a_fetched_page_is_decoded(site: str) -> None:
    page = fetch(f"{site}/page", ALLOW_PRIVATE)
    assert page.data == STORY
    assert page.url == f"{site}/page"
    assert "Zoë" in fetch(f"{site}/latin", ALLOW_PRIVATE).data
    assert fetch(f"{site}/gzip", ALLOW_PRIVATE).data == STORY


def test_a_redirect_is_followed_and_the_final_url_is_stored(site: str) -> None:
    assert fetch(f"{site}/hop", ALLOW_PRIVATE).url == f"{site}/page"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("loop", "more than 5 redirects"),
        ("gone", "answered 404"),
        ("brotli", "content encoding br"),
        ("truncated_gzip", "the request failed"),
        ("local_file", "only http and https"),
        ("secret", "robots.txt"),
    ],
)
def test_a_failed_fetch_reports_its_reason(site: str, path: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        fetch(f"{site}/{path}", ALLOW_PRIVATE)


def test_robots_txt_can_be_ignored(site: str) -> None:
    assert fetch(f"{site}/secret", Options(allow_private=True, ignore_robots=True)).data == STORY


@pytest.mark.parametrize("path", ["bomb", "endless"])
def test_endless_responses_and_gzip_bombs_raise_a_limit_error(site: str, path: str) -> None:
    with pytest.raises(LimitError, match="max_page_bytes"):
        fetch(f"{site}/{path}", Options(allow_private=True, limits={"max_page_bytes": 1_000_000}))


def test_name_resolution_has_a_timeout() -> None:
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        in_time(lambda: time.sleep(3), start + 0.2)
    assert time.monotonic() - start < 2
    assert in_time(lambda: 7, time.monotonic() + 30) == 7
    with pytest.raises(OSError, match="no such host"):
        in_time(_raise_unknown_host, time.monotonic() + 30)


def _raise_unknown_host() -> None:
    raise OSError("no such host")


@pytest.mark.parametrize("path", ["slow", "slow_head", "silent"])
def test_a_slow_response_times_out(site: str, path: str) -> None:
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
def test_a_url_with_a_private_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError, match=r"not public|not known"):
        fetch(url)


def test_a_redirect_to_a_private_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(FetchError, match=r"127\.0\.0\.2, which is not public"):
        fetch(f"{site}/private", Options())


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "http://", "http://a.example:x/", "http://u:p@a.example/"]
)
def test_unsupported_and_malformed_urls_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, ALLOW_PRIVATE)


def test_linked_pages_are_fetched_with_pauses_and_errors_keep_their_position(site: str) -> None:
    pauses: list[float] = []
    pages = list(feed_pages(f"{site}/feed", ALLOW_PRIVATE, linked=True, wait=pauses.append))
    assert isinstance(pages[0], Page)
    assert pages[0].url == f"{site}/page"
    assert isinstance(pages[1], FetchError)
    assert len(pauses) == 1
    assert 0 < pauses[0] <= 1


@pytest.mark.issue(24)
def test_all_gzip_members_of_a_response_are_read(site: str) -> None:
    assert fetch(f"{site}/members", ALLOW_PRIVATE).data == STORY
    with pytest.raises(FetchError, match="is truncated"):
        fetch(f"{site}/truncated_member", ALLOW_PRIVATE)
    with pytest.raises(LimitError):
        fetch(f"{site}/member_bomb", ALLOW_PRIVATE)


@pytest.mark.issue(24)
@pytest.mark.parametrize("number", range(len(BAD_LOCATIONS)))
def test_a_redirect_to_an_invalid_url_raises_a_fetch_error(site: str, number: int) -> None:
    with pytest.raises(FetchError):
        fetch(f"{site}/bad_redirect/{number}", ALLOW_PRIVATE)


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    "bad_line",
    [
        "Disallow: http://[", "Allow: //[", "Crawl-delay: ²", "Crawl-delay: " + "9" * 5_000, "Request-rate: ²/²",
        "Request-rate: " + "9" * 5_000 + "/1", "Disallow: %5B%00", "Disallow", ":", "\x00", "Disallow: /\ud83d",
        "Sitemap: http://[", "Disallow: http://%5B", "User-agent: " + "x" * 100_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_malformed_lines_in_robots_txt_do_not_hide_rules(bad_line: str, bom: str) -> None:
    class Robots(Handler):
        def at_robots_txt(self) -> None:
            rules = (
                f"{bom}User-agent: *\n{bad_line}\nUser-agent: *\nDisallow: /secret\n"
                if "agent" in bad_line.lower()
                else (f"{bom}User-agent: *\n{bad_line}\nDisallow: /secret\n")
            )
            self.respond(rules.encode("utf-8", "surrogatepass"))

    with served(Robots) as address:
        assert fetch(f"{address}/page", ALLOW_PRIVATE).data == STORY
        with pytest.raises(FetchError, match=r"robots\.txt"):
            fetch(f"{address}/secret", ALLOW_PRIVATE)


@pytest.mark.issue(24)
def test_a_robots_txt_redirect_to_an_invalid_url_raises_a_fetch_error() -> None:
    class Robots(Handler):
        def at_robots_txt(self) -> None:
            self.respond(b"", 301, location="http://[")

    with served(Robots) as address, pytest.raises(FetchError, match="invalid URL"):
        fetch(f"{address}/page", ALLOW_PRIVATE)


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
    "240.0.0.1", "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00::1", "ff02::1", "::127.0.0.1", "::8.8.8.8",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1", "64:ff9b:1::808:808", "2002:7f00:1::1", "2002:a00:1::",
    "2001:0:a00:1::", "2001:0:808:808:0:0:80ff:fffe", "2001:db8::1", "2001:2::1", "2001:10::1", "100::1", "3fff::1",
    "2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:10.0.0.1", "4000::1", "5f00::1", "1::1", "feff::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2001:4860:4860::8888", "64:ff9b::808:808", "2a00:1450::1"]


@pytest.mark.issue(24)
@pytest.mark.parametrize("address", PRIVATE + PUBLIC)
def test_only_global_unicast_addresses_are_public(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **_more: object) -> None:
        raise ConnectionError("reached")

    monkeypatch.setattr(module, "addresses", lambda *_: [address])
    monkeypatch.setattr(module.Fetcher, "_collect", refused)
    monkeypatch.setattr("httpx.Client.stream", refused)
    with pytest.raises(FetchError, match="reached" if address in PUBLIC else "not public"):
        fetch("http://courier.example/page", Options(ignore_robots=True))
