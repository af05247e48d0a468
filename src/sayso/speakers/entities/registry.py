"""Those whom a page speaks of: short names led to full ones, nouns for people, and every place where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sayso.speakers.entities.beside_names import another_name, of_sex, origin_beside, origin_words
from sayso.speakers.entities.bodies_told import body_told, published, told_as_body
from sayso.speakers.entities.entity import PERSONS, Entity, Place, doubtful, latest
from sayso.speakers.entities.name_matching import another_of, compatible, slipped, take_on
from sayso.speakers.entities.noun_places import NounPlace, noun_places
from sayso.speakers.entities.profiles import Profile, profile
from sayso.speakers.mentions.names import Name, fold, names_within
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import alike, common_bodies, folded, small
from sayso.text.words import Words, heading

__all__ = ["PERSONS", "Entities", "Entity", "Place"]

_NAMESAKES: Final = 32  # entities of one surname that are compared: bounds the time

_FULLEST: Final = 1000  # more than a page names anyone: a form that stays


class Entities:
    """The entities of a page, found by name and by noun."""

    def __init__(self, words: Words, unread: Sequence[Span] = ()) -> None:
        self.words = words
        self._unread = unread
        self.all: list[Entity] = []
        self._by_key: dict[str, list[Entity]] = {}
        self._by_initial: dict[str, list[Entity]] = {}
        self._by_text: dict[str, Entity] = {}
        self._by_initials: dict[str, Entity] = {}
        self._by_last: dict[str, list[Entity]] = {}
        self._by_first: dict[str, list[Entity]] = {}
        self.by_description: dict[str, Entity] = {}
        self.bearers: dict[str, list[Entity]] = {}
        self.at: list[Place] = []
        self._namesakes: dict[str, Entity] = {}
        self._read_all = False
        self._read()
        self._starts = [place.span.start for place in self.at]
        self._read_all = True

    def _read(self) -> None:
        """Read all names of the running text: those of several words first, then the short ones that mean them."""
        found: list[Name] = []
        lines = [line for line in self.words.paragraphs() if not heading(self.words, *line)]
        lines = [(start, end) for start, end in lines if not any(one.start <= start < one.end for one in self._unread)]
        for start, end in lines:
            read = (published(self.words, name) for name in names_within(self.words, start, end))
            found += (told_as_body(self.words, name) for name in read)
        for before, name in pairwise([None, *found]):
            if name is None:
                continue
            if before is not None and another_name(self.words, before, name):
                self._also(self.entity(before), name)
            elif len(name.words) > 1:
                self.entity(name)
        taken: set[int] = set()
        for name in found:
            entity = self.entity(name)
            if doubtful(self.words, name, entity):
                continue
            entity.places.append(name.span.start)
            self.at.append(Place(name.span, entity, True))
            taken.update(self.words.within(name.span.start, name.span.end))
            if entity.kind in PERSONS:
                self._describe(entity, profile(self.words, name))
                entity.origins |= origin_beside(self.words, name)
            self._note_body(entity, body_told(self.words, name))
        self.at += map(self._noun_place, noun_places(self.words, lines, taken))
        self.at.sort(key=lambda place: place.span)

    def _describe(self, entity: Entity, told: Profile) -> None:
        """Note what one place tells of a person."""
        if told:
            entity.profiles.append(told)
            entity.heads |= told.heads
            for head in told.heads:
                for noun in {head, alike(head)}:
                    self.bearers.setdefault(noun, []).append(entity)
            for span in (told.role, told.affiliation):
                if span is not None:
                    said = span.of(self.words.text)
                    entity.told |= set(re.findall(r"\w+", said.lower()))
                    entity.origins |= origin_words(said)

    def _note_body(self, entity: Entity, head: str) -> None:
        """Note that a name is told to be that of a body, by whose noun it can be taken up again."""
        if head:
            entity.heads |= {head, head.split()[-1]}
            entity.kind = SpeakerKind.ORGANIZATION if entity.kind in PERSONS else entity.kind

    def _noun_place(self, noun: NounPlace) -> Place:
        """The place of a noun for people, with the entity that equal phrases share."""
        key = "|" + " ".join(noun.span.of(self.words.text).lower().split())
        known = self.by_description.get(key)
        if known is None:
            known = self.make(noun.span.of(self.words.text), noun.kind, noun.span)
            known.plural = noun.plural
            known.heads.add(noun.head)
            self.by_description[key] = known
        known.places.append(noun.span.start)
        return Place(noun.span, known, False)

    def make(self, name: str, kind: SpeakerKind | None, span: Span | None) -> Entity:
        """A new entity."""
        entity = Entity(name, kind, len(self.all), name_span=span)
        self.all.append(entity)
        return entity

    def entity(self, name: Name) -> Entity:
        """The entity of a name, made where there is none yet."""
        text = " ".join(map(fold, name.words)).removeprefix("the ")
        if self._read_all and name.key in self._namesakes:
            place = self._at(name)
            if place is not None:
                return place.entity
        known = self._by_text.get(text)
        if known is not None and "-" not in (known.sex, name.sex) and known.sex != name.sex:
            known = None  # Mr. Kerr, Ms. Kerr
        if known is not None and name.key in self._namesakes and not name.told:
            known = self._last_named(known, name)
        if name.told and len(name.words) == 1:
            return self._told_body(name)
        alone = len(name.words) == 1 and (name.sort is not SpeakerKind.OUTLET or self._surname(name))
        if known is None and (name.sort in PERSONS or alone):
            known = self._body_before(self._person(name), name)
        if known is None:
            known = self._initials(name) or self._shortened(name)
        if known is None:
            known = self.make(name.text, name.sort, name.span)
            known.key, known.words = name.key, name.words
            keys = {name.key, fold(name.words[0])} if name.sort in PERSONS else set()
            for key in keys:
                self._by_key.setdefault(key, []).append(known)
            if keys:
                self._by_initial.setdefault(name.key[:1], []).append(known)
            if name.sort not in PERSONS:
                known.heads |= {word for word in map(str.lower, name.words) if word in common_bodies()}
                if len(name.words) > 1:
                    self._by_last.setdefault(name.key, []).append(known)
                    self._by_first.setdefault(name.words[0].lower(), []).append(known)
            self._by_text.setdefault(text, known)
        self._learn(known, name)
        return known

    def _body_before(self, person: Entity | None, name: Name) -> Entity | None:
        """The body that a lone name means, where it was named before and the person of that surname was not yet."""
        if person is None or len(name.words) > 1 or name.title or latest(person, name) >= 0:
            return person
        body = self._shortened(name)
        return body if body is not None and latest(body, name) >= 0 else person

    def _told_body(self, name: Name) -> Entity:
        """The body of a lone name that a person may have as surname too."""
        known = self._namesakes.get(name.key)
        if known is None:
            known = self.make(name.text, SpeakerKind.ORGANIZATION, name.span)
            known.key, known.words = name.key, name.words
            self._namesakes[name.key] = known
            self._by_text.setdefault(" ".join(map(fold, name.words)), known)
        return known

    def _last_named(self, known: Entity, name: Name) -> Entity:
        """Of a body and a person who share a lone name the one that was named last before this place."""
        person = self._person(name)
        if person is None or known is not self._namesakes[name.key]:
            return known
        return person if latest(person, name) > latest(known, name) else known

    def _at(self, name: Name) -> Place | None:
        """The place of a name that the first reading found."""
        number = bisect_left(self._starts, name.span.start)
        place = self.at[number] if number < len(self.at) else None
        return place if place is not None and place.span == name.span and place.named else None

    def _surname(self, name: Name) -> bool:
        """Whether the word of an outlet stands without "the" on a page that knows a person of this surname."""
        people = any(len(one.words) > 1 and one.key == name.key for one in self._by_key.get(name.key, ()))
        return people and not self.words.text[: name.span.start].lower().endswith("the ")

    def _initials(self, name: Name) -> Entity | None:
        """``DNC`` and ``Democratic National Committee`` are one, whichever comes first."""
        if name.sort in PERSONS and not (len(name.words) == 1 and name.text.isupper()):
            return None
        if len(name.words) == 1:
            known = self._by_initials.get(name.text.replace(".", "").upper())
        else:
            short = "".join(word[0] for word in name.words if word.lower() not in small("name_link")).casefold()
            known = self._by_text.get(short) if len(short) > 1 else None
        return known

    def _shortened(self, name: Name) -> Entity | None:
        """The one body whose name begins with this word: ``Pew`` for Pew Research."""
        if name.sort is SpeakerKind.OUTLET:
            fitting = {
                entity.number: entity
                for entity in self._by_last.get(name.key, ())[-_NAMESAKES:]
                if len(entity.words) > len(name.words)
            }
            return next(iter(fitting.values())) if len(fitting) == 1 else None
        if len(name.words) != 1 or name.sort is SpeakerKind.GROUP or name.text.casefold() in folded("places"):
            return None
        longer = self._by_first.get(name.words[0].lower(), ())
        return longer[0] if len(longer) == 1 and longer[0].kind is not SpeakerKind.GROUP else None

    def _person(self, name: Name) -> Entity | None:
        """The one person whom a shorter, or a longer, form of the name means; among several the most named."""
        fitting = [
            entity
            for entity in self._by_key.get(name.key, ())[-_NAMESAKES:]
            if entity.kind in PERSONS and compatible(entity.words, entity.key, entity.sex, name, entity.nicknames)
        ]
        if not fitting and len(name.words) == 1:
            fitting = self._misspelt(name)
        if not fitting:
            return None
        if name.sex != "-" and len(fitting) > 1:
            fitting = of_sex(self.words, fitting, name.sex)
        before = name.span.start
        return max(
            fitting,
            key=lambda entity: (
                entity.key == name.key,
                bisect_left(entity.places, before),
                len(entity.places),
                -entity.number,
            ),
        )

    def _misspelt(self, name: Name) -> list[Entity]:
        """The one person of two names or more whose last name a lone name misspells."""
        key = name.key
        alike = [
            entity
            for entity in self._by_initial.get(key[:1], ())[-_NAMESAKES:]
            if len(entity.words) > 1 and entity.kind in PERSONS and slipped(entity.key, key)
        ]
        return alike if len(alike) == 1 else []

    def _learn(self, entity: Entity, name: Name) -> None:
        """Take on what this form of the name adds."""
        if another_of(entity, name):
            return
        if name.nickname and entity.kind in PERSONS:
            self._nicknamed(entity, name)
            return
        take_on(entity, name)
        if entity.kind not in PERSONS and len(name.words) > 1:
            short = "".join(word[0] for word in name.words if word.lower() not in small("name_link")).upper()
            self._by_initials.setdefault(short, entity)

    def _also(self, entity: Entity, name: Name) -> None:
        """Note another name of one who is known already: ``Farr, who was born Lilian Farquhar``."""
        if entity.kind in PERSONS:
            self._by_text.setdefault(" ".join(map(fold, name.words)), entity)
            self._by_key.setdefault(name.key, []).append(entity)
            entity.nicknames.add(name.key)

    def _nicknamed(self, entity: Entity, name: Name) -> None:
        """Take on the form of a name that has a nickname in it: it is the fullest, and the nickname names too."""
        entity.name, entity.name_span = name.text, name.span
        entity.words = max(entity.words, name.words, key=len)
        entity.forms[name.text] = sum(entity.forms.values()) + _FULLEST
        for word in {fold(name.nickname), fold(name.nickname).split()[-1]}:
            if word not in entity.nicknames:
                entity.nicknames.add(word)
                self._by_key.setdefault(word, []).append(entity)

    def before(self, place: int, limit: int) -> list[Place]:
        """The last places before a place, the nearest first, at most ``limit``."""
        end = bisect_left(self._starts, place)
        return self.at[max(0, end - limit) : end][::-1]

    def move(self, start: int, entity: Entity) -> None:
        """Give a place to another entity: its name meant a namesake."""
        number = bisect_left(self._starts, start)
        if number < len(self.at) and self.at[number].span.start == start:
            self.at[number] = self.at[number]._replace(entity=entity)
            insort(entity.places, start)

    def following(self, place: int, limit: int) -> list[Place]:
        """The first places after a place, at most ``limit``."""
        begin = bisect_left(self._starts, place)
        return self.at[begin : begin + limit]
