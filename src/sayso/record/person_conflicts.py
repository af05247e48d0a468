"""Finds names with two spellings, and persons with two ages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from sayso.lexicons import terms
from sayso.speakers.entities.name_matching import misspelt
from sayso.terms import READ_KINDS, Article, Inconsistency, Span

# A lookahead, for overlapping matches: "Later Ivo Marr" contains "Ivo Marr".
_NAME: Final = re.compile(
    r"(?<![\w’'])(?=([A-Z][^\W\d_]+)[ \u00a0]((?:[A-Z]\.[ \u00a0])?)([A-Z][^\W\d_]+)(, (\d{1,3})(?=,))?(?![\w-]))"
)
_SPELT: Final = "One place writes “{one}”, another “{other}”: one name, it seems, spelt two ways."
_AGED: Final = "One place gives the age of {name} as {one}, another as {other}."
_MAX_NAMES: Final = 400  # bounds the time
_MAX_NAMES_OF_WORD: Final = 20


def persons(article: Article) -> Iterator[Inconsistency]:
    """An inconsistency for each name with two spellings, and for each differing age, with the first span of both."""
    first: dict[tuple[str, str], Span] = {}
    ages: dict[tuple[str, str], tuple[str, Span]] = {}
    for block in article.blocks:
        if block.kind in READ_KINDS:
            for match in _NAME.finditer(article.text, block.span.start, block.span.end):
                key = (match.group(1), match.group(3))
                if key[0].lower() in terms("function_words"):
                    continue
                if len(first) < _MAX_NAMES:
                    first.setdefault(key, Span(match.start(1), match.end(3)))
                age = match.group(5)
                if age is not None:
                    span = Span(*match.span(5))
                    first_age, first_span = ages.setdefault(key, (age, span))
                    if first_age != age:
                        why = _AGED.format(name=" ".join(key), one=first_age, other=age)
                        yield Inconsistency(why, (first_span, span))
    yield from _spellings(first)


def _spellings(first: dict[tuple[str, str], Span]) -> Iterator[Inconsistency]:
    """The pairs of names with one equal word, whose other words differ by a typo."""
    by_word: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for key in first:
        for side, word in enumerate(key):
            by_word.setdefault((side, word), []).append(key)
    for (side, _), keys in by_word.items():
        for a, b in combinations(keys[:_MAX_NAMES_OF_WORD], 2):
            word_a, word_b = _normalized(a[1 - side]), _normalized(b[1 - side])
            if word_a != word_b and misspelt(word_a, word_b):
                spans = tuple(sorted((first[a], first[b])))
                yield Inconsistency(_SPELT.format(one=" ".join(a), other=" ".join(b)), spans)


def _normalized(word: str) -> str:
    """A word in lower case without accents, which headlines often omit."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
