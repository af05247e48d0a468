"""Speakers in the sentence after a quotation in the first person: “I lost it all.” Ada Brook shrugs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from sayso.analysis import Analysis
from sayso.linking.draft import Draft, draft_of_layout
from sayso.terms import BlockKind, Span
from sayso.text.quotation_marks import CLOSING, OPENING
from sayso.text.vocabulary import folded, nouns, titles

_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b")
_ENDS: Final = re.compile(r"[.!?…][”\"’'»]")
_SENTENCE_ENDS: Final = tuple('.!?…”"’)')
_SUBJECT: Final = re.compile(
    r" (?P<name>(?:[A-Z][\w.’'-]+ (?:(?:de|van|von|bin|al|el|la|da|di|del|der|den|dos) ){0,2}){1,4})[a-z]"
)
_MIN_WORDS: Final = 5  # words of a quotation; a shorter one may be a title
_LOOKBACK: Final = 4  # characters before a quotation
_MAX_NAME: Final = 80  # characters


def quotations(analysis: Analysis, block: Span) -> Iterator[Span]:
    """The quotations of a block, with their marks."""
    states = analysis.quotation_states
    marks = block.start + np.flatnonzero(np.isin(states[block.start : block.end], (OPENING, CLOSING)))
    opening: int | None = None
    for mark in marks.tolist():
        if states[mark] == OPENING:
            opening = mark if opening is None else opening
        elif mark + 1 >= len(states) or states[mark + 1] != CLOSING:
            if opening is not None:
                yield Span(opening, mark + 1)
            opening = None


def with_following(analysis: Analysis, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, and one without cue for each quotation in the first person before a sentence about its speaker."""
    taken = np.zeros(len(analysis.text) + 1, dtype=bool)
    for draft in drafts:
        for span in draft.content:
            taken[span.start : span.end] = True
    merged = list(drafts)
    for block in analysis.article.blocks:
        if block.kind is not BlockKind.BODY:
            continue
        for quotation in quotations(analysis, block.span):
            source = (
                None if taken[quotation.start : quotation.end].any() else _subject(analysis.text, block.span, quotation)
            )
            if source is not None:
                merged.append(draft_of_layout(analysis.quoted_words, (source,), (), (quotation,)))
    return merged


def _subject(text: str, block: Span, quotation: Span) -> Span | None:
    """The name or pronoun that begins the sentence after a quotation in the first person of whole sentences."""
    words = quotation.of(text)
    if len(words.split()) < _MIN_WORDS or _FIRST_PERSON.search(words) is None or not _ENDS.match(words[-2:]):
        return None
    before = text[max(block.start, quotation.start - _LOOKBACK) : quotation.start]
    if before.rstrip() and "\n" not in before and not before.rstrip().endswith(_SENTENCE_ENDS):
        return None
    subject = _SUBJECT.match(text, quotation.end, min(block.end, quotation.end + _MAX_NAME))
    if subject is None:
        return None
    first = subject["name"].split()[0].lower()
    is_person = first in ("he", "she") or first in titles() or first not in folded("function_words") | nouns()
    return Span(subject.start("name"), subject.end("name") - 1) if is_person else None
