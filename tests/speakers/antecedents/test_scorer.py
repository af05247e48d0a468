"""Scorers: probabilities of the candidates and of "no candidate"."""

from __future__ import annotations

import pytest

from sayso.speakers.antecedents.features import FEATURES
from sayso.speakers.antecedents.queries import Query
from sayso.speakers.antecedents.scorer import COLUMNS, LearntScorer, NearestScorer, softmax

ROWS = [tuple(float(n == place) for n in range(len(FEATURES))) for place in range(3)]


@pytest.mark.parametrize("column", COLUMNS)
def test_each_mention_type_has_probabilities_for_the_candidates_and_for_none(column: str) -> None:
    probabilities = LearntScorer().probabilities(Query(0, column), [], ROWS)
    assert len(probabilities) == len(ROWS) + 1
    assert sum(probabilities) == pytest.approx(1)


def test_custom_weights_are_used() -> None:
    weights = {"one": (*(3.0 if n == 1 else 0.0 for n in range(len(FEATURES))), -9.0)}
    probabilities = LearntScorer(weights).probabilities(Query(0, "one"), [], ROWS)
    assert max(range(4), key=probabilities.__getitem__) == 1


def test_softmax_of_equal_scores_is_even() -> None:
    assert softmax([700.0, 700.0]) == [0.5, 0.5]


def test_the_baseline_prefers_the_nearest_candidate() -> None:
    probabilities = NearestScorer().probabilities(Query(0, "one"), [None, None], [])  # type: ignore[list-item]
    assert probabilities[0] > probabilities[1] > probabilities[2]
