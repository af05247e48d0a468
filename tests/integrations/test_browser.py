"""The WebExtension and the bookmark in Chromium, with a page of a fictional paper and a real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest

from sayso.archive import Archive
from tests.web.conftest import Running, serving
from tests.web.waiting import expect

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.issue(23),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed: apt-get install chromium"),
]
EXTENSION = Path(__file__).parents[2] / "integrations" / "browser" / "extension"
TOKEN = "sesame+/="
STORY = """<!doctype html><html lang=en><head><meta charset=utf-8><title>The weir holds</title>
<meta property="og:site_name" content="Harrow Echo"><style>p { color: red }</style>
<script>window.secret = "tracker";</script></head>
<body><article><h1>The weir holds, warden says</h1>
<p>HARROW — “The weir holds, and it will hold through the winter 🎉,” said Ivo Marr, warden of Harrow, on Monday.</p>
<p>The council closed the path along the river last week, after two days of rain. Marr said that he had walked it each
morning since then and had found no crack in the wall.</p>
<p>An official who asked not to be named said that water had come through the lower gate on Friday night.</p></article>
<form><input value="card number 4711"><textarea>private note</textarea></form></body></html>"""
SWITCHES = ["--no-sandbox", "--headless=new", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]  # fmt: skip  # noqa: E501


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a log, under a policy that forbids programs, as papers have."""

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def end_headers(self) -> None:
        """Add the policy."""
        self.send_header("content-security-policy", "script-src 'none'; connect-src 'none'")
        super().end_headers()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a story of the Harrow Echo."""
    folder = tmp_path_factory.mktemp("echo")
    (folder / "weir.html").write_text(STORY, encoding="utf-8")
    paper = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=paper.serve_forever, daemon=True).start()
    yield f"http://localhost:{paper.server_port}/weir.html"
    paper.shutdown()
    paper.server_close()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with a token."""
    with serving(tmp_path_factory.mktemp("reader") / "archive.db", "--no-fetch", "--token", TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[playwright.BrowserContext]:
    """Chromium with the extension."""
    with playwright.sync_playwright() as running:
        context = running.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=shutil.which("chromium"), headless=False,
            args=[*SWITCHES, f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}"],
        )  # fmt: skip
        context.set_default_timeout(60_000)
        yield context
        context.close()


@pytest.fixture(scope="module")
def worker(chromium: playwright.BrowserContext) -> playwright.Worker:
    """The background program of the extension."""
    return chromium.service_workers[0] if chromium.service_workers else chromium.wait_for_event("serviceworker")


def read_with_extension(worker: playwright.Worker, address: str) -> None:
    """Do what a click on the button of the extension does on the tab with an address."""
    worker.evaluate("async (url) => { const [tab] = await chrome.tabs.query({url}); await readTab(tab); }", address)


def save_settings(chromium: playwright.BrowserContext, worker: playwright.Worker, server: str, token: str) -> str:
    """Enter settings on the options page, and return the message."""
    page = chromium.new_page()
    page.goto(worker.url.replace("background.js", "options.html"))
    page.wait_for_function("document.getElementById('server').value !== ''")
    page.fill("#server", server)
    page.fill("#token", token)
    page.click("button")
    page.wait_for_function("document.getElementById('status').textContent !== ''")
    message = page.inner_text("#status")
    page.close()
    return message


def test_the_extension_sends_the_page_at_hand_and_opens_it_in_the_reader(
    chromium: playwright.BrowserContext, worker: playwright.Worker, story: str, reader: Running
) -> None:
    assert save_settings(chromium, worker, reader.url, TOKEN) == "Saved."
    page = chromium.new_page()
    page.goto(story)
    page.fill("textarea", "typed secret")
    with chromium.expect_page() as opened:
        read_with_extension(worker, story)
    screen = opened.value
    screen.wait_for_selector("mark, .article, article")
    expect(screen).to_have_url(f"{reader.url}/pages/p1")  # without the token
    expect(screen.locator("main")).to_contain_text("Ivo Marr")
    with Archive(reader.archive, readonly=True) as archive:
        record = archive.record(1)
    assert record.article.url == story
    assert "🎉" in record.article.text
    assert not re.search("tracker|4711|private note|typed secret|color: red", record.article.text)
    if folder := os.environ.get("SAYSO_SCREENSHOTS"):
        screen.screenshot(path=Path(folder) / "extension-reader.png")
    screen.close()
    page.close()


