"""Compute language-independent features of a line: its layout and its relation to prose and lists on the page."""

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
_COUNT_AT_END: Final = re.compile(r"\(\d[\d.,]*\)\s*$")
_LIST_NUMBER: Final = re.compile(r"\s*\(?\d{1,3}[.)]?\s")
_SENTENCE_END: Final = re.compile(r"[.!?…。]['\"”’)\]»]*\s*$")
_MIN_RUNNING_CHARS, _MIN_UNSPACED_CHARS = 80, 30
_MIN_LOWER_SHARE: Final = 0.55
_PREFIX_CHARS: Final = 200
_SHORT_GAP: Final = 4
_LONG_GAP: Final = 25
_WINDOW: Final = 6
_MAX_DISTANCE: Final = 400
_OUTLINE_WORDS: Final = 5
COLUMNS: Final = 33


def layout(lines: Sequence[str], prose: Floats) -> Floats:
    """Return one row per line. ``prose`` is the share of common English prose words in each line."""
    n = len(lines)
    if not n:
        return np.zeros((0, COLUMNS), np.float32)
    words = [_WORD.findall(line[:_PREFIX_CHARS]) for line in lines]
    lower = np.array([_lower_share(line_words) for line_words in words], np.float32)
    chars = np.array([len(line) for line in lines], np.float32)
    running = np.array([_is_running(line, share) for line, share in zip(lines, lower, strict=True)])
    own = [[*_line_ends(line), share, run] for line, share, run in zip(lines, lower, running, strict=True)]
    size = np.log1p(chars)
    page = [float((prose * chars).sum() / max(1, chars.sum())), float(running.mean()), log1p(n)]
    page.append(float(chars[running].sum() / max(1, chars.sum())))
    parts = (
        np.array(own, np.float32),
        _between_prose(running, chars),
        _runs(running, chars, _SHORT_GAP),
        _runs(running, chars, _LONG_GAP),
        _similar_lines(lines),
        np.stack([_mean(size, _WINDOW), _spread(size, _WINDOW)], axis=1),
        np.tile(np.array(page, np.float32), (n, 1)),
    )
    return np.hstack(parts).astype(np.float32)


def _lower_share(words: Sequence[str]) -> float:
    """Return the share of words in lower case; 0.5 for a script without case."""
    cased = [word for word in words if word.lower() != word.upper()]
    return sum(word[0].islower() for word in cased) / len(cased) if cased else 0.5


def _is_running(line: str, lower: float) -> bool:
    """Return whether the line is running text, not a title or a menu: long and mostly lower case."""
    wide = (
        len(line) >= _MIN_UNSPACED_CHARS and line[:_MIN_UNSPACED_CHARS].count(" ") <= 1 and line.lower() == line.upper()
    )
    return wide or (len(line) >= _MIN_RUNNING_CHARS and lower > _MIN_LOWER_SHARE)


def _line_ends(line: str) -> list[float]:
    """Return features of the start and end of the line, which are typical of lists and menus."""
    tail = line[-12:]
    return [
        _COUNT_AT_END.search(tail) is not None,
        _LIST_NUMBER.match(line) is not None,
        _SENTENCE_END.search(tail) is not None,
        line.endswith((",", ";")),
        sum(map(str.isdigit, line[:_PREFIX_CHARS])) / max(1, len(line[:_PREFIX_CHARS])),
    ]


def _between_prose(running: NDArray[np.bool_], chars: Floats) -> Floats:
    """Return distances to the previous and next running line, gap size, and shares of running text before and after."""
    count = len(running)
    index = np.arange(count)
    before = np.maximum.accumulate(np.where(running, index, -_MAX_DISTANCE))
    after = np.minimum.accumulate(np.where(running, index, count + _MAX_DISTANCE)[::-1])[::-1]
    since, until = np.minimum(index - before, _MAX_DISTANCE), np.minimum(after - index, _MAX_DISTANCE)
    prose_chars = np.where(running, chars, 0)
    total = max(1.0, float(prose_chars.sum()))
    cumulative = np.cumsum(prose_chars)
    return np.stack(
        [
            np.log1p(since),
            np.log1p(until),
            np.log1p(np.minimum(since + until, _MAX_DISTANCE)),
            (since < _MAX_DISTANCE) & (until < _MAX_DISTANCE),
            (cumulative - prose_chars) / total,
            1 - cumulative / total,
            _mean(running.astype(np.float32), _WINDOW),
        ],
        axis=1,
    )


