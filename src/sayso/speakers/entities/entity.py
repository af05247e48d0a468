"""Entities of a page, with their names and places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sayso.speakers.entities.role_phrases import Profile
from sayso.speakers.kinds import PERSONS as PERSONS
from sayso.speakers.mentions.names import Name, is_party_member
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, is_compound_office
from sayso.text.words import Words


@dataclass(slots=True, eq=False)
class Entity:
    """An entity: its names, its places in text order, and its known properties."""

    name: str
    kind: SpeakerKind | None
    number: int
    key: str = ""
    words: tuple[str, ...] = ()
    name_span: Span | None = None
    sex: str = "-"
    nicknames: set[str] = field(default_factory=set)
    plural: bool = False
    places: list[int] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    sources: list[Span] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    profile_words: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)  # words of the places and bodies that it belongs to
    he: float = 0.0
    she: float = 0.0


class Place(NamedTuple):
    """A mention of an entity by name or noun."""

    span: Span
    entity: Entity
    named: bool


def may_be_no_name(words: Words, name: Name, entity: Entity) -> bool:
    """Whether a single word may be no name: "the PAC", or a sentence-initial word: "Minutes later ..."."""
    if is_party_member(name) or (len(entity.words) == 1 and is_compound_office(name.text.lower())):
        return True
    if name.text.isupper() and name.text.casefold() in common_bodies() and entity.name == name.text:
        return True
    if len(entity.words) > 1 or name.sort is not None or name.title:
        return False
    start = name.span.start
    is_sentence_initial = start - words.bounds(words.sentence(start))[0] <= 1
    return is_sentence_initial and not entity.places


def latest(entity: Entity, name: Name) -> int:
    """The position of the last mention of an entity before a name; -1 if there is none."""
    before = bisect_left(entity.places, name.span.start)
    return entity.places[before - 1] if before else -1


def only(entities: Iterable[Entity]) -> Entity | None:
    """The entity that all of these are; None if there are none or several."""
    distinct = set(entities)
    return distinct.pop() if len(distinct) == 1 else None
