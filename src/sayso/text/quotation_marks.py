"""Quotation marks: which characters of a text stand inside them, line by line, straight or curly, double or single."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

OUTSIDE: Final = 0
INSIDE: Final = 1
OPENING: Final = 2
CLOSING: Final = 3
UNCLOSED: Final = 4
STATES: Final = 5

# A straight mark opens before a non-space when it stands at a line's start, after a space, an opening
# bracket or a dash; any other straight mark closes.
_DOUBLE = re.compile(r"(?P<open>[“„«‟]|``|(?<![^\s(\[\u2013\u2014-])\"(?=\S))|(?P<close>[”»\"]|'')|(?P<line>\n)")
# Single marks double as apostrophes, so they need a word's start to open and a word's end to close.
_SINGLE = re.compile(
    r"(?P<open>(?<![\w.,!?;:…’'])[‘'](?=[\w“\"(\[$£€]))|(?P<close>(?<=[\w.,!?;:…)\]”\"%])[’'](?!\w))|(?P<line>\n)"
)

_ANY = re.compile(r"[“„«‟”»‘’`'\"\n]")


def quote_states(text: str) -> NDArray[np.uint8]:
    """The state of each code point: outside, inside, an opening or closing mark, or after a mark never closed.

    Returns an array of shape ``(len(text),)``. Marks never reach over a line end: a paragraph that opens a
    quotation and leaves the closing mark to a later one is ``UNCLOSED`` from its mark to its end.
    """
    states = np.zeros(len(text), dtype=np.uint8)
    _fill(states, text, _DOUBLE)
    if "'" in text or "’" in text:
        _fill(states, text, _SINGLE)
    states.flags.writeable = False
    return states


def _fill(states: NDArray[np.uint8], text: str, marks: re.Pattern[str]) -> None:
    """Write the states that one family of marks gives into those still outside."""
    single = marks is _SINGLE
    begin: tuple[int, int] | None = None
    for match in _found(text, marks):
        kind = match.lastgroup
        if kind == "open":
            if begin is None and states[match.start()] == OUTSIDE:
                begin = match.span()
        elif begin is not None and kind == "close":
            # A word that ends in an apostrophe ("the players' union") closes only when nothing better follows.
            if single and text[match.start() - 1].isalnum() and _closes_later(text, match.end()):
                continue
            _write(states, begin, match.span())
            begin = None
        elif begin is not None:
            if not single:
                states[begin[0] : begin[1]] = OPENING
                states[begin[1] : match.start()] = UNCLOSED
            begin = None
    if begin is not None and not single:
        states[begin[0] : begin[1]] = OPENING
        states[begin[1] :] = UNCLOSED


def _found(text: str, marks: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The marks in order, without overlap. A look at each character that can be one is far quicker than a search."""
    end = 0
    for one in _ANY.finditer(text):
        if one.start() >= end and (match := marks.match(text, one.start())) is not None:
            end = match.end()
            yield match


def _write(states: NDArray[np.uint8], opening: tuple[int, int], closing: tuple[int, int]) -> None:
    """Mark one closed pair."""
    states[opening[0] : opening[1]] = OPENING
    states[opening[1] : closing[0]] = INSIDE
    states[closing[0] : closing[1]] = CLOSING


_LATER = re.compile(r"[^\n‘]*?[.,!?…][’'](?!\w)")
_NEXT_OPENING = re.compile(r"[^\n]*?(?<=\s)[‘'](?=\w)")


def _closes_later(text: str, start: int) -> bool:
    """Whether, before the next opening mark, a single mark after punctuation follows on the same line."""
    later = _LATER.match(text, start, start + 2000)
    if later is None:
        return False
    opening = _NEXT_OPENING.match(text, start, start + 2000)
    return opening is None or opening.end() > later.end()
