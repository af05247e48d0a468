"""The registry of the entities of a page: resolves short names to full names, and records every mention."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sayso.speakers.entities.beside_names import another_name, of_sex, origin_after, origin_words
from sayso.speakers.entities.bodies_told import apposed_body_noun, body_by_context, outlet_or_body
from sayso.speakers.entities.entity import PERSONS, Entity, Place, latest, may_be_no_name, only
from sayso.speakers.entities.name_matching import add_form, compatible, initials, is_alias_or_short_form, is_typo
from sayso.speakers.entities.noun_places import NounPlace, noun_places
from sayso.speakers.entities.profiles import profile
from sayso.speakers.entities.role_phrases import Profile
from sayso.speakers.mentions.names import Name, fold, names_within
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import alike, body_nouns, common_bodies, folded
from sayso.text.words import Words, heading, starting_outside

__all__ = ["PERSONS", "Entities", "Entity", "Place"]

_MAX_NAMESAKES: Final = 32  # entities of a surname that are compared: bounds the time

_FIXED_FORM_COUNT: Final = 1000  # count of a form that stays the name, higher than any real count


class Entities:
    """The entities of a page, by name and by noun."""

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
        self._is_complete = False
        self._read()
        self._starts = [place.span.start for place in self.at]
        self._is_complete = True

    def _read(self) -> None:
        """Read all names of the running text: names of several words first, then their short forms."""
        names: list[Name] = []
        surnames: set[str] = set()
        lines = [line for line in self.words.paragraphs() if not heading(self.words, *line)]
        lines = starting_outside(lines, self._unread)
        for start, end in lines:
            for plain in names_within(self.words, start, end):
                names.append(body_by_context(self.words, outlet_or_body(self.words, plain), surnames))
                if len(plain.words) > 1 and names[-1].sort in PERSONS:
                    surnames.add(plain.key)
        for previous, name in pairwise([None, *names]):
            if name is None:
                continue
            if previous is not None and another_name(self.words, previous, name):
                self._add_alias(self.entity(previous), name)
            elif len(name.words) > 1:
                self.entity(name)
        taken: set[int] = set()
        for name in names:
            entity = self.entity(name)
            if may_be_no_name(self.words, name, entity):
                continue
            entity.places.append(name.span.start)
            self.at.append(Place(name.span, entity, True))
            taken.update(self.words.within(name.span.start, name.span.end))
            if entity.kind in PERSONS:
                self._add_profile(entity, profile(self.words, name))
                entity.origins |= origin_after(self.words.text, name.span.end)
            self._set_body(entity, apposed_body_noun(self.words, name))
        self.at += map(self._noun_place, noun_places(self.words, lines, taken))
        self.at.sort(key=lambda place: place.span)

    def _add_profile(self, entity: Entity, new_profile: Profile) -> None:
        """Add the profile at one mention of a person."""
        if new_profile:
            entity.profiles.append(new_profile)
            entity.heads |= new_profile.heads
            for head in new_profile.heads:
                for noun in {head, alike(head)}:
                    self.bearers.setdefault(noun, []).append(entity)
            for span in (new_profile.role, new_profile.affiliation):
                if span is not None:
                    phrase = span.of(self.words.text)
                    entity.profile_words |= set(re.findall(r"\w+", phrase.lower()))
                    entity.origins |= origin_words(phrase)

    def _set_body(self, entity: Entity, head: str) -> None:
        """Record that an entity is a body, with the noun in apposition to it."""
        if head:
            entity.heads |= {head, head.split()[-1]}
            entity.kind = SpeakerKind.ORGANIZATION if entity.kind in PERSONS else entity.kind

    def _noun_place(self, noun: NounPlace) -> Place:
        """The place of a noun for people; equal phrases share an entity."""
        key = "|" + " ".join(noun.span.of(self.words.text).lower().split())
        entity = self.described(key, noun.span.of(self.words.text), noun.kind, noun.span, noun.plural, (noun.head,))
        entity.places.append(noun.span.start)
        return Place(noun.span, entity, False)

    def make(self, name: str, kind: SpeakerKind | None, span: Span | None) -> Entity:
        """Create an entity."""
        entity = Entity(name, kind, len(self.all), name_span=span)
        self.all.append(entity)
        return entity

    def described(
        self, key: str, name: str, kind: SpeakerKind | None, span: Span | None, plural: bool, heads: Sequence[str] = ()
    ) -> Entity:
        """The entity of a description, by a key; created if it does not exist."""
        entity = self.by_description.get(key)
        if entity is None:
            entity = self.by_description[key] = self.make(name, kind, span)
            entity.plural = plural
            entity.heads.update(heads)
        return entity

    def entity(self, name: Name) -> Entity:
        """The entity of a name; created if it does not exist."""
        text = " ".join(map(fold, name.words)).removeprefix("the ")
        if self._is_complete and name.key in self._namesakes:
            place = self._known_place(name)
            if place is not None:
                return place.entity
        known = self._by_text.get(text)
        if known is not None and "-" not in (known.sex, name.sex) and known.sex != name.sex:
            known = None  # Mr. Kerr, Ms. Kerr
        if known is not None and name.key in self._namesakes and not name.by_context:
            known = self._last_named(known, name)
        if name.by_context and len(name.words) == 1:
            return self._body_with_surname(name)
        is_short = len(name.words) == 1 and (name.sort is not SpeakerKind.OUTLET or self._is_surname(name))
        if known is None and (name.sort in PERSONS or is_short):
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
                known.heads |= body_nouns().get(name.words[-1].lower(), frozenset())
                if len(name.words) > 1:
                    self._by_last.setdefault(name.key, []).append(known)
                    self._by_first.setdefault(name.words[0].lower(), []).append(known)
            self._by_text.setdefault(text, known)
        self._add_form(known, name)
        return known

    def _body_before(self, person: Entity | None, name: Name) -> Entity | None:
        """The body with this single-word name, if it was named before and the person with this surname was not."""
        if person is None or len(name.words) > 1 or name.title or latest(person, name) >= 0:
            return person
        body = self._shortened(name)
        return body if body is not None and latest(body, name) >= 0 else person

    def _body_with_surname(self, name: Name) -> Entity:
        """The body with a single-word name that may also be the surname of a person."""
        body = self._namesakes.get(name.key)
        if body is None:
            body = self.make(name.text, SpeakerKind.ORGANIZATION, name.span)
            body.key, body.words = name.key, name.words
            self._namesakes[name.key] = body
            self._by_text.setdefault(" ".join(map(fold, name.words)), body)
        return body

    def _last_named(self, body: Entity, name: Name) -> Entity:
        """The body or the person with this single-word name, whichever was named last."""
        person = self._person(name)
        if person is None or body is not self._namesakes[name.key]:
            return body
        return person if latest(person, name) > latest(body, name) else body

    def _known_place(self, name: Name) -> Place | None:
        """The place of a name that is already registered."""
        number = bisect_left(self._starts, name.span.start)
        place = self.at[number] if number < len(self.at) else None
        return place if place is not None and place.span == name.span and place.named else None

    def _is_surname(self, name: Name) -> bool:
        """Whether the name of an outlet is used as a surname: without "the", and a person on the page has it."""
        has_person = any(len(e.words) > 1 and e.key == name.key for e in self._by_key.get(name.key, ()))
        return has_person and not self.words.text[: name.span.start].lower().endswith("the ")

    def _initials(self, name: Name) -> Entity | None:
        """The body with these initials or with this full name: ``DNC``, ``Democratic National Committee``."""
        if name.sort in PERSONS and not (len(name.words) == 1 and name.text.isupper()):
            return None
        if len(name.words) == 1:
            entity = self._by_initials.get(name.text.replace(".", "").upper())
        else:
            letters = initials(name)
            entity = self._by_text.get(letters.casefold()) if len(letters) > 1 else None
        return entity

    def _shortened(self, name: Name) -> Entity | None:
        """The only body whose name starts with this word: ``Pew`` for Pew Research."""
        if name.sort is SpeakerKind.OUTLET:
            bodies = self._by_last.get(name.key, ())[-_MAX_NAMESAKES:]
            return only(body for body in bodies if len(body.words) > len(name.words))
        if len(name.words) != 1 or name.sort is SpeakerKind.GROUP or name.text.casefold() in folded("places"):
            return None
        longer = self._by_first.get(name.words[0].lower(), ())
        return longer[0] if len(longer) == 1 and longer[0].kind is not SpeakerKind.GROUP else None

    def _person(self, name: Name) -> Entity | None:
        """The person with a shorter or longer form of the name; the most frequent one of several."""
        fitting = [
            entity
            for entity in self._by_key.get(name.key, ())[-_MAX_NAMESAKES:]
            if entity.kind in PERSONS and compatible(entity.words, entity.key, entity.sex, name, entity.nicknames)
        ]
        if not fitting and len(name.words) == 1:
            fitting = self._misspelt(name)
        if not fitting:
            return None
        if name.sex != "-" and len(fitting) > 1:
            fitting = of_sex(self.words, fitting, name.sex)
        position = name.span.start
        return max(
            fitting,
            key=lambda entity: (
                entity.key == name.key,
                bisect_left(entity.places, position),
                len(entity.places),
                -entity.number,
            ),
        )

    def _misspelt(self, name: Name) -> list[Entity]:
        """The only person whose surname a single-word name misspells."""
        key = name.key
        similar = [
            entity
            for entity in self._by_initial.get(key[:1], ())[-_MAX_NAMESAKES:]
            if len(entity.words) > 1 and entity.kind in PERSONS and is_typo(entity.key, key)
        ]
        return similar if len(similar) == 1 else []

    def _add_form(self, entity: Entity, name: Name) -> None:
        """Add a form of a name to an entity."""
        if is_alias_or_short_form(entity, name):
            return
        if name.nickname and entity.kind in PERSONS:
            self._add_nickname(entity, name)
            return
        add_form(entity, name)
        if entity.kind not in PERSONS and len(name.words) > 1:
            self._by_initials.setdefault(initials(name).upper(), entity)

    def _add_alias(self, entity: Entity, name: Name) -> None:
        """Add an alias to a person: ``Farr, who was born Lilian Farquhar``."""
        if entity.kind in PERSONS:
            self._by_text.setdefault(" ".join(map(fold, name.words)), entity)
            self._by_key.setdefault(name.key, []).append(entity)
            entity.nicknames.add(name.key)

    def _add_nickname(self, entity: Entity, name: Name) -> None:
        """Add a full form with a nickname: the form becomes the entity's name, and the nickname an alias."""
        entity.name, entity.name_span = name.text, name.span
        entity.words = max(entity.words, name.words, key=len)
        entity.forms[name.text] = sum(entity.forms.values()) + _FIXED_FORM_COUNT
        for word in {fold(name.nickname), fold(name.nickname).split()[-1]}:
            if word not in entity.nicknames:
                entity.nicknames.add(word)
                self._by_key.setdefault(word, []).append(entity)

    def before(self, place: int, limit: int) -> list[Place]:
        """The last places before a position, the nearest first, at most ``limit``."""
        end = bisect_left(self._starts, place)
        return self.at[max(0, end - limit) : end][::-1]

    def move(self, start: int, entity: Entity) -> None:
        """Reassign a place to another entity with the same name."""
        number = bisect_left(self._starts, start)
        if number < len(self.at) and self.at[number].span.start == start:
            self.at[number] = self.at[number]._replace(entity=entity)
            insort(entity.places, start)

    def following(self, place: int, limit: int) -> list[Place]:
        """The first places after a position, at most ``limit``."""
        begin = bisect_left(self._starts, place)
        return self.at[begin : begin + limit]
