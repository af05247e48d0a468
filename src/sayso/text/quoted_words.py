"""Counts the words of spans, and those in quotation marks."""

from __future__ import annotations

import re
from copy import copy
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Spans
from sayso.text.quotation_marks import OUTSIDE, quote_states

_WORD: Final = re.compile(r"[^\W_]+")


class QuotedWords:
    """Cumulative counts of words, and of words in quotation marks, for each offset of a text.

    ``states`` are the :func:`~sayso.text.quotation_marks.quote_states` of the text, shape ``(len(text),)``.
    """

    def __init__(self, text: str, states: NDArray[np.uint8] | None = None) -> None:
        starts = np.zeros(len(text), dtype=bool)
        starts[[match.start() for match in _WORD.finditer(text)]] = True
        quoted = starts & ((quote_states(text) if states is None else states) != OUTSIDE)
        self._words = _cumulative(starts)
        self._quoted = _cumulative(quoted)

    def seen_from(self, places: NDArray[np.int64]) -> QuotedWords:
        """The counts for another text, given the offset in this text of each of its code points."""
        other = copy(self)
        other._words, other._quoted = self._words[places], self._quoted[places]
        return other

    def count(self, spans: Spans) -> tuple[int, int]:
        """The number of words in the spans, and of those in quotation marks."""
        words = sum(int(self._words[span.end] - self._words[span.start]) for span in spans)
        quoted = sum(int(self._quoted[span.end] - self._quoted[span.start]) for span in spans)
        return words, quoted


def _cumulative(flags: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The number of set flags before each offset."""
    return np.concatenate([np.zeros(1, dtype=np.int32), np.cumsum(flags, dtype=np.int32)])
