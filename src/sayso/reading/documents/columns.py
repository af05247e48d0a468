"""Arrange words with positions into lines in reading order: bands from top to bottom, columns from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

from sayso.limits import check_time

_ROW_TOLERANCE: Final = 0.35
"""Maximum vertical distance of words in a row, in line heights."""
_MIN_GUTTER: Final = 0.9
"""Minimum width of the space between two columns, in line heights."""
_MIN_GUTTER_ROWS: Final = 3
"""Minimum number of rows with words on each side of a gutter."""
_MIN_WORDS_PER_LINE: Final = 2.5
"""Minimum mean number of words per line in a text column; table columns have fewer."""
_MAX_SHARED_ROWS: Final = 3
"""Maximum number of rows that move from the end of a band to the next band."""
_MAX_ROWS: Final = 20_000
_MAX_STARTS: Final = 100
"""Maximum number of band starts that are tried, which limits the run time."""

_TICK_ROWS: Final = 100
"""Number of rows between checks of the time limit."""

Interval = tuple[float, float]


class Word(NamedTuple):
    """A word and its box, in points from the left and bottom of the page."""

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
    """Return the lines of a page in reading order."""
    inside = [
        word for word in words if word.height > 0 and -width < word.left < 2 * width and -height < word.top < 2 * height
    ]
    if not inside:
        return []
    line_height = median(word.height for word in inside)
    bounds = (min(word.left for word in inside), max(word.right for word in inside))
    lines: list[PrintedLine] = []
    for band, gutters in _bands(_rows(inside), bounds, _MIN_GUTTER * line_height):
        for column in _columns(band, gutters):
            rows = _rows(column)
            edges = (min(word.left for word in column), max(word.right for word in column))
            lines.extend(_line(row, edges, height) for row in rows)
    return lines


def _line(row: Sequence[Word], column: Interval, height: float) -> PrintedLine:
    """Return a row of words as a line."""
    top = max(word.top for word in row)
    depth = 1 - top / height if height > 0 else 0.0
    return PrintedLine(
        " ".join(word.text for word in row), row[0].left, min(word.bottom for word in row),
        max(word.right for word in row), top, column, depth,
    )  # fmt: skip


def _rows(words: Sequence[Word]) -> list[Row]:
    """Group words into rows from top to bottom, with the words of each row from left to right."""
    rows: list[list[Word]] = []
    row_center = 0.0
    for word in sorted(words, key=lambda word: -(word.top + word.bottom)):
        center = (word.top + word.bottom) / 2
        if rows and row_center - center <= _ROW_TOLERANCE * max(word.height, rows[-1][0].height):
            rows[-1].append(word)
        else:
            rows.append([word])
            row_center = center
    return [sorted(row, key=lambda word: word.left) for row in rows[:_MAX_ROWS]]


def _bands(rows: Sequence[Row], bounds: Interval, min_width: float) -> list[tuple[list[Row], list[Interval]]]:
    """Return bands of rows with their common gutters; adjacent bands without gutters are joined."""
    bands: list[tuple[list[Row], list[Interval]]] = []
    band: list[Row] = []
    gutters: list[Interval] = [bounds]
    for number, row in enumerate(rows):
        if number % _TICK_ROWS == 0:
            check_time()
        row_gaps = _free_intervals(row, bounds, min_width)
        common = _intersection(gutters, row_gaps, min_width)
        if band and not common:
            has_columns = any(_separates_columns(band, gap) for gap in gutters)
            shared = 0 if has_columns else _rows_with_gaps(band, row_gaps, bounds, min_width)
            _add_band(bands, band[: len(band) - shared], bounds, min_width)
            band = band[len(band) - shared :]
            common = row_gaps
            for above in band:
                common = _intersection(common, _free_intervals(above, bounds, min_width), min_width)
        band.append(row)
        gutters = common
    _add_band(bands, band, bounds, min_width)
    return bands


def _rows_with_gaps(band: Sequence[Row], gaps: Sequence[Interval], bounds: Interval, min_width: float) -> int:
    """Return how many of the last rows of a band also have one of the gaps: rows that only shared a margin with it."""
    count = 0
    while count < min(_MAX_SHARED_ROWS, len(band) - 1):
        gaps = _intersection(gaps, _free_intervals(band[-1 - count], bounds, min_width), min_width)
        if not gaps:
            break
        count += 1
    return count


def _add_band(
    bands: list[tuple[list[Row], list[Interval]]], band: list[Row], bounds: Interval, min_width: float
) -> None:
    """Add a band; rows above its columns, such as a headline, become a separate band."""
    gutters: list[Interval] = [bounds]
    suffixes = []
    for number, row in enumerate(reversed(band)):
        if number % _TICK_ROWS == 0:
            check_time()
        gutters = _intersection(gutters, _free_intervals(row, bounds, min_width), min_width)
        suffixes.append(gutters)
    suffixes.reverse()
    best: tuple[int, list[Interval]] = (0, [gap for gap in suffixes[0] if _separates_columns(band, gap)])
    seen = {tuple(suffixes[0])}
    for start in range(1, len(band)):
        if tuple(suffixes[start]) in seen or len(band) - start < _MIN_GUTTER_ROWS or len(seen) > _MAX_STARTS:
            continue
        seen.add(tuple(suffixes[start]))
        gutters = [gap for gap in suffixes[start] if _separates_columns(band[start:], gap)]
        if len(gutters) > len(best[1]):
            best = start, gutters
    start, gutters = best
    for rows, gaps in ((band[:start], []), (band[start:], gutters)):
        if bands and not gaps and not bands[-1][1]:
            bands[-1][0].extend(rows)
        elif rows:
            bands.append((rows, gaps))


def _separates_columns(band: Sequence[Sequence[Word]], gap: Interval) -> bool:
    """Return whether a gap separates columns of text: enough rows on each side, with enough words."""
    left = [count for row in band if (count := sum(word.right <= gap[0] + 0.01 for word in row))]
    right = [count for row in band if (count := sum(word.left >= gap[1] - 0.01 for word in row))]
    if min(len(left), len(right)) < _MIN_GUTTER_ROWS:
        return False
    return min(sum(left) / len(left), sum(right) / len(right)) >= _MIN_WORDS_PER_LINE


def _free_intervals(row: Sequence[Word], bounds: Interval, min_width: float) -> list[Interval]:
    """Return the gaps of a row that are wide enough for a gutter, including the margins."""
    gaps, end = [], bounds[0]
    for word in row:
        if word.left - end >= min_width:
            gaps.append((end, word.left))
        end = max(end, word.right)
    if bounds[1] - end >= min_width:
        gaps.append((end, bounds[1]))
    return gaps


def _intersection(first: Sequence[Interval], second: Sequence[Interval], min_width: float) -> list[Interval]:
    """Return the gaps that are free in both rows."""
    gaps, i, k = [], 0, 0
    while i < len(first) and k < len(second):
        start, end = max(first[i][0], second[k][0]), min(first[i][1], second[k][1])
        if end - start >= min_width:
            gaps.append((start, end))
        if first[i][1] < second[k][1]:
            i += 1
        else:
            k += 1
    return gaps


def _columns(band: Sequence[Sequence[Word]], gutters: Sequence[Interval]) -> list[list[Word]]:
    """Return the words of each column of a band."""
    columns: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    for row in band:
        for word in row:
            columns[sum(word.left >= gap[1] - 0.01 for gap in gutters)].append(word)
    return [column for column in columns if column]
