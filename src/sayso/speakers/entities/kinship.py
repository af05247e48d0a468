"""Kinship ties between the persons of a page, used to resolve ``his father``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from sayso.lexicons import lexicon
from sayso.speakers.entities.entity import Entity, Place, only
from sayso.text.words import Words

_MAX_GAP: Final = 80  # characters between the names of two relatives
_KIN: Final = r"(?P<kin>[a-z]+(?:-[a-z]+)*)"
_PRONOUN_KIN: Final = re.compile(rf"[^.;:\n]{{0,60}}\b(?:his|her|their) (?:[\w-]+ ){{0,2}}{_KIN},? (?:[A-Z][\w.]* )?")
_POSSESSIVE_KIN: Final = re.compile(rf"['’]s? (?:[\w-]+ ){{0,2}}{_KIN},? (?:[A-Z][\w.]* )?")
_APPOSED_KIN: Final = re.compile(rf", (?:the |a )?{_KIN} of ")
_MARRIED: Final = re.compile(r"[^.;:,\n]{0,20}\bmarried ")


class Tie(NamedTuple):
    """A kinship tie: ``relative`` is the ``noun`` of ``person``."""

    person: Entity
    noun: str
    relative: Entity


def ties(words: Words, places: list[Place]) -> Iterator[Tie]:
    """The kinship ties of a page, each in both directions."""
    for first, second in pairwise(place for place in places if place.named):
        gap = second.span.start - first.span.end
        if not 0 < gap < _MAX_GAP or first.entity is second.entity:
            continue
        begin, end = first.span.end, second.span.start
        possessive = _PRONOUN_KIN.fullmatch(words.text, begin, end) or _POSSESSIVE_KIN.fullmatch(words.text, begin, end)
        apposition = _APPOSED_KIN.fullmatch(words.text, begin, end)
        if possessive is not None and possessive["kin"] in kin():
            yield from _tie_and_inverse(first.entity, possessive["kin"], second.entity)
        elif apposition is not None and apposition["kin"] in kin():
            yield from _tie_and_inverse(second.entity, apposition["kin"], first.entity)
        elif _MARRIED.fullmatch(words.text, begin, end):
            yield from _tie_and_inverse(first.entity, "spouse", second.entity)


def _tie_and_inverse(person: Entity, noun: str, relative: Entity) -> Iterator[Tie]:
    yield Tie(person, noun, relative)
    for inverse in kin()[noun]:
        yield Tie(relative, inverse, person)


def relative_of(page_ties: list[Tie], person: Entity, noun: str) -> Entity | None:
    """The only named relative of a person with this noun; "wife" and "husband" also match "spouse"."""
    nouns = {noun, *(("spouse",) if "spouse" in kin().get(noun, ()) else ())}
    return only(tie.relative for tie in page_ties if tie.person is person and tie.noun in nouns)


@cache
def kin() -> dict[str, tuple[str, ...]]:
    """Each noun for a relative, with the nouns of the inverse tie."""
    return {row["term"]: tuple(row["other"].split()) for row in lexicon("kin")}
