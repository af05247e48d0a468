"""The trained scorer of candidates: a linear score, and a softmax over the candidates and "no candidate"."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from operator import mul
from typing import TYPE_CHECKING, Final, Protocol

from sayso.lexicons import lexicon
from sayso.speakers.antecedents.features import FEATURES

if TYPE_CHECKING:
    from sayso.speakers.antecedents.queries import Candidate, Query

COLUMNS: Final = ("one", "many", "thing", "role", "body", "folk")
"""Mention types with their own weights: he/she, they, it; the captain, the company, the officials."""


class Scorer(Protocol):
    """Computes the probabilities of the candidates of a mention."""

    def probabilities(
        self, query: Query, candidates: Sequence[Candidate], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        """One probability per candidate, then the probability of "no candidate"."""


class LearntScorer:
    """The trained scorer, by default with the weights that ``python -m training.antecedents`` wrote.

    ``weights`` holds, per mention type, the weight of each feature and, last, of "no candidate".
    """

    def __init__(self, weights: Mapping[str, Sequence[float]] | None = None) -> None:
        self._weights = weights

    def probabilities(
        self, query: Query, candidates: Sequence[Candidate], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        """Softmax of the linear scores."""
        known = antecedent_weights(query.column) if self._weights is None else self._weights[query.column]
        return softmax([*(sum(map(mul, known, row)) for row in rows), known[-1]])


class NearestScorer:
    """The untrained baseline: prefers the nearest candidate."""

    def probabilities(
        self, query: Query, candidates: Sequence[Candidate], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        """Probabilities that decrease with the rank of the candidate by distance."""
        return softmax([*(-float(rank) for rank in range(len(candidates))), -3.0])


def softmax(scores: Sequence[float]) -> list[float]:
    """Converts scores to probabilities."""
    maximum = max(scores)
    exponentials = [math.exp(score - maximum) for score in scores]
    total = sum(exponentials)
    return [value / total for value in exponentials]


@cache
def antecedent_weights(column: str) -> tuple[float, ...]:
    """The weights of the features for one mention type, and, last, the weight of "no candidate"."""
    weights = {row["term"]: float(row[column]) for row in lexicon("antecedent_weights")}
    return tuple(weights.get(name, 0.0) for name in (*FEATURES, "none"))
