"""Inserts the quotation marks that browsers show around ``<q>`` elements, and that the text of the page lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sayso.terms import Span
from sayso.text.normalization.aligned_text import Edit
from sayso.text.quotation_marks import OUTSIDE, quote_states

_MARKS: Final = tuple("“”\"‘’'«»„")


def edits(text: str, elements: Sequence[Span]) -> Iterator[Edit]:
    """Yield the marks to insert: single ones in a quotation, none around an element with marks of its own."""
    if not elements:
        return
    states = quote_states(text)
    insertions = []
    outer_end = 0
    for span in sorted(elements, key=lambda element: (element.start, -element.end)):
        if text.startswith(_MARKS, span.start) or text.endswith(_MARKS, 0, span.start):
            continue
        is_nested = span.start < outer_end or (span.start > 0 and states[span.start - 1] != OUTSIDE)
        outer_end = max(outer_end, span.end)
        opening, closing = ("‘", "’") if is_nested else ("“", "”")
        # At the same offset, closing marks precede opening ones, and those of the inner element close first.
        insertions.append((span.start, 1, span.start, opening))
        insertions.append((span.end, 0, -span.start, closing))
    for at, _, _, mark in sorted(insertions):
        yield Edit(at, at, mark)
