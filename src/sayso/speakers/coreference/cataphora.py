"""Descriptions that the page explains only further on: those of a headline or a lede, and "officials" alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.speakers.coreference.descriptions import Descriptions
from sayso.speakers.coreference.relative_clauses import QUANTITY
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.speakers.mentions.noun_phrases import described
from sayso.speakers.mentions.source_mention import Mention, Type
from sayso.terms import Article, Attribution, BlockKind, SpeakerKind
from sayso.text.vocabulary import pronouns, roles, small

_LIMIT: Final = 24
_PART: Final = re.compile(r"(?i)the (?:next|last|latest|first|second|third|final) ")  # no name of the whole
_LEDE: Final = 300
_HEADS: Final = (BlockKind.HEADLINE, BlockKind.DEK)


@dataclass(slots=True)
class Found:
    """What a source turned out to be: its mention, its entity (None: nobody named), and who else was considered."""

    mention: Mention
    entity: Entity | None
    considered: list[Entity] = field(default_factory=list)
    open: bool = False


class Later(Descriptions):
    """Leads descriptions to those who are named after them, once all sources of a page have been read."""

    def explain(self, article: Article, attributions: Sequence[Attribution], out: dict[str, Found]) -> None:
        """Change the findings that a later one explains."""
        self._headlines(article, attributions, out)
        self._bare(out)

    def _headlines(self, article: Article, attributions: Sequence[Attribution], out: dict[str, Found]) -> None:
        """Lead the descriptions of the headline to the speakers of the text that go by the same noun."""
        heads = [block.span for block in article.blocks if block.kind in _HEADS]
        first = self.words.lines[1] if len(self.words.lines) > 1 else 0
        opening = max([first, *(span.end for span in heads)]) + _LEDE
        for attribution in attributions:
            found = out[attribution.id]
            place = place_of(attribution)
            if found.entity is None or found.mention.type is not Type.DESCRIPTION or found.entity.words:
                continue
            if found.mention.owner in pronouns() or QUANTITY.match(f"{found.entity.name.split()[0]} "):
                continue
            lede = place < opening and (found.entity.kind in (SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION))
            if not (lede or place < first or any(span.start <= place < span.end for span in heads)):
                continue
            later = [entity for start, entity in self.said if start > place and entity is not found.entity]
            if found.mention.definite and found.entity.kind is SpeakerKind.ORGANIZATION:
                later += (one.entity for one in self.entities.following(place, _LIMIT) if len(one.entity.words) > 1)
            fitting = [entity for entity in later if self._explains(entity, found)]
            if fitting:
                self._explained(found, fitting[0], attribution, out)

    def _explained(self, found: Found, entity: Entity, attribution: Attribution, out: dict[str, Found]) -> None:
        """Lead a description to whom it meant, and the pronouns that took it up with it."""
        before = found.entity
        assert before is not None
        before.sources = [span for span in before.sources if span not in attribution.source]
        found.entity = entity
        entity.sources += attribution.source
        if _PART.match(entity.name):
            entity.name, entity.name_span = before.name, before.name_span
        for other in out.values():
            if other.entity is before and other.mention.type is Type.PRONOUN:
                other.entity = entity

    def _explains(self, entity: Entity, found: Found) -> bool:
        """Whether a speaker of the text can be the one whom a headline describes."""
        kind = found.entity.kind if found.entity is not None else None
        said = found.mention
        if said.plural != entity.plural and kind is not SpeakerKind.ORGANIZATION:
            return False
        if kind is SpeakerKind.UNNAMED and not said.plural:
            by_noun = self._goes_by(entity, {said.head}) or self._heads(entity, said)
            return entity.kind in (*PERSONS, SpeakerKind.UNNAMED) and by_noun
        return entity.kind is kind and self._goes_by(entity, {said.head})

    def _heads(self, entity: Entity, said: Mention) -> bool:
        """Whether "the head of the port" is a person of whom the page tells that he is the port's director."""
        if said.head not in small("heads") or said.span is None:
            return False
        shared = entity.told & set(re.findall(r"\w{4,}", said.span.of(self.words.text).lower()))
        return bool(entity.heads & small("headed") and shared)

    def _bare(self, out: dict[str, Found]) -> None:
        """Lead "officials" alone to the only officials of the page of whom it tells more."""
        found = [one for one in out.values() if one.mention.plural and one.mention.head in roles()]
        found = [one for one in found if one.mention.head not in small("party")]
        fuller: dict[str, dict[int, Entity]] = {}
        for one in found:
            if one.entity is not None and len(described(one.entity.name, True).split()) > 1:
                fuller.setdefault(one.mention.head, {})[one.entity.number] = one.entity
        for one in found:
            known = fuller.get(one.mention.head, {})
            bare = one.entity is not None and described(one.entity.name, True) == one.entity.name.lower()
            if bare and len(known) == 1 and one.entity is not None and len(one.entity.name.split()) == 1:
                one.entity = next(iter(known.values()))


def place_of(attribution: Attribution) -> int:
    """Where an attribution is told: at its source, else its cue, else its content."""
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start if spans else 0
