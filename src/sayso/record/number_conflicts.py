"""One figure told two ways: ``to save $9m a year`` ... ``a later page puts the saving at $6m a year``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sayso.terms import READ_KINDS, Article, Inconsistency
from sayso.text.numbers import Figure, find_figures

_GIVEN: Final = re.compile(
    r"\b(?:puts?|gives?|gave|sets?|placed?s?)\s(?:the|that|its|his|her|their)\s(?:[\w'’-]+\s){1,5}(?:at|as)\s"
    r"(?:about|around|only|just|nearly|some|roughly)?\s?$"
)
_TOLD: Final = re.compile(
    r"\b(?:says?|said|counted|counts|insists?|insisted|reported)\s"
    r"(?:that\s)?(?:there\s(?:were|was|are)\s|it\s(?:was|is)\s)?(?:only\s|just\s|about\s)?$"
)
_LEAD: Final = 90
_BACK: Final = (250, 450, 700)  # characters before a figure given again in which the other one stands, nearest first
_NEAR: Final = (170,)  # and before one that is only said, with nothing after it
_MOST: Final = 2000  # numbers of one page: bounds the time
_CLAUSE_END: Final = re.compile(r"[”\"’']?(?:[.;,]|\s*$)", re.MULTILINE)
_TOTALS: Final = frozenset(("figure", "total", "count", "toll", "age", "date"))
_SAME: Final = "One place gives {one}, another {other}, and the page says of what it gives it again: {shared}."
_TIMES: Final = re.compile(
    r"\b(?:last|previous|earlier|next|this) (?:year|month|week|season|quarter)\b|\b(?:19|20)\d\d\b|\b(?:up|down) from\b"
)


def figures(article: Article) -> Iterator[Inconsistency]:
    """An alarm for each figure that is given again with another value, in words that say it is the same."""
    text = article.text
    found: list[Figure] = []
    for block in article.blocks:
        if block.kind not in READ_KINDS:
            continue
        for figure in find_figures(text, block.span):
            told = _told(text, figure, block.span.start)
            other = _other(text, figure, found, told) if told else None
            if other is not None:
                why = _SAME.format(one=other.span.of(text), other=figure.span.of(text), shared=told.strip())
                yield Inconsistency(" ".join(why.split()), (other.span, figure.span))
            found.append(figure)
            if len(found) >= _MOST:
                break


def _told(text: str, figure: Figure, least: int) -> str:
    """The words that give a figure again: ``puts the cost at``, or ``says`` before a bare number; else nothing."""
    before = text[max(least, figure.span.start - _LEAD) : figure.span.start]
    given = _GIVEN.search(before)
    if given is not None:
        return given.group()
    bare = not figure.kind and _CLAUSE_END.match(text, figure.span.end) is not None
    said = _TOLD.search(before) if bare else None
    return said.group() if said is not None else ""


def _other(text: str, figure: Figure, found: list[Figure], told: str) -> Figure | None:
    """The figure before that is of the same thing and differs: the only one of its kind nearby."""
    near: list[Figure] = []
    for reach in _BACK if figure.kind else _NEAR:
        near = near or [one for one in found if figure.span.start - one.span.end < reach and _like(one, figure, told)]
    values = {one.value for one in near}
    if len(values) != 1 or figure.value in values:
        return None
    between = text[near[-1].span.start : figure.span.end]
    return None if _TIMES.search(between) else near[-1]


def _like(one: Figure, other: Figure, told: str) -> bool:
    """Whether two figures count the same sort of thing; a bare number takes the noun of the one before."""
    if other.kind:
        return one.kind == other.kind and (not other.rate or not one.rate or one.rate == other.rate)
    if not one.kind or one.kind in ("date", "%", "$", "£", "€") or one.size != other.size:
        return False
    words = told.split()
    return words[-1] not in ("at", "as") or one.kind in words or not _TOTALS.isdisjoint(words)
