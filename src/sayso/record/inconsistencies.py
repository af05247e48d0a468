"""Two places of one page that say the same thing with a word that differs. Precision before recall."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final, NamedTuple

from sayso.lexicons import lexicon, terms
from sayso.record.number_conflicts import figures
from sayso.record.person_conflicts import persons
from sayso.terms import READ_KINDS, Article, Attribution, Inconsistency, Span, Speaker
from sayso.text.morphology import base_form, light_stem
from sayso.text.numbers import CURRENCIES, DIGITS, counted_noun, kind_of_number
from sayso.text.vocabulary import small

_WORD: Final = re.compile(rf"[{CURRENCIES}]?{DIGITS}%?|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")
_SENTENCE: Final = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*")
_STAMP: Final = re.compile(r"(?m)^\W*\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\b|[A-Z]{2,4}\b)")
_LIVE: Final = 3  # lines that open with a time of day, from which on a page is one of updates
_FEWEST: Final = 2  # content words that two places must share besides the word that differs
_COMMON: Final = 24  # a word in more places than this opens no comparison: bounds the time
_PAIRS: Final = 4000
_MOST: Final = 20
_WHY: Final = {
    "verb": "One place says “{one}”, another “{other}”, of the same thing: {shared}.",
    "number": "One place gives {one}, another {other}, for the same thing: {shared}.",
    "negation": "One place says “{one}”, another denies it: {shared}.",
}


class Clause(NamedTuple):
    """A clause with its words: base forms without small words, where each stands, verbs of the families, numbers."""

    span: Span
    words: frozenset[str]
    at: Mapping[str, Span]
    verbs: tuple[tuple[str, str, int], ...]
    numbers: tuple[tuple[str, str], ...]
    negated: bool
    supposed: bool
    names: frozenset[str]


def inconsistencies(
    article: Article, attributions: Sequence[Attribution], speakers: Sequence[Speaker]
) -> tuple[Inconsistency, ...]:
    """The alarms of a page, each with the places that differ; the same words in other places join one alarm."""
    spelt = list(persons(article))
    if len(_STAMP.findall(article.text)) > _LIVE:
        return tuple(spelt[:_MOST])  # a page of updates: what it said earlier is overtaken, not contradicted
    spelt += figures(article)
    places = list(_places(article))
    found: dict[tuple[str, ...], list[Span]] = {}
    why: dict[tuple[str, ...], str] = {}
    for one, other in islice(_pairs(places), _PAIRS):
        told = _verb(article, one, other) or _number(one, other)
        if told is not None:
            key, text, spans = told
            why.setdefault(key, text)
            found.setdefault(key, []).extend(span for span in spans if span not in found.get(key, ()))
    out = spelt + [Inconsistency(why[key], tuple(sorted(spans))) for key, spans in found.items()]
    return tuple(sorted(out, key=lambda alarm: alarm.spans)[:_MOST])


def _places(article: Article) -> Iterator[Clause]:
    """The clauses of the parts that are read, in order."""
    for block in article.blocks:
        if block.kind in READ_KINDS:
            for match in _SENTENCE.finditer(article.text, block.span.start, block.span.end):
                place = _place(article.text, Span(*match.span()))
                if len(place.words) > _FEWEST:
                    yield place


class Told(NamedTuple):
    """What a word says by itself: in small letters, its base form, its stem (empty: a function word)."""

    lower: str
    verb: str
    stem: str
    negated: bool
    supposed: bool


@lru_cache(maxsize=20_000)
def _told(word: str) -> Told:
    """What a word says by itself."""
    lower = word.lower().replace("’", "'")
    verb = base_form(lower)
    stem = "" if lower in terms("function_words") else light_stem(verb)
    negated = lower in small("negation") or lower.endswith("n't")
    return Told(lower, verb, stem, negated, lower in small("supposed"))


def _place(text: str, span: Span) -> Clause:
    """The words of one clause."""
    families = _families()
    at: dict[str, Span] = {}
    verbs, numbers, names = [], [], set()
    negated = supposed = False
    for match in _WORD.finditer(text, span.start, span.end):
        word = match.group()
        told = _told(word)
        supposed = supposed or told.supposed
        negated = negated or told.negated
        if not word[0].isalpha():
            numbers.append((word, text[match.end() : match.end() + 24]))
            at[word] = Span(*match.span())
            continue
        if told.stem and told.stem not in at:
            at[told.stem] = Span(*match.span())
        if told.verb in families and word[0].islower():
            verbs.append((told.verb, families[told.verb][0], match.start()))
        if told.stem and word[0].isupper():
            names.add(told.lower)
    words = frozenset(key for key in at if not key[0].isdigit())
    return Clause(span, words, at, tuple(verbs), tuple(numbers), negated, supposed, frozenset(names))


@cache
def _families() -> dict[str, tuple[str, int]]:
    """Each verb with its family and strength."""
    return {row["term"]: (row["family"], int(row["strength"])) for row in lexicon("strengths")}


def _pairs(places: Sequence[Clause]) -> Iterator[tuple[Clause, Clause]]:
    """Pairs of places that share rare words, the nearest first; common words open none."""
    index: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        for word in place.words:
            index.setdefault(word, []).append(number)
    for number, place in enumerate(places):
        shared: Counter[int] = Counter()
        for word in place.words:
            if 1 < len(index[word]) <= _COMMON:
                shared.update([later for later in index[word] if later > number])
        for later in sorted(later for later, count in shared.items() if count >= _FEWEST):
            yield place, places[later]


def _verb(article: Article, one: Clause, other: Clause) -> tuple[tuple[str, ...], str, list[Span]] | None:
    """Two verbs of one family with other strengths before the same word: offered to resign, threatened to resign."""
    for verb, family, start in one.verbs:
        for second, group, begin in other.verbs:
            if group != family or _families()[second][1] == _families()[verb][1] or not one.names & other.names:
                continue
            mine, theirs = _object(article.text, one, start), _object(article.text, other, begin)
            if mine is None or theirs is None or mine[0] != theirs[0]:
                continue
            shared = f"{_shown(one.names & other.names)} … {mine[0]}"
            first, then = sorted((verb, second))
            text = _WHY["verb"].format(
                one=Span(start, mine[1]).of(article.text), other=Span(begin, theirs[1]).of(article.text), shared=shared
            )
            return (family, first, then, mine[0]), text, [Span(start, mine[1]), Span(begin, theirs[1])]
    return None


def _object(text: str, place: Clause, start: int) -> tuple[str, int] | None:
    """What the verb is of: the base form of the verb after "to" that follows, and where it ends."""
    found = _TO.match(text, start, place.span.end)
    return (base_form(found.group(1).lower()), found.end()) if found else None


_TO: Final = re.compile(r"[^\W\d_]+(?:\s\w+){0,2}\s+to\s+([^\W\d_]+)")


def _number(one: Clause, other: Clause) -> tuple[tuple[str, ...], str, list[Span]] | None:
    """Other numbers of the same thing: one number in each, the same noun after it, and most words shared."""
    if len(one.numbers) != 1 or len(other.numbers) != 1 or one.supposed or other.supposed:
        return None
    (first, after), (second, behind) = one.numbers[0], other.numbers[0]
    if first == second or kind_of_number(first, after) != kind_of_number(second, behind):
        return None
    noun, same = counted_noun(after), counted_noun(behind)
    if noun is None or noun != same or not one.names & other.names:
        return None
    if (one.names - other.names) and (other.names - one.names):
        return None
    shared = one.words & other.words
    smaller = min(len(one.words), len(other.words))
    if len(shared) < _SHARED or len(shared) < _MOSTLY * smaller:
        return None
    text = _WHY["number"].format(one=f"{first} {noun}", other=f"{second} {noun}", shared=_shown(shared - {noun}))
    return ("number", first, second, noun), text, [one.at[first], other.at[second]]


_SHARED: Final = 4
_MOSTLY: Final = 0.7


def _shown(words: frozenset[str]) -> str:
    """A few shared words for a message."""
    return ", ".join(sorted(words)[:4])
