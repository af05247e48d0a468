"""A small network over the lines of a page in order, in plain numpy: each line sees some thirty before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.reading.nets.mlp import MOST, Arrays, softmax, stored

Floats = NDArray[np.float32]
_PARTS: Final = ("enter", "enter_bias", "conv", "conv_bias", "page", "page_bias", "out", "out_bias")
DILATIONS: Final = (1, 2, 4, 8)
"""How far apart the lines are that each layer of convolution looks at."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the networks that vote: a layer for each line, convolutions over lines, the mean of the page, the answer.

    ``conv`` is ``(layers, taps, width, width)``.
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
        """The probability of each class for each row; the rows are standardised, and those of one page."""
        z = np.maximum(rows @ self.enter + self.enter_bias, 0)
        for taps, bias, step in zip(self.conv, self.conv_bias, DILATIONS, strict=True):
            z = z + np.maximum(_convolved(z, taps, step) + bias, 0)
        z = z + np.maximum(z.mean(axis=0) @ self.page + self.page_bias, 0)
        return softmax(z @ self.out + self.out_bias)


def _convolved(z: Floats, taps: Floats, step: int) -> Floats:
    """The sum over each row's neighbours, ``step`` rows apart, each led through a matrix; zeros beyond the ends."""
    n, width = z.shape
    reach = len(taps) // 2 * step
    padded = np.zeros((n + 2 * reach, width), np.float32)
    padded[reach : reach + n] = z
    out: Floats = padded[:n] @ taps[0]
    for k, matrix in enumerate(taps[1:], 1):
        out += padded[k * step : k * step + n] @ matrix
    return out


@dataclass(frozen=True, slots=True)
class Sequence:
    """Standardise, ask each member, take the mean. ``classes`` names the columns of the answer."""

    mean: Floats
    scale: Floats
    members: tuple[Member, ...]
    classes: tuple[str, ...]

    def __call__(self, rows: Floats) -> Floats:
        """The probability of each class, one row a line of the page."""
        if not len(rows):
            return np.zeros((0, len(self.classes)), np.float32)
        z = np.clip((rows - self.mean) / self.scale, -MOST, MOST)
        likely: Floats = np.mean([member(z) for member in self.members], axis=0)
        return likely

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What a file holds: the members stacked, in half precision, which loses nothing that matters."""
        stacked = {part: np.stack([getattr(one, part) for one in self.members]) for part in _PARTS}
        small = {part: value.astype(np.float16) for part, value in stacked.items()}
        return {"mean": self.mean, "scale": self.scale, "classes": np.array(self.classes), **small}


@cache
def load(name: str) -> Sequence:
    """The network that ships as ``weights/NAME.npz``. Raises ModelError where the file is missing or damaged."""
    return stored(name, _made)


def _made(parts: Arrays, classes: tuple[str, ...]) -> Sequence:
    """The network from the arrays of its file."""
    members = zip(*(parts[part] for part in _PARTS), strict=True)
    return Sequence(parts["mean"], parts["scale"], tuple(Member(*one) for one in members), classes)
