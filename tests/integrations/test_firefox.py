"""The WebExtension in Firefox: its button is clicked on a page of a fictional paper, with a real server."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sayso.archive import Archive
from tests.integrations import firefox
from tests.integrations.test_browser import EXTENSION, TOKEN, reader, story  # noqa: F401 - fixtures
from tests.web.conftest import Running

pytestmark = [
    pytest.mark.issue(23),
    pytest.mark.skipif(firefox.program() is None, reason="Firefox is not installed: apt-get install firefox-esr"),
]
# Firefox lists new buttons in the menu of extensions; this moves ours to the toolbar, as a user can, and returns the
# host of the pages of the extension.
PIN = """
const {CustomizableUI} = ChromeUtils.importESModule("moz-src:///browser/components/customizableui/CustomizableUI.sys.mjs");
CustomizableUI.addWidgetToArea("reader_sayso_example-browser-action", "nav-bar");
return WebExtensionPolicy.getByID("reader@sayso.example").mozExtensionHostname;
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[firefox.Firefox]:
    """Firefox with the extension as a temporary add-on."""
    with firefox.running(tmp_path_factory.mktemp("profile")) as session:
        session.command("Addon:Install", path=str(EXTENSION), temporary=True)
        yield session


@pytest.fixture(scope="module")
def options(browser: firefox.Firefox) -> str:
    """The address of the options page."""
    with browser.window():
        return f"moz-extension://{browser.run(PIN)}/options.html"


def save_settings(browser: firefox.Firefox, options: str, server: str, token: str) -> str:
    """Enter settings on the options page, and return the message."""
    browser.go(options)
    wait(lambda: browser.run("return document.getElementById('server').value !== ''"))
    browser.fill("#server", server)
    browser.fill("#token", token)
    browser.click("button")
    return str(wait(lambda: browser.text("#status")))


def press_button(browser: firefox.Firefox) -> None:
    """Click the button of the extension in the toolbar, and switch to the tab that it opens."""
    before = set(browser.tabs())
    with browser.window():
        browser.click("#reader_sayso_example-BAP")
    (opened,) = wait(lambda: set(browser.tabs()) - before)
    browser.switch(opened)


def close_tab(browser: firefox.Firefox) -> None:
    """Close the tab, and switch to the first one."""
    browser.command("WebDriver:CloseWindow")
    browser.switch(browser.tabs()[0])


def wait(value):
    """The first true value within a time for machines under load."""
    end = time.monotonic() + firefox.SECONDS
    while not (result := value()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return result


def test_the_button_sends_the_page_at_hand_and_opens_it_in_the_reader(
    browser: firefox.Firefox, options: str, story: str, reader: Running  # noqa: F811
) -> None:  # fmt: skip
    assert save_settings(browser, options, reader.url, TOKEN) == "Saved."
    browser.go(story)
    browser.fill("textarea", "typed secret")
    press_button(browser)
    wait(lambda: urlsplit(browser.address()).path == "/pages/p1")
    assert "Ivo Marr" in browser.text("main")
    assert browser.address() == f"{reader.url}/pages/p1"  # without the token
    if folder := os.environ.get("SAYSO_SCREENSHOTS"):
        with browser.window():
            picture = browser.command("WebDriver:TakeScreenshot", full=True, hash=False)
        (Path(folder) / "firefox-reader.png").write_bytes(base64.b64decode(picture))
    with Archive(reader.archive, readonly=True) as archive:
        record = archive.record(1)
    assert record.article.url == story
    assert "🎉" in record.article.text
    for omitted in ("tracker", "4711", "private note", "typed secret", "color: red"):
        assert omitted not in record.article.text
    close_tab(browser)


def test_a_wrong_token_is_explained_on_the_options_page(
    browser: firefox.Firefox, options: str, story: str, reader: Running  # noqa: F811
) -> None:  # fmt: skip
    save_settings(browser, options, reader.url, "wrong")
    browser.go(story)
    press_button(browser)
    wait(lambda: browser.run("return document.getElementById('problem')?.hidden === false"))
    assert "the token is missing or wrong" in browser.text("#problem")
    close_tab(browser)


def test_a_server_elsewhere_needs_https(browser: firefox.Firefox, options: str) -> None:
    assert "needs https" in save_settings(browser, options, "http://desk.example:7296", TOKEN)
