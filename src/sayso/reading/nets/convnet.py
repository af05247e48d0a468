"""A small convolutional network over the lines of a page, in plain numpy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.reading.nets.mlp import MOST, Arrays, softmax, stored
from sayso.reading.nets.products import product

Floats = NDArray[np.float32]
_PARTS: Final = ("enter", "enter_bias", "conv", "conv_bias", "page", "page_bias", "out", "out_bias")
DILATIONS: Final = (1, 2, 4, 8)
"""Distance in lines between the taps of each convolution layer."""


@dataclass(frozen=True, slots=True)
class Member:
    """A network of the ensemble: input layer per line, convolutions over lines, page mean, output layer.

    ``conv`` has the shape ``(layers, taps, width, width)``.
    """

    enter: Floats
    enter_bias: Floats
    conv: Floats
    conv_bias: Floats
    page: Floats
    page_bias: Floats
    out: Floats
    out_bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        """Return class probabilities for each row; the rows are standardized and from one page."""
        z = np.maximum(product(rows, self.enter) + self.enter_bias, 0)
        for taps, bias, step in zip(self.conv, self.conv_bias, DILATIONS, strict=True):
            z = z + np.maximum(_convolved(z, taps, step) + bias, 0)
        z = z + np.maximum(z.mean(axis=0) @ self.page + self.page_bias, 0)
        return softmax(product(z, self.out) + self.out_bias)


def _convolved(z: Floats, taps: Floats, step: int) -> Floats:
    """Return a dilated convolution over rows, with ``step`` rows between taps and zero padding."""
    n, width = z.shape
    reach = len(taps) // 2 * step
    padded = np.zeros((n + 2 * reach, width), np.float32)
    padded[reach : reach + n] = z
    total: Floats = product(padded[:n], taps[0])
    for k, matrix in enumerate(taps[1:], 1):
        total += product(padded[k * step : k * step + n], matrix)
    return total


@dataclass(frozen=True, slots=True)
class Sequence:
    """Ensemble: standardize the rows and average the members. ``classes`` names the output columns."""

    mean: Floats
    scale: Floats
    members: tuple[Member, ...]
    classes: tuple[str, ...]

    def __call__(self, rows: Floats) -> Floats:
        """Return class probabilities, one row per line of the page."""
        if not len(rows):
            return np.zeros((0, len(self.classes)), np.float32)
        z = np.clip((rows - self.mean) / self.scale, -MOST, MOST)
        probabilities: Floats = np.mean([member(z) for member in self.members], axis=0)
        return probabilities

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the stacked arrays of the members for a weights file, in half precision, which is accurate enough."""
        stacked = {part: np.stack([getattr(member, part) for member in self.members]) for part in _PARTS}
        half_precision = {part: value.astype(np.float16) for part, value in stacked.items()}
        return {"mean": self.mean, "scale": self.scale, "classes": np.array(self.classes), **half_precision}


@cache
def load(name: str) -> Sequence:
    """Load the bundled network ``weights/NAME.npz``. Raises ModelError if the file is missing or damaged."""
    return stored(name, _from_arrays)


def _from_arrays(parts: Arrays, classes: tuple[str, ...]) -> Sequence:
    """Return the network with the arrays of a weights file."""
    members = zip(*(parts[part] for part in _PARTS), strict=True)
    return Sequence(parts["mean"], parts["scale"], tuple(Member(*member) for member in members), classes)
