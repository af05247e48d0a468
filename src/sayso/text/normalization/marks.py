"""Quotation marks of other countries and typewriters: each pair as “ and ”, so that every stage knows only these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.text.normalization.aligned_text import Edit

_MARK: Final = re.compile(r"``|''|,,|‘‘|’’|\\\"|[“”„‟\"«»‹›′″「」『』]")
_ODD: Final = re.compile(r"``|''|,,|‘‘|’’|\\\"|[„‟«»‹›′″「」『』]|\S“(?=[\s.,;:!?)…]|$)|(?:^|[\s(\[])”(?=\w)", re.M)
_LINE: Final = re.compile(r"[^\n]+")
_FREE_LEFT: Final = "([{—–-‘'¿¡"
_FREE_RIGHT: Final = ".,;:!?…)]}—–-’'"
_PLAIN: Final = ("“", '"'), ("”", '"')
"""Opening and closing marks that stay as they are."""
_LONE: Final = frozenset(("„", "«", "``", ",,", '\\"'))
"""Opening marks that a paragraph without a closing one can have."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark and its place; ``inner_before`` and ``inner_after`` take in the space that French sets within marks."""

    text: str
    start: int
    end: int
    opens: bool
    closes: bool
    inner_before: int
    inner_after: int


def edits(text: str) -> Iterator[Edit]:
    """What makes each pair of other marks one of “ and ”. A mark without its fellow stays, but for a clear opening."""
    if _ODD.search(text) is None:
        return
    for line in _LINE.finditer(text):
        if _ODD.search(text, line.start(), line.end()) is not None:
            yield from _line_edits(text, line.start(), line.end())


def _line_edits(text: str, start: int, end: int) -> Iterator[Edit]:
    """The edits of one paragraph."""
    opening: _Mark | None = None
    for match in _MARK.finditer(text, start, end):
        mark = _mark(text, match, start, end)
        if opening is None:
            opening = mark if mark.opens else None
        elif mark.closes and mark.text in _closers().get(opening.text, ()):
            if opening.inner_after <= mark.inner_before:  # otherwise they enclose only space
                yield from _opened(opening)
                if mark.text not in _PLAIN[1]:
                    yield Edit(mark.inner_before, mark.end, "”")
            opening = None
    if opening is not None and opening.text in _LONE:
        yield from _opened(opening)


def _opened(mark: _Mark) -> Iterator[Edit]:
    if mark.text not in _PLAIN[0]:
        yield Edit(mark.start, mark.inner_after, "“")


def _mark(text: str, match: re.Match[str], start: int, end: int) -> _Mark:
    """A mark with what it can be by what stands beside it."""
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
    left = first == start or text[first - 1].isspace() or text[first - 1] in _FREE_LEFT
    right = last == end or text[last].isspace() or text[last] in _FREE_RIGHT
    opens = not after.isspace() and after not in ".,;:!?)]}" and (left or glyph in "「『") and glyph in _closers()
    return _Mark(
        glyph, first, last, opens, not before.isspace() and (right or glyph in "」』"), inner_before, inner_after
    )


@cache
def _closers() -> dict[str, frozenset[str]]:
    """The marks that close a quotation which a mark opens."""
    return {row["term"]: frozenset(row["closing"].split()) for row in lexicon("quotation_marks")}
