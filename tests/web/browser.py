"""Fixtures of the screen tests: an archive of fictional pages, a server, Chromium, screenshots."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.web import examples
from tests.web.conftest import serving

OUT = Path(os.environ.get("SAYSO_SCREENSHOTS") or Path(__file__).parent / "out")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu",
    # Host names other than localhost do not resolve, so that neither pages nor the browser reach the network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--proxy-server=direct://",
]  # fmt: skip
SLOW = 90_000  # milliseconds, for a machine under load


class Site(NamedTuple):
    """A server, and the page numbers by name."""

    url: str
    pages: dict[str, int]
    archive: Path

    def page(self, name, suffix=""):
        return f"{self.url}/pages/p{self.pages[name]}{suffix}"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A server with the archive of fictional pages; tests that write add their own pages."""
    path = tmp_path_factory.mktemp("screens") / "archive.db"
    pages = examples.fill(path)
    with serving(path, "--no-fetch") as running:
        yield Site(running.url, pages, path)


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A server with an empty archive."""
    with serving(tmp_path_factory.mktemp("empty") / "archive.db", "--no-fetch") as running:
        yield running.url


@pytest.fixture(scope="package")
def browser():
    """Debian's Chromium; closed after each folder, because the Playwright loop runs in the thread of the tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        chromium = _launch(running)
        chromium.large = _launch(running, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26")
        yield chromium
        chromium.large.close()
        chromium.close()


def _launch(playwright, *options):
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    return playwright.chromium.launch(executable_path=path, args=[*_ARGUMENTS, *options])


@pytest.fixture(scope="session")
def fonts():
    """The installed font families."""
    program = shutil.which("fc-list")
    if program is None:
        pytest.skip("Fontconfig is not installed: apt-get install fontconfig")
    output = subprocess.run([program, ":", "family"], capture_output=True, text=True, check=True).stdout
    return {family.strip() for line in output.splitlines() for family in line.split(",")}


@pytest.fixture
def tab(browser):
    """A function that opens a tab: ``tab(phone=True, dark=True, script=False)``. An error on a page fails the test.

    ``large`` doubles the font size of the browser; ``styled`` lets a test add styles.
    """
    contexts, errors = [], []

    def open_tab(*, phone=False, dark=False, script=True, wide=False, large=False, styled=False):
        size = {"width": 360, "height": 740} if phone else {"width": 1920 if wide else 1440, "height": 900}
        context = (browser.large if large else browser).new_context(
            viewport=size, color_scheme="dark" if dark else "light", java_script_enabled=script,
            reduced_motion="reduce", accept_downloads=True, bypass_csp=styled,
        )  # fmt: skip
        context.set_default_timeout(SLOW / 3)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if _is_error(message) else None)
        page.on("dialog", lambda dialog: (errors.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda sent: errors.append(f"request to {sent.url}") if _is_external(sent.url) else None)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert errors == []


def _is_error(message):
    """Return whether a console message is an error, apart from the 4xx responses that some tests provoke."""
    expected = re.match(r"Failed to load resource: .* status of 4\d\d", message.text)
    return message.type in ("error", "warning") and not expected


def _is_external(url):
    return not re.match(r"http://(127\.0\.0\.1|localhost):\d+/|data:|blob:|about:", url)


@pytest.fixture
def shot():
    """A function that saves a screenshot under a name."""
    OUT.mkdir(parents=True, exist_ok=True)

    def save(page, name, *, whole=False):
        page.screenshot(path=OUT / f"{name}.png", full_page=whole)

    return save
