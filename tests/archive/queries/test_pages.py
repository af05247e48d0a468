"""The list of pages: the last added first, with one version for each page unless all versions are requested."""

from __future__ import annotations

from sayso.archive import Correct, Filters
from sayso.terms import Act
from tests.archive.record_builder import page

URL = "https://echo.example/1"


def test_pages_are_listed_with_metadata_and_counts(archive):
    archive.add(page("Ivo Marr", "The weir holds", url=URL))
    archive.add(page("Ivo Marr", "The weir leaks", url=URL))
    archive.add(page("Rosa Stell", "Fares rise", outlet="Ferry Post", published="2026-06-01"))
    archive.correct("2.a1", Correct(act=Act.DENIAL), "Ana")
    first, second = archive.pages()
    assert (first.version, first.page, first.outlet, first.statements) == (3, 2, "Ferry Post", 1)
    assert (second.version, second.number, second.url, second.corrections) == (2, 2, URL, 1)
    assert [listed.version for listed in archive.pages(Filters(all_versions=True))] == [3, 2, 1]
    assert [listed.version for listed in archive.pages(Filters(speaker=("Marr",)))] == [2]
    assert [listed.version for listed in archive.pages(Filters(text="leaks"))] == [2]
    assert [listed.version for listed in archive.pages(limit=1, before=3)] == [2]
    archive.drop_texts(Filters(until="2026-05"))
    assert [listed.text_dropped for listed in archive.pages()] == [False, True]
