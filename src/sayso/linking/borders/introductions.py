"""Limits the content to the quotation after a colon: ``was blunt about the crane: | "It fell."``"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Span, Spans
from sayso.text.quotation_marks import CLOSING, OPENING, OUTSIDE
from sayso.text.vocabulary import small

_COLON: Final = re.compile(r":[ \u00a0]{1,2}(?=[^\w\s]{1,2}[A-Z])")
_MAX_TOPIC: Final = 80  # characters between a preposition and the colon
_MAX_GAP: Final = 60  # characters between the cue and the colon


def without_introduction(text: str, states: NDArray[np.uint8], cue: Spans, content: Spans) -> Spans:
    """The content without the topic before the colon of its quotation, and without a clause before the speaker.

    Both are removed only if the quotation after the colon is a sentence of its own.
    """
    if not cue or not content:
        return content
    content = (*content[:-1], _without_topic(text, states, cue[-1], content[-1]))
    first, last = content[0], content[-1]
    if len(content) < 2 or not first.end <= cue[0].start < last.start:
        return content
    return content[1:] if _is_clause(text, states, first) and _is_introduced(text, states, cue[-1], last) else content


def _without_topic(text: str, states: NDArray[np.uint8], cue: Span, content: Span) -> Span:
    """The quotation of a content that starts with the object of a preposition and a colon."""
    if not cue.end <= content.start <= cue.end + 1 or states[content.start] != OUTSIDE:
        return content
    colon = _COLON.search(text, content.start, min(content.end, content.start + _MAX_TOPIC))
    if colon is None or states[colon.end()] != OPENING or states[content.end - 1] != CLOSING:
        return content
    last_word = cue.of(text).rpartition(" ")[2].lower()
    return Span(colon.end(), content.end) if last_word in small("preposition") else content


def _is_clause(text: str, states: NDArray[np.uint8], span: Span) -> bool:
    """Whether a span outside quotation marks is a clause or a phrase before the main clause: ``When it fell,``."""
    if states[span.start] != OUTSIDE or not text.startswith(",", span.end - (text[span.end - 1] == ",")):
        return False
    return re.split(r"\W", span.of(text), maxsplit=1)[0].lower() in small("circumstance")


def _is_introduced(text: str, states: NDArray[np.uint8], cue: Span, content: Span) -> bool:
    """Whether a content is a sentence in quotation marks after the cue and a colon."""
    if states[content.start] != OPENING or not cue.end < content.start <= cue.end + _MAX_GAP:
        return False
    colon = _COLON.search(text, cue.start, content.start + 3)
    return colon is not None and colon.end() == content.start
