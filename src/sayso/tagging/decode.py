"""Scores to spans: the best legal path of tags through each window (Viterbi), in plain numpy."""

from __future__ import annotations

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
    scores = masked(scores, border)
    legal = transitions + illegal()
    count, length, size = scores.shape
    back = np.zeros((length, count, size), dtype=np.int8)
    best = scores[:, 0]
    for cell in range(1, length):
        paths = best[:, :, None] + legal
        back[cell] = paths.argmax(1)
        best = paths.max(1) + scores[:, cell]
    out = np.zeros((count, length), dtype=np.int8)
    rows = np.arange(count)
    out[:, -1] = best.argmax(1)
    for cell in range(length - 1, 0, -1):
        out[:, cell - 1] = back[cell, rows, out[:, cell]]
    return out


def runs(tags: NDArray[np.int8]) -> NDArray[np.int64]:
    """The spans of a batch of legal paths as rows ``(window, role, first cell, end cell)``, in order of the cells.

    Neighbours stay apart (``B I B I`` is two spans) and one that ends the window is kept.
    """
    windows, firsts = np.nonzero(tags % 2 == 1)
    after = np.pad(tags, ((0, 0), (0, 1)))
    role = (tags[windows, firsts] - 1) // 2
    # A span goes on while the tag is the I- of its role: its end is the first cell after it where it is not.
    going = np.zeros(after.shape, dtype=bool)
    going[:, 1:] = (after[:, 1:] % 2 == 0) & (after[:, 1:] > 0)
    stops = np.where(going, after.shape[1], np.arange(after.shape[1]))
    nearest = np.minimum.accumulate(stops[:, ::-1], axis=1)[:, ::-1]
    ends = nearest[windows, firsts + 1]
    return np.stack([windows, role, firsts, ends], axis=1).astype(np.int64)


_BEGIN: Final = TAGS.index("B-content")
_INSIDE: Final = TAGS.index("I-content")


def likeliest_ends(
    scores: Floats, transitions: Floats, border: NDArray[np.bool_], tags: NDArray[np.int8]
) -> NDArray[np.int8]:
    """The tags with each content ending where it is likeliest to, given where it begins: over all paths, not the best.

    Only in windows that hold a cue too; a content never grows into another span. See :func:`viterbi` for the shapes.
    """
    found = runs(tags)
    rows = np.intersect1d(found[found[:, 1] == 1, 0], found[found[:, 1] == 2, 0])
    if not len(rows):
        return tags
    spans = found[(found[:, 1] == 2) & np.isin(found[:, 0], rows)]
    row, first, old = np.searchsorted(rows, spans[:, 0]), spans[:, 2], spans[:, 3]
    new = _ends(masked(scores[rows], border[rows]), transitions + illegal(), row, first)
    filled = np.cumsum(tags[rows] != 0, axis=1)
    fits = (new <= old) | (filled[row, new - 1] == filled[row, old - 1])
    out = tags.copy()
    for n in np.flatnonzero(fits & (new != old)):
        window = spans[n, 0]
        out[window, old[n] : new[n]] = _INSIDE
        out[window, new[n] : old[n]] = 0
    return out


def _ends(scores: Floats, legal: Floats, row: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each span that begins a content at ``(row, first)`` the likeliest cell after its last one."""
    leaving = _leaving(scores, legal[[_BEGIN, _INSIDE]], legal)
    stay = np.cumsum(scores[..., _INSIDE].astype(np.float64) + legal[_INSIDE, _INSIDE], axis=1)
    inside = np.zeros_like(stay)
    inside[:, 1:] = stay[:, :-1]
    begun = legal[_BEGIN, _INSIDE] - legal[_INSIDE, _INSIDE] - stay[row, first]
    cells = np.arange(scores.shape[1])
    found = np.where(cells == first[:, None] + 1, leaving[0][row], inside[row] + begun[:, None] + leaving[1][row])
    found[cells <= first[:, None]] = -np.inf
    ends: NDArray[np.int64] = found.argmax(1)
    return ends


_SCALED: Final = 32
"""Cells after which sums are scaled: doubles hold far more than the ways through so many."""


def _leaving(scores: Floats, leave: Floats, legal: Floats) -> NDArray[np.float64]:
    """Log-sum of all paths on from a cell that is entered by ``leave`` tags before it, and is no I-content itself."""
    count, length, size = scores.shape
    top = scores.max(2)
    here = np.exp((scores - top[..., None]).astype(np.float64))
    step, go = np.exp(legal.astype(np.float64)).T, np.exp(leave.astype(np.float64))
    go[:, _INSIDE] = 0
    after = np.ones((count, size))
    scale = top.astype(np.float64)
    for cell in range(length - 1, -1, -1):
        here[:, cell] *= after
        after = here[:, cell] @ step
        if cell and cell % _SCALED == 0:
            most = after.max(1, keepdims=True)
            after /= most
            scale[:, cell - 1] += np.log(most[:, 0])
    with np.errstate(divide="ignore"):
        out: NDArray[np.float64] = np.log(go @ here.transpose(0, 2, 1)).transpose(1, 0, 2) + _sums_from(scale)
    return out


def _sums_from(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """At each cell the sum of the values from there on."""
    out: NDArray[np.float64] = np.cumsum(values[:, ::-1], axis=1)[:, ::-1]
    return out
