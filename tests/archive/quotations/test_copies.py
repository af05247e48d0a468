"""Copies of quotations, exact, altered and partial, on both databases."""

# ruff: noqa: E501 (tables of data, programs as text)

from __future__ import annotations

import pytest

from sayso.archive import Filters
from sayso.archive.quotations.align import align, shown
from sayso.errors import QueryError
from tests.archive.record_builder import TOLL, page, record

ALTERED = "We will not double the fee on the bridge, and we never intended to do so"


def test_an_alignment_lists_the_changes():
    alignment = align("We will never, ever close the old bridge", "We will … close the [Harrow] bridge today")
    assert [(change.what, change.before, change.after) for change in alignment.changes] == [
        ("ellipsis", "never ever", "…"),
        ("brackets", "old", "[Harrow]"),
        ("added", "", "today"),
    ]
    assert align("The toll’s gone", "the tolls gone").changes
    assert align("The toll’s gone,", "“the toll's gone”").exact
    assert align("close the old bridge", "We will close the old bridge").part
    assert shown("close the old bridge", "close the bridge now") == "close the {-old-} bridge {+now+}"


@pytest.fixture
def quoted(archive):
    list(archive.add_all([
        page("Ines Calder", ALTERED, url="https://post.example/1", outlet="Ferry Post", published="2026-05-04"),
        page("Ines Calder", TOLL, url="https://echo.example/1", published="2026-05-03T09:00:00+02:00"),
        page("Ivo Marr", TOLL, url="https://later.example/1", outlet="Late News", published="2026-05-09"),
        page("Ines Calder", "we never planned to do so", url="https://bit.example/1", outlet="Bits", published="2026-05-08"),
        page("Rosa Stell", "The ferry sails at nine and nobody knows why", url="https://echo.example/2"),
    ]))  # fmt: skip
    return archive


def test_copies_are_sorted_by_date_and_list_their_changes(quoted):
    copies = quoted.same("2.a1")
    assert [(copy.how, copy.statement.outlet) for copy in copies] == [
        ("earliest", "Harrow Echo"), ("altered", "Ferry Post"), ("part", "Bits"), ("exact", "Late News"),
    ]  # fmt: skip
    assert [(change.what, change.before, change.after) for change in copies[1].changes] == [
        ("replaced", "toll", "fee"), ("dropped", "old", ""), ("replaced", "planned", "intended"),
    ]  # fmt: skip
    assert "{-toll-} {+fee+}" in copies[1].wording
    assert [copy.speaker_differs for copy in copies] == [False, False, False, True]


def test_copies_of_any_text_are_found(quoted):
    assert len(quoted.same(ALTERED.upper())) == 3
    assert quoted.same("Something quite different was said by nobody at all") == []
    assert len(quoted.same(TOLL, Filters(outlet=("Bits",)))) == 1
    assert quoted.same("the toll") == []
    with pytest.raises(QueryError):
        quoted.same("…")


def test_a_set_phrase_of_another_speaker_is_not_a_copy(archive):
    list(archive.add_all([
        page("Ines Calder", f"{TOLL}, and we take these matters very seriously", url="https://echo.example/1"),
        page("Ivo Marr", "We take these matters very seriously", url="https://post.example/1"),
        page("Ines Calder", "We take these matters seriously", url="https://post.example/2"),
        page("Ines Calder", "we take these matters very seriously", url="https://post.example/3"),
    ]))  # fmt: skip
    assert [copy.statement.id for copy in archive.same("1.a1")] == ["1.a1", "4.a1"]
    assert len(archive.same("we take these matters very seriously")) == 4


def test_nested_parts_of_a_sentence_and_statements_of_the_same_page_are_no_copies(archive):
    text = f"Ivo Marr said the mayor had told him that {TOLL}. {TOLL}, the mayor said."
    nested = f"the mayor had told him that {TOLL}"
    statements = [
        {"speaker": "Ivo Marr", "source": "Ivo Marr", "cue": "said", "content": nested},
        {"speaker": "Ines Calder", "source": "the mayor", "cue": "had told", "content": TOLL},
    ]
    archive.add(record(text, *statements, url="https://echo.example/nested"))
    archive.add(page("Ines Calder", TOLL, url="https://post.example/1", outlet="Ferry Post", published="2026-05-04"))
    assert [copy.statement.id for copy in archive.same("1.a1")] == ["1.a1", "2.a1"]
    assert [copy.statement.id for copy in archive.same("1.a2")] == ["1.a2", "2.a1"]
    assert [copy.statement.id for copy in archive.same("2.a1")] == ["1.a2", "2.a1"]
    assert [copy.statement.id for copy in archive.same(TOLL)] == ["1.a2", "2.a1"]


def test_older_versions_of_the_own_page_are_copies_only_on_request(archive):
    archive.add(page("Ines Calder", TOLL, url="https://echo.example/1"))
    archive.add(page("Ines Calder", f"{TOLL} ever", url="https://echo.example/1"))
    assert [copy.statement.id for copy in archive.same("2.a1")] == ["2.a1"]
    assert [copy.statement.id for copy in archive.same("1.a1")] == ["1.a1"]
    assert len(archive.same("2.a1", Filters(all_versions=True))) == 2
