"""Decodes tag scores to spans: the best legal path of BIO tags through each window (Viterbi), in numpy."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

TAGS: Final = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
ROLES: Final = ("source", "cue", "content")
FORBIDDEN: Final = np.float32(-1e4)
_I_SOURCE: Final = TAGS.index("I-source")

Floats = NDArray[np.float32]


def illegal() -> Floats:
    """The penalties of transitions ``(from, to)``. An I- tag can follow only the B- or I- tag of its role."""
    legal = [[second[0] != "I" or first[2:] == second[2:] for second in TAGS] for first in TAGS]
    return np.where(legal, np.float32(0), FORBIDDEN).astype(np.float32)


def masked(scores: Floats, border: NDArray[np.bool_]) -> Floats:
    """The scores with all tags except O forbidden at border cells."""
    only_outside = np.full(len(TAGS), FORBIDDEN, dtype=np.float32)
    only_outside[0] = 0
    result: Floats = np.where(border[..., None], only_outside, scores)
    return result


def viterbi(scores: Floats, transitions: Floats, border: NDArray[np.bool_]) -> NDArray[np.int8]:
    """The best path of tags for each window.

    ``scores`` has shape ``(windows, length, tags)``, ``transitions`` ``(tags, tags)`` from first to second.
    ``border`` ``(windows, length)`` marks cells without a word, which get tag O, so that no span crosses them.
    Returns the tags, shape ``(windows, length)``.
    """
    legal = transitions + illegal()
    # The score of the best path that ends at each cell, by tag.
    best = masked(scores, border).transpose(1, 0, 2).copy()
    paths = np.empty((len(scores), len(TAGS), len(TAGS)), dtype=np.float32)
    for previous, current in pairwise(best):
        np.add(previous[:, :, None], legal, out=paths)
        current += np.maximum.reduce(paths, axis=1)
    tags = np.zeros(best.shape[:2], dtype=np.int8)
    tags[-1] = best[-1].argmax(1)
    incoming = legal.T.copy()
    for cell in range(len(best) - 2, -1, -1):
        tags[cell] = (best[cell] + incoming[tags[cell + 1]]).argmax(1)
    return tags.T.copy()


def runs(tags: NDArray[np.int8]) -> NDArray[np.int64]:
    """The spans of a batch of legal paths as rows ``(window, role, first cell, end cell)``, in cell order.

    Adjacent spans stay separate (``B I B I`` has two), and a span at the end of a window is included.
    """
    windows, firsts = np.nonzero(tags % 2 == 1)
    padded = np.hstack([tags, np.zeros((len(tags), 1), dtype=np.int8)])
    role = (tags[windows, firsts] - 1) // 2
    # A span ends at the first cell after its start without an I- tag.
    inside = np.zeros(padded.shape, dtype=bool)
    inside[:, 1:] = (padded[:, 1:] % 2 == 0) & (padded[:, 1:] > 0)
    stops = np.where(inside, padded.shape[1], np.arange(padded.shape[1]))
    next_stop = np.minimum.accumulate(stops[:, ::-1], axis=1)[:, ::-1]
    ends = next_stop[windows, firsts + 1]
    return np.stack([windows, role, firsts, ends], axis=1).astype(np.int64)


def apart(tags: NDArray[np.int8], stops: NDArray[np.bool_]) -> NDArray[np.int8]:
    """The tags with sources split at sentence ends, since no source extends over two sentences.

    A stop inside a source becomes O, and the rest of the source starts a new span. Both arrays have shape
    ``(windows, length)``.
    """
    cut = stops & (tags == _I_SOURCE)
    result = np.where(cut, 0, tags).astype(np.int8)
    restart = np.zeros_like(cut)
    restart[:, 1:] = cut[:, :-1] & (result[:, 1:] == _I_SOURCE)
    result[restart] = _I_SOURCE - 1
    return result
