"""Recognizes clauses that name the speaker of a quotation: ``said Mayor Ines Bell``, ``she added``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.terms import Act
from sayso.text.morphology import verb_forms
from sayso.text.vocabulary import pronouns, saying, small

_CLAUSE: Final = re.compile(r"[ \t]{0,3}([^.,;:!?\n“”\"—–]{3,90})")
_MAX_WORDS: Final = 8  # words of a clause


def says_who(text: str, start: int, end: int) -> bool:
    """Whether a short clause consists of a verb of speech and a speaker, in either order."""
    clause = _CLAUSE.match(text, start, min(end, start + 120))
    if clause is None:
        return False
    words = clause[1].split()
    if not 2 <= len(words) <= _MAX_WORDS:
        return False
    if _verb(words[0]):
        return _is_subject(words[1:])
    return _verb(words[-1]) and _is_subject(words[:-1])


def _verb(word: str) -> bool:
    return word in small("says") or saying(word) or word in _said_or_asked()


@cache
def _said_or_asked() -> frozenset[str]:
    """Return the inflected forms of verbs of statements and questions: ``answered``, ``whispers``."""
    verbs = {row["term"] for row in lexicon("acts") if row["act"] in (Act.STATEMENT, Act.QUESTION)}
    return frozenset(form for verb in verbs for form in verb_forms(verb) if form != verb)


def _is_subject(words: list[str]) -> bool:
    """Whether words name a speaker: a pronoun alone, or a phrase with a determiner or a capital."""
    if len(words) == 1 and words[0].lower() in pronouns():
        return True
    first = words[0].lower()
    if first in small("preposition") or first in pronouns():
        return False
    return words[0][:1].isupper() or first in small("determiner") or words[-1][:1].isupper()
