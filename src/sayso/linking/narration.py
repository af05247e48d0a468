"""What the author writes after a quotation has ended: no part of what its speaker says."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Span, Spans
from sayso.text.quotation_marks import CLOSING, OUTSIDE

_STOPS = ".!?…"


def without_narration(text: str, states: NDArray[np.uint8], spans: Spans) -> Spans:
    """The spans, each cut where a quotation in it ends with its sentence and a sentence without marks follows."""
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
    new = words[:1].isupper() and words != rest and text[mark - 1] in _STOPS
    return Span(span.start, end) if new and bool((states[end : span.end] == OUTSIDE).all()) else span
