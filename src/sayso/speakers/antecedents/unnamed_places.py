"""Unnamed persons and texts, candidate antecedents of pronouns: ``a porter``, ``the letter``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sayso.speakers.entities.registry import Entities, Place
from sayso.speakers.kinds import meaning
from sayso.speakers.mentions.noun_phrases import described
from sayso.terms import Span, SpeakerKind
from sayso.text.morphology import base_form
from sayso.text.vocabulary import common_bodies, documents, folded, nouns, roles, small
from sayso.text.words import Words

_LINKS: Final = (", ", " — ", " – ")  # between a name and its apposition
_MAX_PHRASE_WORDS: Final = 4  # words from the determiner to the noun


def unnamed_places(words: Words, entities: Entities) -> Iterator[Place]:
    """The places of unnamed persons and texts, without appositions to names; equal descriptions share an entity."""
    named = {number for place in entities.at for number in words.within(place.span.start, place.span.end)}
    for number, word in enumerate(words.lower):
        if number in named or not (word in small("determiner") or word in ("one", "another")):
            continue
        last = _head(words, named, number)
        if last is None or (
            number - 1 in named and words.text[words.tokens[number - 1][1] : words.starts[number]] in _LINKS
        ):
            continue
        span = Span(words.starts[number], words.tokens[last][1])
        head, text = words.lower[last], span.of(words.text)
        if _precedes_name(words, named, last) or (word == "the" and entities.bearers.get(head)):
            continue
        kind = SpeakerKind.DOCUMENT if head in documents() else SpeakerKind.UNNAMED
        key = f"|{text.lower() if word in small('possessive') else described(text)}"
        if word in small("indefinite"):
            entities.by_description.pop(key, None)  # another one
        entity = entities.described(key, " ".join(text.split()), kind, span, False, (head,))
        entity.places.append(span.start)
        yield Place(span, entity, False)


def _head(words: Words, named: set[int], first: int) -> int | None:
    """The head of the noun phrase after a determiner, if it denotes one person or one text."""
    last = None
    for number in range(first + 1, min(first + 1 + _MAX_PHRASE_WORDS, len(words.tokens))):
        gap = words.text[words.tokens[number - 1][1] : words.starts[number]]
        word = words.lower[number]
        if number in named or gap not in (" ", "-", "\u00a0") or word in folded("function_words"):
            break
        if word in small("ends_phrase") or word in small("auxiliary") or word in small("reflexive"):
            break
        if _denotes_one_thing(word):
            last = number
        elif last is not None and (base_form(word) == word or word in nouns()):
            return None  # the mayor's | office, a doctor | shortage
        elif last is not None:
            break  # an engineer | found
    end = words.tokens[last][1] if last is not None else 0
    return last if last is not None and words.text[end : end + 1] not in ("'", "’", "-") else None


def _denotes_one_thing(word: str) -> bool:
    """Whether a noun denotes one person or one text."""
    return (word in roles() and word not in common_bodies()) or word in documents() or meaning(word) == "person"


def _precedes_name(words: Words, named: set[int], last: int) -> bool:
    """Whether a name follows the noun: ``the clerk, NAME``."""
    if last + 1 not in named:
        return False
    return words.text[words.tokens[last][1] : words.starts[last + 1]] in (" ", ", ", "\u00a0")
