"""Lowers the confidence of attributions to readers and things on pages that address the reader.

Reviews, recipes and listings say what "you" may want and what a room "promises"; news rarely does. The
weights are fitted on news and on such pages (``python -m training.doubt``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of
from sayso.lexicons import lexicon, terms
from sayso.linking.links import least
from sayso.tagging import Tags
from sayso.terms import READ_KINDS, Act, Attribution, Form, Span
from sayso.text.quotation_marks import OUTSIDE
from sayso.text.vocabulary import also_names, noun_kinds, pronouns, singular, small

FEATURES: Final = ("reader_page", "reader_page_weak", "reader", "thing_attitude", "thing_statement")
"""The evidence, in the order of :func:`features`."""
_READER: Final = re.compile(r"\b(?:you|yours?|you['’](?:re|ll|ve|d))\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:“\"\n])\s{0,2}\Z")
_MIN_WORDS: Final = 100  # words: shorter pages count as this long
_READER_RATES: Final = (0.5, 3.0)  # words for the reader per 100 words: below the first, no evidence; capped at the sum
_ATTITUDES: Final = (Act.INTENTION, Act.BELIEF, Act.QUESTION, Act.DECREE)


def without_doubtful(analysis: Analysis, attributions: Sequence[Attribution], tags: Tags) -> tuple[Attribution, ...]:
    """The attributions with their confidence lowered by the evidence of the page, without those below the threshold."""
    rate = reader_rate(analysis, attributions)
    if not rate:
        return tuple(attributions)
    weights = _weights()
    kept = []
    for attribution in attributions:
        penalty = math.fsum(w * x for w, x in zip(weights, features(analysis.text, attribution, rate), strict=True))
        if penalty:
            odds = attribution.confidence / max(1 - attribution.confidence, 1e-4) * math.exp(-penalty)
            attribution = msgspec.structs.replace(attribution, confidence=round(odds / (1 + odds), 4))
            if attribution.confidence < least(tags, attribution.form):
                continue
        kept.append(attribution)
    return tuple(kept)


def features(text: str, attribution: Attribution, rate: float) -> tuple[float, ...]:
    """The evidence against an attribution; zeros for quotations, and for cues without a word (turns of interviews).

    A page that addresses the reader is no evidence against a statement of a person, a body or the page's author.
    """
    cue = " ".join(span.of(text) for span in attribution.cue)
    if not rate or attribution.form is Form.DIRECT or not _WORD.search(cue):
        return (0.0,) * len(FEATURES)
    source = " ".join(span.of(text) for span in attribution.source)
    kind = source_kind(text, attribution.source[0].start, source) if attribution.source else "none"
    act = act_of(cue, " ".join(span.of(text) for span in attribution.content))
    is_weak, is_attitude = kind not in ("name", "speaker", "third person", "author"), act in _ATTITUDES
    return (
        rate * (is_weak or is_attitude),
        rate * is_weak,
        float(kind == "reader"),
        float(kind == "thing" and is_attitude),
        float(kind == "thing" and not is_attitude),
    )


def source_kind(text: str, start: int, source: str) -> str:
    """The kind of a source by its head: reader, author, third person, pronoun, name, speaker or thing.

    A speaker is a noun that is a source in the training texts or in the lexicons of speakers; a thing is any other.
    """
    words = _WORD.findall(source)
    head = source_head(source)
    lower = head.lower()
    if lower in pronouns():
        person, _, sex = pronouns()[lower]
        other = "third person" if person == "third" and sex in ("m", "f") else "pronoun"
        return {"first": "author", "second": "reader"}.get(person, other)
    noun = singular(lower)
    if head[:1].isupper() and not (len(words) == 1 and _is_capitalized_noun(text, start, head, noun)):
        return "name"
    return "speaker" if noun in _speakers() or noun_kinds().get(noun) == "person" else "thing"


def _is_capitalized_noun(text: str, start: int, word: str, noun: str) -> bool:
    """Whether a capital only marks the start of a sentence: ``Roses want pruning``, but ``Rose wants`` a rest."""
    if not _SENTENCE_START.search(text, max(0, start - 3), start) or (word.lower() == noun and noun in also_names()):
        return False
    return noun in noun_kinds()


def source_head(source: str) -> str:
    """The head of a noun phrase: its last word before a preposition or relative pronoun."""
    words = _WORD.findall(source)
    last = next((n for n, word in enumerate(words) if n and _ends_phrase(word.lower())), len(words))
    return words[last - 1] if words else ""


def _ends_phrase(word: str) -> bool:
    return word in small("ends_phrase") or pronouns().get(word, ("",))[0] == "relative"


def reader_rate(analysis: Analysis, attributions: Sequence[Attribution]) -> float:
    """The words for the reader per 100 words, above the rate of news, outside quotations."""
    text, states = analysis.text, analysis.quotation_states
    words = readers = 0
    for span in _narration(analysis, attributions):
        words += span.of(text).count(" ") + 1
        matches = _READER.finditer(text, span.start, span.end)
        readers += sum(1 for match in matches if states[match.start()] == OUTSIDE)
    least_rate, most = _READER_RATES
    return min(max(0.0, readers * 100 / max(words, _MIN_WORDS) - least_rate), most)


def _narration(analysis: Analysis, attributions: Sequence[Attribution]) -> Iterator[Span]:
    """The analyzed text without the turns of interviews."""
    turns = sorted(
        span
        for attribution in attributions
        if not any(_WORD.search(cue.of(analysis.text)) for cue in attribution.cue)
        for span in attribution.content
    )
    first = 0
    for block in analysis.article.blocks:
        if block.kind not in READ_KINDS:
            continue
        start = block.span.start
        while first < len(turns) and turns[first].end <= start:
            first += 1
        for turn in map(turns.__getitem__, range(first, len(turns))):
            if turn.start >= block.span.end:
                break
            if start < turn.end:
                if turn.start > start:
                    yield Span(start, turn.start)
                start = turn.end
        if start < block.span.end:
            yield Span(start, block.span.end)


@cache
def _speakers() -> frozenset[str]:
    """The nouns of sources: those of the training texts and of the lexicons written by hand."""
    names = ("source_heads", "roles", "groups", "organizations", "documents", "outlet_nouns")
    return frozenset(term.casefold() for name in names for term in terms(name))


@cache
def _weights() -> tuple[float, ...]:
    """The weight of each feature."""
    weights = {row["term"]: float(row["weight"]) for row in lexicon("doubt_weights")}
    return tuple(weights[name] for name in FEATURES)
