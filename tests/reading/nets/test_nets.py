"""The networks in plain numpy: probabilities whatever the rows, the same in pieces as in one, and errors of ours."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.errors import ModelError
from sayso.reading.nets import mlp
from sayso.reading.nets.convnet import Member
from sayso.reading.nets.mlp import Net, softmax


def net(columns: int = 3) -> Net:
    """A net with numbers from a fixed seed."""
    draw = np.random.default_rng(18)
    part = [draw.normal(size=size).astype(np.float32) for size in ((columns,), (columns, 4), (4,), (4, 2), (2,))]
    return Net(part[0], np.ones(columns, np.float32), *part[1:], ("body", "furniture"))


def test_each_row_has_the_probabilities_of_the_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(1).normal(size=(7, 3)).astype(np.float32)
    whole = net()(rows)
    assert whole.shape == (7, 2)
    assert np.allclose(whole.sum(axis=1), 1)
    monkeypatch.setattr(mlp, "_ROWS", 2)
    assert np.array_equal(net()(rows), whole)
    assert net()(rows[:0]).shape == (0, 2)


def test_a_feature_beyond_all_bounds_is_cut() -> None:
    far = np.full((1, 3), 1e30, np.float32)
    assert np.array_equal(net()(far), net()(np.full((1, 3), 1e9, np.float32)))


def test_softmax_of_large_scores_does_not_overflow() -> None:
    assert softmax(np.array([[1e4, 0.0]], np.float32)).tolist() == [[1.0, 0.0]]


def test_a_line_sees_its_neighbours_and_the_ends_are_padded() -> None:
    one = np.ones((1, 1), np.float32)
    none = np.zeros((1,), np.float32)
    look = np.zeros((4, 3, 1, 1), np.float32)
    look[0, 0] = 1  # the first layer adds the line before
    member = Member(
        one,
        none,
        look,
        np.zeros((4, 1), np.float32),
        0 * one,
        none,
        np.array([[1, 0]], np.float32),
        np.zeros(2, np.float32),
    )
    told = member(np.array([[1], [0], [0]], np.float32))
    assert told[1, 0] == told[0, 0] > told[2, 0] == pytest.approx(0.5)


def test_weights_that_are_not_there_are_named() -> None:
    with pytest.raises(ModelError, match="the weights of lighthouse cannot be read"):
        mlp.load("lighthouse")
