"""Track the positions of ``<q>`` and ``<cite>`` within a line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

Mark = tuple[str, int, int]
"""The tag of an element, and its start and end in the line."""

MARKED: Final = frozenset({"q", "cite"})
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


class InlineMarks:
    """The marked elements of the current line, in offsets before whitespace is collapsed."""

    def __init__(self) -> None:
        self._open: list[tuple[_Element, int]] = []
        self._closed: list[Mark] = []
        self._continued: Counter[str] = Counter()
        """Tags of the open elements from earlier lines, which come first in ``_open``."""

    def begin(self, element: _Element, offset: int) -> None:
        """Record the start of an element."""
        self._open.append((element, offset))

    def end(self, element: _Element, offset: int) -> None:
        """Record the end of an element; a hidden element has no start and is ignored."""
        if self._open and self._open[-1][0] is element:
            tag, start = str(element.tag), self._open.pop()[1]
            if len(self._open) < self._continued.total():
                start = 0
                self._continued[tag] -= 1
            self._closed.append((tag, start, offset))

    def flush(self, raw: str, text: str) -> tuple[Mark, ...]:
        """Return the marks of a line with ``raw`` rendered as ``text``; open elements continue in the next line.

        Elements of one tag that are open over the whole line are one mark.
        """
        if not self._closed and not self._open:
            return ()
        new = [(str(element.tag), start) for element, start in self._open[self._continued.total() :]]
        marks = [*self._closed, *((tag, start, len(raw)) for tag, start in new)]
        marks += [(tag, 0, len(raw)) for tag, count in self._continued.items() if count]
        self._continued.update(tag for tag, _ in new)
        self._closed = []
        runs = [space.span() for space in _SPACE.finditer(raw)]
        starts = [start for start, _ in runs]
        removed = [0, *accumulate(end - start - 1 for start, end in runs)]
        leading = 1 if starts[:1] == [0] else 0

        def rendered_offset(offset: int) -> int:
            before = bisect_left(starts, offset)
            inside = max(0, runs[before - 1][1] - offset) if before else 0
            return min(len(text), max(0, offset - removed[before] + inside - leading))

        spans = ((tag, *_trimmed(text, rendered_offset(start), rendered_offset(end))) for tag, start, end in marks)
        return tuple(sorted((mark for mark in spans if mark[1] < mark[2]), key=lambda mark: mark[1:]))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a range without the space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
