"""The kind of each line of a plain text: two small nets, the second seeing what the first says of the neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.reading.dates import only_date
from sayso.reading.features import SHAPE, features, windows
from sayso.reading.layout import layout
from sayso.reading.nets import load
from sayso.terms import BlockKind

Floats = NDArray[np.float32]

FIRST_REACH: Final = 2
SECOND_REACH: Final = 3
_SMOOTH: Final = 11
_LIKELY: Final = 0.4
_BRIDGE: Final = 4
_ARTICLE: Final = (BlockKind.BODY, BlockKind.HEADLINE, BlockKind.DEK, BlockKind.DATELINE)
_PLAIN: Final = frozenset({BlockKind.NAVIGATION, BlockKind.RELATED_LINK})


def classify(lines: Sequence[str], gaps: Sequence[int]) -> tuple[list[BlockKind], Floats]:
    """The likeliest kind of each line, and the probability of every kind in the order of the net's classes."""
    first, second = load("lines1"), load("lines2")
    if not lines:
        return [], np.zeros((0, len(second.classes)), np.float32)
    rows = features(lines, gaps)
    likely = second(second_rows(seen(lines, rows), first(windows(rows, FIRST_REACH)), first.classes))
    kinds = [BlockKind(one) for one in second.classes]
    found = [kinds[i] for i in likely.argmax(axis=1)]
    found = [
        BlockKind.DATELINE if kind is BlockKind.BYLINE and only_date(line) else kind
        for kind, line in zip(found, lines, strict=True)
    ]
    if BlockKind.BODY not in found:
        # A text that is all links and menus is none: a pasted line or a list, whose words are what there is to read.
        found = [BlockKind.BODY if kind in _PLAIN else kind for kind in found]
    return found, likely


def furniture(rows: Floats, chosen: Sequence[int]) -> list[BlockKind]:
    """The likeliest kind of those lines of a page of which it is known that they are no part of the article itself."""
    if not chosen:
        return []
    first = load("lines1")
    likely = first(windows(rows, FIRST_REACH)[list(chosen)])
    likely[:, [first.classes.index(kind) for kind in _ARTICLE]] = 0
    return [BlockKind(first.classes[i]) for i in likely.argmax(axis=1)]


def seen(lines: Sequence[str], rows: Floats) -> Floats:
    """The features of each line, and how it stands to the prose and the lists of the page."""
    return np.hstack([rows, layout(lines, rows[:, SHAPE.index("prose")])])


def second_rows(rows: Floats, likely: Floats, classes: Sequence[str]) -> Floats:
    """The features of the second net: those of the line, the first net's answers around it, and where the body is."""
    n = len(rows)
    body = likely[:, list(classes).index(BlockKind.BODY)]
    mass = body * np.expm1(rows[:, 0])
    total = max(1.0, float(mass.sum()))
    so_far = np.cumsum(mass)
    near = np.convolve(body, np.ones(_SMOOTH) / _SMOOTH, "full")[_SMOOTH // 2 : _SMOOTH // 2 + n]
    where = np.stack([(so_far - mass) / total, 1 - so_far / total, near], axis=1)
    return np.hstack([rows, windows(likely, SECOND_REACH), where, _runs(body, mass)]).astype(np.float32)


def _runs(body: Floats, mass: Floats) -> Floats:
    """How each line stands to the page's runs of likely body, a few other lines in between allowed: the weight of its
    own run against the heaviest, whether it is in that, and how far before or after it.
    """
    out = np.zeros((len(body), 4), np.float32)
    likely = np.flatnonzero(body > _LIKELY)
    if not len(likely):
        return out
    cuts = np.flatnonzero(np.diff(likely) > _BRIDGE) + 1
    runs = [(int(run[0]), int(run[-1]) + 1) for run in np.split(likely, cuts)]
    weights = [float(mass[start:end].sum()) for start, end in runs]
    heaviest = max(weights)
    for (start, end), weight in zip(runs, weights, strict=True):
        out[start:end, 0] = weight / max(1e-6, heaviest)
    start, end = runs[weights.index(heaviest)]
    out[start:end, 1] = 1
    at = np.arange(len(body))
    out[:, 2] = np.log1p(np.maximum(0, start - at))
    out[:, 3] = np.log1p(np.maximum(0, at - end + 1))
    return out
