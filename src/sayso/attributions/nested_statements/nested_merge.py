"""Merges nested attributions: candidates that score high enough, and results of the model's second pass."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from operator import mul
from typing import Final

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of
from sayso.attributions.nested_statements.nested_candidates import NestedCandidate, one
from sayso.attributions.nested_statements.nested_features import FEATURES
from sayso.attributions.nested_statements.nesting import nest, ordered
from sayso.lexicons import lexicon
from sayso.limits import check_time
from sayso.linking import form_of
from sayso.terms import Act, Attribution, Span
from sayso.text.words import Words

ALONE: Final = -0.5  # minimum score of a candidate without a second pass of the model
BESIDE: Final = 0.25  # minimum score if the second pass did not find its cue
SEEN: Final = -1.0  # minimum score if the second pass found its cue
LEAST: Final = 0.45  # minimum confidence of a result of the second pass
_MAX_CANDIDATES: Final = 2000  # candidates per page: bounds the time on adversarial pages


def merge(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    held: Sequence[NestedCandidate],
    results: Sequence[Attribution] = (),
    threshold: float | None = None,
) -> tuple[Attribution, ...]:
    """The attributions plus the nested ones in their contents, with ``inside`` set and ids in text order.

    ``held`` are the :func:`candidates` of the page; ``results`` come from the model's second pass
    (:mod:`.second_pass`). A result is kept, with its own spans, if a candidate with the same cue
    scores ``SEEN`` or no candidate has that cue. A candidate without a result must score ``threshold``.
    """
    if threshold is None:
        threshold = BESIDE if results else ALONE
    seen = {place: result for result in results if result.confidence >= LEAST for place in _cue_characters(result)}
    kept: dict[str, Attribution] = {attribution.id: attribution for attribution in attributions}
    considered: set[int] = set()
    for candidate in held:
        check_time()
        inner = candidate.attribution
        log_odds = score(candidate)
        places = _cue_characters(inner)
        considered |= places
        if _is_act_of_outer(analysis.text, kept.get(inner.inside or ""), inner):
            continue
        same = next((seen[place] for place in sorted(places) if place in seen), None)
        if log_odds >= (threshold if same is None else SEEN):
            chance = max(1 / (1 + math.exp(-log_odds)), 0.0 if same is None else same.confidence)
            nested = msgspec.structs.replace(same or inner, confidence=round(chance * inner.confidence, 4))
            kept.setdefault(nested.id, nested)
    for result in seen.values():
        if not _cue_characters(result) & considered:
            kept.setdefault(result.id, result)
    return nest(ordered(tuple(kept.values())))


def _is_act_of_outer(text: str, outer: Attribution | None, inner: Attribution) -> bool:
    """Whether an inner refusal or denial is the act of the outer attribution: ``QUILL: I won't discuss that.``"""
    if outer is None or not outer.content or inner.source[0].of(text).lower() not in ("i", "we"):
        return False
    before = text[outer.content[0].start : inner.source[0].start]
    content = " ".join(span.of(text) for span in outer.content[:1])
    cue = " ".join(span.of(text) for span in outer.cue)
    return not before.strip("“”‘\"' ") and act_of(cue, content) in (Act.DENIAL, Act.NON_RESPONSE)


def _cue_characters(attribution: Attribution) -> set[int]:
    """The character positions of the cue."""
    return {place for span in attribution.cue for place in range(span.start, span.end)}


def candidates(analysis: Analysis, attributions: Sequence[Attribution]) -> tuple[NestedCandidate, ...]:
    """The candidates for nested attributions in the contents of a page."""
    words, quoted = analysis.words, analysis.quoted_words
    page_candidates = []
    used_tokens: set[int] = set()
    for attribution in attributions:
        for span in (*attribution.cue, *attribution.source):
            used_tokens.update(words.within(span.start, span.end))
    for attribution, piece, number in _tokens(words, attributions):
        candidate = None if number in used_tokens else one(words, attribution, piece, number)
        if candidate is not None:
            form = form_of(quoted, candidate.attribution.content)
            page_candidates.append(
                msgspec.structs.replace(
                    candidate, attribution=msgspec.structs.replace(candidate.attribution, form=form)
                )
            )
        if len(page_candidates) >= _MAX_CANDIDATES:
            break
    return tuple(page_candidates)


def _tokens(words: Words, attributions: Sequence[Attribution]) -> Iterator[tuple[Attribution, Span, int]]:
    """Each token inside a content, once, with the shortest content around it."""
    pieces = sorted(
        ((piece, attribution) for attribution in attributions for piece in attribution.content),
        key=lambda pair: (pair[0].end - pair[0].start, pair[0].start),
    )
    # Union-find: the next token that no shorter content has yielded.
    next_free = array("l", range(len(words.tokens) + 1))

    def free(number: int) -> int:
        root = number
        while next_free[root] != root:
            root = next_free[root]
        while next_free[number] != root:
            next_free[number], number = root, next_free[number]
        return root

    for piece, attribution in pieces:
        numbers = words.within(piece.start, piece.end)
        number = free(numbers.start)
        while number < numbers.stop:
            yield attribution, piece, number
            next_free[number] = number + 1
            number = free(number)


def score(candidate: NestedCandidate) -> float:
    """The log-odds that a candidate is an attribution."""
    return float(sum(map(mul, _weights(), candidate.features)))


@cache
def _weights() -> tuple[float, ...]:
    """The weight of each feature."""
    weights = {row["term"]: float(row["weight"]) for row in lexicon("nested_weights")}
    return tuple(weights[name] for name in FEATURES)
