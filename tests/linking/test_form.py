"""The form of a content: direct, mixed or indirect."""

import pytest

from sayso.linking import form_of
from sayso.terms import Form, Span
from sayso.text.quoted_words import QuotedWords


@pytest.mark.parametrize(
    ("text", "content", "form"),
    [
        ('"We stay," she said.', '"We stay,"', Form.DIRECT),
        ("She said they would stay.", "they would stay", Form.INDIRECT),
        ('She said they would "never leave".', 'they would "never leave"', Form.MIXED),
        ("‘We stay,’ she said.", "‘We stay,’", Form.DIRECT),
        ("She said: “We stay.", "“We stay.", Form.DIRECT),
        ("She said the players' union would stay.", "the players' union would stay", Form.INDIRECT),
    ],
)
def test_the_form_follows_the_quotation_marks(text, content, form):
    start = text.index(content)
    assert form_of(QuotedWords(text), (Span(start, start + len(content)),)) == form


def test_a_content_of_two_spans_has_one_form():
    text = '"We stay," she said, "all of us."'
    pieces = (Span(0, 10), Span(text.index('"all'), len(text)))
    assert form_of(QuotedWords(text), pieces) == Form.DIRECT
    assert QuotedWords(text).count(pieces) == (5, 5)
