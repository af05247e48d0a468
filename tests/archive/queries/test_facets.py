"""Counts of statements by filter value, filters of relayed and repeated statements, orders of speakers."""

from __future__ import annotations

import pytest

from sayso.archive import Filters
from sayso.errors import QueryError
from tests.archive.record_builder import TOLL, page


@pytest.fixture
def mixed(archive):
    list(archive.add_all([
        page("Ines Calder", TOLL, url="https://echo.example/1"),
        page("Ines Calder", "the ferry sails at nine", url="https://echo.example/2", relay="Ferry Post"),
        page("Ivo Marr", "the ferry sails at ten", url="https://post.example/1", outlet="Ferry Post", act="denial"),
        page("An official", "the ferry is late", url="https://post.example/2", outlet="Ferry Post", kind="unnamed"),
        page("Ivo Marr", "more to say", url="https://post.example/3", outlet="Ferry Post", act="non_response"),
    ]))  # fmt: skip
    return archive


def test_facets_count_the_statements_of_each_value(mixed):
    counts = mixed.facets()
    assert counts["kind"] == {"person": 4, "unnamed": 1}
    assert counts["act"] == {"statement": 3, "denial": 1, "non_response": 1}
    assert counts["outlet"] == {"Ferry Post": 3, "Harrow Echo": 2}
    assert counts["determinacy"] == {"actual": 5}


def test_the_counts_of_a_filter_ignore_its_own_values_but_not_the_others(mixed):
    counts = mixed.facets("ferry", Filters(outlet=("Ferry Post",), kind=("person",)))
    assert counts["outlet"] == {"Ferry Post": 1, "Harrow Echo": 1}
    assert counts["kind"] == {"person": 1, "unnamed": 1}


def test_relayed_statements_are_selected(mixed):
    assert mixed.count("", Filters(relayed=True)) == 1
    assert mixed.count("", Filters(relayed=False)) == 4
    assert mixed.count("", Filters(without_repeats=True)) == 5


def test_speakers_are_ordered_by_another_count(mixed):
    assert next(person.name for person in mixed.speakers(order="relayed")) == "Ines Calder"
    assert next(person.name for person in mixed.speakers(order="unanswered")) == "Ivo Marr"
    assert next(person.name for person in mixed.speakers(order="name")) == "An official"
    with pytest.raises(QueryError, match="cannot order"):
        mixed.speakers(order="height")
