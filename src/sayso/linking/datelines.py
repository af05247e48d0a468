"""Where a dateline ends (``TARN FORD, March 3 (HNA) — The bridge ...``): what is said begins after its dash."""

from __future__ import annotations

import re
from typing import Final

from sayso.terms import Span, Spans

_CAPITALS: Final = "[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+"
_PLACE: Final = rf"{_CAPITALS}(?:[ ,]+(?:{_CAPITALS}|[A-Z]\.?))*"
_DATELINE: Final = re.compile(
    _PLACE + r"(?:, (?:[A-Z]\.?){1,3}|,? [A-Z][a-z]+\.?)?(?:, [A-Z][a-z]+\.? \d{1,2})?"
    r"\s?(?:\([A-Z][^()\n]{1,30}\))?(?:\s?[—–]\s?|\s--?\s+)(?=\S)"
)
_FEWEST: Final = 4  # capital letters that a place has at least


def without_dateline(text: str, spans: Spans) -> Spans:
    """The spans, one that opens its line with a dateline cut to what comes after the dash."""
    return tuple(_cut(text, span) for span in spans)


def _cut(text: str, span: Span) -> Span:
    if span.start and text[span.start - 1] != "\n":
        return span
    found = _DATELINE.match(text, span.start, min(span.end, span.start + 120))
    if found is None or sum(letter.isupper() for letter in found.group()) < _FEWEST or found.end() >= span.end:
        return span
    return Span(found.end(), span.end)
