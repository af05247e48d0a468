"""The screen of two versions shows the changed cue, and the changed text outside statements, numbers first."""

from __future__ import annotations

import pytest

from sayso.archive import Archive
from tests.archive.record_builder import record
from tests.web.conftest import serving


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
    assert cue.locator("del").inner_text() == "said"
    assert cue.locator("ins").inner_text() == "insisted"
    text = page.locator("section", has=page.get_by_role("heading", name="Other text"))
    assert text.locator("del").all_inner_texts() == ["12", "light"]
    assert text.locator("ins").all_inner_texts() == ["14", "strong"]
    assert text.locator(".version").first.get_by_text("number changed").is_visible()
    shot(page, "changes-text")
