"""Scores to spans: the best legal path of tags through each window (Viterbi), in plain numpy."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

TAGS: Final = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
ROLES: Final = ("source", "cue", "content")
FORBIDDEN: Final = np.float32(-1e4)

Floats = NDArray[np.float32]


def illegal() -> Floats:
    """What a transition ``(from, to)`` costs for being illegal: an I- tag follows only B- or I- of its own role."""
    legal = [[after[0] != "I" or before[2:] == after[2:] for after in TAGS] for before in TAGS]
    return np.where(legal, np.float32(0), FORBIDDEN).astype(np.float32)


def masked(scores: Floats, border: NDArray[np.bool_]) -> Floats:
    """The scores with everything but O ruled out at cells that hold no word."""
    outside = np.full(len(TAGS), FORBIDDEN, dtype=np.float32)
    outside[0] = 0
    out: Floats = np.where(border[..., None], outside, scores)
    return out


def viterbi(scores: Floats, transitions: Floats, border: NDArray[np.bool_]) -> NDArray[np.int8]:
    """The best path of tags for each window.

    ``scores`` has shape ``(windows, length, tags)``, ``transitions`` ``(tags, tags)`` from first to second;
    ``border`` ``(windows, length)`` marks cells that hold no word (they are tagged O: no span crosses them).
    Returns tags of shape ``(windows, length)``.
    """
    legal = transitions + illegal()
    # For each cell the score of the best path that ends there, by its tag.
    best = masked(scores, border).transpose(1, 0, 2).copy()
    paths = np.empty((len(scores), len(TAGS), len(TAGS)), dtype=np.float32)
    for before, here in pairwise(best):
        np.add(before[:, :, None], legal, out=paths)
        here += np.maximum.reduce(paths, axis=1)
    out = np.zeros(best.shape[:2], dtype=np.int8)
    out[-1] = best[-1].argmax(1)
    arriving = legal.T.copy()
    for cell in range(len(best) - 2, -1, -1):
        out[cell] = (best[cell] + arriving[out[cell + 1]]).argmax(1)
    return out.T.copy()


def runs(tags: NDArray[np.int8]) -> NDArray[np.int64]:
    """The spans of a batch of legal paths as rows ``(window, role, first cell, end cell)``, in order of the cells.

    Neighbours stay apart (``B I B I`` is two spans) and one that ends the window is kept.
    """
    windows, firsts = np.nonzero(tags % 2 == 1)
    after = np.hstack([tags, np.zeros((len(tags), 1), dtype=np.int8)])
    role = (tags[windows, firsts] - 1) // 2
    # A span goes on while the tag is the I- of its role: its end is the first cell after it where it is not.
    going = np.zeros(after.shape, dtype=bool)
    going[:, 1:] = (after[:, 1:] % 2 == 0) & (after[:, 1:] > 0)
    stops = np.where(going, after.shape[1], np.arange(after.shape[1]))
    nearest = np.minimum.accumulate(stops[:, ::-1], axis=1)[:, ::-1]
    ends = nearest[windows, firsts + 1]
    return np.stack([windows, role, firsts, ends], axis=1).astype(np.int64)


_SOURCE: Final = TAGS.index("I-source")


def apart(tags: NDArray[np.int8], stops: NDArray[np.bool_]) -> NDArray[np.int8]:
    """The tags with sources cut at the ends of sentences: a stop within one is O, and what comes after it begins anew.

    Both of shape ``(windows, length)``. Nobody is named across two sentences.
    """
    cut = stops & (tags == _SOURCE)
    out = np.where(cut, 0, tags).astype(np.int8)
    after = np.zeros_like(cut)
    after[:, 1:] = cut[:, :-1] & (out[:, 1:] == _SOURCE)
    out[after] = _SOURCE - 1
    return out
