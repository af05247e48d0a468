"""The records of an archive with only the statements that match the filters, in both databases."""

from __future__ import annotations

import pytest

from sayso.archive import Correct, Filters
from sayso.errors import QueryError
from tests.archive.record_builder import record
from tests.archive.test_sureness import weir

TEXT = "Ivo Marr said Petra Lund denied the leak. Ivo Marr denied the flood."
STATEMENTS = (
    {"speaker": "Ivo Marr", "source": "Ivo Marr", "cue": "said", "content": "Petra Lund denied the leak"},
    {"speaker": "Petra Lund", "source": "Petra Lund", "cue": "denied", "content": "the leak", "act": "denial"},
    {"speaker": "Ivo Marr", "content": "the flood", "act": "denial"},
)


@pytest.fixture
def filled(archive):
    """A page with negated statements, and one with a nested denial."""
    archive.add(weir())
    archive.add(record(TEXT, *STATEMENTS, url="https://echo.example/leak"))
    return archive


def statement_ids(archive, *, whole=False, corrected=True, **filters):
    """The versions with the ids of their statements."""
    records = archive.records(Filters(**filters), whole=whole, corrected=corrected)
    return {version: [row.id for row in kept.attributions] for version, kept in records}


def test_records_have_only_the_matching_statements(filled):
    assert statement_ids(filled) == {1: ["a1", "a2", "a3"], 2: ["a1", "a2", "a3"]}
    assert statement_ids(filled, act=("denial",)) == {2: ["a2", "a3"]}
    assert statement_ids(filled, act=("denial",), whole=True) == {2: ["a1", "a2", "a3"]}
    assert statement_ids(filled, act=("denial",), nested=False) == {2: ["a3"]}
    assert statement_ids(filled, speaker=("Lund",), nested=False) == {}
    assert statement_ids(filled, determinacy=("negated",)) == {1: ["a2"]}
    assert statement_ids(filled, determinacy=(), min_confidence=0.8)[1] == ["a1", "a2"]
    assert statement_ids(filled, text="flood") == {2: ["a3"]}
    assert statement_ids(filled, nested=False, determinacy=()) == {1: ["a1", "a2", "a3"], 2: ["a1", "a3"]}


def test_filters_of_pages_keep_all_statements(filled):
    assert statement_ids(filled, outlet=("Harrow Echo",), since="2026") == {
        1: ["a1", "a2", "a3"],
        2: ["a1", "a2", "a3"],
    }


def test_the_summary_counts_the_kept_statements(filled):
    ((_, kept),) = filled.records(Filters(act=("denial",)), whole=False)
    assert kept.sourcing.attributions == 2
    assert kept == record(TEXT, *STATEMENTS, url="https://echo.example/leak").only(act="denial", determinacy="actual")


def test_corrected_statements_match_by_their_correction(filled):
    filled.correct("2.a1", Correct(act="denial"), "Ana")
    assert statement_ids(filled, act=("denial",)) == {2: ["a1", "a2", "a3"]}
    filled.correct("2.a3", Correct(deleted=True), "Ana")
    assert statement_ids(filled, act=("denial",)) == {2: ["a1", "a2"]}


def test_other_queries_reject_the_filter_of_nested_statements(filled):
    with pytest.raises(QueryError, match="cannot omit nested"):
        filled.search("", Filters(nested=False))
    with pytest.raises(QueryError, match="lie is not a valid act"):
        statement_ids(filled, act=("lie",))
