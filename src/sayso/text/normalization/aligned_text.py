"""A text made from another one by edits, with the place in the input of each of its characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.terms import Span, Spans

Ints = NDArray[np.int64]


class Edit(NamedTuple):
    """``[start, end)`` of a text and what is written in its place: nothing, one character or several."""

    start: int
    end: int
    replacement: str


class AlignedText:
    """A text, and for each character the ``[start, end)`` of the input that it was made from.

    ``starts`` and ``ends`` have the shape ``(len(text),)`` and never fall.
    """

    def __init__(self, text: str, starts: Ints, ends: Ints) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    @classmethod
    def of(cls, text: str) -> AlignedText:
        """The input itself."""
        places = np.arange(len(text) + 1, dtype=np.int64)
        return cls(text, places[:-1], places[1:])

    def edited(self, edits: Sequence[Edit]) -> AlignedText:
        """The text after edits of it, which are in order and do not overlap."""
        if not edits:
            return self
        first, last = (
            np.array(column, dtype=np.int64) for column in ([e.start for e in edits], [e.end for e in edits])
        )
        sizes = np.array([len(edit.replacement) for edit in edits], dtype=np.int64)
        kept = np.ones(len(self.text), dtype=bool)
        kept[_ranges(first, last)] = False
        dropped = np.cumsum(last - first) - (last - first)
        places = np.repeat(first - dropped, sizes)
        # An insertion has no characters of the input: its place is the end of the one before it.
        before = np.where(first > 0, self.ends[np.maximum(first, 1) - 1], 0) if len(self.text) else np.zeros_like(first)
        empty = first == last
        begins = (
            np.where(empty, before, self.starts[np.minimum(first, len(self.text) - 1)]) if len(self.text) else before
        )
        stops = np.where(empty, before, self.ends[np.maximum(last, 1) - 1]) if len(self.text) else before
        starts = np.insert(self.starts[kept], places, np.repeat(begins, sizes))
        ends = np.insert(self.ends[kept], places, np.repeat(stops, sizes))
        return AlignedText(self._replaced(edits), starts, ends)

    def _replaced(self, edits: Sequence[Edit]) -> str:
        """The characters after edits."""
        pieces: list[str] = []
        done = 0
        for edit in edits:
            pieces += (self.text[done : edit.start], edit.replacement)
            done = edit.end
        return "".join((*pieces, self.text[done:]))

    def input_spans(self, spans: Spans) -> Spans:
        """Spans of the text as spans of the input; those that come to overlap there are one."""
        out: list[Span] = []
        for span in spans:
            start, end = int(self.starts[span.start]), int(self.ends[span.end - 1])
            if out and start < out[-1].end:
                out[-1] = Span(out[-1].start, max(end, out[-1].end))
            elif start < end:
                out.append(Span(start, end))
        return tuple(out)

    def place(self, at: int) -> int:
        """The first character of the text that was made from what stands at a place of the input, or after it."""
        return int(np.searchsorted(self.starts, at))

    def places(self, count: int) -> Ints:
        """The places of the first characters of the input, as :meth:`place` gives each."""
        return np.searchsorted(self.starts, np.arange(count)).astype(np.int64)


def _ranges(first: Ints, last: Ints) -> Ints:
    """All numbers of some ranges ``[first, last)``."""
    sizes = last - first
    return np.repeat(first - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()), dtype=np.int64)
