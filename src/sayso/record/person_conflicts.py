"""One person told two ways on one page: a name spelt differently, another age."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from sayso.lexicons import terms
from sayso.speakers.entities.name_matching import misspelt
from sayso.terms import READ_KINDS, Article, Inconsistency, Span

# A look-ahead, so that "Later Ivo Marr" gives "Ivo Marr" too.
_NAME: Final = re.compile(
    r"(?<![\w’'])(?=([A-Z][^\W\d_]+)[ \u00a0]((?:[A-Z]\.[ \u00a0])?)([A-Z][^\W\d_]+)(, (\d{1,3})(?=,))?(?![\w-]))"
)
_SPELT: Final = "One place writes “{one}”, another “{other}”: one name, it seems, spelt two ways."
_AGED: Final = "One place gives the age of {name} as {one}, another as {other}."
_MOST: Final = 400  # names that are compared: bounds the time


def persons(article: Article) -> Iterator[Inconsistency]:
    """An alarm for each name that is spelt two ways, and for each age that differs; the first places of both."""
    first: dict[tuple[str, str], Span] = {}
    ages: dict[tuple[str, str], tuple[str, Span]] = {}
    for block in article.blocks:
        if block.kind in READ_KINDS:
            for match in _NAME.finditer(article.text, block.span.start, block.span.end):
                key = (match.group(1), match.group(3))
                if key[0].lower() in terms("function_words"):
                    continue
                if len(first) < _MOST:
                    first.setdefault(key, Span(match.start(1), match.end(3)))
                age = match.group(5)
                if age is not None:
                    told, place = ages.setdefault(key, (age, Span(*match.span(5))))
                    if told != age:
                        why = _AGED.format(name=" ".join(key), one=told, other=age)
                        yield Inconsistency(why, (place, Span(*match.span(5))))
    yield from _spellings(first)


def _spellings(first: dict[tuple[str, str], Span]) -> Iterator[Inconsistency]:
    """Names that share one word exactly, while the other differs by a slip of the pen."""
    by_word: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for key in first:
        for side, word in enumerate(key):
            by_word.setdefault((side, word), []).append(key)
    for (side, _), keys in by_word.items():
        for number, one in enumerate(keys[:20]):
            for other in keys[number + 1 : 20]:
                mine, theirs = _bare(one[1 - side]), _bare(other[1 - side])
                if mine != theirs and misspelt(mine, theirs):
                    spans = tuple(sorted((first[one], first[other])))
                    yield Inconsistency(_SPELT.format(one=" ".join(one), other=" ".join(other)), spans)


def _bare(word: str) -> str:
    """A word without capitals and accents, which a headline may leave out."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
