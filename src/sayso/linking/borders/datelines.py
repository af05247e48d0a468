"""Trims spans: a dateline (``TARN FORD (HNA) — It fell``) or salutation at the start, a relative pronoun at the end."""

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
_LOWERCASE_DATELINE: Final = re.compile(
    r"(?:[A-Z][a-zà-ÿ]+ ?){1,3}(?:, [A-Z][a-zà-ÿ]+\.?)?(?: \([A-Z][^()\n]{1,30}\))? ?[—–] ?(?=[A-Z“\"])"
)
"""A dateline in lower case requires a dash and a new sentence after it: ``Tarn Ford — The bridge``."""
SALUTATION: Final = re.compile(
    r"(?:Dear )?(?:Sirs?|Madam|Editor)(?: (?:or|and) (?:Sir|Madam))?(?:,| ?[:;—–]| -) ?(?=[A-Z])"
)
_FINAL_RELATIVE_PRONOUN: Final = re.compile(r",?(?: (?:and|but|or))? (?:who|which)\Z")
_MIN_CAPITALS: Final = 4  # capital letters in the place name


def without_dateline(text: str, spans: Spans) -> Spans:
    """The spans without a dateline or the salutation of a letter at the start of a line."""
    return tuple(_after_dateline(text, span) for span in spans)


def _after_dateline(text: str, span: Span) -> Span:
    if span.start and text[span.start - 1] != "\n":
        return span
    end = min(span.end, span.start + 120)
    dateline = _DATELINE.match(text, span.start, end)
    if dateline is not None and sum(letter.isupper() for letter in dateline.group()) < _MIN_CAPITALS:
        dateline = None
    dateline = dateline or _LOWERCASE_DATELINE.match(text, span.start, end) or SALUTATION.match(text, span.start, end)
    if dateline is None or dateline.end() >= span.end:
        return span
    return Span(dateline.end(), span.end)


def without_relative(text: str, spans: Spans) -> Spans:
    """A source without a final relative pronoun: ``a guard, and who | asked``."""
    if not spans:
        return spans
    last = spans[-1]
    pronoun = _FINAL_RELATIVE_PRONOUN.search(text, last.start, last.end)
    if pronoun is None or pronoun.start() <= last.start:
        return spans
    return (*spans[:-1], Span(last.start, pronoun.start()))
