"""A small network of two layers in plain numpy, its weights a file beside this module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError

Floats = NDArray[np.float32]
MOST: Final = 8.0
"""Standard deviations from the mean at most, as a net sees a feature."""
_ROWS: Final = 4096


@dataclass(frozen=True, slots=True)
class Net:
    """Standardise, one hidden layer, softmax. ``classes`` names the columns of the answer."""

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    classes: tuple[str, ...]

    def __call__(self, rows: Floats) -> Floats:
        """The probability of each class, one row a row; in pieces, so that memory stays flat on a huge page."""
        if not len(rows):
            return np.zeros((0, len(self.classes)), np.float32)
        return np.vstack([self._piece(rows[i : i + _ROWS]) for i in range(0, len(rows), _ROWS)])

    def _piece(self, rows: Floats) -> Floats:
        """The probabilities of some rows."""
        z = np.clip((rows - self.mean) / self.scale, -MOST, MOST)
        return softmax(np.maximum(z @ self.hidden + self.hidden_bias, 0) @ self.out + self.out_bias)


def softmax(scores: Floats) -> Floats:
    """Scores to probabilities, row by row."""
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: Floats = likely / likely.sum(axis=1, keepdims=True)
    return probabilities


Arrays = dict[str, NDArray[Any]]
T = TypeVar("T")


def stored(name: str, make: Callable[[Arrays, tuple[str, ...]], T]) -> T:
    """What ``weights/NAME.npz`` holds, made into a net of its arrays and classes. Raises ModelError where it cannot."""
    file = files("sayso.reading.nets") / "weights" / f"{name}.npz"
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as data:
            parts = {key: data[key] for key in data.files}
        classes = tuple(str(one) for one in parts.pop("classes"))
        return make({key: value.astype(np.float32) for key, value in parts.items()}, classes)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the weights of {name} cannot be read ({error})", "Install sayso again", str(file)) from error


@cache
def load(name: str) -> Net:
    """The net that ships as ``weights/NAME.npz``. Raises ModelError where the file is missing or damaged."""
    return stored(name, lambda parts, classes: Net(**parts, classes=classes))