@pytest.mark.parametrize(
    ("server", "token", "says"),
    [
        (None, "wrong", "the token is missing or wrong"),
        ("http://127.0.0.1:9", TOKEN, "No sayso server answers at http://127.0.0.1:9"),
    ],
)
def test_a_problem_is_explained_on_the_options_page(
    chromium: playwright.BrowserContext, worker: playwright.Worker, story: str, reader: Running, server: str | None,
    token: str, says: str,
) -> None:  # fmt: skip
    save_settings(chromium, worker, server or reader.url, token)
    page = chromium.new_page()
    page.goto(story)
    with chromium.expect_page() as opened:
        read_with_extension(worker, story)
    opened.value.wait_for_selector("#problem:not([hidden])")
    expect(opened.value.locator("#problem")).to_contain_text(says)
    opened.value.close()
    page.close()


def test_a_server_elsewhere_needs_https(chromium: playwright.BrowserContext, worker: playwright.Worker) -> None:
    assert "needs https" in save_settings(chromium, worker, "http://desk.example:7296", TOKEN)
    manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["host_permissions"] == ["http://127.0.0.1/*", "http://localhost/*"]
    assert manifest["permissions"] == ["activeTab", "scripting", "storage"]


def test_the_bookmark_shows_the_page_and_reads_it_after_a_click(
    chromium: playwright.BrowserContext, story: str, reader: Running
) -> None:
    own = chromium.new_page()
    own.goto(f"{reader.url}/receive?token={quote(TOKEN)}")
    program = own.get_attribute("a[href^=javascript]", "href")
    if folder := os.environ.get("SAYSO_SCREENSHOTS"):
        own.screenshot(path=Path(folder) / "receive-bookmark.png")
    assert program is not None
    own.close()
    page = chromium.new_page()
    page.goto(story)
    with chromium.expect_page() as opened:
        # A bookmark runs outside of the page's policy, as this evaluation does.
        page.evaluate(unquote(program.removeprefix("javascript:")))
    screen = opened.value
    screen.wait_for_selector("form.receive:not([hidden])")
    expect(screen).to_have_url(f"{reader.url}/receive")
    if folder := os.environ.get("SAYSO_SCREENSHOTS"):
        screen.screenshot(path=Path(folder) / "receive-page.png")
    expect(screen.locator(".title")).to_have_text("The weir holds")
    expect(screen.locator(".address")).to_have_text(story)
    screen.click("form.receive button")
    screen.wait_for_url("**/pages/p*")
    expect(screen.locator("main")).to_contain_text("Ivo Marr")
    with Archive(reader.archive, readonly=True) as archive:
        assert archive.pages()[0].url == story
    screen.close()
    page.close()


def test_without_a_login_the_bookmark_says_so_and_keeps_the_page(
    chromium: playwright.BrowserContext, story: str, reader: Running
) -> None:
    chromium.clear_cookies()
    page = chromium.new_page()
    page.goto(f"{reader.url}/receive")
    program = page.get_attribute("a[href^=javascript]", "href")
    assert program is not None
    page.goto(story)
    with chromium.expect_page() as opened:
        page.evaluate(unquote(program.removeprefix("javascript:")))
    opened.value.wait_for_selector("[data-state=login]:not([hidden])")
    with chromium.expect_page() as login:
        opened.value.click("[data-state=login] a")
    login.value.fill("input[name=token]", TOKEN)
    login.value.click("button")
    login.value.wait_for_url(f"{reader.url}/")
    opened.value.click("form.receive button")
    opened.value.wait_for_url("**/pages/p*")
    for tab in (login.value, opened.value, page):
        tab.close()


def test_a_fragment_that_is_no_page_is_said_so(chromium: playwright.BrowserContext, reader: Running) -> None:
    page = chromium.new_page()
    page.goto(f"{reader.url}/receive#bm90IGRlZmxhdGVk")
    page.wait_for_selector("[data-state=broken]:not([hidden])")
    expect(page).to_have_url(f"{reader.url}/receive")
    page.close()


@pytest.mark.parametrize(
    ("origin", "sent", "status"),
    [
        ("chrome-extension://abcdefghijklmnop", TOKEN, 200),
        ("moz-extension://0a1b-2c3d", TOKEN, 200),
        ("chrome-extension://abcdefghijklmnop", None, 403),
        ("chrome-extension://abcdefghijklmnop", "wrong", 401),
        ("https://chrome-extension.example", TOKEN, 403),
    ],
)
def test_the_api_accepts_extensions_only_with_the_token(
    reader: Running, origin: str, sent: str | None, status: int
) -> None:
    headers = {"origin": origin, "sec-fetch-site": "none" if origin.startswith("chrome-") else "cross-site"}
    headers |= {"authorization": f"Bearer {sent}"} if sent else {}
    body = {"page": "“The weir holds,” said Ivo Marr."}
    assert httpx.post(f"{reader.url}/api/v1/attribute", json=body, headers=headers, timeout=60).status_code == status
    headers["content-type"] = "application/x-www-form-urlencoded"
    assert httpx.post(f"{reader.url}/read", content="text=x", headers=headers).status_code in (401, 403)
