"""Splits sentences at line ends and at full stops before a capital, except after abbreviations and initials."""

from __future__ import annotations

import re
from typing import Final

_SENTENCE: Final = re.compile(r"\n\s*|(?<=[.!?])[”\"’')\]]*\s+(?=[“\"‘'(\[]*[^\W\da-z_])")
_ABBREVIATION: Final = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|St|Rev|Jr|Pres|Sens|Reps|vs|No))\.$"
)

_WORD: Final = re.compile(r"[^\W\d_]{4}[^\W\d_A-Z]\.$")


def sure_stops(text: str) -> list[int]:
    """The offsets of full stops that certainly end a sentence: those after words longer than ``Mass.``."""
    ends = (end for end, _ in sentence_ends(text))
    return [end - 1 for end in ends if _WORD.search(text[max(0, end - 8) : end])]


def ends_abbreviated(text: str) -> bool:
    """Whether a text ends with a stop that ends no sentence: after an initial or an abbreviation."""
    return _ABBREVIATION.search(text[-8:]) is not None


def sentence_ends(text: str) -> list[tuple[int, int]]:
    """For each sentence except the last, the offset after its stop (or of its line end) and the next start."""
    return [
        match.span()
        for match in _SENTENCE.finditer(text)
        if "\n" in match.group() or not ends_abbreviated(text[max(0, match.start() - 8) : match.start()])
    ]
