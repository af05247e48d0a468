"""Those whom a page names: short names led to full ones, with every place where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final

from sayso.speakers.names import Name, names_within
from sayso.speakers.words import Words
from sayso.terms import Span, SpeakerKind

_TITLE_CASE: Final = 0.6


@dataclass(slots=True, eq=False)
class Entity:
    """One that the page speaks of: its names, its places in order of the text, and what is known of it."""

    name: str
    kind: SpeakerKind | None
    key: str = ""
    words: tuple[str, ...] = ()
    places: list[int] = field(default_factory=list)
    name_span: Span | None = None
    sex: str = "-"
    heads: set[str] = field(default_factory=set)
    sources: list[Span] = field(default_factory=list)
    number: int = -1


class Entities:
    """The entities of a page, found by name."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.all: list[Entity] = []
        self._by_key: dict[str, list[Entity]] = {}
        self._by_text: dict[str, Entity] = {}
        self.places: list[int] = []
        self.at: list[tuple[Name, Entity]] = []
        self._read()

    def _read(self) -> None:
        """Read all names of the running text: those of several words first, then the short ones that mean them."""
        found: list[Name] = []
        for start, end in _lines(self.words.text):
            if not _title_case(self.words, start, end):
                found += names_within(self.words, start, end)
        for name in found:
            if len(name.words) > 1:
                self.entity(name)
        for name in found:
            entity = self.entity(name)
            entity.places.append(name.span.start)
            self.places.append(name.span.start)
            self.at.append((name, entity))
            if name.title:
                entity.heads.update(name.title.lower().replace(".", "").split()[-2:])

    def entity(self, name: Name) -> Entity:
        """The entity of a name, made where there is none yet."""
        text = name.text.casefold().removeprefix("the ")
        known = self._by_text.get(text)
        if known is None and name.sort in (None, SpeakerKind.PERSON):
            known = self._person(name)
        if known is None:
            known = Entity(name.text, name.sort, name.key, name.words, name_span=name.span, number=len(self.all))
            self.all.append(known)
            for key in {name.key, name.words[0].lower()} if name.sort in (None, SpeakerKind.PERSON) else set():
                self._by_key.setdefault(key, []).append(known)
            self._by_text[text] = known
        self._learn(known, name)
        return known

    def _person(self, name: Name) -> Entity | None:
        """The one person whom a shorter, or a longer, form of the name means; among several the most named."""
        fitting = [
            entity
            for entity in self._by_key.get(name.key, ())
            if entity.kind in (None, SpeakerKind.PERSON) and _compatible(entity, name)
        ]
        if not fitting:
            return None
        before = name.span.start
        return max(
            fitting, key=lambda entity: (entity.key == name.key, bisect_left(entity.places, before), -entity.number)
        )

    def _learn(self, entity: Entity, name: Name) -> None:
        """Take on what this form of the name adds."""
        if len(name.words) > len(entity.words) and entity.kind in (None, SpeakerKind.PERSON):
            entity.name, entity.words, entity.name_span = name.text, name.words, name.span
        if entity.kind is None:
            entity.kind = name.sort
        if entity.sex == "-":
            entity.sex = name.sex

    def before(self, place: int, limit: int) -> list[tuple[Name, Entity]]:
        """The last names before a place, the nearest first, at most ``limit``."""
        end = bisect_left(self.places, place)
        return self.at[max(0, end - limit) : end][::-1]


def _compatible(entity: Entity, name: Name) -> bool:
    """Whether two forms can name one person: the words of the shorter stand in the longer, initials count."""
    if entity.sex != "-" and name.sex != "-" and entity.sex != name.sex:
        return False
    short, long = sorted((name.words, entity.words), key=len)
    if len(short) == 1:
        return short[0].lower() in (long[0].lower(), entity.key if long is entity.words else name.key)
    return short[-1].lower() == long[-1].lower() and _alike(short[0], long[0])


def _alike(one: str, other: str) -> bool:
    """Whether two first names can be one: equal, an initial, or a short form that begins alike."""
    one, other = one.lower().strip("."), other.lower().strip(".")
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]) or one.startswith(other[:3])


def _lines(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def _title_case(words: Words, start: int, end: int) -> bool:
    """Whether a line is set as a headline, with nearly all its words in capitals, so that names cannot be told."""
    numbers = words.within(start, end)
    long = [words.word(number) for number in numbers if words.tokens[number][1] - words.tokens[number][0] > 3]
    return (
        3 <= len(long) <= 40
        and sum(word[0].isupper() for word in long) >= _TITLE_CASE * len(long)
        and len(numbers) < 25
    )
