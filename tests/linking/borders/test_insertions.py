"""Contents in insertions end where the main clause goes on."""

from __future__ import annotations

import pytest

from sayso.linking.borders.insertions import without_main_clause
from sayso.terms import Span


def content_of(text, cue):
    start = text.index(cue)
    end = start + len(cue)
    spans = without_main_clause(text, (Span(start, end),), (Span(end + 1, text.rindex(".")),))
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        (
            "Una Bell, who was told that the shop must close, took her keys and went.",
            "told",
            "that the shop must close",
        ),
        ("The pilot, warned of ice on the wings, left the plane behind.", "warned of", "ice on the wings"),
        ("Jon Ask, saying that he was late, left the hall.", "saying", "that he was late"),
        ("The mill, which claims that its dust is clean, painted the gate green.", "claims", "that its dust is clean"),
    ],
)
def test_the_main_clause_is_no_part_of_the_content(text, cue, content):
    assert content_of(text, cue) == [content]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The pilot left, saying the wings had iced, lost their lift and failed the crew.", "saying"),
        ("The mill said that its dust, tested in May, was clean.", "said"),
        ("Una Bell, who said the shop, based in Velm, would close.", "said"),
    ],
)
def test_a_list_of_verbs_or_a_participle_stays_in_the_content(text, cue):
    end = text.index(cue) + len(cue) + 1
    assert content_of(text, cue) == [text[end : text.rindex(".")]]