def _runs(running: NDArray[np.bool_], chars: Floats, gap: int) -> Floats:
    """Return the relation of each line to the longest run of running text; a run can contain gaps."""
    count = len(running)
    rows = np.zeros((count, 4), np.float32)
    running_lines = np.flatnonzero(running)
    if not len(running_lines):
        return rows
    breaks = np.flatnonzero(np.diff(running_lines) > gap) + 1
    runs = [(int(run[0]), int(run[-1]) + 1) for run in np.split(running_lines, breaks)]
    cumulative = np.concatenate([[0], np.cumsum(np.where(running, chars, 0))])
    weights = [float(cumulative[end] - cumulative[start]) for start, end in runs]
    heaviest = max(weights)
    for (start, end), weight in zip(runs, weights, strict=True):
        rows[start:end, 0] = weight / max(1.0, heaviest)
    start, end = runs[weights.index(heaviest)]
    index = np.arange(count)
    rows[start:end, 1] = 1
    rows[:, 2] = np.log1p(np.clip(start - index, 0, _MAX_DISTANCE))
    rows[:, 3] = np.log1p(np.clip(index - end + 1, 0, _MAX_DISTANCE))
    return rows


def _similar_lines(lines: Sequence[str]) -> Floats:
    """Return how many lines, nearby and on the page, have the same outline or first word."""
    shapes = [_outline(line) for line in lines]
    firsts = [line.split(maxsplit=1)[0].lower() if line.strip() else "" for line in lines]
    counts = Counter(shapes)
    rows = np.zeros((len(lines), 5), np.float32)
    for i, (shape, first) in enumerate(zip(shapes, firsts, strict=True)):
        window = range(max(0, i - _WINDOW), min(len(lines), i + _WINDOW + 1))
        same = [k for k in window if shapes[k] == shape]
        rows[i] = (
            (len(same) - 1) / (2 * _WINDOW),
            log1p(counts[shape] - 1),
            (sum(firsts[k] == first for k in window) - 1) / (2 * _WINDOW),
            i > 0 and shapes[i - 1] == shape,
            i + 1 < len(lines) and shapes[i + 1] == shape,
        )
    return rows


def _outline(line: str) -> str:
    """Return the outline of a line: classes of its first words, length class, and class of its last character."""
    words = line[:_PREFIX_CHARS].split()
    marks = [
        "9" if word[0].isdigit() else "A" if word[0].isupper() else "a" if word[0].isalpha() else word[0]
        for word in words[:_OUTLINE_WORDS]
    ]
    return "".join(marks) + str(len(words).bit_length()) + line.rstrip()[-1:].translate(_CLASSES)


class _CharacterClasses(dict[int, str]):
    """Table for ``str.translate`` that maps letters and digits to their class and keeps other characters."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        return "a" if char.isalpha() else "9" if char.isdigit() else char


_CLASSES: Final = _CharacterClasses()


def _mean(values: Floats, reach: int) -> Floats:
    """Return the moving average of the values."""
    ones = np.ones(2 * reach + 1)
    n = len(values)
    summed = np.convolve(values, ones, "full")[reach : reach + n]
    count = np.convolve(np.ones(n), ones, "full")[reach : reach + n]
    means: Floats = (summed / count).astype(np.float32)
    return means


def _spread(values: Floats, reach: int) -> Floats:
    """Return the moving standard deviation of the values."""
    spread: Floats = np.sqrt(np.maximum(0, _mean(values**2, reach) - _mean(values, reach) ** 2))
    return spread
