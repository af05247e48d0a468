"""Attributions inside the contents of others: a subject, a cue and what follows, kept where they look like one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from operator import mul
from typing import Final

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of
from sayso.attributions.nested_candidates import NestedCandidate, one
from sayso.attributions.nested_features import FEATURES
from sayso.attributions.nesting import nest, ordered
from sayso.lexicons import lexicon
from sayso.linking import form_of
from sayso.terms import Act, Attribution, Span
from sayso.text.words import Words

ALONE: Final = -0.5  # the score a candidate must have where no model was asked
BESIDE: Final = 0.25  # and where one was, and did not see it
SEEN: Final = -1.0  # and where the model saw its cue too
LEAST: Final = 0.45  # the confidence that the model must have
_MOST: Final = 2000  # candidates of one page: bounds the time on a page made to be slow


def merge(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    held: Sequence[NestedCandidate],
    found: Sequence[Attribution] = (),
    threshold: float | None = None,
) -> tuple[Attribution, ...]:
    """The attributions with those that their contents hold, ``inside`` set, ids in the order of the text.

    ``held`` are the :func:`candidates` of the page, ``found`` is what the second pass of the model sees in the contents
    (:mod:`sayso.attributions.second_pass`). It is kept with its spans where a candidate with its cue scores ``SEEN``,
    or none has its cue. A candidate that stands alone must score ``threshold``.
    """
    if threshold is None:
        threshold = BESIDE if found else ALONE
    seen = {place: one for one in found if one.confidence >= LEAST for place in _places(one)}
    kept: dict[str, Attribution] = {attribution.id: attribution for attribution in attributions}
    considered: set[int] = set()
    for candidate in held:
        inner = candidate.attribution
        log_odds = score(candidate)
        places = _places(inner)
        considered |= places
        if _is_whole(analysis.text, kept.get(inner.inside or ""), inner):
            continue
        same = next((seen[place] for place in sorted(places) if place in seen), None)
        if log_odds >= (threshold if same is None else SEEN):
            chance = max(1 / (1 + math.exp(-log_odds)), 0.0 if same is None else same.confidence)
            one = msgspec.structs.replace(same or inner, confidence=round(chance * inner.confidence, 4))
            kept.setdefault(one.id, one)
    for one in seen.values():
        if not _places(one) & considered:
            kept.setdefault(one.id, one)
    return nest(ordered(tuple(kept.values())))


def _is_whole(text: str, outer: Attribution | None, inner: Attribution) -> bool:
    """Whether an inner refusal or denial is what the outer one does by it: ``QUILL: I won't discuss that.``"""
    if outer is None or not outer.content or inner.source[0].of(text).lower() not in ("i", "we"):
        return False
    before = text[outer.content[0].start : inner.source[0].start]
    said = " ".join(span.of(text) for span in outer.content[:1])
    cue = " ".join(span.of(text) for span in outer.cue)
    return not before.strip("“”‘\"' ") and act_of(cue, said) in (Act.DENIAL, Act.NON_RESPONSE)


def _places(attribution: Attribution) -> set[int]:
    """The characters of the cue."""
    return {place for span in attribution.cue for place in range(span.start, span.end)}


def candidates(analysis: Analysis, attributions: Sequence[Attribution]) -> tuple[NestedCandidate, ...]:
    """Every subject with a cue after it inside a content, with what follows as its content."""
    words, quoted = analysis.words, analysis.quoted_words
    out = []
    taken: set[int] = set()
    for attribution in attributions:
        for span in (*attribution.cue, *attribution.source):
            taken.update(words.within(span.start, span.end))
    for attribution, piece, number in _tokens(words, attributions):
        found = None if number in taken else one(words, attribution, piece, number)
        if found is not None:
            form = form_of(quoted, found.attribution.content)
            out.append(
                msgspec.structs.replace(found, attribution=msgspec.structs.replace(found.attribution, form=form))
            )
        if len(out) >= _MOST:
            break
    return tuple(out)


def _tokens(words: Words, attributions: Sequence[Attribution]) -> Iterator[tuple[Attribution, Span, int]]:
    """Each token that stands in a content, once, with the shortest content around it."""
    pieces = sorted(
        ((piece, attribution) for attribution in attributions for piece in attribution.content),
        key=lambda pair: (pair[0].end - pair[0].start, pair[0].start),
    )
    following = list(range(len(words.tokens) + 1))  # for each token the next one that no shorter content had

    def free(number: int) -> int:
        root = number
        while following[root] != root:
            root = following[root]
        while following[number] != root:
            following[number], number = root, following[number]
        return root

    for piece, attribution in pieces:
        numbers = words.within(piece.start, piece.end)
        number = free(numbers.start)
        while number < numbers.stop:
            yield attribution, piece, number
            following[number] = number + 1
            number = free(number)


def score(candidate: NestedCandidate) -> float:
    """The log-odds that a candidate is an attribution."""
    return float(sum(map(mul, _weights(), candidate.features)))


@cache
def _weights() -> tuple[float, ...]:
    """The weight of each feature."""
    weights = {row["term"]: float(row["weight"]) for row in lexicon("nested_weights")}
    return tuple(weights[name] for name in FEATURES)
