"""Replaces pairs of foreign and typewriter quotation marks with “ and ”, the marks that all stages read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.text.normalization.aligned_text import Edit

_MARK: Final = re.compile(r"``|''|,,|‘‘|’’|\\\"|[“”„‟\"«»‹›′″「」『』]")
_OTHER: Final = re.compile(r"``|''|,,|‘‘|’’|\\\"|[„‟«»‹›′″「」『』]|\S“(?=[\s.,;:!?)…]|$)|(?:^|[\s(\[])”(?=\w)", re.M)
_LINE: Final = re.compile(r"[^\n]+")
_BEFORE_OPENING: Final = "([{—–-‘'¿¡"
_AFTER_CLOSING: Final = ".,;:!?…)]}—–-’'"
_KEPT: Final = ("“", '"'), ("”", '"')
"""Opening and closing marks that are kept."""
_UNPAIRED: Final = frozenset(("„", "«", "``", ",,", '\\"'))
"""Opening marks that are replaced even without a closing mark in the paragraph."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark and its offsets; ``inner_before`` and ``inner_after`` include the space inside French marks."""

    text: str
    start: int
    end: int
    opens: bool
    closes: bool
    inner_before: int
    inner_after: int


def edits(text: str) -> Iterator[Edit]:
    """Yield the edits of each pair of other marks; a mark without its pair is kept, except a clear opening mark."""
    if _OTHER.search(text) is None:
        return
    for line in _LINE.finditer(text):
        if _OTHER.search(text, line.start(), line.end()) is not None:
            yield from _line_edits(text, line.start(), line.end())


def _line_edits(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the edits of one paragraph."""
    opening: _Mark | None = None
    for match in _MARK.finditer(text, start, end):
        mark = _mark(text, match, start, end)
        if opening is None:
            opening = mark if mark.opens else None
        elif mark.closes and mark.text in _closers().get(opening.text, ()):
            if opening.inner_after <= mark.inner_before:  # otherwise they enclose only space
                yield from _opened(opening)
                if mark.text not in _KEPT[1]:
                    yield Edit(mark.inner_before, mark.end, "”")
            opening = None
    if opening is not None and opening.text in _UNPAIRED:
        yield from _opened(opening)


def _opened(mark: _Mark) -> Iterator[Edit]:
    if mark.text not in _KEPT[0]:
        yield Edit(mark.start, mark.inner_after, "“")


def _mark(text: str, match: re.Match[str], start: int, end: int) -> _Mark:
    """Return a mark; the characters next to it determine whether it can open or close a quotation."""
    first, last = match.span()
    glyph = match.group()
    before, after = text[first - 1] if first > start else " ", text[last] if last < end else " "
    inner_after, inner_before = last, first
    if glyph in "«‹" and after.isspace():
        while inner_after < end and text[inner_after].isspace():
            inner_after += 1
        after = text[inner_after] if inner_after < end else " "
    if glyph in "»›" and before.isspace():
        while inner_before > start and text[inner_before - 1].isspace():
            inner_before -= 1
        before = text[inner_before - 1] if inner_before > start else " "
    left = first == start or text[first - 1].isspace() or text[first - 1] in _BEFORE_OPENING
    right = last == end or text[last].isspace() or text[last] in _AFTER_CLOSING
    opens = not after.isspace() and after not in ".,;:!?)]}" and (left or glyph in "「『") and glyph in _closers()
    return _Mark(
        glyph, first, last, opens, not before.isspace() and (right or glyph in "」』"), inner_before, inner_after
    )


@cache
def _closers() -> dict[str, frozenset[str]]:
    """Return the closing marks for each opening mark."""
    return {row["term"]: frozenset(row["closing"].split()) for row in lexicon("quotation_marks")}
