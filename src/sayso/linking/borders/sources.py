"""Corrects sources at their borders: manner adverbs, a second clause, people who were told, the wrong subject."""

from __future__ import annotations

import re
from typing import Final

from sayso.terms import Span, Spans
from sayso.text.morphology import base_form, past_forms
from sayso.text.vocabulary import folded, noun_kinds, pronouns, small, titles

_STOP: Final = re.compile(r"\b(?P<word>[A-Z][\w’'-]{3,30})\. (?=[A-Z][a-z])")
_MANNER: Final = re.compile(r",? (?P<adverb>[a-z]{2,}ly)\Z")
_SECOND_CLAUSE: Final = re.compile(r", (?:and|but|while|as|when|before|so) (?P<subject>[a-z]+|[A-Z]\w+)\b")
_CONTINUES: Final = re.compile(r",? (?:\w+ly )?[a-z]")
_COORDINATED: Final = re.compile(r"\b(?:and|or|then)\s{1,3}\Z")
_PASSIVE: Final = re.compile(r"\b(?:am|is|are|was|were|be|been|being|got|gets)\s+(?:\w+ly\s+)?(?P<verb>[a-z]+)\b")
_REPORTED: Final = re.compile(r"[\s,]*(?:that|to|not|how|there|he|she|it|they|we|I|you)\b")
_OBJECT_ING: Final = re.compile(r"\b(?P<object>him|her|them|us|me)\s+[a-z]+ing\b[^.;:!?“”\"]{0,60},?\s{1,3}\Z")
_SENTENCE: Final = 200  # characters before a cue that are searched


def with_borders(text: str, source: Spans, cue: Spans) -> Spans:
    """The source of an attribution with its borders corrected; empty if the source was told and does not tell."""
    if not source or not cue:
        return source
    source = tuple(_within_sentence(text, span, cue[0]) for span in source)
    if _is_told(text, source[0], cue[0]):
        return ()
    subject = _participle_subject(text, cue[0])
    if subject is not None and source[-1].end <= subject.start:
        return (subject,)
    if source[-1].start >= cue[-1].end:
        return (*source[:-1], _without_clause(text, _without_manner(text, source[-1])))
    return source


def _within_sentence(text: str, span: Span, cue: Span) -> Span:
    """A source without words of another sentence: ``said | Otto Krahl |. Coach Bo Lind was blunt``."""
    stops = [stop for stop in _STOP.finditer(text, span.start, span.end) if _is_surname(stop["word"])]
    if not stops:
        return span
    return Span(span.start, stops[0].end("word")) if span.start >= cue.end else Span(stops[-1].end(), span.end)


def _is_surname(word: str) -> bool:
    """Whether a word before a full stop is no abbreviation: not ``Supt.``, ``Corp.``."""
    lower = word.lower()
    abbreviations = (titles(), small("firm_end"), small("abbreviation"), folded("organizations"))
    return not any(lower in words for words in abbreviations)


def _without_manner(text: str, span: Span) -> Span:
    """A source after its verb without the adverb of the verb: ``said | the boy | sharply``."""
    manner = _MANNER.search(text, span.start, span.end)
    if manner is None or manner["adverb"] in noun_kinds():
        return span
    return Span(span.start, manner.start())


def _without_clause(text: str, span: Span) -> Span:
    """A source after its verb without the subject of the next clause: ``said | Lea Orde |, and the hall sang``."""
    clause = _SECOND_CLAUSE.search(text, span.start, span.end)
    if clause is None or not _CONTINUES.match(text, span.end):
        return span
    return Span(span.start, clause.start())


def _is_told(text: str, source: Span, cue: Span) -> bool:
    """Whether the verb of a cue is a passive participle after another one: ``had been sent home and | told | that``."""
    words = cue.of(text).lower().split()
    if not words or base_form(words[-1]) not in small("told") or source.end > cue.start:
        return False
    before = text[source.start : cue.start]
    coordinated = _COORDINATED.search(before)
    if coordinated is None or not _REPORTED.match(text, cue.end):
        return False
    clause = re.split(r"[.;:!?“”\"]", before[: coordinated.start()])[-1]
    verbs = _PASSIVE.findall(clause)
    return bool(verbs) and _is_participle(verbs[-1])


def _is_participle(word: str) -> bool:
    return word.endswith("ed") or word in past_forms()


def _participle_subject(text: str, cue: Span) -> Span | None:
    """The object before two participles, which is the subject of both: ``remembers | him | apologizing, saying``."""
    words = cue.of(text).lower().split()
    if len(words) != 1 or not words[0].endswith("ing"):
        return None
    subject = _OBJECT_ING.search(text, max(0, cue.start - _SENTENCE), cue.start)
    if subject is None or subject["object"] not in pronouns():
        return None
    return Span(*subject.span("object"))
