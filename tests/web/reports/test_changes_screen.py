"""The screen of two versions shows the changed cue, and the changed text outside statements, numbers first."""

from __future__ import annotations

import pytest

from sayso.archive import Archive
from tests.archive.record_builder import record
from tests.web.conftest import serving
from tests.web.waiting import expect


@pytest.fixture(scope="module")
def quay(tmp_path_factory):
    """A server with two versions of a page."""
    path = tmp_path_factory.mktemp("quay") / "archive.db"
    with Archive(path) as archive:
        for cue, boats, wind in (("said", 12, "light"), ("insisted", 14, "strong")):
            text = f"Ines Calder {cue} the quay is safe. A {wind} wind blew all day. The crew of {boats} left at noon."
            statement = {"speaker": "Ines Calder", "source": "Ines Calder", "cue": cue, "content": "the quay is safe"}
            archive.add(record(text, statement, url="https://echo.example/quay", headline="Quay is safe"))
    with serving(path, "--no-fetch") as running:
        yield running.url


def test_the_screen_shows_the_changed_cue_and_the_changed_numbers_first(quay, tab, shot) -> None:
    page = tab()
    page.goto(f"{quay}/pages/p1/changes")
    cue = page.locator(".changed-cue")
    expect(cue.locator("del")).to_have_text("said", use_inner_text=True)
    expect(cue.locator("ins")).to_have_text("insisted", use_inner_text=True)
    text = page.locator("section", has=page.get_by_role("heading", name="Other text"))
    expect(text.locator("del")).to_have_text(["12", "light"], use_inner_text=True)
    expect(text.locator("ins")).to_have_text(["14", "strong"], use_inner_text=True)
    expect(text.locator(".version").first.get_by_text("number changed")).to_be_visible()
    shot(page, "changes-text")
