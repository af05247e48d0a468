"""A text made from another one by edits, with the place in the input of each of its characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

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
        pieces: list[str] = []
        starts: list[Ints] = []
        ends: list[Ints] = []
        done = 0
        for edit in edits:
            size = len(edit.replacement)
            pieces += (self.text[done : edit.start], edit.replacement)
            begin, stop = self._origin(edit.start, edit.end)
            starts += (self.starts[done : edit.start], np.full(size, begin, dtype=np.int64))
            ends += (self.ends[done : edit.start], np.full(size, stop, dtype=np.int64))
            done = edit.end
        pieces.append(self.text[done:])
        starts.append(self.starts[done:])
        ends.append(self.ends[done:])
        return AlignedText("".join(pieces), np.concatenate(starts), np.concatenate(ends))

    def _origin(self, start: int, end: int) -> tuple[int, int]:
        """The place in the input of ``[start, end)``; for an insertion an empty one."""
        if start < end:
            return int(self.starts[start]), int(self.ends[end - 1])
        place = int(self.ends[start - 1]) if start else 0
        return place, place

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

    def onto_input(self, values: NDArray[np.uint8], length: int) -> NDArray[np.uint8]:
        """Values of the characters as values of those of the input, where what was left out has that before it."""
        number = np.searchsorted(self.starts, np.arange(length), side="right") - 1
        out: NDArray[np.uint8] = np.where(number < 0, NOTHING, values[np.maximum(number, 0)]) if len(values) else (
            np.zeros(length, dtype=np.uint8)
        )
        return out.astype(np.uint8)


NOTHING: Final = np.uint8(0)
