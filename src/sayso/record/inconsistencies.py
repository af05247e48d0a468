"""Finds contradictions: two clauses of a page with the same content and a different verb, number, name or age.

Precision is more important than recall.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final, NamedTuple

from sayso.lexicons import lexicon, terms
from sayso.limits import check_time
from sayso.record.number_conflicts import figures
from sayso.record.person_conflicts import persons
from sayso.terms import READ_KINDS, Article, Attribution, Inconsistency, Span, Speaker
from sayso.text.morphology import base_form, light_stem
from sayso.text.numbers import CURRENCIES, DIGITS, counted_noun, kind_of_number
from sayso.text.vocabulary import small

_WORD: Final = re.compile(rf"[{CURRENCIES}]?{DIGITS}%?|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")
_SENTENCE: Final = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*")
_STAMP: Final = re.compile(r"(?m)^[^\w\n]*+\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\b|[A-Z]{2,4}\b)")
_TO: Final = re.compile(r"[^\W\d_]+(?:\s\w+){0,2}\s+to\s+([^\W\d_]+)")
_MAX_TIMESTAMPS: Final = 3  # a page with more lines that start with a time is a live blog
_MIN_SHARED: Final = 2  # shared content words of two clauses besides the differing word
_MAX_CLAUSES_OF_WORD: Final = 24  # more frequent words select no candidates; bounds the time
_MAX_PAIRS: Final = 4000
_MAX_INCONSISTENCIES: Final = 20
_MIN_SHARED_NUMBER: Final = 4  # shared words of two clauses with different numbers,
_MIN_SHARED_SHARE: Final = 0.7  # and their share of the words in the shorter clause
_WHY: Final = {
    "verb": "One place says “{one}”, another “{other}”, of the same thing: {shared}.",
    "number": "One place gives {one}, another {other}, for the same thing: {shared}.",
    "negation": "One place says “{one}”, another denies it: {shared}.",
}


class Clause(NamedTuple):
    """A clause. ``words`` are the stems of its content words.

    ``verbs`` are (base form, family, offset) of verbs in strengths.tsv; ``numbers`` are (number, text after, offset).
    """

    span: Span
    words: frozenset[str]
    verbs: tuple[tuple[str, str, int], ...]
    numbers: tuple[tuple[str, str, int], ...]
    negated: bool
    supposed: bool
    names: frozenset[str]


def inconsistencies(
    article: Article, attributions: Sequence[Attribution], speakers: Sequence[Speaker]
) -> tuple[Inconsistency, ...]:
    """The inconsistencies of a page with their spans. The same difference in several places is one inconsistency."""
    results = list(persons(article))
    if len(_STAMP.findall(article.text)) > _MAX_TIMESTAMPS:
        return tuple(results[:_MAX_INCONSISTENCIES])  # later entries of a live blog update earlier ones
    results += figures(article)
    spans_of: dict[tuple[str, ...], list[Span]] = {}
    why: dict[tuple[str, ...], str] = {}
    for first, second in islice(_pairs(list(_clauses(article))), _MAX_PAIRS):
        check_time()
        difference = _verb_difference(article, first, second) or _number_difference(first, second)
        if difference is not None:
            key, text, spans = difference
            why.setdefault(key, text)
            spans_of.setdefault(key, []).extend(span for span in spans if span not in spans_of.get(key, ()))
    results += [Inconsistency(why[key], tuple(sorted(spans))) for key, spans in spans_of.items()]
    return tuple(sorted(results, key=lambda result: result.spans)[:_MAX_INCONSISTENCIES])


def _clauses(article: Article) -> Iterator[Clause]:
    """The clauses of headline, body and other read blocks, in order."""
    for block in article.blocks:
        if block.kind in READ_KINDS:
            for match in _SENTENCE.finditer(article.text, block.span.start, block.span.end):
                clause = _clause(article.text, Span(*match.span()))
                if len(clause.words) > _MIN_SHARED:
                    yield clause


class WordForms(NamedTuple):
    """The forms of a word: lower case, base form, stem (empty for a function word)."""

    lower: str
    verb: str
    stem: str
    negated: bool
    supposed: bool


@lru_cache(maxsize=20_000)
def _word_forms(word: str) -> WordForms:
    """The forms of a word, and whether it negates or supposes."""
    lower = word.lower().replace("’", "'")
    verb = base_form(lower)
    stem = "" if lower in terms("function_words") else light_stem(verb)
    negated = lower in small("negation") or lower.endswith("n't")
    return WordForms(lower, verb, stem, negated, lower in small("supposed"))


def _clause(text: str, span: Span) -> Clause:
    """The clause at a span."""
    families = _families()
    words, names = set(), set()
    verbs, numbers = [], []
    negated = supposed = False
    for match in _WORD.finditer(text, span.start, span.end):
        word = match.group()
        forms = _word_forms(word)
        supposed = supposed or forms.supposed
        negated = negated or forms.negated
        if not word[0].isalpha():
            numbers.append((word, text[match.end() : match.end() + 24], match.start()))
            if not word[0].isdigit():
                words.add(word)
            continue
        if forms.stem and not forms.stem[0].isdigit():
            words.add(forms.stem)
        if forms.verb in families and word[0].islower():
            verbs.append((forms.verb, families[forms.verb][0], match.start()))
        if forms.stem and word[0].isupper():
            names.add(forms.lower)
    return Clause(span, frozenset(words), tuple(verbs), tuple(numbers), negated, supposed, frozenset(names))


@cache
def _families() -> dict[str, tuple[str, int]]:
    """The family and strength of each verb."""
    return {row["term"]: (row["family"], int(row["strength"])) for row in lexicon("strengths")}


def _pairs(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, Clause]]:
    """The pairs of clauses that share at least _MIN_SHARED words, frequent words excluded."""
    index: dict[str, list[int]] = {}
    for number, clause in enumerate(clauses):
        for word in clause.words:
            index.setdefault(word, []).append(number)
    for number, clause in enumerate(clauses):
        shared: Counter[int] = Counter()
        for word in clause.words:
            if 1 < len(index[word]) <= _MAX_CLAUSES_OF_WORD:
                shared.update([later for later in index[word] if later > number])
        for later in sorted(later for later, count in shared.items() if count >= _MIN_SHARED):
            yield clause, clauses[later]


_Difference = tuple[tuple[str, ...], str, list[Span]]
"""The key, message and spans of a difference."""


def _verb_difference(article: Article, a: Clause, b: Clause) -> _Difference | None:
    """Verbs of the same family and different strength with the same complement: offered/threatened to resign."""
    text = article.text
    for verb_a, family, start_a in a.verbs:
        for verb_b, family_b, start_b in b.verbs:
            same_strength = _families()[verb_a][1] == _families()[verb_b][1]
            if family_b != family or same_strength or not a.names & b.names:
                continue
            complement_a, complement_b = _complement(text, a, start_a), _complement(text, b, start_b)
            if complement_a is None or complement_b is None or complement_a[0] != complement_b[0]:
                continue
            span_a, span_b = Span(start_a, complement_a[1]), Span(start_b, complement_b[1])
            shared = f"{_listed(a.names & b.names)} … {complement_a[0]}"
            why = _WHY["verb"].format(one=span_a.of(text), other=span_b.of(text), shared=shared)
            return (family, *sorted((verb_a, verb_b)), complement_a[0]), why, [span_a, span_b]
    return None


def _complement(text: str, clause: Clause, start: int) -> tuple[str, int] | None:
    """The base form of the infinitive after a verb, and its end offset."""
    match = _TO.match(text, start, clause.span.end)
    return (base_form(match.group(1).lower()), match.end()) if match else None


def _number_difference(a: Clause, b: Clause) -> _Difference | None:
    """Different numbers of the same noun: one number in each clause, and most words in common."""
    if len(a.numbers) != 1 or len(b.numbers) != 1 or a.supposed or b.supposed:
        return None
    (number_a, after_a, start_a), (number_b, after_b, start_b) = a.numbers[0], b.numbers[0]
    if number_a == number_b or kind_of_number(number_a, after_a) != kind_of_number(number_b, after_b):
        return None
    noun = counted_noun(after_a)
    if noun is None or noun != counted_noun(after_b) or not a.names & b.names:
        return None
    if (a.names - b.names) and (b.names - a.names):
        return None
    shared = a.words & b.words
    if len(shared) < max(_MIN_SHARED_NUMBER, _MIN_SHARED_SHARE * min(len(a.words), len(b.words))):
        return None
    why = _WHY["number"].format(one=f"{number_a} {noun}", other=f"{number_b} {noun}", shared=_listed(shared - {noun}))
    spans = [Span(start, start + len(number)) for start, number in ((start_a, number_a), (start_b, number_b))]
    return ("number", number_a, number_b, noun), why, spans


def _listed(words: frozenset[str]) -> str:
    """Up to four shared words for a message."""
    return ", ".join(sorted(words)[:4])
