"""The list of speakers of a page: ids in order of first mention, and the page's own outlet."""

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
    """The speakers of a page, by entity."""

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
        """The id of an entity; a new entity becomes a new speaker."""
        existing_id = self._ids.get(entity.number)
        if existing_id is not None:
            return existing_id
        if entity.key == PUBLISHER and PUBLISHER in self._speakers:
            return PUBLISHER
        is_publisher = (
            entity.kind is SpeakerKind.OUTLET and is_own(entity.name, self.own) and PUBLISHER not in self._speakers
        )
        is_publisher = is_publisher or entity.key == PUBLISHER
        self._count += not is_publisher
        speaker_id = PUBLISHER if is_publisher else f"s{self._count}"
        self._ids[entity.number] = speaker_id
        speaker = describe(self.words, speaker_id, entity)
        if entity.key == PUBLISHER:
            speaker = msgspec.structs.replace(speaker, name=self.publisher, kind=SpeakerKind.OUTLET, evidence={})
        self._speakers[speaker_id] = self._with_affiliation(speaker)
        return speaker_id

    def _with_affiliation(self, speaker: Speaker) -> Speaker:
        """The speaker with its affiliation's full name; the outlet of a person becomes a speaker, as a chain hop."""
        spans = speaker.evidence.get("affiliation")
        if not spans or speaker.affiliation is None:
            return speaker
        affiliations = list(names_within(self.words, spans[0].start, spans[-1].end))
        if len(affiliations) != 1 or affiliations[0].text != speaker.affiliation.removeprefix("the "):
            return speaker
        body = self.entities.entity(affiliations[0])
        if body.kind is SpeakerKind.OUTLET and speaker.kind is SpeakerKind.PERSON and not speaker.spokesperson:
            self.of(body)
        if body.kind in (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET):
            return msgspec.structs.replace(speaker, affiliation=body.name)
        return speaker

    def speakers(self) -> tuple[Speaker, ...]:
        """All speakers, in order of their ids."""
        return tuple(self._speakers.values())
