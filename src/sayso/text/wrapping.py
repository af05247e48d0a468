"""Line ends that only fold a paragraph: plain text that was set to a width, as mail and wire copy are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_NARROW: Final = 40  # characters of a line below which nothing was folded
_WIDEST: Final = 100
_LINE: Final = re.compile(r"[^\n]+")
_ENDED: Final = re.compile(r"[.!?:][\"”’')\]]*\s*$")


def wraps(text: str) -> frozenset[int]:
    """The places of the line ends that only fold: the next word had not fitted, and the sentence goes on."""
    found: set[int] = set()
    for run in _runs(text):
        if len(run) > 1 and _folded(text, run):
            found.update(end for _, end in run[:-1])
    return frozenset(found)


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """The lines of the text with no blank line between them."""
    run: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        if run and line.start() > run[-1][1] + 1:
            yield run
            run = []
        run.append(line.span())
    yield run


def _folded(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether every line but the last is full, and the sentence goes on over more than half of their ends."""
    width = max(end - start for start, end in lines)
    if width > _WIDEST:
        return False
    goes_on = lower = 0
    for (start, end), (after, stop) in pairwise(lines):
        word = text[after : min(stop, after + _WIDEST)].split(" ", 1)[0]
        if end - start < _NARROW or end - start + 1 + len(word) <= width:
            return False
        goes_on += _ENDED.search(text, start, end) is None
        lower += word[:1].islower()
    return lower > 0 and 2 * goes_on > len(lines) - 1
