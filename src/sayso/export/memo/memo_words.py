"""Words of the text for a sourcing memo: joined spans, shortened lines, the sentence around a span."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sayso.terms import Span
from sayso.text.sentences import sentence_ends

_MAX_CHARS: Final = 220  # of the words of a statement


def joined_words(text: str, spans: Sequence[Span]) -> str:
    """Return the words of spans on one line, with an ellipsis between them."""
    return " … ".join(" ".join(span.of(text).split()) for span in spans)


def shortened(words: str) -> str:
    """Return words on one line, cut at a space with an ellipsis."""
    line = " ".join(words.split())
    return line if len(line) <= _MAX_CHARS else line[:_MAX_CHARS].rpartition(" ")[0] + " …"


def only_words(text: str) -> str:
    """Return a text in lower case with a space for each run of other characters than letters and digits."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def sentence_of(text: str, span: Span) -> Span:
    """Return the sentence around a span."""
    start, end = 0, len(text)
    for stop, following in sentence_ends(text):
        if following <= span.start:
            start = following
        elif stop >= span.end:
            end = stop
            break
    return Span(start, end)
