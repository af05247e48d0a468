"""Chains, repeats, inconsistencies, and invariants of a record."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.analysis import Analysis
from sayso.attributions.nested_statements.nested_merge import candidates, merge
from sayso.record import assemble
from sayso.record.inconsistencies import inconsistencies
from sayso.speakers import identify
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span

PIECES = [
    "Mara Quill",
    "She",
    "he",
    "the council",
    "critics",
    "who",
    "I",
    "said",
    "denied",
    "told CNN",
    "that",
    "it rains",
    "“",
    "”",
    ".",
    "\n",
    "€5",
    "é",
    "😀",
]


@st.composite
def pages(draw):
    text = " ".join(draw(st.lists(st.sampled_from(PIECES), min_size=3, max_size=40)))
    offsets = st.integers(0, len(text) - 1)

    def spans():
        pairs = draw(st.lists(st.tuples(offsets, offsets), max_size=2))
        return tuple(sorted({Span(min(a, b), max(a, b) + 1) for a, b in pairs}))

    count = draw(st.integers(0, 6))
    attributions = [Attribution(f"x{n}", spans(), spans(), spans()) for n in range(count)]
    attributions = [a for a in attributions if a.source or a.cue or a.content]
    return Article(text, (Block(BlockKind.BODY, Span(0, len(text))),), publisher="Harrow Echo"), attributions


def record_of(article, outer):
    analysis = Analysis(article)
    attributions, speakers = identify(analysis, merge(analysis, outer, candidates(analysis, outer)))
    return assemble(Analysis(article), attributions, speakers, "digest")


@settings(max_examples=150, deadline=None)
@given(pages())
def test_invariants_hold_for_any_attributions(page):
    record = record_of(*page)
    assert Record.from_json(record.to_json()) == record
    assert record_of(*page).to_json() == record.to_json()
    speakers = {speaker.id for speaker in record.speakers}
    ids = [attribution.id for attribution in record.attributions]
    assert ids == [f"a{n}" for n in range(1, len(ids) + 1)]
    assert len(ids) >= len(page[1])
    for attribution in record.attributions:
        assert attribution.speaker in speakers
        assert attribution.inside in (None, *ids)
        assert attribution.inside != attribution.id
        assert attribution.chain[0] == "publisher"
        assert set(attribution.chain) <= speakers
        assert attribution.relay is None or attribution.relay in speakers
        assert {other.speaker for other in attribution.considered} <= speakers - {attribution.speaker}
    for shares in (record.sourcing.by_kind, record.sourcing.by_form, record.sourcing.by_act):
        if shares:
            assert sum(share.share for share in shares.values()) == pytest.approx(1.0)
            assert sum(share.count for share in shares.values()) == record.sourcing.attributions


def test_outlet_of_a_reporter_is_a_hop(record):
    page = record("[1:Ivo Marr of Reuters] {1:says} <1:[2:his sources] {2:tell} him <2:that the mill will close>>.")
    names = {speaker.id: speaker.name for speaker in page.speakers}
    assert [names[hop] for hop in page.attributions[1].chain] == ["Harrow Echo", "Reuters", "Ivo Marr", "his sources"]


def test_repeated_headline_counts_once(record):
    page = record("[1:Report]{1::} <1:Mill to close by June>\n\nCopy\n\n[2:Report]{2::} <2:Mill to close by June>")
    assert [attribution.repeats for attribution in page.attributions] == [None, "a1"]
    assert page.sourcing.attributions == 1


def test_speaker_who_declined_to_comment_is_in_no_answer(record):
    page = record("[1:Mara Quill] {1:declined to comment} <1:on the mill>. [2:Ivo Marr] {2:said} <2:it closes>.")
    names = {speaker.id: speaker.name for speaker in page.speakers}
    assert [names[speaker] for speaker in page.sourcing.no_answer] == ["Mara Quill"]


def find_inconsistencies(text):
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    return inconsistencies(article, (), ())


def test_verbs_of_different_strength():
    (inconsistency,) = find_inconsistencies(
        "Quill offered to resign as harbour master, the Gazette says.\n\n"
        "A caption says that Quill threatened to resign as harbour master after the storm."
    )
    assert "offered to resign" in inconsistency.why
    assert "threatened to resign" in inconsistency.why
    assert len(inconsistency.spans) == 2


def test_two_numbers_of_the_same_noun():
    (inconsistency,) = find_inconsistencies(
        "The Tarn Company will close its Harrow mill and lay off 240 workers in June.\n\n"
        "In June the Tarn Company will lay off 320 workers as it closes the Harrow mill."
    )
    assert "240" in inconsistency.why
    assert "320" in inconsistency.why


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The weir will save £9m a year, the port says. Its auditor puts the saving at £6m a year.", "£9m", "£6m"),
        ("The brothers met on May 4. The charge gives the date as May 14.", "May 4", "May 14"),
        ("Orlo counted 31 goats; the farmer says there were 24.", "31 goats", "24"),
        ("The rock is six billion years old. The museum says five billion.", "six billion years", "five billion"),
    ],
)
def test_restated_figure_with_another_value(text, first, second):
    (inconsistency,) = find_inconsistencies(text)
    assert [span.of(text) for span in inconsistency.spans] == [first, second]


def test_pull_quote_without_a_name_repeats_the_quotation(record):
    page = record(
        "<1:“Nobody asked the goats what they thought”>\n\n"
        "[2:Mara Quill] {2:said} <2:“Nobody asked the goats what they thought,”> at the gate."
    )
    assert page.attributions[1].repeats == page.attributions[0].id
    assert page.attributions[0].speaker == page.attributions[1].speaker


def test_same_words_of_two_named_speakers_are_not_repeats(record):
    page = record(
        "[1:Ivo Marr] {1:said}, <1:“Nobody asked the goats what they thought.”>\n\n"
        "[2:Mara Quill] {2:said}, <2:“Nobody asked the goats what they thought.”>"
    )
    assert page.attributions[1].repeats is None


def test_two_spellings_of_a_name():
    (inconsistency,) = find_inconsistencies("Ivo Labbot said no. Later Ivo Labott said yes.")
    assert inconsistency.spans == (Span(0, 10), Span(26, 36))


def test_two_ages_of_a_person():
    (inconsistency,) = find_inconsistencies("Mara Quill, 61, a nurse, said no. Mara Quill, 62, left at noon.")
    assert "61" in inconsistency.why
    assert "62" in inconsistency.why


@pytest.mark.parametrize(
    "text",
    [
        "Mara Quill and Mark Quill met Ivo Marr.",
        "Quill offered to resign. Marr threatened to resign.",
        "The mill in Tarn has 240 workers. The mill in Harrow has 320 workers.",
        "The mill page 240 boots last year. The owner puts the figure at 320 boots.",
        "The road is 140 km long. The report puts the number of lorries at 12,000.",
        "Orlo has 31 goats and 12 cows. The farmer says there were 24.",
        "Quill vowed to sue the mill. Quill pledged to sue the mill.",
        "9:40 p.m.\nOrlo leads with 240 votes in Tarn.\n9:10 p.m.\nOrlo leads with 220 votes in Tarn.\n"
        "8:30 p.m.\nPolls close.\n8:00 p.m.\nNight.",
    ],
)
def test_no_inconsistency(text):
    assert find_inconsistencies(text) == ()


def test_missing_accents_are_not_another_spelling(record):
    page = record("Andre Callé won. [1:André Callé] {1:said} <1:the race was long>.")
    assert not page.inconsistencies


def test_hypothetical_number_is_not_a_contradiction(record):
    text = (
        "[1:Mayor Quill] {1:said} <1:the Harrow council needs 12 votes to pass the budget>. "
        "[2:Mayor Quill] {2:said} <2:the Harrow council would need 14 votes to pass the budget>."
    )
    assert not record(text).inconsistencies


def test_negated_and_hypothetical_attributions_are_counted_separately(record):
    page = record(
        "[1:Ona Reed] {1:said} <1:that the weir held>. [2:Ivo Marr] {2:never said} <2:that it leaked>. "
        "If [3:the port] {3:says} <3:that it broke>, the town will pay. [4:No one] {4:responded to} <4:a letter>."
    )
    total = page.sourcing
    assert (total.attributions, total.not_actual) == (2, 2)
    assert {name: share.count for name, share in total.by_act.items()} == {"non_response": 1, "statement": 1}
    assert total.words == 6
    assert total.no_answer == ()
