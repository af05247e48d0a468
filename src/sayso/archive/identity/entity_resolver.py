"""Resolves the speakers of records to entities of the archive, and stores the reason for each match.

A name matches the entity of that name unless both have a role and an affiliation and neither agrees. A surname alone
matches only if exactly one person of that surname agrees in role or affiliation; a full name matches an entity that is
known by its surname alone under the same condition. A description ("officials", "the council", "a study") identifies
nobody: all speakers with the same description share one entity. Merges and splits of the user take precedence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import msgspec

from sayso.archive.identity.generic_names import is_generic
from sayso.archive.storage.database import Database, decode_column
from sayso.lexicons import small, terms
from sayso.terms import Speaker, SpeakerKind
from sayso.text.searchable import words

NO_IDENTITY: Final = frozenset((SpeakerKind.UNNAMED, SpeakerKind.GROUP))
"""Kinds of speakers that are always descriptions."""
FIRST: Final = "first of this name"
"""The reason for a new entity."""
DESCRIPTION_PREFIX: Final = "~ "
"""The prefix of the key of a description."""
_NO_ENTITY: Final = frozenset((SpeakerKind.UNSTATED, SpeakerKind.AUTHOR))
_MAX_KEYS: Final = 400  # in one query
_MAX_DETAILS: Final = 20  # roles, and affiliations, stored for one entity


class Identity(msgspec.Struct):
    """An entity of the archive, cached during a write transaction."""

    id: int
    kind: str
    roles: list[str]
    affiliations: list[str]
    changed: bool = False


class Rule(msgspec.Struct, frozen=True):
    """The condition of a split. A speaker matches if it shares a significant word with each detail that is set."""

    role: str | None = None
    affiliation: str | None = None

    def matches(self, role: str | None, affiliation: str | None) -> bool:
        """Return whether role and affiliation meet the condition."""
        pairs = ((self.role, role), (self.affiliation, affiliation))
        return all(want is None or (have is not None and agree(want, [have])) for want, have in pairs)


@lru_cache(maxsize=50_000)
def name_key(name: str, kind: SpeakerKind) -> str:
    """Return the key to compare names by: folded words without a leading article, with a prefix for descriptions."""
    parts = words(name)
    while len(parts) > 1 and parts[0] in ("the", "a", "an"):
        parts = parts[1:]
    key = " ".join(parts)
    return f"{DESCRIPTION_PREFIX}{key}" if parts and (kind in NO_IDENTITY or is_generic(name, kind)) else key


def surname_of(key: str) -> str:
    """Return the last word of a key that is not a suffix: ``moyle`` for ``percy moyle jr``."""
    parts = key.split()
    return parts[-2] if len(parts) > 1 and parts[-1] in small("name_suffix") else parts[-1]


def agree(detail: str, others: list[str]) -> bool:
    """Return whether a role or affiliation shares a significant word with any of the others."""
    significant = _significant_words(detail)
    return any(not significant.isdisjoint(_significant_words(other)) for other in others)


@lru_cache(maxsize=10_000)
def _significant_words(text: str) -> frozenset[str]:
    """Return the words of a text that are not function words."""
    return frozenset(words(text)) - terms("function_words")


class IdentityResolver:
    """Resolves speakers to entities inside a write transaction. :meth:`flush` writes the new and changed entities."""

    def __init__(self, database: Database, next_id: int) -> None:
        self.database = database
        self.next_id = next_id
        self._entities: dict[int, Identity] = {}
        self._names: dict[str, list[tuple[int, Rule | None]]] = {}
        self._surnames: dict[str, set[int]] = {}
        self._resolved: dict[tuple[object, ...], tuple[int, str]] = {}  # speakers whose result cannot change
        self._new: list[tuple[Any, ...]] = []
        self._new_names: list[tuple[Any, ...]] = []
        self._labels: list[tuple[str, int]] = []

    def resolve(self, speaker: Speaker) -> tuple[int | None, str | None]:
        """Return the entity of a speaker and the reason for the match; (None, None) if it has no entity."""
        details = (speaker.name, speaker.kind, speaker.role, speaker.affiliation)
        if details in self._resolved:
            return self._resolved[details]
        key = name_key(speaker.name, speaker.kind)
        bare = key.removeprefix(DESCRIPTION_PREFIX)
        # A pronoun that was not resolved, such as "she", does not link two pages.
        if speaker.kind in _NO_ENTITY or not bare or bare in terms("pronouns"):
            return None, None
        named = self._by_name(key)
        for number, rule in named:
            if rule is not None and rule.matches(speaker.role, speaker.affiliation):
                return self._matched(number, speaker, "your decision")
        for number in [number for number, rule in named if rule is None]:
            if (reason := self._reason(self._entity(number), speaker)) is not None:
                if named[0][0] == number and self._adds_nothing(number, speaker):
                    self._resolved[details] = number, reason
                return self._matched(number, speaker, reason)
        surname = surname_of(key) if speaker.kind is SpeakerKind.PERSON else None
        if surname == key:
            similar = self._agreeing(key, speaker)
            if len(similar) == 1:
                return self._matched_by_surname(similar[0], speaker)
        elif surname and not named and (only := self._known_by_surname(surname, speaker)) is not None:
            self._rename(only, key, surname, speaker.name)
            return self._matched_by_surname(only, speaker)
        return self._create(key, surname, speaker), FIRST

    def _reason(self, entity: Identity, speaker: Speaker) -> str | None:
        """Return why a speaker of the same name is this entity, or None if role and affiliation contradict it."""
        if name_key(speaker.name, speaker.kind).startswith(DESCRIPTION_PREFIX):
            return "same description"
        details = self._common_details(entity, speaker)
        if details:
            return f"name, {details}"
        contradicts = (
            speaker.kind is SpeakerKind.PERSON
            and speaker.role and speaker.affiliation and entity.roles and entity.affiliations
        )  # fmt: skip
        return None if contradicts else "name"

    @staticmethod
    def _common_details(entity: Identity, speaker: Speaker) -> str:
        """Return "role", "affiliation", both or neither: the details in which entity and speaker agree."""
        parts = []
        if speaker.role and agree(speaker.role, entity.roles):
            parts.append("role")
        if speaker.affiliation and agree(speaker.affiliation, entity.affiliations):
            parts.append("affiliation")
        return " and ".join(parts)

    def _adds_nothing(self, number: int, speaker: Speaker) -> bool:
        """Return whether a match would not change the entity, so that later matches give the same result."""
        entity = self._entity(number)
        return all(
            not value or value in stored or len(stored) >= _MAX_DETAILS
            for stored, value in ((entity.roles, speaker.role), (entity.affiliations, speaker.affiliation))
        )

    def _matched(self, number: int, speaker: Speaker, reason: str) -> tuple[int, str]:
        """Add role and affiliation of the speaker to the entity, and return its id and the reason."""
        entity = self._entity(number)
        for stored, value in ((entity.roles, speaker.role), (entity.affiliations, speaker.affiliation)):
            if value and value not in stored and len(stored) < _MAX_DETAILS:
                stored.append(value)
                entity.changed = True
        return number, reason

    def _matched_by_surname(self, number: int, speaker: Speaker) -> tuple[int, str]:
        return self._matched(number, speaker, f"surname, {self._common_details(self._entity(number), speaker)}")

    def _create(self, key: str, surname: str | None, speaker: Speaker) -> int:
        number, self.next_id = self.next_id, self.next_id + 1
        self._entities[number] = Identity(number, str(speaker.kind), [], [])
        self._new.append((number, speaker.name, str(speaker.kind)))
        self._new_names.append((key, surname, number))
        self._by_name(key).append((number, None))
        if surname:
            self._by_surname(surname).add(number)
        self._matched(number, speaker, FIRST)
        return number

    def _agreeing(self, surname: str, speaker: Speaker) -> list[int]:
        """Return the entities of a surname that agree with the speaker in role or affiliation."""
        return [number for number in self._by_surname(surname) if self._common_details(self._entity(number), speaker)]

    def _known_by_surname(self, surname: str, speaker: Speaker) -> int | None:
        """Return the entity that is known by this surname alone, if it is the only one that agrees with the speaker."""
        similar = self._agreeing(surname, speaker)
        if len(similar) != 1 or (similar[0], None) not in self._by_name(surname):
            return None
        has_new_name = any(number == similar[0] and key != surname for key, _, number in self._new_names)
        sql = (
            "SELECT 1 FROM entity_name n JOIN entity e ON e.id = n.entity "
            "WHERE e.id = ? AND (n.key <> ? OR e.by_user = 1) LIMIT 1"
        )
        return None if has_new_name or self.database.run(sql, [similar[0], surname]) else similar[0]

    def _rename(self, number: int, key: str, surname: str, name: str) -> None:
        """Add a full name to an entity and make it the label."""
        self._new_names.append((key, surname, number))
        self._by_name(key).append((number, None))
        self._labels.append((name, number))

    def preload(self, speakers: Iterable[Speaker]) -> None:
        """Load the entities for the names of many speakers, in few queries."""
        keys = list({name_key(speaker.name, speaker.kind) for speaker in speakers} - self._names.keys())
        for at in range(0, len(keys), _MAX_KEYS):
            group = keys[at : at + _MAX_KEYS]
            self._names |= {key: [] for key in group}
            for key, number, rule, *columns in self.database.run(
                "SELECT n.key, n.entity, n.rule, e.kind, e.roles, e.affiliations FROM entity_name n "
                f"JOIN entity e ON e.id = n.entity WHERE n.key IN ({', '.join('?' * len(group))}) ORDER BY n.entity",
                group,
            ):
                self._names[key].append((number, _rule(rule)))
                if number not in self._entities:
                    self._entities[number] = _identity(number, *columns)

    def _by_name(self, key: str) -> list[tuple[int, Rule | None]]:
        if key not in self._names:
            rows = self.database.run("SELECT entity, rule FROM entity_name WHERE key = ? ORDER BY entity", [key])
            self._names[key] = [(number, _rule(rule)) for number, rule in rows]
        return self._names[key]

    def _by_surname(self, surname: str) -> set[int]:
        if surname not in self._surnames:
            rows = self.database.run("SELECT entity FROM entity_name WHERE surname = ?", [surname])
            self._surnames[surname] = {number for (number,) in rows}
        return self._surnames[surname]

    def _entity(self, number: int) -> Identity:
        if number not in self._entities:
            (row,) = self.database.run("SELECT kind, roles, affiliations FROM entity WHERE id = ?", [number])
            self._entities[number] = _identity(number, *row)
        return self._entities[number]

    def flush(self) -> None:
        """Write new entities and names, new labels, and changed roles and affiliations."""
        self.database.insert("entity", "id, label, kind", self._new)
        self.database.insert("entity_name", "key, surname, entity", self._new_names)
        self.database.run_many("UPDATE entity SET label = ? WHERE id = ?", self._labels)
        changed = [entity for entity in self._entities.values() if entity.changed]
        self.database.run_many(
            "UPDATE entity SET roles = ?, affiliations = ? WHERE id = ?",
            [(json.dumps(entity.roles), json.dumps(entity.affiliations), entity.id) for entity in changed],
        )
        for entity in changed:
            entity.changed = False
        self._new, self._new_names, self._labels = [], [], []


def _rule(data: str | None) -> Rule | None:
    return None if data is None else Rule(**decode_column(data, dict))


def _identity(number: int, kind: str, roles: str, affiliations: str) -> Identity:
    return Identity(number, kind, decode_column(roles, list[str]), decode_column(affiliations, list[str]))
