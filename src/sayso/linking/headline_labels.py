"""Headlines with a colon: a topic (``Weather: rain``) or a source (``Mayor: bridge is shut``) before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sayso.lexicons import terms
from sayso.terms import Span
from sayso.text.vocabulary import nouns, singular, small, titles

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_VERSUS: Final = frozenset(("v", "vs", "versus"))
_MAX_WORDS: Final = 5  # words of a name or a role before a colon
_FINITE: Final = re.compile(r"\b(?:\w+n['’]t|I|we|he|she|they|it|you)\b")


def is_topic(text: str, source: Span, content: Span) -> bool:
    """Whether the words before the colon of a headline are a topic and not a source.

    A source is a noun for a speaker ("mayor", "report"), a name that the text uses inside a sentence, or another word
    that is no label if a clause with a finite verb follows.
    """
    words = _WORD.findall(source.of(text))
    if not words or len(words) > _MAX_WORDS:
        return True
    lower = [word.lower() for word in words]
    if lower[0] in terms("headline_labels") or any(word.isdigit() for word in words) or _VERSUS & set(lower):
        return True
    last = singular(lower[-1])
    if len(words) > 1 and words[-1][0].isupper() and last in small("place_head"):
        return True  # Quay Street: road closed
    if last in nouns() or lower[-1] in nouns() or lower[0].rstrip(".") in titles():
        return False
    if not words[-1][0].isupper():
        return True
    content_words = _WORD.findall(content.of(text))
    if content_words and content_words[0].lower() in small("asks"):
        return True
    if _is_name(text, content.end, words[-1]):
        return False
    return len(words) > 1 or not _is_clause(content_words)


def _is_name(text: str, start: int, word: str) -> bool:
    """Whether a word is capitalized inside a sentence of the text, and nowhere in lower case."""
    if re.search(rf"\b{re.escape(word.lower())}\b", text[start:]):
        return False
    return re.search(rf"[\w,] {re.escape(word)}\b", text[start:]) is not None


def _is_clause(words: Sequence[str]) -> bool:
    """Whether words contain a finite auxiliary or a personal pronoun."""
    return any(word.lower() in small("fronted") or _FINITE.fullmatch(word) for word in words)
