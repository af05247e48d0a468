"""Finds the text inside quotation marks: straight or curly, double or single, line by line."""

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

# A straight mark opens before a non-space at the start of a line and after a space, an opening bracket or a dash;
# any other straight mark closes.
_DOUBLE = re.compile(r"(?P<open>[“„«‟]|``|(?<![^\s(\[\u2013\u2014-])\"(?=\S))|(?P<close>[”»\"]|'')|(?P<line>\n)")
# Single marks can be apostrophes, so they open only at the start of a word and close only at the end of a word.
_YEAR: Final = r"\d\ds?[.,;:!?)’']"  # the end of a sentence or clause after '98
_SINGLE = re.compile(
    rf"(?P<open>(?<![\w.,!?;:…’'])[‘'](?!{_YEAR})(?=[\w“\"(\[$£€]))|(?P<close>(?<=[\w.,!?;:…)\]”\"%])[’'](?!\w))|(?P<line>\n)"
)

_ANY = re.compile(r"[“„«‟”»‘’`'\"\n]")


def quote_states(text: str) -> NDArray[np.uint8]:
    """The state of each code point: outside, inside, an opening or closing mark, or after an unclosed mark.

    Returns an array of shape ``(len(text),)``. Quotations end at line ends: a paragraph with an opening mark, whose
    closing mark is in a later paragraph, is ``UNCLOSED`` from the mark to its end.
    """
    states = np.zeros(len(text), dtype=np.uint8)
    _fill(states, text, _DOUBLE)
    if "'" in text or "’" in text:
        _fill(states, text, _SINGLE)
    states.flags.writeable = False
    return states


def _fill(states: NDArray[np.uint8], text: str, marks: re.Pattern[str]) -> None:
    """Set the states of one kind of marks where they are still outside."""
    single = marks is _SINGLE
    opening: tuple[int, int] | None = None
    for match in _matches(text, marks):
        kind = match.lastgroup
        if kind == "open":
            if opening is None and states[match.start()] == OUTSIDE:
                opening = match.span()
        elif opening is not None and kind == "close":
            # An apostrophe at the end of a word ("the players' union") closes only if no better mark follows.
            if single and text[match.start() - 1].isalnum() and _closes_later(text, match.end()):
                continue
            _set_pair(states, opening, match.span())
            opening = None
        elif opening is not None:
            if not single:
                states[opening[0] : opening[1]] = OPENING
                states[opening[1] : match.start()] = UNCLOSED
            opening = None
    if opening is not None and not single:
        states[opening[0] : opening[1]] = OPENING
        states[opening[1] :] = UNCLOSED


def _matches(text: str, marks: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The marks in order, without overlap. Matching only at candidate characters is much faster than a search."""
    end = 0
    for candidate in _ANY.finditer(text):
        if candidate.start() >= end and (match := marks.match(text, candidate.start())) is not None:
            end = match.end()
            yield match


def _set_pair(states: NDArray[np.uint8], opening: tuple[int, int], closing: tuple[int, int]) -> None:
    """Set the states of a pair of marks and the text between them."""
    states[opening[0] : opening[1]] = OPENING
    states[opening[1] : closing[0]] = INSIDE
    states[closing[0] : closing[1]] = CLOSING


_LATER = re.compile(r"[^\n‘]*?[.,!?…][’'](?!\w)")
_NEXT_OPENING = re.compile(rf"[^\n]*?(?<=\s)[‘'](?!{_YEAR})(?=\w)")


def _closes_later(text: str, start: int) -> bool:
    """Whether a single mark after punctuation follows on the same line before the next opening mark."""
    later = _LATER.match(text, start, start + 2000)
    if later is None:
        return False
    opening = _NEXT_OPENING.match(text, start, start + 2000)
    return opening is None or opening.end() > later.end()
