"""Turns of an interview that the model misses: names in capitals before a colon at a line's start."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from sayso.terms import READ_KINDS, Article, Span

_TURN: Final = re.compile(
    r"^[ \t]*[“\"]?(?P<name>(?:[A-Z][A-Z.'’-]* ){0,3}[A-Z][A-Z.'’-]+)(?P<colon>:)[ \t]+(?P<words>\S[^\n]*?)[ \t\r]*$",
    re.M,
)
_TURNS: Final = 3
"""So few turns, of two speakers or more, make an interview; fewer can be datelines, or marks such as UPDATE."""

Turn = tuple[Span, Span, Span]
"""Who speaks, the colon, what is said."""


def turns(article: Article) -> list[Turn]:
    """The turns of a page that is an interview at least in part; none of any other page."""
    if ":" not in article.text:
        return []
    found = list(_labelled(article))
    names = Counter(name.of(article.text) for name, _, _ in found)
    several = [turn for turn in found if names[turn[0].of(article.text)] > 1]
    return found if several and len(names) > 1 and len(found) >= _TURNS else []


def _labelled(article: Article) -> Iterator[Turn]:
    """Lines with a name in capitals before a colon, among those that are read."""
    for block in article.blocks:
        if block.kind in READ_KINDS:
            for match in _TURN.finditer(article.text, block.span.start, block.span.end):
                yield Span(*match.span("name")), Span(*match.span("colon")), Span(*match.span("words"))
