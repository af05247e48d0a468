"""The speakers of a page as they come up: ids in order, the page's own outlet, those that a pronoun may mean."""

from __future__ import annotations

import msgspec

from sayso.speakers.coreference.decisions import Decision
from sayso.speakers.entities.naming import speaker as describe
from sayso.speakers.entities.registry import Entities, Entity
from sayso.speakers.mentions.names import names_within
from sayso.speakers.venues import is_own, plain
from sayso.terms import PUBLISHER, Article, Speaker, SpeakerKind
from sayso.text.words import Words

UNSTATED = "unstated"


class Cast:
    """Speakers by entity."""

    def __init__(self, article: Article, words: Words, entities: Entities) -> None:
        self.words = words
        self.entities = entities
        self.publisher = article.publisher or ""
        self.own = plain(self.publisher)
        self._ids: dict[int, str] = {}
        self._count = 0
        self._speakers: dict[str, Speaker] = {}

    def id_of(self, decision: Decision) -> str:
        """The id of the speaker of a decision."""
        if decision.entity is None:
            self._speakers.setdefault(UNSTATED, Speaker(UNSTATED, "", SpeakerKind.UNSTATED))
            return UNSTATED
        return self.of(decision.entity)

    def of(self, entity: Entity) -> str:
        """The id of an entity, given where it is new."""
        known = self._ids.get(entity.number)
        if known is not None:
            return known
        if entity.key == PUBLISHER and PUBLISHER in self._speakers:
            return PUBLISHER
        own = entity.kind is SpeakerKind.OUTLET and is_own(entity.name, self.own) and PUBLISHER not in self._speakers
        own = own or entity.key == PUBLISHER
        self._count += not own
        name = PUBLISHER if own else f"s{self._count}"
        self._ids[entity.number] = name
        made = describe(self.words, name, entity)
        if entity.key == PUBLISHER:
            made = msgspec.structs.replace(made, name=self.publisher, kind=SpeakerKind.OUTLET, evidence={})
        self._speakers[name] = self._belonging(made)
        return name

    def _belonging(self, made: Speaker) -> Speaker:
        """The affiliation under its full name; a person's outlet becomes a speaker, for it can be a hop of a chain."""
        spans = made.evidence.get("affiliation")
        if not spans or made.affiliation is None:
            return made
        names = list(names_within(self.words, spans[0].start, spans[-1].end))
        if len(names) != 1 or names[0].text != made.affiliation.removeprefix("the "):
            return made
        body = self.entities.entity(names[0])
        if body.kind is SpeakerKind.OUTLET and made.kind is SpeakerKind.PERSON and not made.spokesperson:
            self.of(body)
        if body.kind in (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET):
            return msgspec.structs.replace(made, affiliation=body.name)
        return made

    def speakers(self) -> tuple[Speaker, ...]:
        """All of them, in order of their first id."""
        return tuple(self._speakers.values())
