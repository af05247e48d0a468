"""Finds figures that a page repeats with another value: ``to save $9m a year`` … ``puts the saving at $6m a year``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sayso.terms import READ_KINDS, Article, Inconsistency
from sayso.text.numbers import Figure, find_figures

_RESTATED: Final = re.compile(
    r"\b(?:puts?|gives?|gave|sets?|placed?s?)\s(?:the|that|its|his|her|their)\s(?:[\w'’-]+\s){1,5}(?:at|as)\s"
    r"(?:about|around|only|just|nearly|some|roughly)?\s?$"
)
_SAID: Final = re.compile(
    r"\b(?:says?|said|counted|counts|insists?|insisted|reported)\s"
    r"(?:that\s)?(?:there\s(?:were|was|are)\s|it\s(?:was|is)\s)?(?:only\s|just\s|about\s)?$"
)
_PHRASE_CHARS: Final = 90  # before a figure, for the phrase that restates it
_WINDOWS: Final = (250, 450, 700)  # characters before a restated figure to search for the other one, in this order
_BARE_WINDOWS: Final = (170,)  # the same for a bare number after a verb of saying
_MAX_FIGURES: Final = 2000  # of a page; bounds the time
_CLAUSE_END: Final = re.compile(r"[”\"’']?(?:[.;,]|\s*$)", re.MULTILINE)
_TOTAL_NOUNS: Final = frozenset(("figure", "total", "count", "toll", "age", "date"))
_SAME: Final = "One place gives {one}, another {other}, and the page says of what it gives it again: {shared}."
_TIMES: Final = re.compile(
    r"\b(?:last|previous|earlier|next|this) (?:year|month|week|season|quarter)\b|\b(?:19|20)\d\d\b|\b(?:up|down) from\b"
)


def figures(article: Article) -> Iterator[Inconsistency]:
    """An inconsistency for each figure that is restated with another value."""
    text = article.text
    earlier: list[Figure] = []
    for block in article.blocks:
        if block.kind not in READ_KINDS:
            continue
        for figure in find_figures(text, block.span):
            phrase = _restating_phrase(text, figure, block.span.start)
            other = _other_value(text, figure, earlier, phrase) if phrase else None
            if other is not None:
                why = _SAME.format(one=other.span.of(text), other=figure.span.of(text), shared=phrase.strip())
                yield Inconsistency(" ".join(why.split()), (other.span, figure.span))
            earlier.append(figure)
            if len(earlier) >= _MAX_FIGURES:
                break


def _restating_phrase(text: str, figure: Figure, block_start: int) -> str:
    """The phrase that restates a figure, ``puts the cost at``, or ``says`` before a bare number; else empty."""
    before = text[max(block_start, figure.span.start - _PHRASE_CHARS) : figure.span.start]
    match = _RESTATED.search(before)
    if match is None and not figure.kind and _CLAUSE_END.match(text, figure.span.end) is not None:
        match = _SAID.search(before)
    return match.group() if match is not None else ""


def _other_value(text: str, figure: Figure, earlier: list[Figure], phrase: str) -> Figure | None:
    """The comparable earlier figure with another value, if all comparable figures nearby have that value."""
    near: list[Figure] = []
    for window in _WINDOWS if figure.kind else _BARE_WINDOWS:
        near = near or [
            other
            for other in earlier
            if figure.span.start - other.span.end < window and _comparable(other, figure, phrase)
        ]
    values = {other.value for other in near}
    if len(values) != 1 or figure.value in values:
        return None
    between = text[near[-1].span.start : figure.span.end]
    return None if _TIMES.search(between) else near[-1]


def _comparable(earlier: Figure, figure: Figure, phrase: str) -> bool:
    """Whether two figures count the same thing; a bare number inherits the noun of the earlier figure."""
    if figure.kind:
        return earlier.kind == figure.kind and (not figure.rate or not earlier.rate or earlier.rate == figure.rate)
    if not earlier.kind or earlier.kind in ("date", "%", "$", "£", "€") or earlier.size != figure.size:
        return False
    words = phrase.split()
    return words[-1] not in ("at", "as") or earlier.kind in words or not _TOTAL_NOUNS.isdisjoint(words)
