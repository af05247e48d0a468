"""The words of lead-ins and signatures: nouns for statements, texts that are not speech, names of speakers."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.reading.metadata.bylines import is_person
from sayso.text.morphology import singular, verb_forms
from sayso.text.vocabulary import nouns, pronouns, small, titles

WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
NOTE: Final = re.compile(r"\W*(?:editors?['’]?s?['’]? note|corrections?|clarifications?|updates?)\b", re.IGNORECASE)
_MAX_NAME_WORDS: Final = 8  # words of a signature before its first comma


@cache
def _terms(use: str) -> frozenset[str]:
    return frozenset(row["term"] for row in lexicon("lead_ins") if row["use"] == use)


def carriers() -> frozenset[str]:
    """Nouns for kinds of statements: ``email``, ``post``."""
    return _terms("carrier")


def unspoken_texts() -> frozenset[str]:
    """Nouns for texts that are not speech: ``law``, ``poem``."""
    return _terms("no_speech")


@cache
def receiving() -> frozenset[str]:
    """Forms of verbs whose subject is not the author of a statement: ``received``."""
    return frozenset(form for verb in _terms("received") for form in verb_forms(verb))


def no_speech(phrase: str) -> bool:
    """Whether a noun phrase is a text that is not speech, such as a law or a poem, or a part of one."""
    heads: list[str] = []
    is_open = False
    for word in WORD.findall(phrase.lower()):
        if word in small("preposition"):
            is_open = False
        elif is_open:
            heads[-1] = singular(word)
        else:
            heads.append(singular(word))
            is_open = True
    for head in heads:
        if head in unspoken_texts():
            return True
        if head not in _terms("part"):
            return False
    return False


def is_pronoun(source: str) -> bool:
    """Whether a source is a personal pronoun for a speaker: ``she``, ``they``."""
    pronoun = pronouns().get(source.lower().strip())
    return pronoun is not None and pronoun[0] in ("first", "third") and pronoun[1] in ("one", "many")


def speaks(name: str) -> bool:
    """Whether a line above or below a quotation is the name of a person or a body."""
    name_part = re.split(r",| [—–-] |\(", name, maxsplit=1)[0].strip()
    words = WORD.findall(name_part)
    if not words or len(words) > _MAX_NAME_WORDS or no_speech(name) or NOTE.match(name):
        return False
    lower = [word.lower() for word in words]
    if is_person(name_part) or any(word in titles() or word in nouns() or singular(word) in nouns() for word in lower):
        return True
    is_proper = all(word[0].isupper() or word in small("name_particle") for word in words) and words[0].lower() not in (
        "the",
        "a",
    )
    return is_proper and not any(map(str.isdigit, name_part))
