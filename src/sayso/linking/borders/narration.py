"""Removes narration, words of the author after the end of a quotation, from contents."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Span, Spans
from sayso.text.morphology import past_forms
from sayso.text.quotation_marks import CLOSING, OPENING, OUTSIDE

_STOPS: Final = ".!?…"
_COORDINATED_VERB: Final = re.compile(r"(?:and|but|then|before|and then)\s+([a-z]{3,20})\b")
"""Such words with a verb in the past tense are outside the content in 5 of 5 places in PolNeAR train."""
_MIN_QUOTATION_WORDS: Final = (
    3  # words of a quotation before an action of the speaker; shorter ones are part of a clause
)


def without_narration(text: str, states: NDArray[np.uint8], spans: Spans) -> Spans:
    """The spans, cut after a quotation that a sentence of the author or an action of the speaker follows."""
    return tuple(_without_narration(text, states, span) for span in spans)


def _without_narration(text: str, states: NDArray[np.uint8], span: Span) -> Span:
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
    starts_sentence = words[:1].isupper() and text[mark - 1] in _STOPS
    return (
        Span(span.start, end) if starts_sentence or _is_action(text[span.start : mark], words, states, span) else span
    )


def _is_action(quotation: str, words: str, states: NDArray[np.uint8], span: Span) -> bool:
    """Whether the words after a quotation at the start of a span describe an action of the speaker."""
    verb = _COORDINATED_VERB.match(words)
    if verb is None or states[span.start] != OPENING or len(quotation.split()) < _MIN_QUOTATION_WORDS:
        return False
    return verb[1].endswith("ed") or verb[1] in past_forms()
