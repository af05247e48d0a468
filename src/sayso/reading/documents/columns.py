"""Words with places to lines in reading order: bands of a page from top to bottom, columns in a band from the left."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

from sayso.limits import tick

_SAME_ROW: Final = 0.35
"""Parts of a line's height by which the middles of words on one line may differ."""
_GUTTER: Final = 0.9
"""Heights of a line that the space between two columns has at least."""
_FEWEST_ROWS: Final = 3
"""Rows with words on either side that make a space a gutter."""
_PROSE: Final = 2.5
"""Words a line that columns of text have at least in the mean; those of tables have fewer."""
_MOST_ROWS: Final = 20_000
_MOST_TRIED: Final = 100
"""Beginnings of a band that are tried: bounds the time."""

_OFTEN: Final = 100
"""Rows between two looks at the clock."""

Interval = tuple[float, float]


class Word(NamedTuple):
    """A word and its box, in points from the left and from the bottom of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of its line."""
        return self.top - self.bottom


Row = list[Word]


class PrintedLine(NamedTuple):
    """A line of a column: its text, its box, the bounds of its column, and its share of the page from the top."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    column: Interval
    depth: float

    @property
    def height(self) -> float:
        """The height of the line."""
        return self.top - self.bottom


def lines_of(words: Sequence[Word], width: float, height: float) -> list[PrintedLine]:
    """The lines of a page in reading order."""
    inside = [
        one for one in words if one.height > 0 and -width < one.left < 2 * width and -height < one.top < 2 * height
    ]
    if not inside:
        return []
    usual = median(one.height for one in inside)
    bounds = (min(one.left for one in inside), max(one.right for one in inside))
    out: list[PrintedLine] = []
    for band, gutters in _bands(_rows(inside), bounds, _GUTTER * usual):
        for column in _columns(band, gutters):
            rows = _rows(column)
            edges = (min(one.left for one in column), max(one.right for one in column))
            out.extend(_line(row, edges, height) for row in rows)
    return out


def _line(row: Sequence[Word], column: Interval, height: float) -> PrintedLine:
    """The line of a row of words."""
    top = max(one.top for one in row)
    depth = 1 - top / height if height > 0 else 0.0
    return PrintedLine(
        " ".join(one.text for one in row), row[0].left, min(one.bottom for one in row), max(one.right for one in row),
        top, column, depth,
    )  # fmt: skip


def _rows(words: Sequence[Word]) -> list[Row]:
    """Words on one line each, from the top; the words of each from the left."""
    rows: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda one: -(one.top + one.bottom)):
        here = (word.top + word.bottom) / 2
        if rows and middle - here <= _SAME_ROW * max(word.height, rows[-1][0].height):
            rows[-1].append(word)
        else:
            rows.append([word])
            middle = here
    return [sorted(row, key=lambda one: one.left) for row in rows[:_MOST_ROWS]]


def _bands(rows: Sequence[Row], bounds: Interval, least: float) -> list[tuple[list[Row], list[Interval]]]:
    """Runs of rows with the gutters that all of them leave free; runs without any are joined."""
    out: list[tuple[list[Row], list[Interval]]] = []
    band: list[Row] = []
    free: list[Interval] = [bounds]
    for number, row in enumerate(rows):
        if number % _OFTEN == 0:
            tick()
        own = _free(row, bounds, least)
        both = _both(free, own, least)
        if band and not both:
            _close(out, band, bounds, least)
            band, both = [], own
        band.append(row)
        free = both
    _close(out, band, bounds, least)
    return out


def _close(out: list[tuple[list[Row], list[Interval]]], band: list[Row], bounds: Interval, least: float) -> None:
    """Add a band; what stands above its columns, such as a headline, is a band of its own."""
    free: list[Interval] = [bounds]
    suffixes = []
    for number, row in enumerate(reversed(band)):
        if number % _OFTEN == 0:
            tick()
        free = _both(free, _free(row, bounds, least), least)
        suffixes.append(free)
    suffixes.reverse()
    best: tuple[int, list[Interval]] = (0, [gap for gap in suffixes[0] if _parts(band, gap)])
    tried = {tuple(suffixes[0])}
    for start in range(1, len(band)):
        if tuple(suffixes[start]) in tried or len(band) - start < _FEWEST_ROWS or len(tried) > _MOST_TRIED:
            continue
        tried.add(tuple(suffixes[start]))
        gutters = [gap for gap in suffixes[start] if _parts(band[start:], gap)]
        if len(gutters) > len(best[1]):
            best = start, gutters
    start, gutters = best
    for rows, gaps in ((band[:start], []), (band[start:], gutters)):
        if out and not gaps and not out[-1][1]:
            out[-1][0].extend(rows)
        elif rows:
            out.append((rows, gaps))


def _parts(band: Sequence[Sequence[Word]], gap: Interval) -> bool:
    """Whether a free space parts columns of text: rows on either side, with the words of prose."""
    left = [count for row in band if (count := sum(one.right <= gap[0] + 0.01 for one in row))]
    right = [count for row in band if (count := sum(one.left >= gap[1] - 0.01 for one in row))]
    if min(len(left), len(right)) < _FEWEST_ROWS:
        return False
    return min(sum(left) / len(left), sum(right) / len(right)) >= _PROSE


def _free(row: Sequence[Word], bounds: Interval, least: float) -> list[Interval]:
    """The spaces of a row that are wide enough for a gutter, those at the margins included."""
    out, at = [], bounds[0]
    for word in row:
        if word.left - at >= least:
            out.append((at, word.left))
        at = max(at, word.right)
    if bounds[1] - at >= least:
        out.append((at, bounds[1]))
    return out


def _both(one: Sequence[Interval], other: Sequence[Interval], least: float) -> list[Interval]:
    """The spaces that both leave free."""
    out, i, k = [], 0, 0
    while i < len(one) and k < len(other):
        start, end = max(one[i][0], other[k][0]), min(one[i][1], other[k][1])
        if end - start >= least:
            out.append((start, end))
        if one[i][1] < other[k][1]:
            i += 1
        else:
            k += 1
    return out


def _columns(band: Sequence[Sequence[Word]], gutters: Sequence[Interval]) -> list[list[Word]]:
    """The words of each column of a band."""
    columns: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    for row in band:
        for word in row:
            columns[sum(word.left >= gap[1] - 0.01 for gap in gutters)].append(word)
    return [column for column in columns if column]
