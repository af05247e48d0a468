"""Descriptions that the page explains only further on: those of a headline or a lede, and "officials" alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.titles import goes_by
from sayso.speakers.coreference.decisions import Decision, Way, place_of
from sayso.speakers.coreference.relative_clauses import QUANTITY
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.speakers.mentions.noun_phrases import described
from sayso.speakers.mentions.source_mention import Mention, Type
from sayso.terms import Attribution, BlockKind, SpeakerKind
from sayso.text.vocabulary import pronouns, roles, small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import State

_LIMIT: Final = 24
_PART: Final = re.compile(r"(?i)the (?:next|last|latest|first|second|third|final) ")  # no name of the whole
_VAGUE: Final = re.compile(r"(?i)(?:some|many|most|several|few|other|all) ")
_LEDE: Final = 300
_HEADS: Final = (BlockKind.HEADLINE, BlockKind.DEK)
_UNTOLD: Final = (SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION)


def explain_later(state: State) -> None:
    """Lead the descriptions of headline and lede to the speakers of the text who go by the same noun."""
    heads = [block.span for block in state.article.blocks if block.kind in _HEADS]
    first = state.words.lines[1] if len(state.words.lines) > 1 else 0
    opening = max([first, *(span.end for span in heads)]) + _LEDE
    for attribution in state.attributions:
        decision, place = state.decisions[attribution.id], place_of(attribution)
        if not _untold(decision):
            continue
        headline = place < first or any(span.start <= place < span.end for span in heads)
        if headline or (place < opening and decision.entity is not None and decision.entity.kind in _UNTOLD):
            entity = _explanation(state, decision, place)
            if entity is not None:
                _lead(state, decision, entity, attribution)
    _bare(state)


def _untold(decision: Decision) -> bool:
    """Whether a description was led to nobody named."""
    entity, said = decision.entity, decision.mention
    if entity is None or said.type is not Type.DESCRIPTION or entity.words or said.owner in pronouns():
        return False
    return QUANTITY.match(f"{entity.name.split()[0]} ") is None


def _explanation(state: State, decision: Decision, place: int) -> Entity | None:
    """The first one after a place whom a description can have meant."""
    before = decision.entity
    assert before is not None
    later = [entity for start, entity in state.history.every if start > place and entity is not before]
    bodies = decision.mention.definite and before.kind is SpeakerKind.ORGANIZATION
    if bodies or (before.kind is SpeakerKind.UNNAMED and decision.mention.definite):
        following = state.entities.following(place, _LIMIT)
        later += (at.entity for at in following if len(at.entity.words) > 1 and at.named)
    return next((entity for entity in later if _explains(state, entity, before, decision.mention)), None)


def _lead(state: State, decision: Decision, entity: Entity, attribution: Attribution) -> None:
    """Lead a description to whom it meant, and the pronouns that took it up with it."""
    before = decision.entity
    assert before is not None
    before.sources = [span for span in before.sources if span not in attribution.source]
    decision.entity, decision.way = entity, Way.LATER
    entity.sources += attribution.source
    if _PART.match(entity.name):
        entity.name, entity.name_span = before.name, before.name_span
    for other in state.decisions.values():
        if other.entity is before and other.mention.type is Type.PRONOUN:
            other.entity = entity


def _explains(state: State, entity: Entity, before: Entity, said: Mention) -> bool:
    """Whether a speaker of the text can be the one whom a headline describes."""
    heads = frozenset({said.head})
    if said.plural != entity.plural and before.kind is not SpeakerKind.ORGANIZATION:
        return False
    if before.kind is SpeakerKind.UNNAMED and not said.plural:
        by_noun = goes_by(entity, heads) or _is_head(state, entity, said)
        return entity.kind in (*PERSONS, SpeakerKind.UNNAMED) and by_noun
    return entity.kind is before.kind and goes_by(entity, heads)


def _is_head(state: State, entity: Entity, said: Mention) -> bool:
    """Whether "the head of the port" is a person of whom the page tells that he is the port's director."""
    if said.head not in small("heads") or said.span is None:
        return False
    shared = entity.told & set(re.findall(r"\w{4,}", said.span.of(state.words.text).lower()))
    return bool(entity.heads & small("headed") and shared)


def _bare(state: State) -> None:
    """Lead "officials" alone to the only officials of the page of whom it tells more."""
    found = [one for one in state.decisions.values() if one.mention.plural and one.mention.head in roles()]
    found = [one for one in found if one.mention.head not in small("party") and one.entity is not None]
    fuller: dict[str, dict[int, Entity]] = {}
    for one in found:
        name = one.entity.name if one.entity is not None else ""
        if one.entity is not None and len(described(name, True).split()) > 1 and not _VAGUE.match(name):
            fuller.setdefault(one.mention.head, {})[one.entity.number] = one.entity
    for one in found:
        known = fuller.get(one.mention.head, {})
        alone = one.entity is not None and described(one.entity.name, True) == one.entity.name.lower()
        if alone and len(known) == 1 and one.entity is not None and len(one.entity.name.split()) == 1:
            one.entity = next(iter(known.values()))
