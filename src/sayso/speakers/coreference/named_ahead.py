"""A pronoun before the name that it stands for: ``In her statement, Ada Reed defended ...``."""

from __future__ import annotations

import re
from typing import Final

from sayso.speakers.entities.registry import PERSONS, Entities, Entity
from sayso.text.words import Words

_OPENS: Final = re.compile(
    r"[“\"'‘]*(?:In|As|After|Before|During|With|Despite|While|When|Since|By|At|On|For|Throughout|Until|Although|Though"
    r"|Even as|Asked) (?:[a-z]+ ){0,3}$"
)
_FAR: Final = 160
_CLAUSE: Final = re.compile(r"[^.;:“”\"(),\n]*,\s(?:[A-Z][\w.]* ){0,3}$")


def named_ahead(words: Words, entities: Entities, start: int) -> Entity | None:
    """The person who is the subject after a fronted phrase with a pronoun in it; None where the sentence is other."""
    begin = words.bounds(words.sentence(start))[0]
    if not _OPENS.fullmatch(words.text, begin, start):
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


_BESIDE: Final = re.compile(r" (?:in|for|during|over|after|despite) ")


def named_beside(words: Words, entities: Entities, start: int) -> Entity | None:
    """The person named right before a possessive: ``criticised Ada Reed for | her words``."""
    place = next(iter(entities.before(start, 1)), None)
    if place is None or not place.named or _BESIDE.fullmatch(words.text, place.span.end, start) is None:
        return None
    return place.entity if place.entity.kind in PERSONS else None
