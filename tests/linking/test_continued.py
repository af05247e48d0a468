"""A paragraph that consists of a quotation continues the content of the previous paragraph."""

import numpy as np
import pytest

import sayso
from sayso.analysis import Analysis
from sayso.linking import form_of
from sayso.linking.continued_quotes import continued
from sayso.linking.links import Draft
from sayso.terms import Span
from sayso.text.quoted_words import QuotedWords

OPENING = "“The wall will not hold another winter, and I will not wait for the water to come,” Mayor Tessa Vance said."
QUOTATION = "“We have looked at this from every side, and the school lies lower than the quay.”"


def statements(*paragraphs):
    record = sayso.attribute("\n\n".join(paragraphs) + "\n")
    text = record.article.text
    return [
        (attribution.source[0].of(text) if attribution.source else None, [s.of(text) for s in attribution.content])
        for attribution in record.attributions
        if attribution.inside is None
    ]


def content_of(source_word, page_statements):
    return next(content for source, content in page_statements if source and source_word in source)


@pytest.mark.parametrize("marks", ["“”", '""'])
def test_a_paragraph_of_only_a_quotation_continues_the_previous_content(marks):
    paragraphs = [part.replace("“", marks[0]).replace("”", marks[1]) for part in (OPENING, QUOTATION)]
    assert content_of("Vance", statements(*paragraphs))[-1] == paragraphs[1]


def test_a_quotation_may_run_over_three_paragraphs():
    first = "“Nobody answers our letters,” engineer Paul Okafor said. “We write one every week to the ministry."
    second = "“Nobody has come to look at the cracks, which are wide enough for a hand by now."
    third = "“If the ministry does not act before spring, we will close the quay ourselves.”"
    content = content_of("Okafor", statements(first, second, third))
    assert content[-2:] == [second, third]


def continued_content(first, cue, content, *paragraphs):
    """The spans that later paragraphs add to the content of a statement in the first paragraph."""
    article = sayso.read("\n\n".join((first, *paragraphs)) + "\n")
    cue, content = (Span(first.index(words), first.index(words) + len(words)) for words in (cue, content))
    quoted = QuotedWords(article.text)
    draft = Draft((), (cue,), (content,), form_of(quoted, (content,)), np.zeros(0, dtype=np.float32))
    (result,) = continued(Analysis(article), [draft])
    return [span.of(article.text) for span in result.content[1:]]


def test_an_indirect_statement_is_not_continued():
    first = "Mayor Tessa Vance said that the wall will be closed to walkers."
    assert continued_content(first, "said", "that the wall will be closed to walkers", QUOTATION) == []


def test_a_heading_in_quotation_marks_continues_no_content():
    quotation = OPENING[: OPENING.index("”") + 1]
    assert continued_content(OPENING, "said", quotation, QUOTATION) == [QUOTATION]
    assert continued_content(OPENING, "said", quotation, "“Water at the School Before the Winter Comes”") == []
    assert continued_content(OPENING, "said", quotation, "‘All Is Well.’", QUOTATION) == []


def test_a_quotation_with_its_own_source_continues_no_content():
    attributed = "“It moved nine centimetres since spring, and four in the summer alone,” said engineer Paul Okafor."
    assert all("nine centimetres" not in part for part in content_of("Vance", statements(OPENING, attributed)))
