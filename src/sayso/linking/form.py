"""The form of a content: how many of its words stand in quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Form, Spans
from sayso.text.quotation_marks import OUTSIDE, quote_states

_WORD: Final = re.compile(r"[^\W_]+")


class Quoted:
    """Counts of words, and of words in quotation marks, up to each code point of a text."""

    def __init__(self, text: str) -> None:
        first = np.zeros(len(text), dtype=bool)
        first[[match.start() for match in _WORD.finditer(text)]] = True
        quoted = first & (quote_states(text) != OUTSIDE)
        self._words = _sums(first)
        self._quoted = _sums(quoted)

    def count(self, spans: Spans) -> tuple[int, int]:
        """Words in the spans, and those of them in quotation marks."""
        words = sum(int(self._words[span.end] - self._words[span.start]) for span in spans)
        quoted = sum(int(self._quoted[span.end] - self._quoted[span.start]) for span in spans)
        return words, quoted


def _sums(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(flags)])


@lru_cache(maxsize=2)
def quoted_words(text: str) -> Quoted:
    """A counter of the words in quotation marks of a text."""
    return Quoted(text)


def form_of(quoted: Quoted, content: Spans) -> Form:
    """Direct where all words of the content stand in quotation marks, mixed where some do, else indirect."""
    words, inside = quoted.count(content)
    if not inside:
        return Form.INDIRECT
    return Form.DIRECT if inside == words else Form.MIXED
