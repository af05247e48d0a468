"""The source beside a noun for a statement: ``the reply from | Harrow Council``, ``| the bank |'s full statement``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sayso.attributions.lead_in_words import carriers, is_pronoun, receiving, speaks
from sayso.terms import Span
from sayso.text.morphology import base_form
from sayso.text.vocabulary import small

_TOKEN: Final = re.compile(r"[\w.&]+(?:[-'’][\w.&]+)*['’]?|[^\w\s]")
_POSSESSIVE: Final = re.compile(r"['’]s\Z|(?<=s)['’]\Z")
_LINKS: Final = frozenset({"by", "from", "of"})
_DETERMINERS: Final = frozenset({"the", "a", "an", "its", "his", "her", "their", "this", "that"})
_MAX_BETWEEN: Final = 3  # words between a possessive and its noun: ``the bank's full written statement``
_MAX_SOURCE_WORDS: Final = 8
_MAX_TO_BY: Final = 7  # words from a participle to "by": ``a statement released to the paper by the firm``


class StatementNoun(NamedTuple):
    """The source and the noun, as spans of the text."""

    source: Span
    cue: Span


def statement_noun(text: str, sentence: Span) -> StatementNoun | None:
    """The last noun for a statement in a sentence, if the sentence names its source; None otherwise."""
    tokens = [match.span() for match in _TOKEN.finditer(text, sentence.start, sentence.end)]
    words = [text[start:end] for start, end in tokens]
    for number in reversed(range(len(words))):
        if words[number].lower() not in carriers():
            continue
        indices = _source_after(words, number) or _source_before(words, number)
        if indices is not None:
            first, last = indices
            end = tokens[last][1]
            source = Span(tokens[first][0], end - len(text[tokens[last][0] : end]) + len(_without_s(words[last])))
            if speaks(source.of(text)) or is_possessive(source.of(text)):
                return StatementNoun(source, Span(*tokens[number]))
    return None


def is_possessive(source: str) -> bool:
    """Whether a source is a possessive pronoun: ``its``."""
    return source.lower() in {"its", "our", "my"} or (source.lower() in _DETERMINERS and is_pronoun(source))


def _without_s(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _source_after(words: list[str], number: int) -> tuple[int, int] | None:
    """First and last word of the source after the noun: ``statement (in full) from the parents of the girl``."""
    start = number + 1
    if [word.lower() for word in words[start : start + 2]] == ["in", "full"]:
        start += 2
    if start < len(words) and _is_participle(words[start].lower()):
        by = (index for index in range(start + 1, min(len(words), start + _MAX_TO_BY)) if words[index].lower() == "by")
        start = next(by, start)
    if start >= len(words) or words[start].lower() not in _LINKS:
        return None
    first = last = start + 1
    for index in range(first, min(len(words), first + _MAX_SOURCE_WORDS)):
        word = words[index]
        is_name = word[:1].isupper()
        named = any(words[known][:1].isupper() for known in range(first, index))
        if not word[0].isalnum() or _ends_source(word) or (named and not is_name and word not in _particles()):
            break
        last = index if is_name or not named else last
    return (first, last) if first < len(words) and words[first][0].isalnum() else None


def _source_before(words: list[str], number: int) -> tuple[int, int] | None:
    """First and last word of the source before the noun, a possessive: ``the bank's full statement``."""
    for last in range(number - 1, max(-1, number - 2 - _MAX_BETWEEN), -1):
        if is_possessive(words[last]):
            return last, last
        if not _POSSESSIVE.search(words[last]):
            continue
        first = last
        while first > 0 and last - first < _MAX_SOURCE_WORDS:
            before = words[first - 1]
            if not (before[:1].isupper() or before in _particles() or not words[first][:1].isupper()):
                break
            if not before[0].isalnum() or before.lower() in small("preposition") | small("auxiliary"):
                break
            first -= 1
            if before.lower() in _DETERMINERS:
                break
        return first, last
    return None


def _is_participle(word: str) -> bool:
    """Whether a word can be the participle of an author's action: ``a statement issued by``, not ``seen by``."""
    return base_form(word) != word and word not in receiving()


def _ends_source(word: str) -> bool:
    return word.lower() in small("auxiliary") | small("says") | small("finite")


def _particles() -> frozenset[str]:
    return small("name_particle") | {"of", "and", "for", "the", "&"}
