"""Paragraphs that are a quotation without a cue."""

from __future__ import annotations

import pytest

import sayso
from sayso.terms import Form


def uncued(text):
    """Source, content and name of the speaker of each attribution without a cue."""
    record = sayso.attribute(text)
    names = {speaker.id: speaker.name for speaker in record.speakers}
    return [
        (a.source[0].of(text), [span.of(text) for span in a.content], names.get(a.speaker))
        for a in record.attributions
        if not a.cue and a.source
    ]


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("Thatcher Lorne Abbot has mended the roofs of Velm since he was twelve.", "Lorne Abbot"),
        ("Sigrid Moe, a widow with two goats, lives at the end of the lane.", "Sigrid Moe"),
        ("By the stove sat Emeka Roth, his boots still wet.", "Emeka Roth"),
        ("Nurse Ottilie Wren, 61, missed the last train on Sunday.", "Ottilie Wren"),
    ],
)
def test_a_quotation_belongs_to_the_one_person_described_before_it(above, name):
    quotation = '"I have never slept a night away from this hill, and I am too old to begin."'
    text = f"{above}\n\n{quotation}\n\nThe road was closed at noon.\n"
    assert [(source, content) for source, content, _ in uncued(text)] == [(name, [quotation])]


def test_the_next_quotation_goes_on():
    first = '"My father kept bees here, and his father kept them too."'
    second = '"Nobody asked us whether we wanted a road through the hives."'
    text = f"Elva Strand has the last farm on Gull Lane.\n\n{first}\n\n{second}\n\nThe council meets in May.\n"
    assert uncued(text) == [("Elva Strand", [first, second], "Elva Strand")]


@pytest.mark.parametrize(
    ("above", "source"),
    [
        ("The harbourmaster, Knut Vale, said that the pier would be shut until May.", "The harbourmaster, Knut Vale,"),
        ("Head teacher Pia Lund told parents that the hall was unsafe.", "Head teacher Pia Lund"),
        ("The widow denied that she had sold the ring.", "The widow"),
    ],
)
def test_a_quotation_belongs_to_the_source_of_the_statement_before_it(above, source):
    quotation = '"There was no time to ask anyone, and there was nobody to ask at that hour."'
    text = f"{above}\n\n{quotation}\n\nThe hearing goes on.\n"
    attributions = sayso.attribute(text).attributions
    sources = [a.source[0].of(text) for a in attributions if quotation in [span.of(text) for span in a.content]]
    assert sources == [source]


@pytest.mark.parametrize(
    "text",
    [
        'Elva Strand and Knut Vale share a wall.\n\n"I have never heard a sound from the other side, not once."\n',
        'The lane floods every spring.\n\n"I have seen eels in the kitchen, and I have eaten some of them."\n',
        'Elva Strand carved a line over her door.\n\n"The wind that bends the barley never breaks the hill."\n',
        'Elva Strand keeps bees.\n\n"We keep them too," said Knut Vale, who lives opposite.\n',
        'The road runs to Gull Lane.\n\n"I have walked it every day since the war, in all weathers."\n',
    ],
)
def test_a_quotation_whose_speaker_is_not_plain_has_none(text):
    assert uncued(text) == []


def test_the_form_of_an_uncued_quotation_is_direct():
    text = 'Elva Strand keeps bees.\n\n"I was stung on my wedding day, and I have kept them ever since."\n'
    (attribution,) = [a for a in sayso.attribute(text).attributions if not a.cue]
    assert attribution.form is Form.DIRECT
    assert attribution.confidence < 0.9
