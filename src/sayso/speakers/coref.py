"""Which speaker each source means: names by their words, pronouns and descriptions by what stands before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.speakers.entities import Entities, Entity
from sayso.speakers.mentions import Mention, Type, described, mention
from sayso.speakers.words import Words
from sayso.terms import Article, Attribution, Span, SpeakerKind

_PERSONS: Final = (None, SpeakerKind.PERSON)
_LIMIT: Final = 24


@dataclass(slots=True)
class Found:
    """What a source turned out to be: its mention, its entity (None: nobody named), and who else was considered."""

    mention: Mention
    entity: Entity | None
    considered: list[Entity] = field(default_factory=list)


class Resolver:
    """Leads the sources of a page to entities, in order of the text."""

    def __init__(self, article: Article, words: Words, entities: Entities) -> None:
        self.article = article
        self.words = words
        self.entities = entities
        self.said: list[tuple[int, Entity]] = []
        self.by_description: dict[str, Entity] = {}
        self.author: Entity | None = None

    def resolve(self, attributions: Sequence[Attribution], around: dict[str, str]) -> dict[str, Found]:
        """The finding for each attribution's id; ``around`` names the attribution whose content holds one."""
        out: dict[str, Found] = {}
        for attribution in sorted(attributions, key=_place):
            said = mention(self.words, attribution.source)
            entity, considered = self._entity(attribution, said, out.get(around.get(attribution.id, "")))
            out[attribution.id] = Found(said, entity, considered)
            if entity is not None:
                self.said.append((_place(attribution), entity))
                entity.sources += attribution.source
        return out

    def _entity(
        self, attribution: Attribution, said: Mention, outer: Found | None
    ) -> tuple[Entity | None, list[Entity]]:
        match said.type:
            case Type.EMPTY:
                return self._unsaid(attribution), []
            case Type.NAME:
                return self._named(said), []
            case Type.PRONOUN:
                return self._pronoun(attribution, said, outer)
            case _:
                return self._description(attribution, said), []

    def _named(self, said: Mention) -> Entity:
        assert said.name is not None
        entity = self.entities.entity(said.name)
        if entity.kind is None:
            entity.kind = SpeakerKind.PERSON
        return entity

    def _new(self, name: str, kind: SpeakerKind | None, span: Span | None) -> Entity:
        entity = Entity(name, kind, name_span=span, number=len(self.entities.all))
        self.entities.all.append(entity)
        return entity

    def _description(self, attribution: Attribution, said: Mention) -> Entity:
        span = said.core or said.span
        assert span is not None
        assert said.span is not None
        core = described(span.of(self.words.text))
        key = f"{said.owner.lower()}|{core}"
        known = self.by_description.get(key)
        if known is not None and (said.definite or said.type is Type.SEVERAL):
            return known
        if said.definite and not said.plural and said.kind is SpeakerKind.UNNAMED and not said.owner:
            person = self._role(said, span.start)
            if person is not None:
                return person
        if said.definite and not said.owner:
            for _, entity in reversed(self.said[-_LIMIT:]):
                if said.head in entity.heads and entity.kind == said.kind:
                    return entity
        entity = self._new(_shown(said.span.of(self.words.text)), said.kind or SpeakerKind.PERSON, said.span)
        entity.heads.add(said.head)
        self.by_description.setdefault(key, entity)
        return entity

    def _role(self, said: Mention, place: int) -> Entity | None:
        """The person whose known role the head noun is, the nearest first."""
        for _, entity in reversed(self.said[-_LIMIT:]):
            if said.head in entity.heads and entity.kind in _PERSONS:
                return entity
        for _, entity in self.entities.before(place, _LIMIT):
            if said.head in entity.heads and entity.kind in _PERSONS:
                return entity
        return None

    def _unsaid(self, attribution: Attribution) -> Entity | None:
        return None

    def _pronoun(
        self, attribution: Attribution, said: Mention, outer: Found | None
    ) -> tuple[Entity | None, list[Entity]]:
        person, number, sex = said.pronoun
        assert said.span is not None
        place = said.span.start
        if person == "first":
            if outer is not None:
                return outer.entity, []
            return self._writer(), []
        if person == "relative":
            near = self.entities.before(place, 1)
            return (near[0][1] if near and place - near[0][0].span.end < 40 else None), []
        return self._third(place, number, sex)

    def _writer(self) -> Entity:
        if self.author is None:
            self.author = self._new("the author", SpeakerKind.AUTHOR, None)
        return self.author

    def _third(self, place: int, number: str, sex: str) -> tuple[Entity | None, list[Entity]]:
        scores: dict[int, float] = {}
        here = self.words.sentence(place)
        for rank, (name, entity) in enumerate(self.entities.before(place, _LIMIT)):
            if not _agrees(entity, number, sex):
                continue
            far = here - self.words.sentence(name.span.start)
            score = (
                1.0 / (1 + far) - 0.02 * rank + (0.5 if name.span.start == self.words.sentences[here - far] else 0.0)
            )
            if self.words.quoted[name.span.start]:
                score -= 0.6
            scores[entity.number] = max(scores.get(entity.number, -9.0), score) + 0.05
        for back, (_, entity) in enumerate(reversed(self.said[-6:])):
            if _agrees(entity, number, sex):
                scores[entity.number] = scores.get(entity.number, 0.0) + 0.6 / (1 + back)
        if not scores:
            return None, []
        best = sorted(scores, key=lambda number: (-scores[number], number))
        return self.entities.all[best[0]], [self.entities.all[other] for other in best[:3]]


def _agrees(entity: Entity, number: str, sex: str) -> bool:
    """Whether a third-person pronoun can mean this entity."""
    if number == "one":
        return entity.kind in (*_PERSONS, SpeakerKind.UNNAMED) and (entity.sex in ("-", sex))
    if number == "many":
        return entity.kind in (SpeakerKind.GROUP, SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET)
    return entity.kind in (SpeakerKind.ORGANIZATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)


def _place(attribution: Attribution) -> int:
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start if spans else 0


def _shown(text: str) -> str:
    """A description as it is shown as a name: on one line, without what hangs after a comma."""
    return " ".join(text.strip(" ,:;.").split())
