"""Relatives and partners: who is whose on a page, read once, so that ``his father`` is the father whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from sayso.lexicons import lexicon
from sayso.speakers.entities.entity import Entity, Place
from sayso.text.words import Words

_GAP: Final = 80  # characters between two who are told to be relatives
_KIN: Final = r"(?P<kin>[a-z]+(?:-[a-z]+)*)"
_OWNED: Final = re.compile(rf"[^.;:\n]{{0,60}}\b(?:his|her|their) (?:[\w-]+ ){{0,2}}{_KIN},? (?:[A-Z][\w.]* )?")
_POSSESSED: Final = re.compile(rf"['’]s? (?:[\w-]+ ){{0,2}}{_KIN},? (?:[A-Z][\w.]* )?")
_APPOSED: Final = re.compile(rf", (?:the |a )?{_KIN} of ")
_MARRIED: Final = re.compile(r"[^.;:,\n]{0,20}\bmarried ")


class Tie(NamedTuple):
    """That ``other`` is the ``noun`` of ``one``."""

    one: Entity
    noun: str
    other: Entity


def ties(words: Words, places: list[Place]) -> Iterator[Tie]:
    """The relatives that a page tells of, each tie from both ends."""
    for first, second in pairwise(place for place in places if place.named):
        gap = second.span.start - first.span.end
        if not 0 < gap < _GAP or first.entity is second.entity:
            continue
        begin, end = first.span.end, second.span.start
        owned = _OWNED.fullmatch(words.text, begin, end) or _POSSESSED.fullmatch(words.text, begin, end)
        apposed = _APPOSED.fullmatch(words.text, begin, end)
        if owned is not None and owned["kin"] in kin():
            yield from _both(first.entity, owned["kin"], second.entity)
        elif apposed is not None and apposed["kin"] in kin():
            yield from _both(second.entity, apposed["kin"], first.entity)
        elif _MARRIED.fullmatch(words.text, begin, end):
            yield from _both(first.entity, "spouse", second.entity)


def _both(one: Entity, noun: str, other: Entity) -> Iterator[Tie]:
    yield Tie(one, noun, other)
    for back in kin()[noun]:
        yield Tie(other, back, one)


def relative_of(found: list[Tie], one: Entity, noun: str) -> Entity | None:
    """The only relative of this noun whom the page names for somebody; a spouse goes by "wife" and "husband" too."""
    nouns = {noun, *(("spouse",) if "spouse" in kin().get(noun, ()) else ())}
    others = {tie.other.number: tie.other for tie in found if tie.one is one and tie.noun in nouns}
    return next(iter(others.values())) if len(others) == 1 else None


@cache
def kin() -> dict[str, tuple[str, ...]]:
    """Each noun for a relative, with the nouns for the other end of the tie."""
    return {row["term"]: tuple(row["other"].split()) for row in lexicon("kin")}
