"""One archive of our own fiction, one real server over it, one real Chromium, and a folder of screenshots."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.web import made
from tests.web.conftest import serving

OUT = Path(os.environ.get("SAYSO_SCREENSHOTS") or Path(__file__).parent / "out")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu",
    # No name leads anywhere but here, whatever a page or the browser itself asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--proxy-server=direct://",
]  # fmt: skip
SLOW = 90_000  # milliseconds: a machine that does other work too


class Site(NamedTuple):
    """A server, and the numbers of the pages that tests name."""

    url: str
    pages: dict[str, int]
    archive: Path

    def page(self, name, more=""):
        return f"{self.url}/pages/p{self.pages[name]}{more}"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The archive with a server over it; tests that write use pages of their own."""
    path = tmp_path_factory.mktemp("screens") / "archive.db"
    pages = made.fill(path)
    with serving(path, "--no-fetch") as running:
        yield Site(running.url, pages, path)


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A server over an empty archive."""
    with serving(tmp_path_factory.mktemp("empty") / "archive.db", "--no-fetch") as running:
        yield running.url


@pytest.fixture(scope="package")
def browser():
    """Debian's Chromium, driven by Playwright; it ends with this folder, for its loop runs on the tests' own thread."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        made_ = _launched(running)
        made_.large = _launched(running, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26")
        yield made_
        made_.large.close()
        made_.close()


def _launched(playwright, *options):
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    return playwright.chromium.launch(executable_path=found, args=[*_ARGUMENTS, *options])


@pytest.fixture(scope="session")
def fonts():
    """The families that are installed."""
    program = shutil.which("fc-list")
    if program is None:
        pytest.skip("Fontconfig is not installed: apt-get install fontconfig")
    told = subprocess.run([program, ":", "family"], capture_output=True, text=True, check=True).stdout
    return {family.strip() for line in told.splitlines() for family in line.split(",")}


@pytest.fixture
def tab(browser):
    """A function that opens a tab: ``tab(phone=True, dark=True, script=False)``. A fault on a page fails the test.

    ``large`` is for readers who set their browser to letters of twice the size; ``styled`` lets a test add styles.
    """
    contexts, faults = [], []

    def opened(*, phone=False, dark=False, script=True, wide=False, large=False, styled=False):
        size = {"width": 360, "height": 740} if phone else {"width": 1920 if wide else 1440, "height": 900}
        context = (browser.large if large else browser).new_context(
            viewport=size, color_scheme="dark" if dark else "light", java_script_enabled=script,
            reduced_motion="reduce", accept_downloads=True, bypass_csp=styled,
        )  # fmt: skip
        context.set_default_timeout(SLOW / 3)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _grave(said) else None)
        page.on("dialog", lambda dialog: (faults.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: faults.append(f"asked for {asked.url}") if _foreign(asked.url) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _grave(said):
    """Whether a console message is a fault; that an address answered with an error is what some tests ask for."""
    return said.type in ("error", "warning") and not re.match(r"Failed to load resource: .* status of 4\d\d", said.text)


def _foreign(url):
    return not re.match(r"http://(127\.0\.0\.1|localhost):\d+/|data:|blob:|about:", url)


@pytest.fixture
def shot():
    """A function that keeps a screenshot under a name."""
    OUT.mkdir(parents=True, exist_ok=True)

    def kept(page, name, *, whole=False):
        page.screenshot(path=OUT / f"{name}.png", full_page=whole)

    return kept
