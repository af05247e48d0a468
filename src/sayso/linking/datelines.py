"""What is no part of a span: a dateline at its start (``TARN FORD (HNA) — The bridge``), a "who" at a source's end."""

from __future__ import annotations

import re
from typing import Final

from sayso.terms import Span, Spans

_CAPITALS: Final = "[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+"
_PLACE: Final = rf"{_CAPITALS}(?:[ ,]+(?:{_CAPITALS}|[A-Z]))*"
_DATELINE: Final = re.compile(
    _PLACE + r"(?:, (?:[A-Z]\.?){1,3}|,? [A-Z][a-z]+\.?)?(?:, [A-Z][a-z]+\.? \d{1,2})?"
    r"\s?(?:\([A-Z][^()\n]{1,30}\))?(?:\s?[—–]\s?|\s--?\s+)(?=\S)"
)
_SMALL: Final = re.compile(
    r"(?:[A-Z][a-zà-ÿ]+ ?){1,3}(?:, [A-Z][a-zà-ÿ]+\.?)?(?: \([A-Z][^()\n]{1,30}\))? ?[—–] ?(?=[A-Z“\"])"
)
"""Small letters are a dateline only before a dash of their own and a new sentence: ``Tarn Ford — The bridge``."""
_RELATIVE: Final = re.compile(r",?(?: (?:and|but|or))? (?:who|which)\Z")
_FEWEST: Final = 4  # capital letters that a place has at least


def without_dateline(text: str, spans: Spans) -> Spans:
    """The spans, one that opens its line with a dateline cut to what comes after the dash."""
    return tuple(_cut(text, span) for span in spans)


def _cut(text: str, span: Span) -> Span:
    if span.start and text[span.start - 1] != "\n":
        return span
    end = min(span.end, span.start + 120)
    found = _DATELINE.match(text, span.start, end)
    if found is not None and sum(letter.isupper() for letter in found.group()) < _FEWEST:
        found = None
    found = found or _SMALL.match(text, span.start, end)
    if found is None or found.end() >= span.end:
        return span
    return Span(found.end(), span.end)


def without_relative(text: str, spans: Spans) -> Spans:
    """A source without the relative pronoun at its end, whose clause is no part of it: ``a guard, and who | asked``."""
    if not spans:
        return spans
    last = spans[-1]
    found = _RELATIVE.search(text, last.start, last.end)
    return (*spans[:-1], Span(last.start, found.start())) if found is not None and found.start() > last.start else spans
