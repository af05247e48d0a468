"""What the author writes after a quotation has ended: no part of what its speaker says."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.lexicons import lexicon
from sayso.terms import Span, Spans
from sayso.text.quotation_marks import CLOSING, OPENING, OUTSIDE

_STOPS: Final = ".!?…"
_DEED: Final = re.compile(r"(?:and|but|then|before|and then)\s+([a-z]{3,20})\b")
"""In PolNeAR's training texts such words with a verb in the past are outside of the content in 5 of 5 places."""
_FEWEST: Final = 3  # words of a quotation after which the speaker's deeds may follow; fewer are a part of a clause


def without_narration(text: str, states: NDArray[np.uint8], spans: Spans) -> Spans:
    """The spans, each cut where a quotation in it ends and a sentence of the author, or the speaker's deed, follows."""
    return tuple(_cut(text, states, span) for span in spans)


def _cut(text: str, states: NDArray[np.uint8], span: Span) -> Span:
    closing = np.flatnonzero(states[span.start : span.end] == CLOSING)
    if not len(closing):
        return span
    mark = end = span.start + int(closing[-1])
    end += 1
    while mark > span.start and states[mark - 1] == CLOSING:
        mark -= 1
    rest = text[end : span.end]
    words = rest.lstrip()
    if words == rest or not bool((states[end : span.end] == OUTSIDE).all()):
        return span
    sentence = words[:1].isupper() and text[mark - 1] in _STOPS
    return Span(span.start, end) if sentence or _is_deed(text[span.start : mark], words, states, span) else span


def _is_deed(quotation: str, words: str, states: NDArray[np.uint8], span: Span) -> bool:
    """Whether the words after a quotation that is all of the span so far tell what its speaker did next."""
    deed = _DEED.match(words)
    if deed is None or states[span.start] != OPENING or len(quotation.split()) < _FEWEST:
        return False
    return deed[1].endswith("ed") or deed[1] in _past_forms()


@cache
def _past_forms() -> frozenset[str]:
    """The irregular forms of verbs: ``left``, ``went``."""
    return frozenset(form for row in lexicon("verbs") for form in row["forms"].split())
