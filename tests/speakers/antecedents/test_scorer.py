"""The choice among candidates: probabilities of all of them and of none, whatever scores them."""

from __future__ import annotations

import pytest

from sayso.speakers.antecedents.features import FEATURES
from sayso.speakers.antecedents.queries import Query
from sayso.speakers.antecedents.scorer import COLUMNS, LearntScorer, NearestScorer, softmax

ROWS = [tuple(float(n == place) for n in range(len(FEATURES))) for place in range(3)]


@pytest.mark.parametrize("column", COLUMNS)
def test_each_kind_of_mention_has_a_probability_for_each_candidate_and_for_none(column: str) -> None:
    chances = LearntScorer().probabilities(Query(0, column), [], ROWS)
    assert len(chances) == len(ROWS) + 1
    assert sum(chances) == pytest.approx(1)


def test_weights_that_are_given_count() -> None:
    weights = {"one": (*(3.0 if n == 1 else 0.0 for n in range(len(FEATURES))), -9.0)}
    chances = LearntScorer(weights).probabilities(Query(0, "one"), [], ROWS)
    assert max(range(4), key=chances.__getitem__) == 1


def test_softmax_of_equal_scores_is_even() -> None:
    assert softmax([700.0, 700.0]) == [0.5, 0.5]


def test_the_baseline_prefers_the_nearest() -> None:
    chances = NearestScorer().probabilities(Query(0, "one"), [None, None], [])  # type: ignore[list-item]
    assert chances[0] > chances[1] > chances[2]
