"""A paragraph that is nothing but a quotation goes on with the one before it, and with no other."""

import numpy as np
import pytest

import sayso
from sayso.analysis import Analysis
from sayso.linking import form_of
from sayso.linking.continued_quotes import continued
from sayso.linking.links import Draft
from sayso.terms import Span
from sayso.text.quoted_words import QuotedWords

LEAD = "“The wall will not hold another winter, and I will not wait for the water to come,” Mayor Tessa Vance said."
MORE = "“We have looked at this from every side, and the school lies lower than the quay.”"


def statements(*paragraphs):
    record = sayso.attribute("\n\n".join(paragraphs) + "\n")
    text = record.article.text
    return [
        (one.source[0].of(text) if one.source else None, [span.of(text) for span in one.content])
        for one in record.attributions
        if one.inside is None
    ]


def content_of(who, found):
    return next(content for source, content in found if source and who in source)


@pytest.mark.parametrize("marks", ["“”", '""'])
def test_a_paragraph_that_is_a_quotation_belongs_to_the_speaker_before(marks):
    paragraphs = [part.replace("“", marks[0]).replace("”", marks[1]) for part in (LEAD, MORE)]
    assert content_of("Vance", statements(*paragraphs))[-1] == paragraphs[1]


def test_a_quotation_over_three_paragraphs_each_opened_and_the_last_one_closed_is_one():
    first = "“Nobody answers our letters,” engineer Paul Okafor said. “We write one every week to the ministry."
    second = "“Nobody has come to look at the cracks, which are wide enough for a hand by now."
    third = "“If the ministry does not act before spring, we will close the quay ourselves.”"
    content = content_of("Okafor", statements(first, second, third))
    assert content[-2:] == [second, third]


def pieces_after(first, cue, content, *more):
    """The content of a statement in the first paragraph, once the paragraphs after it have been looked at."""
    article = sayso.read("\n\n".join((first, *more)) + "\n")
    cue, content = (Span(first.index(words), first.index(words) + len(words)) for words in (cue, content))
    quoted = QuotedWords(article.text)
    draft = Draft((), (cue,), (content,), form_of(quoted, (content,)), np.zeros(0, dtype=np.float32))
    (out,) = continued(Analysis(article), [draft])
    return [span.of(article.text) for span in out.content[1:]]


def test_the_paragraph_after_an_indirect_statement_is_left_alone():
    first = "Mayor Tessa Vance said that the wall will be closed to walkers."
    assert pieces_after(first, "said", "that the wall will be closed to walkers", MORE) == []


def test_a_heading_in_quotation_marks_is_no_speech():
    said = LEAD[: LEAD.index("”") + 1]
    assert pieces_after(LEAD, "said", said, MORE) == [MORE]
    assert pieces_after(LEAD, "said", said, "“Water at the School Before the Winter Comes”") == []
    assert pieces_after(LEAD, "said", said, "‘All Is Well.’", MORE) == []


def test_a_quotation_with_a_speaker_of_its_own_stays_with_that_one():
    own = "“It moved nine centimetres since spring, and four in the summer alone,” said engineer Paul Okafor."
    assert all("nine centimetres" not in part for part in content_of("Vance", statements(LEAD, own)))
