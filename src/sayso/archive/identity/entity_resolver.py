"""Speakers across pages: which entity a speaker of one page is, and by what it was joined to the others.

A name is joined to the entity of that name unless both have role and affiliation and neither agrees. A surname alone is
joined only where exactly one person of that surname agrees in role or affiliation, and so is a full name to one known
by the surname alone. A description ("officials", "the council", "a study") is no identity: its entity is the
description. What the user merged or split stands first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import msgspec

from sayso.archive.identity.generic_names import generic
from sayso.archive.queries.query_language import words
from sayso.archive.storage.database import Database, stored
from sayso.lexicons import small, terms
from sayso.terms import Speaker, SpeakerKind

NO_IDENTITY: Final = frozenset((SpeakerKind.UNNAMED, SpeakerKind.GROUP))
"""Kinds whose entity is a description, not someone."""
FIRST: Final = "first of this name"
DESCRIBED: Final = "~ "
"""What the key of a description begins with."""
_NOBODY: Final = frozenset((SpeakerKind.UNSTATED, SpeakerKind.AUTHOR))
_KEYS: Final = 400  # names that one query asks for
_MOST: Final = 20  # roles and affiliations that are remembered of an entity


class Identity(msgspec.Struct):
    """An entity of the archive while a transaction joins speakers to it."""

    id: int
    kind: str
    roles: list[str]
    affiliations: list[str]
    changed: bool = False


class Rule(msgspec.Struct, frozen=True):
    """What a split asks of a speaker, beside the name: words of the role, or of the affiliation."""

    role: str | None = None
    affiliation: str | None = None

    def fits(self, role: str | None, affiliation: str | None) -> bool:
        """Whether every part that is asked for agrees."""
        asked = ((self.role, role), (self.affiliation, affiliation))
        return all(want is None or (have is not None and agree(want, [have])) for want, have in asked)


@lru_cache(maxsize=50_000)
def key_of(name: str, kind: SpeakerKind) -> str:
    """The name as it is compared: folded words, without an article in front, kinds that differ in nature apart."""
    found, common = words(name), generic(name, kind)
    while len(found) > 1 and found[0] in ("the", "a", "an"):
        found = found[1:]
    name = " ".join(found)
    return f"{DESCRIBED}{name}" if found and (kind in NO_IDENTITY or common) else name


def surname_of(key: str) -> str:
    """The last word of a key that is no suffix: of ``percy moyle jr`` moyle."""
    found = key.split()
    return found[-2] if len(found) > 1 and found[-1] in small("name_suffix") else found[-1]


def agree(one: str, others: list[str]) -> bool:
    """Whether a role or affiliation shares a word that says something with one of the others."""
    mine = _telling(one)
    return any(not mine.isdisjoint(_telling(other)) for other in others)


@lru_cache(maxsize=10_000)
def _telling(told: str) -> frozenset[str]:
    """The words that say something."""
    return frozenset(words(told)) - terms("function_words")


class IdentityResolver:
    """Joins the speakers of pages to entities inside one write transaction, and writes what is new at its end."""

    def __init__(self, database: Database, next_id: int) -> None:
        self.database = database
        self.next_id = next_id
        self._entities: dict[int, Identity] = {}
        self._names: dict[str, list[tuple[int, Rule | None]]] = {}
        self._surnames: dict[str, set[int]] = {}
        self._sure: dict[tuple[object, ...], tuple[int, str]] = {}
        self._new: list[tuple[Any, ...]] = []
        self._new_names: list[tuple[Any, ...]] = []
        self._labels: list[tuple[str, int]] = []

    def resolve(self, speaker: Speaker) -> tuple[int | None, str | None]:
        """The entity of a speaker and by what it was joined; (None, None) for one that is nobody."""
        told = (speaker.name, speaker.kind, speaker.role, speaker.affiliation)
        if told in self._sure:
            return self._sure[told]
        key = key_of(speaker.name, speaker.kind)
        bare = key.removeprefix(DESCRIBED)
        if speaker.kind in _NOBODY or not bare or bare in terms("pronouns"):  # "she" of two pages is not one source
            return None, None
        known = self._by_name(key)
        for number, rule in known:
            if rule is not None and rule.fits(speaker.role, speaker.affiliation):
                return self._joined(number, speaker, "your decision")
        plain = [number for number, rule in known if rule is None]
        for number in plain:
            if (why := self._why(self._entity(number), speaker)) is not None:
                if known[0][0] == number and self._learnt(number, speaker):
                    self._sure[told] = number, why
                return self._joined(number, speaker, why)
        surname = surname_of(key) if speaker.kind is SpeakerKind.PERSON else None
        if surname == key:
            near = [n for n in self._by_surname(key) if self._details(self._entity(n), speaker)]
            if len(near) == 1:
                return self._joined(near[0], speaker, f"surname, {self._details(self._entity(near[0]), speaker)}")
        elif surname and not known and (lone := self._lone(surname, speaker)) is not None:
            why = f"surname, {self._details(self._entity(lone), speaker)}"
            self._named(lone, key, surname, speaker.name)
            return self._joined(lone, speaker, why)
        return self._made(key, surname, speaker), FIRST

    def _why(self, entity: Identity, speaker: Speaker) -> str | None:
        """By what a speaker of the same name is this entity; None where role and affiliation speak against it."""
        if key_of(speaker.name, speaker.kind).startswith(DESCRIBED):
            return "same description"
        details = self._details(entity, speaker)
        if details:
            return f"name, {details}"
        against = (
            speaker.kind is SpeakerKind.PERSON
            and speaker.role and speaker.affiliation and entity.roles and entity.affiliations
        )  # fmt: skip
        return None if against else "name"

    @staticmethod
    def _details(entity: Identity, speaker: Speaker) -> str:
        parts = []
        if speaker.role and agree(speaker.role, entity.roles):
            parts.append("role")
        if speaker.affiliation and agree(speaker.affiliation, entity.affiliations):
            parts.append("affiliation")
        return " and ".join(parts)

    def _learnt(self, number: int, speaker: Speaker) -> bool:
        """Whether there is nothing new in a speaker of the first entity of a name: it will be joined so again."""
        entity = self._entity(number)
        return all(
            not told or told in seen or len(seen) >= _MOST
            for seen, told in ((entity.roles, speaker.role), (entity.affiliations, speaker.affiliation))
        )

    def _joined(self, number: int, speaker: Speaker, why: str) -> tuple[int, str]:
        entity = self._entity(number)
        for seen, told in ((entity.roles, speaker.role), (entity.affiliations, speaker.affiliation)):
            if told and told not in seen and len(seen) < _MOST:
                seen.append(told)
                entity.changed = True
        return number, why

    def _made(self, key: str, surname: str | None, speaker: Speaker) -> int:
        number, self.next_id = self.next_id, self.next_id + 1
        entity = Identity(number, str(speaker.kind), [], [])
        self._entities[number] = entity
        self._new.append((number, speaker.name, str(speaker.kind)))
        self._new_names.append((key, surname, number))
        self._by_name(key).append((number, None))
        if surname:
            self._by_surname(surname).add(number)
        self._joined(number, speaker, "")
        return number

    def _lone(self, surname: str, speaker: Speaker) -> int | None:
        """The one who is known by the surname alone, if no other of the surname agrees in role or affiliation."""
        near = [number for number in self._by_surname(surname) if self._details(self._entity(number), speaker)]
        if len(near) != 1 or (near[0], None) not in self._by_name(surname):
            return None
        arriving = any(number == near[0] and key != surname for key, _, number in self._new_names)
        sql = (
            "SELECT 1 FROM entity_name n JOIN entity e ON e.id = n.entity "
            "WHERE e.id = ? AND (n.key <> ? OR e.by_user = 1) LIMIT 1"
        )
        return None if arriving or self.database.run(sql, [near[0], surname]) else near[0]

    def _named(self, number: int, key: str, surname: str, name: str) -> None:
        """Call an entity by a fuller name from now on."""
        self._new_names.append((key, surname, number))
        self._by_name(key).append((number, None))
        self._labels.append((name, number))

    def foresee(self, speakers: Iterable[Speaker]) -> None:
        """Read what is known of the names of many speakers at once."""
        keys = list({key_of(speaker.name, speaker.kind) for speaker in speakers} - self._names.keys())
        for at in range(0, len(keys), _KEYS):
            group = keys[at : at + _KEYS]
            self._names |= {key: [] for key in group}
            for key, number, rule, kind, roles, affiliations in self.database.run(
                "SELECT n.key, n.entity, n.rule, e.kind, e.roles, e.affiliations FROM entity_name n "
                f"JOIN entity e ON e.id = n.entity WHERE n.key IN ({', '.join('?' * len(group))}) ORDER BY n.entity",
                group,
            ):
                self._names[key].append((number, None if rule is None else Rule(**stored(rule, dict))))
                if number not in self._entities:
                    self._entities[number] = Identity(
                        number, kind, stored(roles, list[str]), stored(affiliations, list[str])
                    )

    def _by_name(self, key: str) -> list[tuple[int, Rule | None]]:
        if key not in self._names:
            self._names[key] = [
                (number, None if rule is None else Rule(**stored(rule, dict)))
                for number, rule in self.database.run(
                    "SELECT entity, rule FROM entity_name WHERE key = ? ORDER BY entity", [key]
                )
            ]
        return self._names[key]

    def _by_surname(self, surname: str) -> set[int]:
        if surname not in self._surnames:
            rows = self.database.run("SELECT entity FROM entity_name WHERE surname = ?", [surname])
            self._surnames[surname] = {number for (number,) in rows}
        return self._surnames[surname]

    def _entity(self, number: int) -> Identity:
        if number not in self._entities:
            ((kind, roles, affiliations),) = self.database.run(
                "SELECT kind, roles, affiliations FROM entity WHERE id = ?", [number]
            )
            self._entities[number] = Identity(number, kind, stored(roles, list[str]), stored(affiliations, list[str]))
        return self._entities[number]

    def flush(self) -> None:
        """Write new entities, new names, and what was learnt of known ones."""
        self.database.insert("entity", "id, label, kind", self._new)
        self.database.insert("entity_name", "key, surname, entity", self._new_names)
        self.database.many("UPDATE entity SET label = ? WHERE id = ?", self._labels)
        changed = [entity for entity in self._entities.values() if entity.changed]
        self.database.many(
            "UPDATE entity SET roles = ?, affiliations = ? WHERE id = ?",
            [(json.dumps(one.roles), json.dumps(one.affiliations), one.id) for one in changed],
        )
        for entity in changed:
            entity.changed = False
        self._new, self._new_names, self._labels = [], [], []
