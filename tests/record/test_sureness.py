"""Determinacy in the summary, phrases for uncertain speakers, and records filtered by confidence."""

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


def ids(record: Record) -> list[str]:
    return [attribution.id for attribution in record.attributions]


@pytest.fixture
def page() -> Record:
    """A statement and its repeat, a negated and a hypothetical one, and one with an uncertain speaker."""
    last = TEXT.rindex("The lock was checked")
    attributions = [
        Attribution("a1", span("Owen Falk"), span("said"), span("The lock was checked"), speaker="s1", confidence=0.4),
        Attribution("a2", span("Priya Dunmore"), (), span("the lock was safe"), speaker="s2", confidence=0.9, relay="s3"),
        Attribution("a3", span("Owen Falk", 80), span("says"), span("the gate holds"), speaker="s1", confidence=0.9),
        Attribution("a4", span("she"), span("said", 150), span("“It holds,”"), speaker="s2", confidence=0.95),
        Attribution("a5", span("Owen Falk", last), (), span("The lock was checked", last), speaker="s1", confidence=0.8),
    ]  # fmt: skip
    attributions[1] = replace(attributions[1], determinacy=Determinacy.NEGATED, speaker_confidence=0.98)
    attributions[2] = replace(attributions[2], determinacy=Determinacy.HYPOTHETICAL)
    attributions[3] = replace(
        attributions[3], speaker_confidence=0.6, considered=(Alternative("s1", 0.35), Alternative("gone", 0.05))
    )
    record = assemble(Analysis(Article(TEXT)), attributions, PEOPLE, "by hand")
    assert [attribution.repeats for attribution in record.attributions] == [None, None, None, None, "a1"]
    return record


def test_summary_counts_actual_statements(page: Record) -> None:
    assert page.sourcing.attributions == 2
    assert (page.sourcing.by_kind["person"].count, page.sourcing.relayed.count) == (2, 0)
    assert set(page.sourcing.speakers_by_words) == {"s1", "s2"}
    assert page.sourcing.speakers_by_words["s2"].count == 2
    totals = Totals()
    totals.add(page)
    assert (totals.summary()["attributions"], totals.summary()["words"]) == (2, page.sourcing.words)


def test_filtered_record_has_a_new_summary(page: Record) -> None:
    confident = only(page, min_confidence=0.5)
    assert ids(confident) == ["a2", "a3", "a4", "a5"]
    assert [attribution.repeats for attribution in confident.attributions] == [None] * 4
    assert confident.sourcing.attributions == 2
    assert only(page, min_confidence=0.92).sourcing.attributions == 1
    assert Record.from_json(confident.to_json()) == confident
    assert only(page) is page


def test_unknown_speaker_confidence_is_below_any_bound(page: Record) -> None:
    assert ids(only(page, min_speaker_confidence=0.5)) == ["a2", "a4"]
    confident = only(page, min_speaker_confidence=0.9)
    assert ids(confident) == ["a2"]
    assert [speaker.id for speaker in confident.speakers if speaker.id != "publisher"] == ["s2", "s3"]
    assert [relay.outlet for relay in confident.relays] == ["s3"]


def test_negated_statements_can_be_selected(page: Record) -> None:
    negated = only(page, determinacy=(Determinacy.NEGATED,))
    assert ids(negated) == ["a2"]
    assert negated.sourcing.attributions == negated.sourcing.relayed.count == 1


def test_inside_refers_to_the_next_kept_enclosing_attribution(page: Record) -> None:
    whole = Span(0, len(TEXT))
    parts = (Span(0, 60), Span(0, 20))
    nested = [
        Attribution("a1", (), (), (whole,), speaker="s1", confidence=0.9),
        Attribution("a2", (), (), (parts[0],), speaker="s1", inside="a1", confidence=0.2),
        Attribution("a3", (), (), (parts[1],), speaker="s1", inside="a2", confidence=0.9),
    ]
    kept = only(replace(page, attributions=tuple(nested)), min_confidence=0.5)
    assert [(row.id, row.inside) for row in kept.attributions] == [("a1", None), ("a3", "a1")]


@pytest.mark.parametrize("bound", [-0.1, 1.5, 88])
def test_bound_must_be_a_probability(page: Record, bound: float) -> None:
    with pytest.raises(InputError, match="min_confidence"):
        only(page, min_confidence=bound)


@pytest.mark.parametrize(
    ("name", "kind", "confidence", "others", "phrase"),
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
def test_doubt_as_a_phrase(name: str, kind: str, confidence: float | None, others, phrase: str) -> None:
    assert str(doubt(name, kind, confidence, others)) == phrase


def test_alternative_outside_the_record_is_ignored(page: Record) -> None:
    speakers = {speaker.id: speaker for speaker in page.speakers}
    assert str(doubt_of(page.attributions[3], speakers)) == "probably Priya Dunmore, or Owen Falk"
    assert doubt_of(page.attributions[0], speakers) is None
