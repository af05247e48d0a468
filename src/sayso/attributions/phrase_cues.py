"""Cues that are phrases, which the model misses: ``in her words``, ``as Abel Rooke put it``, ``reportedly``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.analysis import Analysis
from sayso.linking import form_of
from sayso.terms import READ_KINDS, Attribution, Span, Spans
from sayso.text.quotation_marks import CLOSING, OPENING, OUTSIDE
from sayso.text.vocabulary import saying

CONFIDENCE: Final = 0.75
HEARSAY_CONFIDENCE: Final = 0.6  # 18 of 27 occurrences of "reportedly" are a cue in PolNeAR train
_MAX_PER_PAGE: Final = 100  # phrases per page: bounds the time on adversarial pages
_POSSESSOR: Final = r"(?:his|her|their|its|my|our|(?:the |one )?[\w-]+(?: [\w.-]+){0,3}['’]s?)"
_PHRASES: Final = (
    re.compile(
        rf"\b(?P<cue>in) (?P<source>{_POSSESSOR}) (?P<rest>(?:own )?(?:words|phrase|phrasing|telling|formulation))\b"
    ),
    re.compile(r"\b(?P<cue>in the (?:words|phrase) of) (?P<source>[^,;:.()“”\"\n]{2,60})(?=[,.;:]|\s?[“\"])", re.I),
    re.compile(r"\bas (?P<source>[^,;:.()“”\"\n]{2,60}?) (?P<cue>(?:has |had |once )?(?:put|puts) it)\b", re.I),
)
_BEFORE: Final = re.compile(r"[,.]?[”\"’']?,?\s{1,3}\Z")
_HEARSAY: Final = re.compile(r"\breportedly\b")
_CLAUSE_END: Final = re.compile(r"[,;.!?()“”\"\n—–]|\s(?:and|but|while|after|before|when)\s")
_MIN_HEARSAY: Final = 12  # characters of a content after "reportedly"
_WORD: Final = re.compile(r"\w+")
_AFTER: Final = re.compile(r"[,:]?\s?")
_Mask = NDArray[np.bool_]


def with_phrases(analysis: Analysis, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions plus those whose cue is a phrase that no attribution has as cue or beside its content."""
    is_cue, is_content = (np.zeros(len(analysis.text), dtype=bool) for _ in range(2))
    for attribution in attributions:
        _mark(attribution, is_cue, is_content)
    added: list[Attribution] = []
    for block in analysis.article.blocks:
        if block.kind not in READ_KINDS:
            continue
        for source, cue, content, confidence in _candidates(analysis, block.span):
            if len(added) == _MAX_PER_PAGE:
                break
            if _any(is_cue, cue) or _any(is_content, (*cue, *content)):
                continue
            form = form_of(analysis.quoted_words, content)
            added.append(Attribution(f"p{len(added)}", source, cue, content, form=form, confidence=confidence))
            _mark(added[-1], is_cue, is_content)
    return (*attributions, *added)


def _mark(attribution: Attribution, is_cue: _Mask, is_content: _Mask) -> None:
    """Mark the characters of an attribution."""
    for mask, spans in ((is_cue, attribution.cue), (is_content, attribution.content)):
        for span in spans:
            mask[span.start : span.end] = True


def _any(mask: _Mask, spans: Spans) -> bool:
    """Whether a character of the spans is marked."""
    return any(mask[span.start : span.end].any() for span in spans)


def _candidates(analysis: Analysis, block: Span) -> Iterator[tuple[Spans, Spans, Spans, float]]:
    """Source, cue, content and confidence of each phrase of a block, outside quotation marks."""
    text, states = analysis.text, analysis.quotation_states
    for pattern in _PHRASES:
        for phrase in pattern.finditer(text, block.start, block.end):
            quotation = _adjacent_quotation(analysis, phrase.start(), phrase.end())
            if states[phrase.start()] == OUTSIDE and quotation is not None:
                cue = [Span(*phrase.span("cue"))]
                cue += [Span(*phrase.span("rest"))] if "rest" in pattern.groupindex else []
                yield (Span(*phrase.span("source")),), tuple(cue), (quotation,), CONFIDENCE
    for adverb in _HEARSAY.finditer(text, block.start, block.end):
        content = _clause_after(text, adverb.end(), block.end)
        if states[adverb.start()] == OUTSIDE and content is not None:
            yield (), (Span(*adverb.span()),), (content,), HEARSAY_CONFIDENCE


def _adjacent_quotation(analysis: Analysis, start: int, end: int) -> Span | None:
    """The quotation directly after or before a phrase, on its line, with its marks."""
    text, states = analysis.text, analysis.quotation_states
    after = _AFTER.match(text, end)
    opening = after.end() if after is not None else end
    if opening < len(text) and states[opening] == OPENING:
        closing = np.flatnonzero(states[opening : opening + 2000] == CLOSING)
        return Span(opening, opening + int(closing[0]) + 1) if len(closing) else None
    before = _BEFORE.search(text, max(0, start - 4), start)
    if before is None:
        return None
    marks = np.flatnonzero(states[before.start() : start] == CLOSING)
    if not len(marks):
        return None
    last = before.start() + int(marks[-1])
    opened = np.flatnonzero(states[max(0, last - 2000) : last] == OPENING)
    return Span(max(0, last - 2000) + int(opened[-1]), last + 1) if len(opened) else None


def _clause_after(text: str, start: int, end: int) -> Span | None:
    """The rest of a clause after an adverb; None before a verb of saying, which is the cue itself."""
    while start < end and text[start] == " ":
        start += 1
    word = _WORD.match(text, start, end)
    clause_end = _CLAUSE_END.search(text, start, end)
    stop = clause_end.start() if clause_end is not None else end
    if word is None or saying(word[0].lower()) or stop - start < _MIN_HEARSAY:
        return None
    return Span(start, stop)
