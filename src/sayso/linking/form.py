"""The form of a content: how many of its words stand in quotation marks."""

from __future__ import annotations

from sayso.terms import Form, Spans
from sayso.text.quoted_words import QuotedWords


def form_of(quoted: QuotedWords, content: Spans) -> Form:
    """Direct where all words of the content are in quotation marks, mixed where some are, else indirect."""
    words, inside = quoted.count(content)
    if not inside:
        return Form.INDIRECT
    return Form.DIRECT if inside == words else Form.MIXED
