"""The form of a content: direct, mixed or indirect, from the words in quotation marks."""

from __future__ import annotations

from sayso.terms import Form, Spans
from sayso.text.quoted_words import QuotedWords


def form_of(quoted: QuotedWords, content: Spans) -> Form:
    """Direct if all words of the content are in quotation marks, mixed if some are, else indirect."""
    words, inside = quoted.count(content)
    if not inside:
        return Form.INDIRECT
    return Form.DIRECT if inside == words else Form.MIXED
