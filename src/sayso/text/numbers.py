"""Parses numbers in running text: figures with their units, and the kind and noun of a bare number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from sayso.lexicons import terms
from sayso.terms import Span
from sayso.text.morphology import light_stem

CURRENCIES: Final = "$£€"
DIGITS: Final = r"\d[\d,]*(?:\.\d+)?"
"""The pattern of a number in digits."""

_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
)
_WORDS: Final = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen"
_FIGURE: Final = re.compile(
    rf"(?P<month>\b(?:{_MONTHS}) )(?P<day>\d{{1,2}})\b(?!,? \d{{4}}|\d)"
    rf"|(?P<mark>[{CURRENCIES}])?(?<![\w.,-])(?P<value>{DIGITS}|{_WORDS})"
    r"(?:[\s-]?(?P<size>hundred|thousand|million|billion|trillion|(?<=\d)m|(?<=\d)bn)\b)?(?![\w-]|[.,]\d)"
    r"(?P<unit>%|\s[^\W\d_]+)?(?P<rate>\s(?:a|per) \w+)?"
)
_NO_UNITS: Final = frozenset(("more", "less", "a", "of", "in", "and", "to", "for", "on", "at", "the", "or", "but"))
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_COUNTED: Final = re.compile(r"(?:[-\s]+(?:percent|per cent|million|billion|thousand))?[-\s]+([^\W\d_]+)")


class Figure(NamedTuple):
    """A number with its unit. ``kind`` is date, a currency sign, %, or the noun after the number; empty if none."""

    span: Span
    value: str
    kind: str
    rate: str

    @property
    def size(self) -> str:
        """The power of ten in the words of the text, such as ``million``; empty if none."""
        return self.value.partition(" ")[2]


def find_figures(text: str, span: Span) -> Iterator[Figure]:
    """The figures in a span of the text, in order."""
    return (_figure(match) for match in _FIGURE.finditer(text, span.start, span.end))


def _figure(match: re.Match[str]) -> Figure:
    """The figure of a match."""
    if match["month"]:
        return Figure(Span(*match.span()), match["day"], "date", "")
    unit = (match["unit"] or "").strip().lower()
    number_end = match.end("size") if match["size"] else match.end("value")
    end = match.end("unit") if unit not in _NO_UNITS and unit else number_end
    if match["mark"]:
        unit, end = match["mark"], number_end
    elif unit in ("%", "percent", "per"):
        unit = "%"
    kind = "" if unit in _NO_UNITS else unit
    value = f"{match['value'].replace(',', '')} {match['size'] or ''}".strip()
    start = match.start("mark") if match["mark"] else match.start("value")
    return Figure(Span(start, end), value, kind, (match["rate"] or "").strip())


def kind_of_number(number: str, after: str) -> str:
    """The kind of a number in digits: its currency sign, ``%``, year or count. ``after`` is the text that follows."""
    if number[0] in CURRENCIES:
        return number[0]
    if number.endswith("%") or after.strip().startswith(("percent", "per cent")):
        return "%"
    return "year" if _YEAR.fullmatch(number) else "count"


def counted_noun(after: str) -> str | None:
    """The stem of the noun that a number counts, from the text that follows the number."""
    match = _COUNTED.match(after)
    if match is None or match.group(1).lower() in terms("function_words"):
        return None
    return light_stem(match.group(1).lower())
