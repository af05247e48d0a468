"""A content after a colon is its quotation, without a topic or a clause before it."""

from __future__ import annotations

import pytest

from sayso.linking.borders.introductions import without_introduction
from sayso.terms import Span
from sayso.text.quotation_marks import quote_states


def content_of(text: str, cue: str, *content: str) -> list[str]:
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in (cue, *content))
    kept = without_introduction(text, quote_states(text), spans[:1], spans[1:])
    return [span.of(text) for span in kept]


@pytest.mark.parametrize(
    ("text", "cue", "content", "quotation"),
    [
        ("Una Pike was blunt about the crane: “It fell.”", "was blunt about", "the crane: “It fell.”", "“It fell.”"),
        ('Marr complained of the noise: "We wake."', "complained of", 'the noise: "We wake."', '"We wake."'),
        ("The chair joked about her boat: “She leaks.”", "joked about", "her boat: “She leaks.”", "“She leaks.”"),
        ("Otway warned against haste: “Boats wait.”", "warned against", "haste: “Boats wait.”", "“Boats wait.”"),
    ],
)  # fmt: skip
def test_a_topic_before_the_colon_is_no_content(text, cue, content, quotation):
    assert content_of(text, cue, content) == [quotation]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Otway said the crane was old: “It fell.”", "said", "the crane was old: “It fell.”"),
        ("Otway warned of “a long winter: No boats.”", "warned of", "“a long winter: No boats.”"),
        ("Otway spoke of three things: ice, wind and “mud”.", "spoke of", "three things: ice, wind and “mud”"),
    ],
)
def test_words_of_the_source_before_a_colon_stay(text, cue, content):
    assert content_of(text, cue, content) == [content]


@pytest.mark.parametrize(
    ("clause", "rest", "cue", "quotation"),
    [
        ("When the crane fell", ", driver Una Pike told the board: “It was old.”", "told", "“It was old.”"),
        (
            "As the boats left,",
            " Ivo Marr, who runs the lock, said: “No water is left.”",
            "said",
            "“No water is left.”",
        ),
        ("After a vote of four hours", ", Nell Otway said: “I am glad.”", "said", "“I am glad.”"),
        ("Asked about the gates", ', Marr replied to the club: "They hold."', "replied", '"They hold."'),
    ],
)
def test_a_clause_before_the_speaker_is_no_content(clause, rest, cue, quotation):
    assert content_of(clause + rest, cue, clause, quotation) == [quotation]


@pytest.mark.parametrize(
    ("clause", "rest", "cue", "quotation"),
    [
        ("“When the crane fell", "”, Pike said: “It was old.”", "said", "“It was old.”"),
        ("When the crane fell", ", Pike said, “it was May.”", "said", "“it was May.”"),
        ("On Monday the crane fell", ", Pike said: “It was loud.”", "said", "“It was loud.”"),
        ("The crane is old", ", Pike said: “It will fall.”", "said", "“It will fall.”"),
    ],
)
def test_a_part_of_the_statement_before_the_speaker_stays(clause, rest, cue, quotation):
    assert content_of(clause + rest, cue, clause, quotation) == [clause, quotation]
