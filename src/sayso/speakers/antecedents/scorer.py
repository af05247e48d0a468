"""The learnt scorer of candidates: a linear score, a softmax over the candidates and "none of them"."""

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
"""The kinds of mentions that have weights of their own: he/she, they, it; the captain, the company, the officials."""


class Scorer(Protocol):
    """What gives the candidates of a mention their probabilities; the last one is that of "none of them"."""

    def probabilities(
        self, query: Query, candidates: Sequence[Candidate], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        """One probability a candidate, and one more for none of them."""


class LearntScorer:
    """The weights that ship (``antecedent_weights.tsv``, made by ``python -m training.antecedents``), or other ones.

    ``weights`` are those of each feature and, last, of "none of them", for each kind of mention.
    """

    def __init__(self, weights: Mapping[str, Sequence[float]] | None = None) -> None:
        self._weights = weights

    def probabilities(
        self, query: Query, candidates: Sequence[Candidate], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        """The softmax of the linear scores."""
        known = antecedent_weights(query.column) if self._weights is None else self._weights[query.column]
        return softmax([*(sum(map(mul, known, row)) for row in rows), known[-1]])


class NearestScorer:
    """The baseline without anything learnt: the nearest candidate, with an even chance among all."""

    def probabilities(
        self, query: Query, candidates: Sequence[Candidate], rows: Sequence[Sequence[float]]
    ) -> list[float]:
        """Falling with the rank of the candidate by nearness."""
        return softmax([*(-float(rank) for rank in range(len(candidates))), -3.0])


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as probabilities."""
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]


@cache
def antecedent_weights(column: str) -> tuple[float, ...]:
    """The weight of each feature of a candidate for one kind of mention, and last that of "none of them"."""
    weights = {row["term"]: float(row[column]) for row in lexicon("antecedent_weights")}
    return tuple(weights.get(name, 0.0) for name in (*FEATURES, "none"))
