"""An edited text that keeps the input offsets of each of its characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Span, Spans

Ints = NDArray[np.int64]


class Edit(NamedTuple):
    """The range ``[start, end)`` of a text and its replacement, which can be empty."""

    start: int
    end: int
    replacement: str


class AlignedText:
    """A text, and for each character its range ``[start, end)`` in the input.

    ``starts`` and ``ends`` have the shape ``(len(text),)`` and are non-decreasing.
    """

    def __init__(self, text: str, starts: Ints, ends: Ints) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    @classmethod
    def of(cls, text: str) -> AlignedText:
        """Return the unedited input."""
        offsets = np.arange(len(text) + 1, dtype=np.int64)
        return cls(text, offsets[:-1], offsets[1:])

    def edited(self, edits: Sequence[Edit]) -> AlignedText:
        """Return the text after edits, which are in text order and do not overlap."""
        if not edits:
            return self
        first, last = (
            np.array(column, dtype=np.int64) for column in ([e.start for e in edits], [e.end for e in edits])
        )
        sizes = np.array([len(edit.replacement) for edit in edits], dtype=np.int64)
        kept = np.ones(len(self.text), dtype=bool)
        kept[_ranges(first, last)] = False
        dropped = np.cumsum(last - first) - (last - first)
        insert_at = np.repeat(first - dropped, sizes)
        # An insertion has no range in the input: it is placed at the end of the previous character.
        before = np.where(first > 0, self.ends[np.maximum(first, 1) - 1], 0) if len(self.text) else np.zeros_like(first)
        empty = first == last
        begins = (
            np.where(empty, before, self.starts[np.minimum(first, len(self.text) - 1)]) if len(self.text) else before
        )
        stops = np.where(empty, before, self.ends[np.maximum(last, 1) - 1]) if len(self.text) else before
        starts = np.insert(self.starts[kept], insert_at, np.repeat(begins, sizes))
        ends = np.insert(self.ends[kept], insert_at, np.repeat(stops, sizes))
        return AlignedText(self._replaced(edits), starts, ends)

    def _replaced(self, edits: Sequence[Edit]) -> str:
        """Return the characters after edits."""
        pieces: list[str] = []
        copied_to = 0
        for edit in edits:
            pieces += (self.text[copied_to : edit.start], edit.replacement)
            copied_to = edit.end
        return "".join((*pieces, self.text[copied_to:]))

    def input_spans(self, spans: Spans) -> Spans:
        """Convert spans of the text to spans of the input; spans that overlap there are merged."""
        merged: list[Span] = []
        for span in spans:
            start, end = int(self.starts[span.start]), int(self.ends[span.end - 1])
            if merged and start < merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
            elif start < end:
                merged.append(Span(start, end))
        return tuple(merged)

    def offset(self, at: int) -> int:
        """Convert an offset of the input: the first character of the text from there or later."""
        return int(np.searchsorted(self.starts, at))

    def offsets(self, count: int) -> Ints:
        """Convert the first ``count`` offsets of the input, as :meth:`offset` does."""
        return np.searchsorted(self.starts, np.arange(count)).astype(np.int64)


def _ranges(first: Ints, last: Ints) -> Ints:
    """Return all numbers in the ranges ``[first, last)``."""
    sizes = last - first
    return np.repeat(first - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()), dtype=np.int64)
