"""What was not said counts nowhere unless asked for; doubt about a speaker in words; a record with what is sure."""

# ruff: noqa: E501 (tables of data)

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.errors import InputError
from sayso.record import assemble
from sayso.record.doubt import doubt, doubt_of
from sayso.record.selection import only
from sayso.record.sourcing_totals import Totals
from sayso.terms import Alternative, Article, Attribution, Determinacy, Record, Span, Speaker, SpeakerKind

TEXT = (
    "The lock was checked, Owen Falk said. At no point did Priya Dunmore say the lock was safe. "
    "If Owen Falk says the gate holds, we stay. “It holds,” she said. The lock was checked, Owen Falk said."
)
PEOPLE = (
    Speaker("s1", "Owen Falk", SpeakerKind.PERSON),
    Speaker("s2", "Priya Dunmore", SpeakerKind.PERSON),
    Speaker("s3", "Ferry Post", SpeakerKind.OUTLET),
)


def span(words: str, start: int = 0) -> tuple[Span, ...]:
    at = TEXT.index(words, start)
    return (Span(at, at + len(words)),)


@pytest.fixture
def made() -> Record:
    """A statement and its copy, one that was not made, one that is only thought of, one of an uncertain speaker."""
    last = TEXT.rindex("The lock was checked")
    said = [
        Attribution("a1", span("Owen Falk"), span("said"), span("The lock was checked"), speaker="s1", confidence=0.4),
        Attribution("a2", span("Priya Dunmore"), (), span("the lock was safe"), speaker="s2", confidence=0.9, relay="s3"),
        Attribution("a3", span("Owen Falk", 80), span("says"), span("the gate holds"), speaker="s1", confidence=0.9),
        Attribution("a4", span("she"), span("said", 150), span("“It holds,”"), speaker="s2", confidence=0.95),
        Attribution("a5", span("Owen Falk", last), (), span("The lock was checked", last), speaker="s1", confidence=0.8),
    ]  # fmt: skip
    said[1] = replace(said[1], determinacy=Determinacy.NEGATED, speaker_confidence=0.98)
    said[2] = replace(said[2], determinacy=Determinacy.HYPOTHETICAL)
    said[3] = replace(said[3], speaker_confidence=0.6, considered=(Alternative("s1", 0.35), Alternative("gone", 0.05)))
    record = assemble(Analysis(Article(TEXT)), said, PEOPLE, "by hand")
    assert [one.repeats for one in record.attributions] == [None, None, None, None, "a1"]
    return record


def test_the_summary_counts_what_was_said(made: Record) -> None:
    assert made.sourcing.attributions == 2
    assert (made.sourcing.by_kind["person"].count, made.sourcing.relayed.count) == (2, 0)
    assert set(made.sourcing.speakers_by_words) == {"s1", "s2"}
    assert made.sourcing.speakers_by_words["s2"].count == 2
    totals = Totals()
    totals.add(made)
    assert (totals.summary()["attributions"], totals.summary()["words"]) == (2, made.sourcing.words)


def test_a_record_with_what_is_sure_has_its_own_summary(made: Record) -> None:
    sure = only(made, min_confidence=0.5)
    assert [(one.id, one.repeats) for one in sure.attributions] == [("a2", None), ("a3", None), ("a4", None), ("a5", None)]  # fmt: skip
    assert sure.sourcing.attributions == 2
    assert only(made, min_confidence=0.92).sourcing.attributions == 1
    assert Record.from_json(sure.to_json()) == sure
    assert only(made) is made


def test_a_speaker_whose_confidence_is_not_known_does_not_reach_a_bound(made: Record) -> None:
    assert [one.id for one in only(made, min_speaker_confidence=0.5).attributions] == ["a2", "a4"]
    found = only(made, min_speaker_confidence=0.9)
    assert [one.id for one in found.attributions] == ["a2"]
    assert [speaker.id for speaker in found.speakers if speaker.id != "publisher"] == ["s2", "s3"]
    assert [relay.outlet for relay in found.relays] == ["s3"]


def test_what_was_not_said_can_be_asked_for(made: Record) -> None:
    negated = only(made, determinacy=(Determinacy.NEGATED,))
    assert [one.id for one in negated.attributions] == ["a2"]
    assert negated.sourcing.attributions == negated.sourcing.relayed.count == 1


def test_what_lay_in_a_statement_that_is_gone_lies_in_what_that_lay_in(made: Record) -> None:
    whole = Span(0, len(TEXT))
    parts = (Span(0, 60), Span(0, 20))
    nested = [
        Attribution("a1", (), (), (whole,), speaker="s1", confidence=0.9),
        Attribution("a2", (), (), (parts[0],), speaker="s1", inside="a1", confidence=0.2),
        Attribution("a3", (), (), (parts[1],), speaker="s1", inside="a2", confidence=0.9),
    ]
    kept = only(replace(made, attributions=tuple(nested)), min_confidence=0.5)
    assert [(one.id, one.inside) for one in kept.attributions] == [("a1", None), ("a3", "a1")]


@pytest.mark.parametrize("bound", [-0.1, 1.5, 88])
def test_a_bound_is_a_probability(made: Record, bound: float) -> None:
    with pytest.raises(InputError, match="min_confidence"):
        only(made, min_confidence=bound)


@pytest.mark.parametrize(
    ("name", "kind", "confidence", "others", "told"),
    [
        ("Owen Falk", "person", 0.61, [("Priya Dunmore", 0.31)], "probably Owen Falk, or Priya Dunmore"),
        (
            "Owen Falk",
            "person",
            0.5,
            [("Priya Dunmore", 0.3), ("Ida Marr", 0.1), ("Tom Roe", 0.08)],
            "probably Owen Falk, or Priya Dunmore or Ida Marr",
        ),
        ("Owen Falk", "person", 0.46, [("Priya Dunmore", 0.19)], "perhaps Owen Falk, or Priya Dunmore"),
        ("Owen Falk", "person", 0.35, [("Priya Dunmore", 0.37)], "perhaps Owen Falk, or Priya Dunmore"),
        ("Owen Falk", "person", 0.7, [("Priya Dunmore", 0.01)], "probably Owen Falk"),
        ("Harrow & Pike", "organization", 0.4, [], "perhaps Harrow & Pike"),
        ("Owen Falk", "person", 0.95, [("Priya Dunmore", 0.05)], "None"),
        ("Owen Falk", "person", None, [("Priya Dunmore", 0.05)], "None"),
        ("She", "person", 0.6, [("Priya Dunmore", 0.48), ("Ida Marr", 0.41)], "She, perhaps Priya Dunmore or Ida Marr"),
        ("The governor", "unnamed", None, [("Dana Reyes", 0.48)], "The governor, perhaps Dana Reyes"),
        ("The governor", "unnamed", 0.66, [], "None"),
        ("officials", "unnamed", 0.9, [("Dana Reyes", 0.1)], "None"),
        ("residents", "group", 0.6, [], "None"),
        ("", "unstated", None, [("Priya Dunmore", 0.48)], "perhaps Priya Dunmore"),
        ("", "unstated", 0.2, [], "None"),
    ],
)
def test_doubt_is_told_in_words(name: str, kind: str, confidence: float | None, others, told: str) -> None:
    assert str(doubt(name, kind, confidence, others)) == told


def test_an_alternative_that_the_record_lacks_is_not_named(made: Record) -> None:
    speakers = {one.id: one for one in made.speakers}
    assert str(doubt_of(made.attributions[3], speakers)) == "probably Priya Dunmore, or Owen Falk"
    assert doubt_of(made.attributions[0], speakers) is None
