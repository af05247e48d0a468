"""Cues that are phrases."""

from __future__ import annotations

import pytest

import sayso
from sayso.analysis import Analysis
from sayso.attributions import with_phrases
from sayso.pipeline import read
from sayso.terms import Attribution, Span


def added(text):
    analysis = Analysis(read(text))
    return [
        tuple([span.of(analysis.text) for span in spans] for spans in (a.source, a.cue, a.content))
        for a in with_phrases(analysis, ())
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ('The harvest was, in his words, "a joke told twice".\n', "his", ["in", "words"], '"a joke told twice"'),
        (
            "The choir is, in Ina Frost's phrase, “a row of kettles”.\n",
            "Ina Frost's",
            ["in", "phrase"],
            "“a row of kettles”",
        ),
        (
            'It became, in the words of one porter, "a hotel for gulls".\n',
            "one porter",
            ["in the words of"],
            '"a hotel for gulls"',
        ),
        (
            'The pier is "a comb without teeth", as the vicar put it.\n',
            "the vicar",
            ["put it"],
            '"a comb without teeth"',
        ),
        (
            'As she once put it, "nobody waves at a goods train".\n',
            "she",
            ["once put it"],
            '"nobody waves at a goods train"',
        ),
    ],
)
def test_the_quotation_beside_a_phrase_is_its_content(text, source, cue, content):
    assert added(text) == [([source], cue, [content])]


@pytest.mark.parametrize(
    "text",
    [
        "The letter was, in her words and deeds, the end of it.\n",
        "She put it on the shelf, as he put it in the oven.\n",
        '"In his words, the harvest was a joke," the song goes.\n',
        "It was in the words of the hymn that she found peace.\n",
    ],
)
def test_a_phrase_without_a_quotation_beside_it_is_no_cue(text):
    assert added(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The pianist, who reportedly sold her house to pay for it, smiled.\n", "sold her house to pay for it"),
        ("The yard has reportedly lost two of its cranes.\n", "lost two of its cranes"),
        ("Divers reportedly saw the wreck in March, but the sea was rough.\n", "saw the wreck in March"),
    ],
)
def test_the_clause_after_reportedly_is_its_content(text, content):
    assert added(text) == [([], ["reportedly"], [content])]


def test_a_verb_of_saying_after_reportedly_is_the_cue():
    assert added("The pianist reportedly said that the hall was cold.\n") == []


def test_a_phrase_beside_the_content_of_an_attribution_adds_nothing():
    text = 'The pier is "a comb without teeth", as the vicar put it.\n'
    start, end = text.index('"'), text.rindex('"') + 1
    known = Attribution("a1", (), (Span(text.index("put"), text.index("put") + 6),), (Span(start, end),))
    assert with_phrases(Analysis(read(text)), (known,)) == (known,)


def test_the_record_has_the_phrase_with_a_lower_confidence():
    text = 'The merger was, in her words, "a marriage of two hangovers". The chair leaves in May.\n'
    (attribution,) = sayso.attribute(text).attributions
    assert attribution.confidence == 0.75
