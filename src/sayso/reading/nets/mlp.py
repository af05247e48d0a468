"""A network with one hidden layer in plain numpy, and the loader of weights files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.reading.nets.products import product
from sayso.reading.text.features import windows

Floats = NDArray[np.float32]
MOST: Final = 8.0
"""Standardized features are clipped to this number of standard deviations."""
_ROWS: Final = 1024


@dataclass(frozen=True, slots=True)
class Net:
    """Standardization, one hidden layer and softmax. ``classes`` names the output columns."""

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    classes: tuple[str, ...]

    def __call__(self, rows: Floats) -> Floats:
        """Return class probabilities, one row per input row; rows are processed in batches to limit memory."""
        if not len(rows):
            return np.zeros((0, len(self.classes)), np.float32)
        return np.vstack([self._batch(rows[i : i + _ROWS]) for i in range(0, len(rows), _ROWS)])

    def on_windows(self, rows: Floats, reach: int) -> Floats:
        """Return class probabilities for each row with the rows around it (``features.windows``), in batches."""
        parts = [np.zeros((0, len(self.classes)), np.float32)]
        for start in range(0, len(rows), _ROWS):
            first = max(0, start - reach)
            near = windows(rows[first : start + _ROWS + reach], reach)
            parts.append(self._batch(near[start - first : start - first + _ROWS]))
        return np.vstack(parts)

    def _batch(self, rows: Floats) -> Floats:
        """Return the class probabilities of a batch of rows."""
        z = rows - self.mean
        z /= self.scale
        np.clip(z, -MOST, MOST, out=z)
        return softmax(product(np.maximum(product(z, self.hidden) + self.hidden_bias, 0), self.out) + self.out_bias)


def softmax(scores: Floats) -> Floats:
    """Convert scores to probabilities, row by row."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities


Arrays = dict[str, NDArray[Any]]
T = TypeVar("T")


def stored(name: str, make: Callable[[Arrays, tuple[str, ...]], T]) -> T:
    """Load ``weights/NAME.npz`` and return ``make(arrays, classes)``. Raises ModelError if the file is invalid."""
    file = files("sayso.reading.nets") / "weights" / f"{name}.npz"
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as data:
            parts = {key: data[key] for key in data.files}
        classes = tuple(map(str, parts.pop("classes")))
        return make({key: value.astype(np.float32) for key, value in parts.items()}, classes)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the weights of {name} cannot be read ({error})", "Install sayso again", str(file)) from error


@cache
def load(name: str) -> Net:
    """Load the bundled network ``weights/NAME.npz``. Raises ModelError if the file is missing or damaged."""
    return stored(name, lambda parts, classes: Net(**parts, classes=classes))
