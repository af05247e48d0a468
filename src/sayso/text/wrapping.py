"""Finds wrapped lines in plain text of a fixed width, such as mail and wire copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_MIN_WIDTH: Final = 40
_MAX_WIDTH: Final = 100
_LINE: Final = re.compile(r"[^\n]+")
_ENDED: Final = re.compile(r"[.!?:][\"”’')\]]*\s*$")


def wraps(text: str) -> frozenset[int]:
    """The offsets of line ends inside a paragraph, at which the text was wrapped."""
    return frozenset(end for lines in _paragraphs(text) if _is_wrapped(text, lines) for _, end in lines[:-1])


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """The lines of each paragraph; paragraphs are separated by blank lines."""
    lines: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        if lines and line.start() > lines[-1][1] + 1:
            yield lines
            lines = []
        lines.append(line.span())
    if lines:
        yield lines


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether each line except the last is full, and more than half of these lines do not end a sentence."""
    width = max(end - start for start, end in lines)
    if width > _MAX_WIDTH:
        return False
    continued = lower = 0
    for (start, end), (next_start, next_end) in pairwise(lines):
        word = text[next_start : min(next_end, next_start + _MAX_WIDTH)].split(" ", 1)[0]
        if end - start < _MIN_WIDTH or end - start + 1 + len(word) <= width:
            return False
        continued += _ENDED.search(text, start, end) is None
        lower += word[:1].islower()
    return lower > 0 and 2 * continued > len(lines) - 1
