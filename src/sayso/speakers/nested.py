"""Attributions inside the contents of others: a subject, a cue and what follows, kept where they look like one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from sayso.lexicons import lexicon
from sayso.linking import form_of, quoted_words
from sayso.speakers.candidates import Candidate, one
from sayso.speakers.cue_features import FEATURES
from sayso.speakers.nesting import nest, ordered
from sayso.speakers.words import Words
from sayso.terms import Article, Attribution, Span

ALONE: Final = -0.5  # the score a candidate must have where no model was asked
BESIDE: Final = 0.0  # and where one was, and did not see it
SEEN: Final = -1.5  # and where the model saw its cue too
_MOST: Final = 2000  # candidates of one page: bounds the time on a page made to be slow


def nested(
    article: Article,
    attributions: Sequence[Attribution],
    found: Sequence[Attribution] = (),
    threshold: float | None = None,
) -> tuple[Attribution, ...]:
    """The attributions with those that their contents hold, ``inside`` set, ids in the order of the text.

    ``found`` is what the model's second pass sees in the contents (:func:`sayso.speakers.inside.inside`): it is kept
    where no candidate has its cue; a candidate with the same cue must score ``SEEN``, another one ``threshold``.
    """
    if threshold is None:
        threshold = BESIDE if found else ALONE
    seen = {place for one in found for span in one.cue for place in range(span.start, span.end)}
    told = {span.start: one.confidence for one in found for span in one.cue}
    kept: list[Attribution] = list(attributions)
    considered: set[int] = set()
    for candidate in candidates(article, attributions):
        inner = candidate.attribution
        score = sum(w * x for w, x in zip(_weights(), candidate.features, strict=True))
        places = {place for span in inner.cue for place in range(span.start, span.end)}
        considered |= places
        if score >= (SEEN if places & seen else threshold):
            chance = max(1 / (1 + math.exp(-score)), *(told.get(place, 0.0) for place in places))
            kept.append(msgspec.structs.replace(inner, confidence=round(chance * inner.confidence, 4)))
    kept += [
        one
        for one in found
        if not any(place in considered for span in one.cue for place in range(span.start, span.end))
    ]
    return nest(ordered(kept))


def candidates(article: Article, attributions: Sequence[Attribution]) -> Iterator[Candidate]:
    """Every subject with a cue after it inside a content, with what follows as its content."""
    words = Words(article.text)
    quoted = quoted_words(article.text)
    taken: set[int] = set()
    for attribution in attributions:
        for span in (*attribution.cue, *attribution.source):
            taken.update(words.within(span.start, span.end))
    count = 0
    for attribution, piece, number in _tokens(words, attributions):
        found = None if number in taken else one(words, attribution, piece, number)
        if found is not None:
            count += 1
            form = form_of(quoted, found.attribution.content)
            yield msgspec.structs.replace(found, attribution=msgspec.structs.replace(found.attribution, form=form))
        if count >= _MOST:
            return


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


@cache
def _weights() -> tuple[float, ...]:
    """The weight of each feature."""
    weights = {row["term"]: float(row["weight"]) for row in lexicon("nested_weights")}
    return tuple(weights[name] for name in FEATURES)
