"""How a line stands to the prose and the lists of its page, in any language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_WORD: Final = re.compile(r"[^\W\d_]+")
_COUNTED: Final = re.compile(r"\(\d[\d.,]*\)\s*$")
_NUMBERED: Final = re.compile(r"\s*\(?\d{1,3}[.)]?\s")
_ENDS: Final = re.compile(r"[.!?…。]['\"”’)\]»]*\s*$")
_RUN, _WIDE_RUN = 80, 30
_LOWER: Final = 0.55
_SEEN: Final = 200
_BRIDGE: Final = 4
_LONG_BRIDGE: Final = 25
_NEAR: Final = 6
_FAR: Final = 400
_PIECES: Final = 5
COLUMNS: Final = 33


def layout(lines: Sequence[str], prose: Floats) -> Floats:
    """One row a line. ``prose`` is the share of each line's words that are common words of English prose."""
    n = len(lines)
    if not n:
        return np.zeros((0, COLUMNS), np.float32)
    words = [_WORD.findall(line[:_SEEN]) for line in lines]
    lower = np.array([_lower(one) for one in words], np.float32)
    chars = np.array([len(line) for line in lines], np.float32)
    running = np.array([_running(line, share) for line, share in zip(lines, lower, strict=True)])
    own = [[*_shape(line), share, run] for line, share, run in zip(lines, lower, running, strict=True)]
    size = np.log1p(chars)
    page = [float((prose * chars).sum() / max(1, chars.sum())), float(running.mean()), log1p(n)]
    page.append(float(chars[running].sum() / max(1, chars.sum())))
    parts = (
        np.array(own, np.float32),
        _enclosed(running, chars),
        _runs(running, chars, _BRIDGE),
        _runs(running, chars, _LONG_BRIDGE),
        _alike(lines),
        np.stack([_mean(size, _NEAR), _spread(size, _NEAR)], axis=1),
        np.tile(np.array(page, np.float32), (n, 1)),
    )
    return np.hstack(parts).astype(np.float32)


def _lower(words: Sequence[str]) -> float:
    """The share of words that are in small letters; half a word where a script has none."""
    cased = [word for word in words if word.lower() != word.upper()]
    return sum(word[0].islower() for word in cased) / len(cased) if cased else 0.5


def _running(line: str, lower: float) -> bool:
    """Whether the line is running text rather than a title or a menu: long, and mostly in small letters."""
    wide = len(line) >= _WIDE_RUN and line[:_WIDE_RUN].count(" ") <= 1 and line.lower() == line.upper()
    return wide or (len(line) >= _RUN and lower > _LOWER)


def _shape(line: str) -> list[float]:
    """What lists and menus show at their ends."""
    tail = line[-12:]
    return [
        _COUNTED.search(tail) is not None,
        _NUMBERED.match(line) is not None,
        _ENDS.search(tail) is not None,
        line.endswith((",", ";")),
        sum(map(str.isdigit, line[:_SEEN])) / max(1, len(line[:_SEEN])),
    ]


def _enclosed(running: NDArray[np.bool_], chars: Floats) -> Floats:
    """Lines since the last running one and until the next, the breadth of the gap, and how much runs on either side."""
    n = len(running)
    at = np.arange(n)
    before = np.maximum.accumulate(np.where(running, at, -_FAR))
    after = np.minimum.accumulate(np.where(running, at, n + _FAR)[::-1])[::-1]
    since, until = np.minimum(at - before, _FAR), np.minimum(after - at, _FAR)
    mass = np.where(running, chars, 0)
    total = max(1.0, float(mass.sum()))
    so_far = np.cumsum(mass)
    return np.stack(
        [
            np.log1p(since),
            np.log1p(until),
            np.log1p(np.minimum(since + until, _FAR)),
            (since < _FAR) & (until < _FAR),
            (so_far - mass) / total,
            1 - so_far / total,
            _mean(running.astype(np.float32), _NEAR),
        ],
        axis=1,
    )


def _runs(running: NDArray[np.bool_], chars: Floats, bridge: int) -> Floats:
    """How each line stands to the heaviest run of running lines, a few others in between allowed."""
    n = len(running)
    out = np.zeros((n, 4), np.float32)
    found = np.flatnonzero(running)
    if not len(found):
        return out
    cuts = np.flatnonzero(np.diff(found) > bridge) + 1
    runs = [(int(run[0]), int(run[-1]) + 1) for run in np.split(found, cuts)]
    so_far = np.concatenate([[0], np.cumsum(np.where(running, chars, 0))])
    weights = [float(so_far[end] - so_far[start]) for start, end in runs]
    heaviest = max(weights)
    for (start, end), weight in zip(runs, weights, strict=True):
        out[start:end, 0] = weight / max(1.0, heaviest)
    start, end = runs[weights.index(heaviest)]
    at = np.arange(n)
    out[start:end, 1] = 1
    out[:, 2] = np.log1p(np.clip(start - at, 0, _FAR))
    out[:, 3] = np.log1p(np.clip(at - end + 1, 0, _FAR))
    return out


def _alike(lines: Sequence[str]) -> Floats:
    """How many lines nearby, and on the page, are of the same shape or begin with the same word."""
    shapes = [_outline(line) for line in lines]
    firsts = [line.split(maxsplit=1)[0].lower() if line.strip() else "" for line in lines]
    counts = Counter(shapes)
    out = np.zeros((len(lines), 5), np.float32)
    for i, (shape, first) in enumerate(zip(shapes, firsts, strict=True)):
        near = range(max(0, i - _NEAR), min(len(lines), i + _NEAR + 1))
        same = [k for k in near if shapes[k] == shape]
        out[i] = (
            (len(same) - 1) / (2 * _NEAR),
            log1p(counts[shape] - 1),
            (sum(firsts[k] == first for k in near) - 1) / (2 * _NEAR),
            i > 0 and shapes[i - 1] == shape,
            i + 1 < len(lines) and shapes[i + 1] == shape,
        )
    return out


def _outline(line: str) -> str:
    """The shape of a line: its first words as small, capital, number or sign, and how long it is."""
    words = line[:_SEEN].split()
    marks = [
        "9" if word[0].isdigit() else "A" if word[0].isupper() else "a" if word[0].isalpha() else word[0]
        for word in words[:_PIECES]
    ]
    return "".join(marks) + str(len(words).bit_length()) + line.rstrip()[-1:].translate(_LETTERS)


class _Kinds(dict[int, str]):
    """Letters and digits as their class, for ``str.translate``; signs as they are."""

    def __missing__(self, code: int) -> str:
        one = chr(code)
        return "a" if one.isalpha() else "9" if one.isdigit() else one


_LETTERS: Final = _Kinds()


def _mean(values: Floats, reach: int) -> Floats:
    """The mean of the values around each."""
    ones = np.ones(2 * reach + 1)
    n = len(values)
    summed = np.convolve(values, ones, "full")[reach : reach + n]
    count = np.convolve(np.ones(n), ones, "full")[reach : reach + n]
    means: Floats = (summed / count).astype(np.float32)
    return means


def _spread(values: Floats, reach: int) -> Floats:
    """The standard deviation of the values around each."""
    spread: Floats = np.sqrt(np.maximum(0, _mean(values**2, reach) - _mean(values, reach) ** 2))
    return spread
