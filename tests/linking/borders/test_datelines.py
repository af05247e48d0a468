"""Datelines and relative pronouns are trimmed from spans."""

from __future__ import annotations

import pytest

import sayso
from sayso.linking.borders.datelines import without_dateline, without_relative
from sayso.terms import Span


@pytest.mark.parametrize(
    ("line", "content"),
    [
        ("TARN FORD — The old bridge will close", "The old bridge will close"),
        ("HARROW (HNA) - The mill is safe", "The mill is safe"),
        ("PORT SELWYN, March 3 -- Dockers will strike", "Dockers will strike"),
        ("BEDFORD, N.H. (HNA) — It rained", "It rained"),
        ("The bridge — an old one — will close", "The bridge — an old one — will close"),
        ("A B — see page 4", "A B — see page 4"),
        ("TARN FORD is dry", "TARN FORD is dry"),
        ("Tarn Ford — The old bridge will close", "The old bridge will close"),
        ("Port Selwyn, Ohio (HNA) – Dockers will strike", "Dockers will strike"),
        ("Tarn Ford — the old one — is dry", "Tarn Ford — the old one — is dry"),
    ],
)
def test_a_content_starts_after_the_dateline(line, content):
    (span,) = without_dateline(line, (Span(0, len(line)),))
    assert span.of(line) == content


def test_a_dash_in_the_middle_of_a_line_is_no_dateline():
    text = "He said: TARN FORD — the old one — is dry"
    assert without_dateline(text, (Span(9, len(text)),)) == (Span(9, len(text)),)


@pytest.mark.parametrize(
    ("source", "trimmed"),
    [
        ("A guard who saw the fire, and who", "A guard who saw the fire"),
        ("A clerk who", "A clerk"),
        ("who", "who"),
        ("the Who fan", "the Who fan"),
    ],
)
def test_a_source_does_not_end_in_a_relative_pronoun(source, trimmed):
    assert [span.of(source) for span in without_relative(source, (Span(0, len(source)),))] == [trimmed]


@pytest.mark.parametrize(
    ("lede", "source_word"),
    [
        ("RIVERTON: The bridge will close on Monday for repairs, the highways department has announced.", "department"),
        ("Port Selwyn: The strike of the dockers ended on Friday after nine days, the union said.", "the union"),
        ("HARROW: The mill on the Tarn will shut in May and 200 people will lose their jobs.", None),
    ],
)
def test_a_place_before_a_colon_is_no_source(lede, source_word):
    record = sayso.attribute(f"News of the day\n\n{lede}\n\nIt rained all day in Harrow and nobody was out.\n")
    sources = [span.of(record.article.text) for attribution in record.attributions for span in attribution.source]
    assert all(source_word in source for source in sources) if source_word else sources == []


def test_a_person_before_a_colon_is_a_source():
    record = sayso.attribute(
        "News of the day\n\nCALDER: The mill will stay open for ever.\n\nMs. Calder was sure of it, and went home.\n"
    )
    assert [span.of(record.article.text) for a in record.attributions for span in a.source] == ["CALDER"]


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Sir, Your columnist Harold Prowse", "Your columnist Harold Prowse"),
        ("Dear Editor, The council leader", "The council leader"),
        ("Madam – Your reader Finbar Cash", "Your reader Finbar Cash"),
        ("Sir Harold Prowse, a columnist", "Sir Harold Prowse, a columnist"),
    ],
)
def test_a_source_starts_after_the_salutation_of_a_letter(line, source):
    (span,) = without_dateline(line, (Span(0, len(line)),))
    assert span.of(line) == source
