"""A pronoun before the name that it stands for: ``In her statement, Ada Reed defended ...``."""

from __future__ import annotations

import re
from typing import Final

from sayso.speakers.entities.registry import PERSONS, Entities, Entity
from sayso.text.vocabulary import small
from sayso.text.words import Words

_MOST: Final = 4  # words of a fronted phrase before its pronoun
_FAR: Final = 160
_CLAUSE: Final = re.compile(r"[^.;:“”\"(),\n]*,\s(?:[A-Z][\w.]* ){0,3}$")


def named_ahead(words: Words, entities: Entities, start: int) -> Entity | None:
    """The person who is the subject after a fronted phrase with a pronoun in it; None where the sentence is other."""
    begin = words.bounds(words.sentence(start))[0]
    if not _fronted(words, begin, start):
        return None
    for place in entities.following(start, 4):
        if place.span.start > start + _FAR:
            return None
        if place.named and _CLAUSE.fullmatch(words.text, start, place.span.start):
            return (
                place.entity
                if place.entity.kind in PERSONS and words.text[place.span.end : place.span.end + 1] == " "
                else None
            )
    return None


def _fronted(words: Words, begin: int, start: int) -> bool:
    """Whether a sentence opens with a fronted phrase that goes on to a place: ``In a letter to | her``."""
    numbers = words.within(begin, start)
    if not 0 < len(numbers) <= _MOST or words.lower[numbers.start] not in small("fronts"):
        return False
    opening = words.text[begin : words.starts[numbers.start]].strip("“\"'‘")
    plain = all(words.texts[number].islower() for number in numbers[1:])
    return not opening and plain and not re.search(r"[^\w ]", words.text[words.starts[numbers.start] : start])


_BESIDE: Final = re.compile(r" (?:in|for|during|over|after|despite) ")


def named_beside(words: Words, entities: Entities, start: int) -> Entity | None:
    """The person named right before a possessive: ``criticised Ada Reed for | her words``."""
    place = next(iter(entities.before(start, 1)), None)
    if place is None or not place.named or _BESIDE.fullmatch(words.text, place.span.end, start) is None:
        return None
    return place.entity if place.entity.kind in PERSONS else None
