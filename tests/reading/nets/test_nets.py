"""The numpy networks: class probabilities, batching, clipping, padding and missing weights."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.errors import ModelError
from sayso.reading.nets import mlp
from sayso.reading.nets.convnet import Member
from sayso.reading.nets.mlp import Net, softmax
from sayso.reading.nets.products import product
from sayso.reading.text.features import windows


def net(columns: int = 3) -> Net:
    """Return a network with random weights from a fixed seed."""
    generator = np.random.default_rng(18)
    arrays = [generator.normal(size=size).astype(np.float32) for size in ((columns,), (columns, 4), (4,), (4, 2), (2,))]
    return Net(arrays[0], np.ones(columns, np.float32), *arrays[1:], ("body", "furniture"))


def test_each_row_has_class_probabilities_that_do_not_depend_on_batching(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(1).normal(size=(7, 3)).astype(np.float32)
    probabilities = net()(rows)
    assert probabilities.shape == (7, 2)
    assert np.allclose(probabilities.sum(axis=1), 1)
    monkeypatch.setattr(mlp, "_ROWS", 2)
    assert np.array_equal(net()(rows), probabilities)
    assert net()(rows[:0]).shape == (0, 2)


def test_windows_of_rows_are_the_same_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(2).normal(size=(9, 1)).astype(np.float32)
    expected = net()(windows(rows, 1))
    assert np.array_equal(net().on_windows(rows, 1), expected)
    for size in (1, 2, 4, 9):
        monkeypatch.setattr(mlp, "_ROWS", size)
        assert np.allclose(net().on_windows(rows, 1), expected, atol=1e-6)
    assert net().on_windows(rows[:0], 1).shape == (0, 2)
    assert np.array_equal(windows(rows, 1, [0, 4, 8]), windows(rows, 1)[[0, 4, 8]])


def test_a_product_in_parts_is_the_product() -> None:
    generator = np.random.default_rng(3)
    for rows, inner, width in ((0, 4, 3), (7, 645, 96), (50, 129, 48), (2, 3000, 200)):
        left, right = (generator.normal(size=size).astype(np.float32) for size in ((rows, inner), (inner, width)))
        assert product(left, right).shape == (rows, width)
        assert np.allclose(product(left, right), left @ right, atol=1e-3)


def test_an_extreme_feature_is_clipped() -> None:
    extreme = np.full((1, 3), 1e30, np.float32)
    assert np.array_equal(net()(extreme), net()(np.full((1, 3), 1e9, np.float32)))


def test_softmax_of_large_scores_does_not_overflow() -> None:
    assert softmax(np.array([[1e4, 0.0]], np.float32)).tolist() == [[1.0, 0.0]]


def test_a_convolution_sees_neighbouring_lines_and_the_ends_are_padded() -> None:
    ones = np.ones((1, 1), np.float32)
    zeros = np.zeros((1,), np.float32)
    taps = np.zeros((4, 3, 1, 1), np.float32)
    taps[0, 0] = 1  # the first layer adds the line before
    member = Member(
        ones,
        zeros,
        taps,
        np.zeros((4, 1), np.float32),
        0 * ones,
        zeros,
        np.array([[1, 0]], np.float32),
        np.zeros(2, np.float32),
    )
    probabilities = member(np.array([[1], [0], [0]], np.float32))
    assert probabilities[1, 0] == probabilities[0, 0] > probabilities[2, 0] == pytest.approx(0.5)


def test_missing_weights_raise_a_model_error_with_their_name() -> None:
    with pytest.raises(ModelError, match="the weights of lighthouse cannot be read"):
        mlp.load("lighthouse")
