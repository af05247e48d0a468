"""Speakers after quotations: in the next sentence, or after a verb without a source."""

from __future__ import annotations

import pytest

import sayso
from sayso.analysis import Analysis
from sayso.linking.following_speakers import with_following
from sayso.terms import Article, Block, BlockKind, Span


def sources(text):
    analysis = Analysis(Article(text, (Block(BlockKind.BODY, Span(0, len(text))),)))
    return [draft.source[0].of(text) for draft in with_following(analysis, [])]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“I had the keys in my hand.” Edda Roe was still shaking.", "Edda Roe"),
        ("The kiln is cold. “We sold all our bricks!” Ivo van Coll laughs.", "Ivo van Coll"),
        ("“My boat is at the bottom of the lake.” She shrugs.", "She"),
    ],
)
def test_the_subject_of_the_next_sentence_speaks(text, source):
    assert sources(text) == [source]


@pytest.mark.parametrize(
    "text",
    [
        "“Keep off the grass at all times.” Edda Roe laughed at the sign.",  # not in the first person
        "She had read “I, the Keeper of the Weir” and Edda Roe had not.",
        "“I had the keys in my hand.” The mayor was still shaking.",
        "“We won.” Edda Roe smiled.",  # too short
        "The sign said: “I am the keeper of this weir.” Edda Roe read it.",
    ],
)
def test_other_quotations_are_left_alone(text):
    assert sources(text) == []


def test_a_quotation_with_an_attribution_keeps_it():
    record = sayso.attribute('"I had the keys in my hand," Edda Roe said. "I lost them all." Ivo Coll was not there.')
    assert "Ivo Coll" not in {speaker.name for speaker in record.speakers}


@pytest.mark.parametrize("name", ["Inês Brandão", "Ivo Coll", "Dr Ada Roe"])
def test_an_answer_without_a_source_gets_the_name_after_its_verb(name):
    text = f'Chair Lottie Vale opened the session. "Where were you, {name.split()[-1]}?" "In the barn," replied {name}.'
    record = sayso.attribute(text)
    assert record.speakers[-1].name == name.removeprefix("Dr ")
